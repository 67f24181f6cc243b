"""Where a page asks for signatures: behind a label, in the cell beside it, or below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.geometry import Box
from domain.page import Cell, Page
from domain.text import folded
from ingest.forms.strips import Glyph, Strip, strips_of

_GAP = 0.8
"""Room, in heights of the characters, that parts a label from what stands before or behind it."""
_TORN = 1.3
"""Room, in heights, beyond which characters are not of one label."""
_TAIL = r"(?:(?:人|者)?[(]?(?:签字|签名|签章|签署|盖章)[)]?(?:[(]盖章[)])?)?"
_EXPLICIT = re.compile(r"[一-鿿]{0,8}[(]?(?:签字|签名|签章|签署)[)]?")
_LONGEST = 14.0
"""Heights of the label that a signature may reach to its right where nothing bounds it."""
_ABOVE, _BELOW = 0.5, 0.4
"""Heights by which a signature rises above its label's line, and falls below it."""
_EDGE = 0.97
"""Share of the page's width up to which anybody signs."""
_ROOM = 2.0
"""Heights of room that a signature needs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A label that asks for a signature, and the room for it."""

    label: str
    label_box: Box
    box: Box
    row: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a row: its text, its glyphs' box, and where the next text begins."""

    text: str
    box: Box
    row: int
    height: float
    next_at: float
    has_colon: bool


def asked(page: Page, labels: Iterable[str]) -> tuple[Asked, ...]:
    """Every place of `page` that one of `labels` marks, or words such as 签字, from the top down.

    `labels` are in Simplified script, folded.
    """
    found = find_labels(page, labels, _EXPLICIT)
    cells = [cell for table in page.tables if table.wired for cell in table.cells]
    sheet = _Sheet(found, cells, [line.box for line in page.lines], page.width / page.height)
    places: list[Asked] = []
    for label in found:
        box = _place(label, sheet)
        if box is not None and not any(box.covered_by(one.box) > 0.6 for one in places):
            places.append(Asked(label.text, label.box, box, label.row))
    return tuple(places)


def find_labels(
    page: Page, labels: Iterable[str], besides: re.Pattern[str] | None = None
) -> tuple[Label, ...]:
    """Where `labels`, with or without 签字 or 盖章 behind them, stand by themselves on a page.

    What fits the pattern `besides` is a label too.
    """
    longest_first = sorted(labels, key=len, reverse=True)
    listed = f"(?:{'|'.join(map(re.escape, longest_first))}){_TAIL}"
    pattern = re.compile(f"{listed}|{besides.pattern}" if besides else listed)
    return tuple(
        label
        for row, strip in enumerate(strips_of(page.lines))
        for label in _labels(row, strip, pattern, page.width / page.height)
    )


def _labels(row: int, strip: Strip, pattern: re.Pattern[str], aspect: float) -> Iterator[Label]:
    """The labels in a row that stand by themselves: with room or a mark before and behind."""
    glyphs = [glyph for glyph in strip.glyphs if not glyph.character.isspace()]
    text = "".join(folded(glyph.character)[:1] or " " for glyph in glyphs)
    wide = strip.height / aspect
    tears = [n for n in range(1, len(glyphs)) if _room(glyphs, n, wide) > _TORN]
    at = 0
    while at < len(text):
        match = pattern.match(text, at, next((n for n in tears if n > at), len(text)))
        if not match or not _stands_alone(glyphs, text, match, wide):
            at += 1
            continue
        end = match.end()
        colon = text[end : end + 1] == ":"
        own, rest = glyphs[match.start() : end + colon], glyphs[end + colon :]
        box = Box.around(glyph.box for glyph in own)
        next_at = _next_label(rest, text[end + colon :], wide)
        yield Label(match.group(), box, row, strip.height, next_at, colon)
        at = end + colon


def _stands_alone(glyphs: Sequence[Glyph], text: str, match: re.Match[str], wide: float) -> bool:
    """Whether a label has room or a mark around it.

    Columns that a reader glued together leave no room; there a colon must tell.
    """
    start, end = match.span()
    colon = text[end : end + 1] == ":"
    before = start == 0 or text[start - 1] in ":;,.、|/)" or _room(glyphs, start, wide) >= _GAP
    behind = end == len(text) or text[end] in ":(/|" or _room(glyphs, end, wide) >= _GAP
    return (before and behind) or (colon and text[end - 1] == ")")


def _room(glyphs: Sequence[Glyph], at: int, wide: float) -> float:
    """Room before the glyph, in heights."""
    return (glyphs[at].box.x0 - glyphs[at - 1].box.x1) / max(wide, 1e-6)


