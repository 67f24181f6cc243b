"""Blocks of free forms: each writes some entries in a manner of its own.

A block is told its entries and the y below which it may write; it returns the y below what it
wrote. Measures and habits of a block are drawn once, so that its rows look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from domain.geometry import Box
from tests.factory.desk import Desk
from tests.factory.entries import Entry
from tests.factory.layout import wrap
from tests.factory.table import Grid, Slot

Wide = Callable[[Entry], bool]
"""Whether an entry's value needs much room."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: its left and right edge, in pixels, and what is wide there."""

    left: float
    right: float
    wide: Wide

    @property
    def width(self) -> float:
        return self.right - self.left


Block = Callable[[Desk, Sequence[Entry], Place, float], float]


def spread(rng: Random, label: str, to: int) -> str:
    """A short label drawn apart towards `to` characters: 姓　　名, 电 话."""
    if label.isascii() or len(label) >= to or "（" in label:
        return label
    gap = "　" * max(1, (to - len(label)) // max(1, len(label) - 1))
    return rng.choice((gap, " " * len(gap))).join(label) if len(label) < 4 else label


def rows(entries: Sequence[Entry], columns: int, wide: Wide) -> list[list[Entry]]:
    """Entries in rows of `columns`; a wide one stands alone or closes a row of two columns."""
    result: list[list[Entry]] = [[]]
    for item in entries:
        alone = wide(item) and columns > 2
        if len(result[-1]) == columns or (alone and result[-1]):
            result.append([])
        result[-1].append(item)
        if alone:
            result.append([])
    return [row for row in result if row]


def _cuts(rng: Random, place: Place, shares: Sequence[float]) -> tuple[float, ...]:
    """Vertical lines over the place: columns as wide as `shares`, each a little by chance."""
    loose = [share * rng.uniform(0.85, 1.15) for share in shares]
    edges, at = [place.left], place.left
    for share in loose[:-1]:
        at += place.width * share / sum(loose)
        edges.append(at)
    return (*edges, place.right)


def beside(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
    """Label cell and value cell side by side, one to four pairs a row, uneven columns."""
    rng = desk.rng
    pairs = rng.choice((1, 2, 2, 3, 4)) if place.width > 900 else 1
    share = rng.uniform(0.55, 0.8) if pairs > 2 else rng.uniform(0.35, 0.6)
    edges = _cuts(rng, place, [width for _ in range(pairs) for width in (share, 1.0)])
    grid = Grid(edges, desk.em * rng.uniform(1.7, 2.6) * desk.air, line=rng.choice((1, 2, 2, 3)))
    shaded, aligned = rng.random() < 0.35, rng.choice((0.0, 0.5, 1.0))
    colon, apart = rng.choice(("", "", "：")), rng.choice((0, 4, 5))
    label = Slot("", desk.look.label, 1, aligned, shaded)
    value = Slot("", desk.look.value, 1, rng.choice((0.0, 0.0, 0.5)))
    for row in rows(entries, pairs, place.wide):
        slots: list[Slot] = []
        for position, item in enumerate(row):
            last = position == len(row) - 1
            text = spread(rng, item.label, apart) + colon
            slots.append(replace(label, text=text))
            span = 2 * pairs - 2 * position - 1 if last else 1
            slots.append(replace(value, text=item.printed, span=span))
        y, boxes = grid.draw_row(desk.sheet, y, slots)
        for item, box in zip(row, boxes[1::2], strict=True):
            desk.note(item, box, value.pen)
    return y


def above(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
    """A row of labels with the row of their values below it, two to four columns."""
    rng = desk.rng
    columns = rng.randint(2, 4) if place.width > 900 else 1
    edges = _cuts(rng, place, [1.0] * columns)
    height = desk.em * rng.uniform(1.7, 2.3) * desk.air
    grid = Grid(edges, height, line=rng.choice((1, 2, 3)))
    label = Slot("", desk.look.label, 1, rng.choice((0.0, 0.5)), rng.random() < 0.6)
    value = Slot("", desk.look.value, 1, label.align)
    for row in rows(entries, columns, place.wide):
        spans = [1] * (len(row) - 1) + [columns - len(row) + 1]
        names = [replace(label, text=e.label, span=s) for e, s in zip(row, spans, strict=True)]
        told = [replace(value, text=e.printed, span=s) for e, s in zip(row, spans, strict=True)]
        y, _ = grid.draw_row(desk.sheet, y, names)
        y, boxes = grid.draw_row(desk.sheet, y, told)
        for item, box in zip(row, boxes, strict=True):
            desk.note(item, box, value.pen)
    return y


def _boxed(
    desk: Desk, entries: Sequence[Entry], place: Place, y: float, *, columns: int, stacked: bool
) -> float:
    """Cells that hold label and value both: on one line, or the value below a small label."""
    rng, look = desk.rng, desk.look
    grid = Grid(_cuts(rng, place, [1.0] * columns), 0.0, line=rng.choice((1, 2, 2)))
    colon, pad = ("" if stacked else "："), desk.em * 0.4
    label = look.label.scaled(rng.uniform(0.65, 0.85)) if stacked else look.label
    tall = desk.em * (rng.uniform(2.5, 3.0) if stacked else rng.uniform(1.8, 2.5))
    for row in rows(entries, columns, place.wide):
        spans = [1] * (len(row) - 1) + [columns - len(row) + 1]
        column, bottom, drawn = 0, y + tall, []
        for item, span in zip(row, spans, strict=True):
            left, right = grid.edges[column] + pad, grid.edges[column + span]
            top = y + (desk.em * 0.25 if stacked else (tall - desk.em) / 2)
            named = desk.sheet.text(item.label + colon, left, top, label)
            start = left if stacked else named.x1 * desk.sheet.width + 8
            at = top + label.size * 1.35 if stacked else top
            end = _value(desk, item, start, at, right - pad)
            bottom = max(bottom, end + desk.em * 0.35)
            drawn.append((grid.edges[column], right))
            column += span
        for left, right in drawn:
            grid.frame(desk.sheet, (left, y, right, bottom))
        y = bottom
    return y


def _value(desk: Desk, item: Entry, x: float, y: float, end: float) -> float:
    """Write a value from `x` to `end`, on as many lines as it takes; the y below it."""
    pen = desk.look.value.for_text(item.printed)
    lines, step = wrap(item.printed, pen, end - x), pen.size * 1.35
    box = desk.sheet.block(lines, (x, y), pen, step)
    desk.note(item, box or desk.sheet.box(x, y, end, y + pen.size), pen)
    return y + max(1, len(lines)) * step


def within(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
    """`label：value` in one cell, one to three cells a row."""
    columns = desk.rng.choice((1, 2, 2, 3)) if place.width > 900 else 1
    return _boxed(desk, entries, place, y, columns=columns, stacked=False)


def captioned(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
    """A small label in the upper corner of a cell, the value below it in the same cell."""
    columns = desk.rng.choice((2, 2, 3, 3)) if place.width > 900 else 1
    return _boxed(desk, entries, place, y, columns=columns, stacked=True)


def lined(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
    """`label：value` on open lines, numbered at times, with lines to write on at times."""
    rng = desk.rng
    columns = rng.choice((1, 2, 2, 3)) if place.width > 900 else 1
    edges = _cuts(rng, place, [1.0] * columns)
    leading = desk.em * rng.uniform(1.7, 2.4) * desk.air
    under, number = rng.random() < 0.4, rng.choice((None, None, None, "{}. ", "{}、", "（{}）"))
    colon = rng.choice(("：", "：", ":", " ：")) if not under or rng.random() < 0.6 else ""
    count = 0
    for row in rows(entries, columns, place.wide):
        bottom = y + leading
        for position, item in enumerate(row):
            last, count = position == len(row) - 1, count + 1
            end = place.right if last else edges[position + 1] - desk.em
            head = number.format(count) if number else ""
            named = desk.sheet.text(head + item.label + colon, edges[position], y, desk.look.label)
            start = named.x1 * desk.sheet.width + desk.em * (0.25 if colon else 0.5)
            below = _value(desk, item, start, y, end)
            if under:
                for line in range(round((below - y) / (desk.look.value.size * 1.35))):
                    floor = y + desk.em * 1.15 + line * desk.look.value.size * 1.35
                    desk.sheet.rule(start - 6, floor, end, floor, width=1)
            bottom = max(bottom, below + desk.em * 0.4)
        y = bottom
    return y


def ruled(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
    """Half-wired: label and value in columns, nothing but lines between the rows."""
    rng = desk.rng
    pairs = rng.choice((1, 2)) if place.width > 900 else 1
    edges = _cuts(rng, place, [width for _ in range(pairs) for width in (0.5, 1.0)])
    tall, line = desk.em * rng.uniform(1.8, 2.5) * desk.air, rng.choice((1, 2))
    desk.sheet.rule(place.left, y, place.right, y, width=line + 1)
    for row in rows(entries, pairs, place.wide):
        bottom = y + tall
        for position, item in enumerate(row):
            last = position == len(row) - 1
            end = place.right if last else edges[2 * position + 2] - desk.em
            top = y + (tall - desk.em) / 2
            desk.sheet.text(item.label, edges[2 * position], top, desk.look.label)
            below = _value(desk, item, edges[2 * position + 1], top, end)
            bottom = max(bottom, below + (tall - desk.em) / 2)
        desk.sheet.rule(place.left, bottom, place.right, bottom, width=line)
        y = bottom
    return y


def columned(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
    """Labels set to one width and values in a column beside them, no lines and no colons."""
    rng = desk.rng
    longest = max(desk.look.label.width(item.label) for item in entries)
    start = place.left + longest + desk.em * rng.uniform(0.9, 2.5)
    ends = rng.random() < 0.4
    step = desk.em * rng.uniform(1.6, 2.2) * desk.air
    for item in entries:
        x = start - desk.em * 0.7 if ends else place.left
        desk.sheet.text(item.label, x, y, desk.look.label, 1.0 if ends else 0.0)
        y = max(y + step, _value(desk, item, start, y, place.right) + desk.em * 0.3)
    return y


def english_below(desk: Desk, item: Entry, english: str, corner: tuple[float, float]) -> Box:
    """A label with its English name in small letters below it."""
    x, y = corner
    desk.sheet.text(item.label, x, y, desk.look.label)
    pen = desk.look.label.scaled(0.62)
    return desk.sheet.text(english, x, y + desk.look.label.size * 1.2, pen)


def bilingual(names: dict[str, str]) -> Block:
    """A block of cells with two-line labels; `names` are the English ones by key."""

    def block(desk: Desk, entries: Sequence[Entry], place: Place, y: float) -> float:
        rng = desk.rng
        pairs = rng.choice((1, 2, 2)) if place.width > 900 else 1
        edges = _cuts(rng, place, [width for _ in range(pairs) for width in (0.6, 1.0)])
        grid = Grid(edges, desk.em * 2.7, line=rng.choice((1, 2)))
        for row in rows(entries, pairs, place.wide):
            slots = []
            for position, item in enumerate(row):
                span = 2 * pairs - 2 * position - 1 if position == len(row) - 1 else 1
                slots += [Slot("", desk.look.label), Slot(item.printed, desk.look.value, span)]
            bottom, boxes = grid.draw_row(desk.sheet, y, slots)
            for position, item in enumerate(row):
                top = (y + bottom) / 2 - desk.em
                corner = (edges[2 * position] + grid.padding, top)
                english_below(desk, item, names.get(item.key, ""), corner)
                desk.note(item, boxes[2 * position + 1], desk.look.value)
            y = bottom
        return y

    return block
