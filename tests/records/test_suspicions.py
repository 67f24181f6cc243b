"""A paper that comes a second time is noticed, whatever was misread; another on its form is not."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import NotFound
from domain.geometry import Box
from domain.page import Line, Page
from domain.questions import QuestionKind
from domain.reading import PageReading
from records.archive import Archive
from records.review.duplicates.features import FEW_LETTERS, features, wanted
from records.review.duplicates.likeness import likeness
from records.signature import Signature
from tests.records.papers import draft, taken

BY = Signature("王芳", "看过原件")
LABELS = (
    "客户资料登记表请用正楷填写", "客户名称", "统一社会信用代码", "联系电话", "通讯地址",
    "本表一式两份由客户与档案室各执一份", "填表日期", "经办人签字并加盖公章后生效",
)  # fmt: skip
HAN = "安宝昌成达德东方丰福刚光国海恒宏华惠嘉建金晶久康乐力利联龙美明宁平庆荣瑞森盛顺泰天通旺祥新兴"


def _values(rng: Random) -> list[str]:
    def han(count: int) -> str:
        return "".join(rng.choice(HAN) for _ in range(count))

    def digits(count: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(count))

    return [
        f"{han(6)}有限公司", f"9131{digits(14)}", f"021-{digits(8)}", f"{han(9)}路{digits(3)}号",
        f"2024-{digits(2)}-{digits(2)}", f"{han(18)}", f"{han(20)}", han(3),
    ]  # fmt: skip


def _page(values: list[str], rng: Random, misread: float = 0.0, picture: str = "") -> PageReading:
    def read(text: str) -> str:
        return "".join(rng.choice(HAN) if rng.random() < misread else char for char in text)

    lines = tuple(
        Line(read(text), Box(0.1, 0.05 * place, 0.9, 0.05 * place + 0.02), 0.97)
        for place, text in enumerate(chain.from_iterable(zip(LABELS, values, strict=True)))
    )
    return PageReading(Page(1, 1000, 1400, lines), picture=picture)


def _filed(archive: Archive, name: str, reading: PageReading) -> str:
    scan = taken(archive, name.encode(), f"{name}.jpg")
    archive.journal.set_contents(scan, 1, "image/jpeg")
    archive.journal.store_page(scan, 1, reading)
    (document,) = archive.filing.file(scan, [draft()], 1.0)
    return document.id


def _asked(archive: Archive) -> list[frozenset[str]]:
    questions = archive.queue.list(kinds=[QuestionKind.DUPLICATE])
    return [frozenset(question.documents) for question in questions]


def test_a_paper_scanned_again_is_noticed_and_others_on_its_form_are_not(archive: Archive) -> None:
    rng = Random(5)
    values = _values(rng)
    first = _filed(archive, "first", _page(values, rng, 0.01))
    for number in range(12):
        _filed(archive, f"other {number}", _page(_values(rng), rng, 0.01))
    again = _filed(archive, "again", _page(values, rng, 0.02))
    assert _asked(archive) == [frozenset({first, again})]


def test_a_person_says_what_they_are_and_nothing_is_deleted(archive: Archive) -> None:
    rng = Random(6)
    values = _values(rng)
    one, other = (_filed(archive, name, _page(values, rng)) for name in ("one", "other"))
    (pair,) = archive.suspicions.of(one)
    settled = archive.suspicions.settle(pair.number, same=True, signature=BY)
    assert (settled.same, settled.who) == (True, "王芳")
    assert _asked(archive) == []
    assert {archive.documents.get(ident).id for ident in (one, other)} == {one, other}
    assert archive.suspicions.settle(pair.number, same=False, signature=BY).same is False
    with pytest.raises(NotFound):
        archive.suspicions.settle(99, same=True, signature=BY)


def test_reading_again_asks_no_second_time(archive: Archive) -> None:
    rng = Random(7)
    values = _values(rng)
    _filed(archive, "one", _page(values, rng))
    other = archive.documents.get(_filed(archive, "other", _page(values, rng)))
    archive.journal.store_page(other.scan, 1, _page(values, rng, 0.01))
    archive.filing.file(other.scan, [draft()], 1.0)
    assert len(archive.suspicions.of(other.id)) == 1


def test_a_page_of_few_letters_is_known_by_its_look(archive: Archive) -> None:
    rng = Random(8)
    drawing = PageReading(
        Page(1, 1000, 1400, (Line("平面图", Box(0.1, 0.1, 0.2, 0.12), 0.9),)),
        picture="f0f0a5a53c3c9669",
    )
    one = _filed(archive, "one", drawing)
    _filed(archive, "unlike", replace(drawing, picture=f"{rng.getrandbits(64):016x}"))
    other = _filed(archive, "other", replace(drawing, picture="f0f1a5a43c3c9669"))
    assert _asked(archive) == [frozenset({one, other})]


def test_blank_pages_are_like_nothing(archive: Archive) -> None:
    blank = PageReading(Page(1, 1000, 1400, (), blank=True), picture="8000000000000000")
    for name in ("one", "other"):
        _filed(archive, name, blank)
    assert _asked(archive) == []


@given(st.text("甲乙丙丁戊己庚辛0123456789", min_size=FEW_LETTERS, max_size=120))
def test_what_a_paper_is_found_by_is_what_is_looked_for(text: str) -> None:
    page = PageReading(Page(1, 10, 10, (Line(text, Box(0, 0, 1, 1), 1.0),)))
    assert features([page]) == wanted([page])
    alike = likeness([page], [page])
    assert alike.text == pytest.approx(1.0)
    assert alike.numbers in (None, pytest.approx(1.0))


TERMS = "本合同未尽事宜双方协商解决违约方应承担赔偿责任争议由合同签订地人民法院管辖"


def _terms() -> PageReading:
    """A page of printed terms, the same in every contract but for what is misread."""
    lines = tuple(
        Line(f"第{place}条{TERMS[place:]}", Box(0.1, 0.05 * place, 0.9, 0.05 * place + 0.02), 0.97)
        for place in range(1, 12)
    )
    return PageReading(Page(1, 1000, 1400, lines))


def _bundle(archive: Archive, name: str, *pages: PageReading) -> str:
    scan = taken(archive, name.encode(), f"{name}.pdf")
    archive.journal.set_contents(scan, len(pages), "application/pdf")
    for number, page in enumerate(pages, start=1):
        archive.journal.store_page(scan, number, page.on_page(number))
    numbers = range(1, len(pages) + 1)
    (document,) = archive.filing.file(scan, [draft(pages=numbers)], 1.0)
    return document.id


def _pages_of(archive: Archive, document: str) -> list[tuple[tuple[int, int], ...]]:
    return [pair.pages for pair in archive.suspicions.of(document)]


def test_pages_of_a_paper_scanned_again_are_noticed_in_both_directions(archive: Archive) -> None:
    rng = Random(9)
    one, two, three = (_values(rng) for _ in range(3))
    whole = _bundle(archive, "whole", *(_page(v, rng, 0.01) for v in (one, two, three)))
    for number in range(8):
        _bundle(archive, f"other {number}", *(_page(_values(rng), rng) for _ in range(3)))
    some = _bundle(archive, "some", _page(three, rng, 0.02), _page(two, rng, 0.02))
    assert _asked(archive) == [frozenset({whole, some})]
    assert _pages_of(archive, some) == [((1, 3), (2, 2))]
    again = _bundle(archive, "again", *(_page(v, rng, 0.02) for v in (one, two, three)))
    assert sorted(_pages_of(archive, again)) == [(), ((2, 2), (3, 1))]
    assert "(1 ≈ 3, 2 ≈ 2)" in archive.queue.list(kinds=[QuestionKind.DUPLICATE])[0].about


def test_a_page_of_another_paper_and_a_longer_paper_on_the_same_form_are_none(
    archive: Archive,
) -> None:
    rng = Random(10)
    one, two = _values(rng), _values(rng)
    _bundle(archive, "whole", _page(one, rng), _page(two, rng))
    _bundle(archive, "mixed", _page(two, rng), _page(_values(rng), rng), _page(_values(rng), rng))
    changed = [*one[:1], "9131" + "7" * 14, "021-87654321", *one[3:]]
    _bundle(archive, "next month", _page(changed, rng))
    assert _asked(archive) == []


def test_printed_terms_that_many_papers_share_make_no_two_of_them_one(archive: Archive) -> None:
    rng = Random(11)
    for number in range(4):
        _bundle(archive, f"contract {number}", _page(_values(rng), rng), _terms())
    _bundle(archive, "terms alone", _terms())
    assert _asked(archive) == []


def test_a_rescan_without_the_blank_back_is_the_same_paper(archive: Archive) -> None:
    rng = Random(12)
    values = _values(rng)
    blank = PageReading(Page(1, 1000, 1400, (), blank=True))
    both = _bundle(archive, "both sides", _page(values, rng), blank)
    front = _bundle(archive, "front", _page(values, rng, 0.01))
    assert _asked(archive) == [frozenset({both, front})]
    assert _pages_of(archive, front) == [()]
