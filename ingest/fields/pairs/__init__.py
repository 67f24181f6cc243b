"""Labels that no catalogue lists, with their values, by layout alone (键值对)."""

from __future__ import annotations

from collections.abc import Iterable

from domain.fields import FieldReading, Pair
from domain.page import Page
from domain.text import squeezed
from ingest.fields.pairs.boxes import ticked_pairs
from ingest.fields.pairs.closed import closed_pairs
from ingest.fields.pairs.columns import Columns
from ingest.fields.pairs.link import Link
from ingest.fields.pairs.open import open_pairs
from ingest.fields.pairs.phrases import Phrase, phrases_of
from ingest.fields.pairs.wired import wired_pairs

__all__ = ["linked", "pairs_on"]

_TICKS = "☑☒√✓✔"
_SAME = 0.6
"""A pair whose value lies so far inside that of a field says no more than the field does."""


def pairs_on(page: Page, fields: Iterable[FieldReading] = ()) -> tuple[Pair, ...]:
    """Every label of `page` with its value that is not among `fields`, top to bottom.

    A value in a list has its column's head for a label, and once more the name of its row.
    """
    known = list(fields)
    return tuple(pair for pair in linked(page) if not any(_is_of(pair, field) for field in known))


def linked(page: Page) -> tuple[Pair, ...]:
    """Every label of `page` with its value, whether a catalogue lists it or not."""
    aspect = page.width / page.height
    phrases = phrases_of(page, aspect)
    found = wired_pairs(page, phrases)
    rest = _without(phrases, found)
    found += Columns(rest).in_lists()
    rest = _without(rest, found, labels=False)
    found += closed_pairs(rest, aspect)
    rest = _without(rest, found)
    found += Columns(rest).alone()
    found += open_pairs(_without(rest, found), aspect)
    asked = list(ticked_pairs(page))
    answered = {squeezed(pair.label) for pair in asked}
    made = {(one.label, one.box): one.pair(page.number) for one in found}
    kept = [pair for pair in made.values() if _says(pair) and squeezed(pair.label) not in answered]
    kept += asked
    return tuple(sorted(kept, key=lambda pair: (pair.label_box.y0, pair.label_box.x0)))


def _without(
    phrases: Iterable[Phrase], links: Iterable[Link], *, labels: bool = True
) -> list[Phrase]:
    """The phrases that are no value yet and, with `labels`, no label either."""
    used = {id(one) for link in links for one in (*link.values, *(link.labels if labels else ()))}
    return [phrase for phrase in phrases if id(phrase) not in used]


def _says(pair: Pair) -> bool:
    """Whether label and value both say something, and not the same."""
    label, value = squeezed(pair.label), squeezed(pair.value)
    return bool(label) and label != value and (bool(value) or pair.value.strip() in _TICKS)


def _is_of(pair: Pair, field: FieldReading) -> bool:
    """Whether a pair is a field's label with its value, or part of it."""
    inside = bool(field.value) and pair.box.covered_by(field.box) > _SAME
    return inside or squeezed(pair.label) == squeezed(field.label)
