"""Documents divided and joined by persons: machines never undo it, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain import steps
from domain.division import Division, join_of, split_of
from domain.document import Document, DocumentDraft, Undoing
from domain.errors import LaterFacts, NotFound, StaleCorrection, UsageError
from domain.forms import Part
from records.archive import Archive
from records.verify import verify
from tests.records.papers import correction, draft, field, filed, known

WHO, WHY = "李娜", "两份文件误为一份"


def _draft(*pages: int, customer: str | None = "KH-2024-0007") -> DocumentDraft:
    fields = tuple(field("phone", f"0731-{page}", page=page) for page in pages)
    return draft(customer, pages=pages, fields=fields)


@pytest.fixture
def pile(archive: Archive) -> tuple[Document, ...]:
    """A scan of six pages that the machine took for documents of four pages and of two."""
    known(archive)
    known(archive, "KH-2024-0009", "北京安泰物业管理公司")
    return filed(archive, b"1", _draft(1, 2, 3, 4), _draft(5, 6))


def _proposed(division: Division) -> tuple[DocumentDraft, ...]:
    return tuple(_draft(*span) for span in division.spans)


def _apply(archive: Archive, division: Division) -> tuple[Document, ...]:
    return archive.divisions.apply(division, _proposed(division))


def _split(archive: Archive, document: Document, *at: int) -> tuple[Document, ...]:
    return _apply(archive, split_of(document, at, WHO, WHY))


def _join(archive: Archive, *documents: Document) -> Document:
    return _apply(archive, join_of(documents, WHO, WHY))[0]


def _pages(archive: Archive, document: Document) -> list[tuple[int, ...]]:
    return [one.pages for one in archive.documents.of_scan(document.scan)]


def _values(document: Document, key: str = "phone") -> list[str]:
    return [one.value for one in document.fields if one.key == key]


def test_a_document_is_divided_and_each_part_has_the_values_of_its_pages(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    first, second = _split(archive, pile[0], 3)
    assert (first.id, first.pages, second.pages) == (pile[0].id, (1, 2), (3, 4))
    assert _values(first) == ["0731-1", "0731-2"]
    assert _values(second) == ["0731-3", "0731-4"]
    assert _pages(archive, pile[0]) == [(1, 2), (3, 4), (5, 6)]
    catalogue = archive.files.of("KH-2024-0007").catalogue
    assert {entry.document for entry in catalogue} == {first.id, second.id, pile[1].id}
    assert list(verify(archive)) == []


def test_the_history_tells_who_divided_it_and_why(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    first, second = _split(archive, pile[0], 3)
    for document, expected in ((first, "divided into"), (second, "divided from")):
        change = archive.documents.history(document.id)[-1]
        assert (change.who, change.reason) == (WHO, WHY)
        assert expected in {what for what, _, _ in change.what}
        assert "pages" in {what for what, _, _ in change.what}


@pytest.mark.parametrize(
    "read_again",
    [
        ((1, 2, 3, 4), (5, 6)),
        ((1, 2), (3, 4), (5, 6)),
        ((1, 2, 3, 4, 5, 6),),
        ((1,), (2, 3, 4, 5), (6,)),
    ],
)
def test_reading_again_never_divides_otherwise_than_a_person_did(
    archive: Archive, pile: tuple[Document, ...], read_again: tuple[tuple[int, ...], ...]
) -> None:
    parts = _split(archive, pile[0], 3)
    archive.filing.file(pile[0].scan, [_draft(*pages) for pages in read_again], 1.0)
    assert _pages(archive, pile[0])[:2] == [(1, 2), (3, 4)]
    assert [_values(archive.documents.get(one.id)) for one in parts] == [
        _values(one) for one in parts
    ]


def test_the_machine_is_told_what_persons_said_and_may_read_the_parts_better(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    _split(archive, pile[0], 3)
    said = archive.divisions.said(pile[0].scan)
    assert said == {1: True, 2: False, 3: True, 4: False, 5: True}
    better = (_draft(1, 2), draft(None, pages=(3, 4), type_key="complaint"), _draft(5, 6))
    archive.filing.file(pile[0].scan, better, 1.0)
    assert archive.documents.of_scan(pile[0].scan)[1].type_key == "complaint"


def test_joining_takes_a_division_back_and_everything_is_as_before(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    joined = _join(archive, *_split(archive, pile[0], 2, 4))
    assert (joined.id, joined.pages) == (pile[0].id, pile[0].pages)
    assert (joined.fields, joined.customer, joined.state) == (
        pile[0].fields,
        pile[0].customer,
        pile[0].state,
    )
    assert _pages(archive, joined) == [(1, 2, 3, 4), (5, 6)]
    assert [entry.document for entry in archive.files.of("KH-2024-0007").catalogue] == [
        one.id for one in pile
    ]


def test_what_was_joined_is_found_no_more_and_comes_back_by_its_old_name(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    joined = _join(archive, *pile)
    with pytest.raises(NotFound):
        archive.documents.get(pile[1].id)
    again = _split(archive, joined, 5)
    assert again[1].id == pile[1].id
    assert [change.revision for change in archive.documents.history(pile[1].id)] == [1, 2, 3]


def test_a_value_that_a_person_gave_stays_with_its_page(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    values = tuple(("phone", text) for text in ("0731-1", "0731-2", "KORRIGIERT", "0731-4"))
    corrected = archive.corrections.apply(correction(pile[0], fields=values))
    first, second = _split(archive, corrected, 3)
    assert _values(first) == ["0731-1", "0731-2"]
    assert _values(second) == ["KORRIGIERT", "0731-4"]
    archive.filing.file(first.scan, (_draft(1, 2), _draft(3, 4), _draft(5, 6)), 1.0)
    assert _values(archive.documents.get(second.id)) == ["KORRIGIERT", "0731-4"]
    joined = _join(archive, *(archive.documents.get(one.id) for one in (first, second)))
    assert _values(joined) == ["0731-1", "0731-2", "KORRIGIERT", "0731-4"]
    archive.filing.file(first.scan, (_draft(1, 2, 3, 4), _draft(5, 6)), 1.0)
    assert _values(archive.documents.get(joined.id))[2] == "KORRIGIERT"


def test_a_word_from_before_a_division_is_not_taken_back_into_pages_that_are_gone(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    corrected = archive.corrections.apply(correction(pile[0], fields=(("phone", "1"),)))
    _split(archive, corrected, 3)
    with pytest.raises(LaterFacts):
        archive.corrections.undo(Undoing(pile[0].id, WHO, WHY))


def test_a_joined_document_lies_where_a_person_said_its_parts_lie(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    moved = archive.corrections.apply(correction(pile[1], customer="KH-2024-0009"))
    assert _join(archive, pile[0], moved).customer == "KH-2024-0009"


def test_parts_that_persons_gave_to_different_customers_are_not_joined(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    one = archive.corrections.apply(correction(pile[0], customer="KH-2024-0007"))
    other = archive.corrections.apply(correction(pile[1], customer="KH-2024-0009"))
    with pytest.raises(UsageError, match="different customers"):
        _join(archive, one, other)
    assert archive.divisions.said(pile[0].scan) == {}
    assert _pages(archive, pile[0]) == [(1, 2, 3, 4), (5, 6)]


def test_a_type_that_a_person_set_outlives_the_division(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    said = correction(pile[0], type_key="complaint", part=Part.COMPLAINT)
    first, second = _split(archive, archive.corrections.apply(said), 3)
    assert (first.type_key, second.type_key) == ("complaint", "customer_card")


def test_a_division_of_what_has_changed_meanwhile_is_refused(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    archive.corrections.apply(correction(pile[0], customer="KH-2024-0009"))
    with pytest.raises(StaleCorrection):
        _split(archive, pile[0], 3)
    with pytest.raises(StaleCorrection):
        archive.divisions.apply(split_of(pile[1], (6,), WHO, WHY), (_draft(5, 6),))


def test_a_division_says_who_made_it_and_why(archive: Archive, pile: tuple[Document, ...]) -> None:
    for who, why in (("", WHY), (WHO, " ")):
        with pytest.raises(UsageError):
            _apply(archive, split_of(pile[0], (3,), who, why))


@pytest.mark.parametrize("at", [(1,), (5,), (3, 9), ()])
def test_a_page_at_which_nothing_can_begin_is_refused(
    pile: tuple[Document, ...], at: tuple[int, ...]
) -> None:
    with pytest.raises(UsageError):
        split_of(pile[0], at, WHO, WHY)


def test_only_neighbours_of_one_scan_are_joined(
    archive: Archive, pile: tuple[Document, ...]
) -> None:
    (other,) = filed(archive, b"2", _draft(1))
    first, *_, last = _split(archive, pile[0], 2, 3)
    for documents in ([pile[0]], [pile[0], pile[0]], [first, last], [pile[0], other]):
        with pytest.raises(UsageError):
            join_of(documents, WHO, WHY)


@contextmanager
def _broken_at(step: str) -> Iterator[None]:
    def fail(reached: str) -> None:
        if reached == step:
            raise OSError(step)

    with steps.listening(fail):
        yield


@pytest.mark.parametrize("step", ["filing.document_written", "division.before_commit"])
def test_a_division_that_breaks_off_leaves_everything_as_it_was(
    archive: Archive, pile: tuple[Document, ...], step: str
) -> None:
    before = archive.outbox.last()
    with _broken_at(step), pytest.raises(OSError, match=step):
        _split(archive, pile[0], 3)
    assert archive.documents.of_scan(pile[0].scan) == pile
    assert (archive.divisions.said(pile[0].scan), archive.outbox.last()) == ({}, before)
