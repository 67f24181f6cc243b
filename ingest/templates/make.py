"""Learning a form from examples: what is printed on it, and how far the place of a value goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.fields import FieldKey
from domain.geometry import Box
from domain.page import Page
from domain.template import Anchor, Slot, TemplatePage
from domain.text import squeezed
from ingest.forms.strips import Glyph
from ingest.templates.fit import Fit, fit
from ingest.templates.printed import Print, around

_LONGEST = 16
"""Letters of an anchor; print longer than this makes several, so that one misread costs little."""

_GAP = 0.9
"""Room between two runs of print, in heights, from which they are two anchors."""

_SHORTEST_HAN, _SHORTEST_LATIN = 2, 3

_COLUMN = 3.0
"""Room before print, in heights, from which it heads a column of its own."""

_ROOM = 1.6
"""Heights by which a place grows where nothing is in its way."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that a person points out on an example; `box` is where it stands.

    `text` is what it says, where that is known: other words inside the box are print.
    """

    key: FieldKey
    label: str
    box: Box
    mark: bool = False
    text: str = ""


def learn(page: Page, shown: Sequence[Shown]) -> TemplatePage:
    """A template's page from one example."""
    own = Print(page)
    aspect = page.width / page.height
    values = [value.box for value in shown]
    runs = [run for glyphs in own.page_glyphs for run in _runs(glyphs, shown, aspect) if run]
    anchors = tuple(_anchors(runs))
    walls = [around(tuple(run)) for run in runs]
    slots = tuple(
        Slot(value.key, value.label, _room(value, walls, values, page), value.mark)
        for value in _joined(shown)
    )
    return TemplatePage(aspect, anchors, slots)


def improve(known: TemplatePage, page: Page, shown: Sequence[Shown]) -> TemplatePage | None:
    """The template after another example; None when it does not fit that one.

    Print that the second example does not have was no print of the form, and is dropped; places
    take in what the second example shows.
    """
    fitted = fit(known, Print(page))
    if fitted is None:
        return None
    again = learn(page, shown)
    back = _reversed(fitted, again)
    kept = tuple(anchor for anchor in known.anchors if _is_in(anchor, fitted, again.anchors))
    fresh = {slot.key: slot for slot in (replace(s, box=back.place(s.box)) for s in again.slots)}
    slots = [_widened(slot, fresh.pop(slot.key, None)) for slot in known.slots]
    return TemplatePage(known.aspect, kept or known.anchors, (*slots, *fresh.values()))


def _reversed(fitted: Fit, page: TemplatePage) -> Fit:
    """The way back from the scanned page to the template."""
    inverse = np.asarray(np.linalg.inv(fitted.matrix), dtype=np.float64)
    return Fit(inverse, page, fitted.template.aspect, fitted.share, frozenset())


def _is_in(anchor: Anchor, fitted: Fit, others: Iterable[Anchor]) -> bool:
    place = fitted.place(anchor.box)
    return any(
        (anchor.text in other.text or other.text in anchor.text) and other.box.overlap(place) > 0
        for other in others
    )


def _widened(slot: Slot, other: Slot | None) -> Slot:
    if other is None:
        return slot
    return replace(slot, box=Box.around((slot.box, other.box)), mark=slot.mark or other.mark)


def _joined(shown: Sequence[Shown]) -> list[Shown]:
    """One place for each key: a value of several lines is one value."""
    found: dict[FieldKey, Shown] = {}
    for value in shown:
        known = found.get(value.key)
        box = Box.around((known.box, value.box)) if known else value.box
        found[value.key] = replace(value, box=box)
    return list(found.values())


def _anchors(runs: Iterable[Sequence[Glyph]]) -> Iterable[Anchor]:
    """Runs of print in pieces short enough to be found again."""
    for run in runs:
        for piece in _pieces(run):
            text = squeezed("".join(glyph.character for glyph in piece))
            if len(text) >= (_SHORTEST_LATIN if text.isascii() else _SHORTEST_HAN):
                yield Anchor(text, around(tuple(piece)))