def _next_label(rest: Sequence[Glyph], text: str, wide: float) -> float:
    """Where the next label of the row begins, 1.0 for none: behind a gap, before a colon."""
    starts = [n for n in range(1, len(rest)) if _room(rest, n, wide) >= _GAP]
    for start, end in pairwise([*starts, len(rest)]):
        if ":" in text[start:end] and not text[start].isdecimal():
            return rest[start].box.x0
    return 1.0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as the search for room needs it: its labels, its wired cells, where print stands."""

    labels: Sequence[Label]
    cells: Sequence[Cell]
    print: Sequence[Box]
    aspect: float

    def cell_of(self, label: Label) -> Cell | None:
        inside = (cell for cell in self.cells if cell.box.holds(label.box.centre))
        return min(inside, key=lambda cell: cell.box.area, default=None)

    def is_empty(self, cell: Cell) -> bool:
        return not any(cell.box.holds(box.centre) for box in self.print)

    def asks_in(self, cell: Cell) -> bool:
        """Whether another label asks for a signature in the cell."""
        return any(cell.box.holds(one.box.centre) for one in self.labels)


def _place(label: Label, sheet: _Sheet) -> Box | None:
    """The room for the signature that a label asks for; None where there is none."""
    wide = label.height / sheet.aspect
    beside = (one.box.x0 for one in sheet.labels if one.row == label.row)
    right = min([label.next_at, _EDGE, *(x for x in beside if x > label.box.x1)])
    cell = sheet.cell_of(label)
    if cell is None:
        return _behind(label, min(right, label.box.x1 + _LONGEST * wide), 0.0, 1.0, wide)
    room = _inner(cell.box, wide)
    inside = _behind(label, min(right, room.x1), room.y0, room.y1, wide)
    if label.has_colon or _is_alone_at_left(label, cell, wide):
        return inside or _below(label, cell, wide)
    neighbour, under = _neighbour(cell, sheet.cells), _under(cell, sheet.cells)
    inner = _asks_inside(neighbour, sheet) if neighbour else None
    if inner is not None and neighbour is not None:
        room = _inner(neighbour.box, wide)
        return _behind(inner, min(inner.next_at, room.x1), room.y0, room.y1, wide)
    if neighbour and sheet.is_empty(neighbour):
        return _inner(neighbour.box, wide)
    heads_column = neighbour is None or sheet.asks_in(neighbour)
    if under and (sheet.is_empty(under) or (heads_column and not sheet.asks_in(under))):
        return _inner(under.box, wide)
    return _inner(neighbour.box, wide) if neighbour else inside or _below(label, cell, wide)


def _asks_inside(cell: Cell, sheet: _Sheet) -> Label | None:
    """The 签字： that stands within the cell of an opinion."""
    inside = (one for one in sheet.labels if one.has_colon and cell.box.holds(one.box.centre))
    return next((one for one in inside if _EXPLICIT.fullmatch(one.text)), None)


def _behind(label: Label, right: float, top: float, bottom: float, wide: float) -> Box | None:
    """From the label's end to `right`, somewhat higher and lower than its line."""
    left = label.box.x1 + 0.15 * wide
    if right - left < _ROOM * wide:
        return None
    y0 = max(top, label.box.y0 - _ABOVE * label.height)
    y1 = min(bottom, label.box.y1 + _BELOW * label.height)
    return Box.clipped(left, y0, right, y1)


def _is_alone_at_left(label: Label, cell: Cell, wide: float) -> bool:
    """Whether a cell has a label at its left and room for a signature behind it."""
    room = cell.box.x1 - label.box.x1
    return room > 4 * _ROOM * wide and room > 3 * (label.box.x0 - cell.box.x0)


def _below(label: Label, cell: Cell, wide: float) -> Box | None:
    """The part of the label's own cell below it."""
    box = Box.clipped(cell.box.x0, label.box.y1, cell.box.x1, cell.box.y1)
    return _inner(box, wide) if box.height >= 1.2 * label.height else None


def _neighbour(cell: Cell, cells: Sequence[Cell]) -> Cell | None:
    """The cell to the right in the same row."""
    right = [
        one
        for one in cells
        if abs(one.box.x0 - cell.box.x1) < 0.01 and one.box.same_row(cell.box) and one is not cell
    ]
    return right[0] if right else None


def _under(cell: Cell, cells: Sequence[Cell]) -> Cell | None:
    below = [
        one
        for one in cells
        if abs(one.box.y0 - cell.box.y1) < 0.01
        and one.box.x0 < cell.box.centre[0] < one.box.x1
        and one is not cell
    ]
    return below[0] if below else None


def _inner(box: Box, wide: float) -> Box:
    """A cell without its lines."""
    inset = min(0.15 * wide, box.width / 4)
    return Box.clipped(box.x0 + inset, box.y0 + inset / 3, box.x1 - inset, box.y1 - inset / 3)
