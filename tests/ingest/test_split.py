"""Every page of a scan belongs to one document, and documents begin where the pages say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geometry import Box
from domain.outcome import Category, Stage, StepFailure
from domain.page import Barcode, Page
from domain.reading import PageReading
from ingest.paging import Marker, page_marker
from ingest.split import is_separator, split
from tests.ingest.known import page, reading


def text(number: int, *lines: str, starts: bool = False, title: str = "") -> PageReading:
    return reading(lines=lines or ("正文",), number=number, starts=starts, title=title)


def blank(number: int) -> PageReading:
    return PageReading(Page(number, 100, 100, (), blank=True), starts_document=False)


def separator(number: int, says: str = "PATCHT") -> PageReading:
    sheet = text(number, "分隔页 Separator", starts=True, title="分隔页")
    code = Barcode("code_39", says, Box(0.2, 0.4, 0.8, 0.5))
    return replace(sheet, page=replace(sheet.page, barcodes=(code,)))


def unreadable(number: int) -> PageReading:
    failure = StepFailure(Stage.READ, Category.INTERNAL, "ValueError: no", number)
    return PageReading(Page(number, 1, 1, ()), failures=(failure,))


def groups(readings: list[PageReading], pages: int = 0) -> list[tuple[int, ...]]:
    return [span.pages for span in split(readings, pages)]


def test_a_scan_with_two_documents_gives_two() -> None:
    pile = [text(1, starts=True), text(2), text(3, starts=True), text(4)]
    assert groups(pile) == [(1, 2), (3, 4)]


def test_pages_that_count_themselves_belong_together_whatever_their_titles() -> None:
    pile = [
        text(1, "合同", "第1页 共3页", starts=True),
        text(2, "合同", "第2页 共3页", starts=True),
        text(3, "合同", "第3页 共3页", starts=True),
        text(4, "合同", "第1页 共1页", starts=False),
    ]
    assert groups(pile) == [(1, 2, 3), (4,)]


def test_a_page_of_another_count_begins_anew() -> None:
    pile = [text(1, "第1页共2页", starts=True), text(2, "第3页共9页", starts=True)]
    assert groups(pile) == [(1,), (2,)]


def test_behind_a_separator_a_new_document_begins_whatever_it_looks_like() -> None:
    pile = [text(1, starts=True), separator(2), blank(3), text(4), text(5), separator(6), text(7)]
    assert groups(pile) == [(1, 2, 3), (4, 5, 6), (7,)]


def test_separators_at_the_ends_make_no_documents_of_their_own() -> None:
    pile = [separator(1), text(2, starts=True), separator(3), separator(4)]
    assert groups(pile) == [(1, 2, 3, 4)]


def test_a_page_that_could_not_be_read_behind_a_separator_belongs_to_what_follows() -> None:
    pile = [text(1, starts=True), separator(2), unreadable(3), text(4)]
    assert groups(pile) == [(1, 2), (3, 4)]


@pytest.mark.parametrize("says", ["PATCHT", "anjuan-separator", " PATCH-T "])
def test_a_separator_says_so_in_its_barcode(says: str) -> None:
    assert is_separator(separator(1, says).page)


def test_a_label_on_a_full_page_separates_nothing() -> None:
    assert not is_separator(separator(1, "ASN00123").page)
    full = separator(1).page
    prose = tuple(replace(full.lines[0], text="正文" * 20) for _ in range(40))
    assert not is_separator(replace(full, lines=prose))


def test_annexes_stay_with_what_they_are_annexed_to() -> None:
    pile = [text(1, starts=True), text(2, "附件一", starts=True, title="附件一：报价单")]
    assert groups(pile) == [(1, 2)]


def test_a_blank_back_stays_with_its_front_and_a_blank_cover_with_what_follows() -> None:
    pile = [blank(1), text(2, starts=True), blank(3), text(4, starts=True)]
    assert groups(pile) == [(1, 2, 3), (4,)]


def test_a_scan_of_blank_pages_is_one_blank_document() -> None:
    (only,) = split([blank(1), blank(2)])
    assert only.pages == (1, 2)
    assert only.blank


@pytest.mark.parametrize("missing", [None, unreadable(2)])
def test_a_page_that_could_not_be_read_does_not_tear_its_document_apart(
    missing: PageReading | None,
) -> None:
    pile = [text(1, "第1页共3页", starts=True), text(3, "第3页共3页", starts=True)]
    if missing:
        pile.insert(1, missing)
    (only,) = split(pile, pages=3)
    assert only.pages == (1, 2, 3)
    assert only.unread == (2,)


def test_a_last_page_set_aside_is_not_forgotten() -> None:
    (only,) = split([text(1, starts=True)], pages=2)
    assert only.pages == (1, 2)
    assert only.unread == (2,)


def test_a_scan_of_which_nothing_could_be_read_is_one_document() -> None:
    (only,) = split([], pages=2)
    assert only.unread == (1, 2)
    assert not only.blank


def test_no_pages_make_no_document() -> None:
    assert split([]) == ()


@pytest.mark.parametrize(
    ("line", "marker"),
    [
        ("第2页共3页", Marker(2, 3)),
        ("第 2 頁，共 3 頁", Marker(2, 3)),
        ("共3页 第2页", Marker(2, 3)),
        ("Page 2 of 3", Marker(2, 3)),
        ("2/3", Marker(2, 3)),
        ("第5页共3页", None),
        ("正文", None),
    ],
)
def test_a_page_says_its_number_in_many_ways(line: str, marker: Marker | None) -> None:
    assert page_marker(page(*["正文"] * 20, line)) == marker


def test_a_fraction_within_the_text_is_no_page_number() -> None:
    assert page_marker(page("正文", "正文", "2/3", "正文", "正文")) is None


kinds = st.sampled_from(["start", "middle", "blank", "unreadable", "absent", "marked"])


@given(st.lists(kinds, max_size=12))
def test_whatever_the_pile_every_page_is_in_exactly_one_document_in_order(pile: list[str]) -> None:
    made: dict[str, Callable[[int], PageReading]] = {
        "start": lambda n: text(n, starts=True),
        "middle": lambda n: text(n),
        "blank": blank,
        "unreadable": unreadable,
        "marked": lambda n: text(n, "第2页共3页", starts=True),
    }
    readings = [made[kind](i) for i, kind in enumerate(pile, 1) if kind != "absent"]
    spans = split(readings, pages=len(pile))
    assert [number for span in spans for number in span.pages] == list(range(1, len(pile) + 1))
    for span in spans:
        read = {r.page.number for r in span.readings}
        assert set(span.unread) | read == set(span.pages)
