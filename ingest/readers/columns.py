"""Columns and rows that are not ruled: seen by the white between what is written.

Boxes are shares of the page; `aspect`, the page's width by its height, makes lengths across
comparable to heights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from domain.geometry import Box
from domain.page import Line

_STEPS = 1000
"""Places across the page at which white is looked for."""

_GUTTER = 0.45
"""Narrowest white between two columns, in heights of the print."""

_CROSSED = 0.12
"""Share of the rows that may reach over the white between two columns: totals and headings."""

_LEVEL = 0.36
"""How far the middles of a row's lines may differ, in heights of the lower one."""

_NEARER = 0.7
"""A row continues the one above or below where it is this much nearer to it than to the next."""

_FULL = 0.5
"""Share of the columns that a row of its own fills, at least, in shares of the fullest row."""


@dataclass(frozen=True, slots=True)
class Row:
    """Lines that stand side by side, from left to right."""

    lines: tuple[Line, ...]

    @property
    def box(self) -> Box:
        return Box.around(line.box for line in self.lines)

    @property
    def middle(self) -> float:
        """Height of the row's middle on the page."""
        return median(line.box.centre[1] for line in self.lines)


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """The rows that `lines` make, from top to bottom.

    Broken text in a cell stands half a line higher and lower than the single lines beside it, so
    lines of a row must be level to less than that. Neighbours are compared, because a row may
    still slope a little.
    """
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.centre[1]):
        if not line.text.strip():
            continue
        row = next((row for row in reversed(rows[-3:]) if _level(line, row)), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [Row(tuple(sorted(row, key=lambda line: line.box.x0))) for row in rows]


def _level(line: Line, row: Sequence[Line]) -> bool:
    """Whether `line` is level with its neighbour in `row` and stands beside all of it."""
    near = min(row, key=lambda other: abs(other.box.centre[0] - line.box.centre[0]))
    apart = abs(near.box.centre[1] - line.box.centre[1])
    beside = all(
        min(other.box.x1, line.box.x1) - max(other.box.x0, line.box.x0)
        <= 0.3 * min(other.box.width, line.box.width)
        for other in row
    )
    return beside and apart <= _LEVEL * min(near.box.height, line.box.height)


def print_height(lines: Sequence[Line]) -> float:
    """The usual height of `lines`, which must be some, in shares of the page's height."""
    return median(line.box.height for line in lines)


class Whites:
    """Where rows, added one by one, leave white strips from top to bottom."""

    def __init__(self, aspect: float, crossed: float = _CROSSED) -> None:
        """A share of `crossed` of the rows may reach over a strip."""
        self._aspect, self._crossed = aspect, crossed
        self._covered = np.zeros(_STEPS + 2, dtype=np.int64)
        self._heights: list[float] = []
        self._rows = 0

    def add(self, row: Row) -> None:
        """Take one more row into account."""
        self._rows += 1
        for line in row.lines:
            inset = 0.1 * line.box.height / self._aspect
            start = round((line.box.x0 + inset) * _STEPS)
            self._covered[start : max(start + 1, round((line.box.x1 - inset) * _STEPS))] += 1
            self._heights.append(line.box.height)

    def gutters(self) -> list[float]:
        """Middles of the white strips that part the columns, from left to right."""
        busy = np.flatnonzero(self._covered > self._crossed * self._rows)
        if not len(busy):
            return []
        least = max(2.0, _GUTTER * median(self._heights) / self._aspect * _STEPS)
        wide = np.flatnonzero(np.diff(busy) > least)
        return [float(busy[at] + busy[at + 1]) / 2 / _STEPS for at in wide]


def gutters(rows: Sequence[Row], aspect: float) -> list[float]:
    """Middles of the white strips that part the columns of `rows`, from left to right."""
    whites = Whites(aspect)
    for row in rows:
        whites.add(row)
    return whites.gutters()


def edges_of(rows: Sequence[Row], left: float, right: float, aspect: float) -> list[float]:
    """Edges of the columns of `rows`, from `left` to `right`, which are the table's sides.

    Where a head is centred over figures that stand at the right, white parts the two; columns of
    which nothing ever stands side by side are one.
    """
    edges = [left, *(place for place in gutters(rows, aspect) if left < place < right), right]
    lines = [line for row in rows for line in row.lines]
    at = 1
    while at < len(edges) - 1:
        before = [line.box for line in lines if column_of(line, edges) == at - 1]
        after = [line.box for line in lines if column_of(line, edges) == at]
        if any(_beside(one, other) for one in before for other in after):
            at += 1
        else:
            del edges[at]
    return edges


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0.2 * min(one.height, other.height)


def column_of(line: Line, edges: Sequence[float]) -> int:
    """The column, between `edges` from the outer left to the outer right, of a line's middle."""
    inner = edges[1:-1]
    return sum(line.box.centre[0] > edge for edge in inner)


def columns_of(line: Line, edges: Sequence[float], aspect: float) -> range:
    """All columns into which a line reaches by more than the blur of its ends."""
    inset = 0.3 * line.box.height / aspect
    first = sum(line.box.x0 + inset > edge for edge in edges[1:-1])
    last = sum(line.box.x1 - inset > edge for edge in edges[1:-1])
    return range(min(first, last), max(first, last) + 1)


def filled_columns(row: Row, edges: Sequence[float]) -> set[int]:
    """The columns in which a row has something."""
    return {column_of(line, edges) for line in row.lines}


def gathered(rows: Sequence[Row], edges: Sequence[float]) -> list[Row]:
    """Rows put together with the further lines of their cells.

    Text that is broken in its cell makes rows of print that fill few columns; each belongs to the
    full row that is clearly the nearest. Where all rows stand equally far apart, each is its own.
    """
    if len(rows) < 2:
        return list(rows)
    counts = [len(filled_columns(row, edges)) for row in rows]
    full = [at for at, count in enumerate(counts) if count >= max(2.0, _FULL * max(counts))]
    if not full:
        return list(rows)
    steps = [rows[b].middle - rows[a].middle for a, b in pairwise(full)]
    usual = median(steps) if steps else 1.0
    home = {at: at for at in full}
    for at in range(len(rows)):
        if at not in home:
            home[at] = _nearest(at, full, rows, usual)
    merged: dict[int, list[Line]] = {}
    for at, row in enumerate(rows):
        merged.setdefault(home[at], []).extend(row.lines)
    return [Row(tuple(lines)) for _, lines in sorted(merged.items())]


def _nearest(at: int, full: Sequence[int], rows: Sequence[Row], usual: float) -> int:
    """The full row to which row `at` belongs; itself where none is clearly the nearest."""
    above = max((other for other in full if other < at), default=None)
    below = min((other for other in full if other > at), default=None)
    up = rows[at].middle - rows[above].middle if above is not None else usual
    down = rows[below].middle - rows[at].middle if below is not None else usual
    if above is not None and up < _NEARER * down and up < _NEARER * usual:
        return above
    if below is not None and down < _NEARER * up and down < _NEARER * usual:
        return below
    return at


def levels(rows: Sequence[Row]) -> list[float]:
    """Heights half way between each row and the next."""
    return [(a.box.y1 + b.box.y0) / 2 for a, b in pairwise(rows)]
