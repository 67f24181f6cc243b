"""The values of a page weighed: their signs gathered, the second reader asked where it matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.fields import FieldReading
from domain.geometry import Box
from domain.page import Page
from domain.script import HanScript, script_of, strange_to
from domain.values import FORMAL_KINDS
from ingest.fields.book import LabelBook
from ingest.fields.placement import Placement, placements
from ingest.fields.trust import Signs, Trust, blank, decides, judge
from ingest.fields.understood import Value

SecondReader = Callable[[Box], tuple[str, float] | None]
"""Reads a box of the page again: its text and confidence, None where it cannot."""

_PROBED_BELOW = 0.997
"""A page whose values were read so surely, in the mean, is print and needs no probe."""
_PROBES = 5
_AGREED_IN_PRINT = 0.4
"""On print two readers agreed on 62 to 100 of 100 values, on handwriting-like fonts on 4 to 31."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A value as it is handed on, and the signs it was judged by; None for a blank."""

    reading: FieldReading
    signs: Signs | None


def weighed(
    values: Sequence[Value],
    page: Page,
    second: SecondReader | None,
    threshold: float,
    *,
    book: LabelBook | None = None,
) -> list[Weighed]:
    """Every value with its confidence; below `threshold` a person must look.

    The second reader costs time. It is asked of a value where its word decides, of a blank whether
    it is one, and of a few values more on a page that may be written by hand. `book` has the
    labels in force: a value that is one of them stands in a doubtful place.
    """
    script, sure = script_of(page.text), page.confidence
    placed = placements(values, book, page.width / page.height)
    signs = [
        None if value.parsed is None else _signs(value, script, where, sure)
        for value, where in zip(values, placed, strict=True)
    ]
    heard = [
        None if second is None or not asked else second(value.found.place)
        for value, asked in zip(values, _asked(values, signs, threshold), strict=True)
    ]
    full = [one and replace(one, second=said) for one, said in zip(signs, heard, strict=True)]
    unlike = _unlike_print([one for one in full if one is not None])
    made = []
    for value, one, said in zip(values, full, heard, strict=True):
        final = one and replace(one, unlike_print=unlike)
        trust = judge(final, threshold) if final else blank(said, threshold)
        made.append(Weighed(_reading(value, page, trust), final))
    return made


def _signs(value: Value, script: HanScript | None, where: Placement, sure: float) -> Signs:
    assert value.parsed is not None  # noqa: S101 - only values that say something have signs
    strips = value.found.value
    seen = [strip.confidence for strip in strips]
    reader = min([*seen, value.answer.confidence] if value.answer else seen)
    return Signs(
        raw=value.raw,
        reader=reader,
        weakest=min(reader, *(glyph.confidence for strip in strips for glyph in strip.glyphs)),
        handwritten=any(strip.handwritten for strip in strips),
        unlike_print=False,
        strange_script=strange_to(script, value.raw),
        formal=value.spec.kind in FORMAL_KINDS,
        well_formed=value.parsed.well_formed,
        check_digit=value.parsed.check_digit,
        second=None,
        placement=where,
        page=sure,
        kind=value.spec.kind,
    )


def _asked(values: Sequence[Value], signs: Sequence[Signs | None], threshold: float) -> list[bool]:
    """Of which values the second reader is asked."""
    told = [one.reader for one in signs if one is not None]
    probes = _PROBES if told and sum(told) < _PROBED_BELOW * len(told) else 0
    asked = []
    for value, one in zip(values, signs, strict=True):
        if one is None:
            asked.append(not value.found.value)
            continue
        wanted = decides(one, threshold)
        asked.append(wanted or probes > 0)
        probes -= 1
    return asked


def _unlike_print(signs: Sequence[Signs]) -> bool:
    """Whether the readers agree so seldom on this page that its values are hardly printed."""
    agreed = [one.agreed for one in signs if one.second is not None]
    return len(agreed) >= _PROBES and sum(agreed) < _AGREED_IN_PRINT * len(agreed)


def _reading(value: Value, page: Page, trust: Trust) -> FieldReading:
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
