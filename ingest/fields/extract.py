"""All values of a page: found beside their labels, understood, and weighed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from domain.fields import FieldKey, FieldReading, FieldSpec, ValueKind
from domain.geometry import Box
from domain.page import Line, Page, Table
from domain.text import squeezed
from domain.values import FORMAL_KINDS, Parsed, parse, parse_money
from ingest.fields.book import LabelBook
from ingest.fields.choices import Answer, answered, chosen
from ingest.fields.found import Found
from ingest.fields.letters import closing_of
from ingest.fields.lines import is_empty, rows_of, values_on
from ingest.fields.tables import is_list, values_in
from ingest.fields.trust import Signs, blank, judge
from ingest.forms.catalogue import Catalogue
from ingest.forms.codes import find_codes
from ingest.forms.detect import FormMatch, detect
from ingest.forms.strips import strips_of

SecondReader = Callable[[Box], tuple[str, float] | None]
"""Reads a box of the page again: its text and confidence, None where it cannot."""

_TITLE_FROM = 0.6
_ENOUGH_ASKED = 5
_AGREED_IN_PRINT = 0.4
"""On print two readers agreed on 62 to 100 of 100 values, on handwriting-like fonts on 4 to 31."""
_PAGE = Box(0.0, 0.0, 1.0, 1.0)
_UNFILLED = {
    ValueKind.DATE: re.compile(r"[年月日\s_/.\-—:：]*"),
    ValueKind.MONEY: re.compile(r"[万亿元整￥¥\s_]*|人民币"),
    ValueKind.PERSON: re.compile(r"[(（]?(?:签字|签名|盖章|签章|手写签名)[)）]?"),
    ValueKind.COMPANY: re.compile(r"[(（]?(?:盖章|公章|签章|签字)[)）]?"),
}
"""What a form prints where a value is still to be written."""
_SHAPES = {
    ValueKind.CREDIT_CODE: re.compile(r"[0-9a-z]{13}"),
    ValueKind.IDENTITY: re.compile(r"[0-9x]{14}"),
    ValueKind.PHONE: re.compile(r"[0-9]{6}"),
    ValueKind.DATE: re.compile(r"[0-9]{4}|年"),
    ValueKind.MONEY: re.compile(r"[0-9元万]"),
    ValueKind.POSTCODE: re.compile(r"^[0-9]{4,7}$"),
}
"""What a value must at least show for its label to be believed that was read with a mistake."""


def extract(
    page: Page,
    catalogue: Catalogue,
    second: SecondReader | None,
    threshold: float,
    match: FormMatch | None = None,
) -> tuple[FieldReading, ...]:
    """Every value on `page` that stands beside a known label, in reading order, blanks included.

    `second` is asked for each value, and for each blank whether it is one. A confidence below
    `threshold` (0..1) calls for review. The same key twice on a page gives two readings. `match`
    is what `detect` said of the page, when it was asked already.
    """
    match = match or detect(page, catalogue)
    book = LabelBook.of(catalogue, match.best)
    found = _settled(_found(page, book, match), catalogue)
    found = _sequenced(found, catalogue, match.best)
    found = [one for one in found if catalogue.holds(match.best, one.key)]
    values = [
        value for one in found if (value := _understood(one, page, catalogue, second)) is not None
    ]
    unlike_print = _unlike_print(values)
    readings = [_weighed(value, page, unlike_print, threshold) for value in values]
    return tuple(_without_needless_blanks(_without_codes(readings, catalogue)))


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
    found += values_on(rows_of(strips, book, aspect), book, aspect, _PAGE)
    found.sort(key=lambda one: (round(one.label_box.centre[1], 2), one.label_box.x0))
    if match.best == "letter":
        found += closing_of(strips, {one.key for one in found if one.value})
    return found


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


def _is_unfilled(spec: FieldSpec, raw: str) -> bool:
    pattern = _UNFILLED.get(spec.kind)
    return is_empty(raw) or (pattern is not None and pattern.fullmatch(raw) is not None)


@dataclass(frozen=True, slots=True)
class _Understood:
    """A value found and parsed, with what the second reader sees there."""

    found: Found
    raw: str
    spec: FieldSpec
    parsed: Parsed | None
    second: tuple[str, float] | None
    answer: Answer | None = None

    @property
    def blank(self) -> bool:
        return self.parsed is None

    @property
    def agreed(self) -> bool:
        """Whether both readers see the same."""
        return self.second is not None and squeezed(self.second[0]) == squeezed(self.raw)


def _understood(
    one: Found, page: Page, catalogue: Catalogue, second: SecondReader | None
) -> _Understood | None:
    """The found value parsed and read again; None when it does not bear out a guessed label."""
    spec = catalogue.fields[one.key]
    raw = one.raw
    answer = answered(page.checkboxes, one.place)
    choice = answer.text if answer else chosen(raw)
    if _is_unfilled(spec, raw) or choice == "":
        seen = second(one.place) if second and not one.value else None
        return _Understood(one, raw, spec, None, seen)
    parsed = _parsed(spec, raw, choice, one.unit)
    guessed = squeezed(re.sub(r"[(（].*", "", one.printed)) != one.squeezed
    if guessed and not parsed.well_formed and not _has_shape(spec.kind, raw):
        return None
    return _Understood(one, raw, spec, parsed, second(one.place) if second else None, answer)


def _unlike_print(values: Iterable[_Understood]) -> bool:
    """Whether the readers agree so seldom on this page that its values are hardly printed."""
    asked = [value.agreed for value in values if not value.blank and value.second is not None]
    return len(asked) >= _ENOUGH_ASKED and sum(asked) < _AGREED_IN_PRINT * len(asked)


def _weighed(value: _Understood, page: Page, unlike_print: bool, threshold: float) -> FieldReading:
    if value.parsed is None:
        trust = blank(value.second, threshold)
    else:
        seen = [strip.confidence for strip in value.found.value]
        signs = Signs(
            raw=value.raw,
            reader=min([*seen, value.answer.confidence] if value.answer else seen),
            handwritten=any(strip.handwritten for strip in value.found.value),
            unlike_print=unlike_print,
            formal=value.spec.kind in FORMAL_KINDS,
            well_formed=value.parsed.well_formed,
            check_digit=value.parsed.check_digit,
            second=value.second,
        )
        trust = judge(signs, threshold)
    return FieldReading(
        key=value.found.key,
        label=value.found.printed,
        value=value.parsed.value if value.parsed else "",
        raw=value.raw,
        page=page.number,
        box=value.found.place,
        confidence=trust.confidence,
        needs_review=trust.needs_review,
        checks=trust.checks,
    )


def _has_shape(kind: ValueKind, raw: str) -> bool:
    """Whether a value, though ill formed, is at least of the shape that its kind has."""
    shape = _SHAPES.get(kind)
    return shape is None or shape.search(squeezed(raw)) is not None


def _parsed(spec: FieldSpec, raw: str, choice: str | None, unit: str) -> Parsed:
    if choice is not None:
        return Parsed(choice, True)
    if spec.kind == ValueKind.MONEY:
        return parse_money(raw, unit)
    return parse(spec.kind, raw)


def _without_codes(readings: Iterable[FieldReading], catalogue: Catalogue) -> list[FieldReading]:
    """Leave out numbers that are the form's own code, printed behind 编号."""
    return [
        reading
        for reading in readings
        if not (
            reading.key.endswith("_no")
            and any(
                len(squeezed(code.code)) >= len(squeezed(reading.raw)) - 1
                for code in find_codes(reading.raw, catalogue.types)
            )
        )
    ]


def _without_needless_blanks(readings: Sequence[FieldReading]) -> list[FieldReading]:
    """Leave out a blank of a field that has a value elsewhere on the page, and second blanks."""
    filled = {reading.key for reading in readings if reading.value}
    kept: list[FieldReading] = []
    for reading in readings:
        again = any(reading.key == other.key and not other.value for other in kept)
        if reading.value or (reading.key not in filled and not again):
            kept.append(reading)
    return kept
