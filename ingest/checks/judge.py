"""All that is found on one document's pages, judged by what its type demands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.fields import FieldReading
from domain.finding import Finding, FindingCode
from domain.forms import OTHER, DocumentType
from domain.reading import PageReading
from ingest.checks.notes import copy_findings, says_copy
from ingest.checks.sealing import seal_findings
from ingest.checks.signatures import missing_signatures
from ingest.paging import page_marker

_EVERY_FIELD = frozenset({"cross_region_sales_control", "consumer_file_form"})
"""Forms of which every field that they print must be filled in (REQ-128, REQ-345, REQ-351)."""


def judged(
    readings: Sequence[PageReading],
    kind: DocumentType | None,
    fields: Sequence[FieldReading] = (),
    missing: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """What the checks find on the pages of one document of type `kind`, None where nobody knows.

    `fields` are the values in force, `missing` the keys of those that the office requires and the
    paper lacks.
    """
    known = kind if kind is not None and kind.key != OTHER else None
    pages = [reading.page for reading in readings]
    copies = [found for page in pages for found in copy_findings(page, known)]
    is_copy = any(says_copy(page) for page in pages)
    found = [*copies, *seal_findings(readings, known, is_copy), *_pages(readings)]
    if known is not None:
        found += missing_signatures(readings, known)
        found += _fields(known, fields, missing)
    told = any(one.code is FindingCode.ORIGINAL_KEPT and one.subject for one in copies)
    if is_copy and not told:
        found.append(Finding(FindingCode.ORIGINAL_UNTOLD, page=pages[0].number))
    return tuple(dict.fromkeys(found))


def _pages(readings: Sequence[PageReading]) -> Iterator[Finding]:
    """Pages that the document counts and the scan lacks (不得出现缺页丢失, REQ-115)."""
    markers = [page_marker(reading.page) for reading in readings]
    totals = {one.total for one in markers if one is not None and one.total and one.sure}
    written = sum(not reading.page.blank for reading in readings)
    if len(totals) != 1 or written >= (total := next(iter(totals))):
        return
    seen = {one.number for one in markers if one is not None}
    unnumbered = sum(
        marker is None and not reading.page.blank
        for marker, reading in zip(markers, readings, strict=True)
    )
    lacking = [number for number in range(1, total + 1) if number not in seen][unnumbered:]
    if lacking:
        numbers = ", ".join(str(number) for number in lacking)
        yield Finding(FindingCode.PAGES_MISSING, str(total), numbers)


def _fields(
    kind: DocumentType, fields: Sequence[FieldReading], missing: Sequence[str]
) -> Iterator[Finding]:
    """Mandatory fields without a value: those the office requires, and blanks of some forms."""
    blank = {str(one.key): one for one in fields if not one.value}
    wanted = list(missing)
    if kind.key in _EVERY_FIELD:
        filled = {str(one.key) for one in fields if one.value}
        wanted += [key for key in blank if key not in filled]
    for key in dict.fromkeys(wanted):
        place = blank.get(key)
        yield Finding(
            FindingCode.FIELD_MISSING,
            key,
            place.label if place else "",
            place.page if place else None,
            place.box if place else None,
        )
