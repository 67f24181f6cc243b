"""A file's catalogue stands in the order of the filing plan, then by date."""

from __future__ import annotations

from datetime import date

import pytest

from domain.errors import NotFound
from domain.forms import Part
from records.archive import Archive
from tests.records.conftest import Opened
from tests.records.papers import draft, filed, known


def _paper(archive: Archive, content: bytes, part: Part, day: date | None, pages: int = 1) -> str:
    number = known(archive)
    proposed = draft(number, pages=range(1, pages + 1), part=part, day=day)
    return filed(archive, content, proposed)[0].id


def test_papers_stand_by_part_then_date_then_arrival(archive: Archive) -> None:
    undated = _paper(archive, b"1", Part.CONTRACT, None)
    late = _paper(archive, b"2", Part.CONTRACT, date(2024, 5, 1))
    letter = _paper(archive, b"3", Part.CORRESPONDENCE, date(1999, 1, 1))
    early = _paper(archive, b"4", Part.CONTRACT, date(2023, 5, 1), pages=3)
    same_day = _paper(archive, b"5", Part.CONTRACT, date(2024, 5, 1))
    card = _paper(archive, b"6", Part.CARD, None)
    catalogue = archive.files.of("KH-2024-0007").catalogue
    assert [entry.document for entry in catalogue] == [card, early, late, same_day, undated, letter]
    assert [entry.sequence for entry in catalogue] == [1, 2, 3, 4, 5, 6]
    assert [entry.pages for entry in catalogue] == [1, 3, 1, 1, 1, 1]


def test_a_profile_may_want_the_newest_first(opened_by: Opened) -> None:
    archive = opened_by(order={"within_part": "descending"})
    early = _paper(archive, b"1", Part.CONTRACT, date(2023, 5, 1))
    undated = _paper(archive, b"2", Part.CONTRACT, None)
    late = _paper(archive, b"3", Part.CONTRACT, date(2024, 5, 1))
    catalogue = archive.files.of("KH-2024-0007").catalogue
    assert [entry.document for entry in catalogue] == [late, early, undated]


def test_parts_stand_in_the_order_of_the_filing_plan(archive: Archive) -> None:
    for position, part in enumerate(reversed(Part)):
        _paper(archive, bytes([position]), part, None)
    catalogue = archive.files.of("KH-2024-0007").catalogue
    assert [entry.part for entry in catalogue] == sorted(Part, key=str)


def test_a_file_is_found_by_its_customers_number_however_written(archive: Archive) -> None:
    _paper(archive, b"1", Part.CARD, None)
    assert archive.files.of("ｋｈ 2024 0007") == archive.files.of("KH-2024-0007")


def test_a_customer_without_papers_has_an_empty_file(archive: Archive) -> None:
    file = archive.files.of(known(archive))
    assert (file.number, file.catalogue) == ("", ())
    assert file.customer.number == "KH-2024-0007"


def test_an_unknown_customer_has_no_file(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.files.of("KH-2024-0007")