def _runs(glyphs: Sequence[Glyph], values: Sequence[Shown], aspect: float) -> Iterable[list[Glyph]]:
    """Runs of a line in print: no value and no wide gap is in them."""
    run: list[Glyph] = []
    inside: Shown | None = None
    for glyph in glyphs:
        if glyph.character.isspace():
            run.append(glyph)
            continue
        last = next((g for g in reversed(run) if not g.character.isspace()), None)
        apart = last is not None and _far(last.box, glyph.box, aspect)
        value = next((v for v in values if v.box.holds(glyph.box.centre)), None)
        if apart or value != inside:
            yield _print_of(run, inside)
            run, inside = [], value
        run.append(glyph)
    yield _print_of(run, inside)


def _print_of(run: list[Glyph], value: Shown | None) -> list[Glyph]:
    """The run without spaces if it is print: outside all values, or no part of the one it is in."""
    said = squeezed("".join(glyph.character for glyph in run))
    if value is not None and (not value.text or said in squeezed(value.text)):
        return []
    return _stripped(run)


def _stripped(run: list[Glyph]) -> list[Glyph]:
    return [glyph for glyph in run if not glyph.character.isspace()]


def _far(left: Box, right: Box, aspect: float) -> bool:
    return (right.x0 - left.x1) * aspect > _GAP * max(left.height, right.height)


def _pieces(run: Sequence[Glyph]) -> Iterable[Sequence[Glyph]]:
    """Cuts of even length, none longer than an anchor may be."""
    if not run:
        return
    count = -(-len(run) // _LONGEST)
    step = -(-len(run) // count)
    for start in range(0, len(run), step):
        yield run[start : start + step]


def _room(value: Shown, print_: Sequence[Box], values: Sequence[Box], page: Page) -> Box:
    """How far the place of a value goes: to the print, the values and the lines around it."""
    if value.mark:
        return value.box
    own = value.box
    others = [box for box in values if box.overlap(own) < 0.5 * box.area and box != own]
    walls = [*print_, *others]
    aspect = page.width / page.height
    tall, wide = own.height * _ROOM / 2, own.height * _ROOM / aspect
    beside = [box for box in walls if box.same_row(own)]
    heads = [box for box in print_ if _is_head(box, own, print_, aspect)]
    left = max((b.x1 for b in beside if b.x1 <= own.x0 + 0.004), default=own.x0 - wide)
    right = min((b.x0 for b in (*beside, *heads) if b.x0 >= own.x1 - 0.004), default=0.985)
    over = [b for b in walls if b.x0 < right and b.x1 > own.x0 and not b.same_row(own)]
    top = max((b.y1 for b in over if b.y1 <= own.y0 + own.height / 2), default=0.0)
    bottom = min((b.y0 for b in over if b.y0 >= own.y1 - own.height / 2), default=1.0)
    room = Box.clipped(
        min(own.x0, max(left, own.x0 - 4 * wide)),
        min(own.y0, max(top, own.y0 - tall)),
        max(own.x1, right),
        max(own.y1, min(bottom, own.y1 + tall)),
    )
    return _in_its_cell(room, own, page)


def _is_head(box: Box, own: Box, print_: Sequence[Box], aspect: float) -> bool:
    """Whether print right above a value's row heads another column: room is left before it."""
    if not (own.y0 - 1.6 * own.height < box.centre[1] < own.y0 and box.x0 > own.x1):
        return False
    before = [other.x1 for other in print_ if other.same_row(box) and other.x1 <= box.x0]
    return (box.x0 - max(before, default=0.0)) * aspect > _COLUMN * box.height


def _in_its_cell(room: Box, own: Box, page: Page) -> Box:
    """The part of the room inside the table cell that holds the value, if one does."""
    for table in page.tables:
        for cell in table.cells:
            if own.covered_by(cell.box) > 0.8:
                held = cell.box
                return Box.clipped(
                    max(room.x0, held.x0), max(room.y0, held.y0),
                    min(room.x1, held.x1), min(room.y1, held.y1),
                )  # fmt: skip
    return room
