"""All values of a page: found beside their labels, understood, and weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.fields import FieldKey, FieldReading
from domain.geometry import WHOLE, Box
from domain.page import Line, Page, Table
from domain.text import squeezed
from ingest.fields.book import LabelBook
from ingest.fields.found import Found
from ingest.fields.letters import closing_of
from ingest.fields.lines import values_on
from ingest.fields.receipts import is_receipt, particulars_of
from ingest.fields.rows import rows_of
from ingest.fields.tables import is_list, values_in
from ingest.fields.understood import understood
from ingest.fields.weighing import SecondReader, Weighed, weighed
from ingest.forms.catalogue import Catalogue
from ingest.forms.codes import find_codes
from ingest.forms.detect import FormMatch, detect
from ingest.forms.strips import Strip, strips_of

__all__ = ["SecondReader", "extract", "extract_weighed"]

_RECEIPTS = frozenset(("", "invoice", "letter"))
"""Types as which a receipt is recognised, if as any."""
_TITLE_FROM = 0.6


def extract(
    page: Page,
    catalogue: Catalogue,
    second: SecondReader | None,
    threshold: float,
    match: FormMatch | None = None,
) -> tuple[FieldReading, ...]:
    """Every value on `page` that stands beside a known label, in reading order, blanks included.

    `second` is asked where its word decides, and for each blank whether it is one. A confidence
    below `threshold` (0..1) calls for review. The same key twice on a page gives two readings.
    `match` is what `detect` said of the page, when it was asked already.
    """
    return tuple(one.reading for one in extract_weighed(page, catalogue, second, threshold, match))


def extract_weighed(
    page: Page,
    catalogue: Catalogue,
    second: SecondReader | None,
    threshold: float,
    match: FormMatch | None = None,
) -> list[Weighed]:
    """What `extract` gives, each value with the signs it was judged by."""
    match = match or detect(page, catalogue)
    book = LabelBook.of(catalogue, match.best)
    found = _settled(_found(page, book, match), catalogue)
    found = _sequenced(found, catalogue, match.best)
    found = [one for one in found if catalogue.holds(match.best, one.key)]
    values = [value for one in found if (value := understood(one, page, catalogue)) is not None]
    made = weighed(values, page, second, threshold, book=book)
    kept = _without_codes(made, catalogue)
    return _without_needless_blanks(kept)


def _titles(match: FormMatch) -> list[Box]:
    """Where the page's titles stand; a title is no label."""
    return [
        piece.box
        for piece in match.evidence
        if piece.kind == "title" and piece.box and piece.weight >= _TITLE_FROM
    ]


def _found(page: Page, book: LabelBook, match: FormMatch) -> list[Found]:
    """Labels with their values, from the page's tables and from what stands around them."""
    aspect = page.width / page.height
    tables = [table for table in page.tables if table.wired or is_list(table, page, book, aspect)]
    found = [one for table in tables for one in values_in(table, page, book, aspect)]
    titles = _titles(match)
    free = [
        line
        for line in page.lines
        if not _in_any(line, tables) and not any(line.box.covered_by(box) > 0.8 for box in titles)
    ]
    strips = strips_of(free)
    found += values_on(rows_of(strips, book, aspect), book, aspect, WHOLE)
    found.sort(key=lambda one: (round(one.label_box.centre[1], 2), one.label_box.x0))
    return found + _placed(page, match, strips, {one.key for one in found if one.value})


def _placed(
    page: Page, match: FormMatch, strips: Sequence[Strip], held: set[FieldKey]
) -> list[Found]:
    """What receipts and letters say by where it stands, but for what is `held` already."""
    if match.best in _RECEIPTS and is_receipt(rows := strips_of(page.lines)):
        return [one for one in particulars_of(rows) if one.key not in held]
    return closing_of(strips, held) if match.best == "letter" else []


def _in_any(line: Line, tables: Iterable[Table]) -> bool:
    return any(cell.box.holds(line.box.centre) for table in tables for cell in table.cells)


def _sequenced(found: Iterable[Found], catalogue: Catalogue, type_key: str) -> list[Found]:
    """Give labels that stand on a form more than once their meaning by their order."""
    sequences = catalogue.sequences.get(type_key, {})
    seen: dict[tuple[FieldKey, ...], int] = defaultdict(int)
    result = []
    for one in found:
        keys = sequences.get(one.squeezed)
        if keys:
            place = min(seen[keys], len(keys) - 1)
            seen[keys] += 1
            one = replace(one, key=keys[place])
        result.append(one)
    return result


def _settled(found: list[Found], catalogue: Catalogue) -> list[Found]:
    """Give a general label (编号, 日期) its usual meaning where its form's own label stands too."""
    plainly = {one.key for one in found if catalogue.labels.get(one.squeezed) == one.key}
    settled = []
    for one in found:
        usual = catalogue.labels.get(one.squeezed, one.key)
        if usual != one.key and one.key in plainly and usual not in plainly:
            settled.append(replace(one, key=usual))
        else:
            settled.append(one)
    return settled


def _without_codes(values: Iterable[Weighed], catalogue: Catalogue) -> list[Weighed]:
    """Leave out numbers that are the form's own code, printed behind 编号."""
    return [value for value in values if not _is_form_code(value.reading, catalogue)]


def _is_form_code(reading: FieldReading, catalogue: Catalogue) -> bool:
    return reading.key.endswith("_no") and any(
        len(squeezed(code.code)) >= len(squeezed(reading.raw)) - 1
        for code in find_codes(reading.raw, catalogue.types)
    )


def _without_needless_blanks(values: Sequence[Weighed]) -> list[Weighed]:
    """Leave out a blank of a field that has a value elsewhere on the page, and second blanks."""
    filled = {value.reading.key for value in values if value.reading.value}
    kept: list[Weighed] = []
    blanks: set[FieldKey] = set()
    for value in values:
        key = value.reading.key
        if value.reading.value or (key not in filled and key not in blanks):
            kept.append(value)
        if not value.reading.value:
            blanks.add(key)
    return kept
