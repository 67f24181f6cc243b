"""Ruled tables: found by their lines, given back as cells with spans.

Ruled lines are long, straight and thin; everything else on a page is not. They are taken out of
the ink by morphology, mended where they are broken, and laid on a lattice. Two fields of the
lattice belong to one cell where no line parts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import WHOLE, Box
from domain.page import Cell, Table
from ingest.formats.contract import Image
from ingest.images.ink import Mask, grey, scaled
from ingest.images.rules import Rules, rules
from ingest.images.written import rows_of

_WORKING_SIDE = 1700
"""Longer side, in pixels, at which lines are looked for; thinner ones vanish below it."""

_FRAME = 0.9
"""A cell that fills more than this share of its table is the inside of a double frame."""

_NESTED = 0.6
"""A table that lies in another with this share of its area is no table of its own."""

_COVERED = 0.75
"""Share of an edge that must be inked for the edge to be there."""

_NARROWEST = 0.1
"""Width of the narrowest table, in shares of the page's."""

_SMALLEST_CELL = 8
"""Sides of a cell in working pixels; less is a double line."""


_Rectangle = tuple[int, int, int, int]
"""A cell's top, left, bottom and right, as numbers of levels."""


@dataclass(frozen=True, slots=True)
class _Lattice:
    """Levels of a table's lines and where, along each of them, there is ink."""

    across: NDArray[np.int64]
    down: NDArray[np.int64]
    reach: int
    horizontal: Mask
    vertical: Mask


@dataclass(frozen=True, slots=True)
class Ruling:
    """The wired tables of a page, without text, and all its ruled lines across, top to bottom."""

    tables: tuple[Table, ...]
    across: tuple[Box, ...]

    @property
    def cells(self) -> tuple[Box, ...]:
        """The boxes of all cells of all tables."""
        return tuple(cell.box for table in self.tables for cell in table.cells)

    def placed(self, part: Box) -> Ruling:
        """The same, seen on `part` of a page, where it is on the page."""
        tables = tuple(table.placed(part) for table in self.tables)
        return Ruling(tables, tuple(line.placed(part) for line in self.across))


def tables(image: Image) -> tuple[Table, ...]:
    """All ruled tables of two cells or more on a level page, from top to bottom, without text."""
    return ruling(image).tables


def ruling(image: Image, part: Box = WHOLE) -> Ruling:
    """The ruled tables of a level page, and what other lines run across it.

    Only `part` of the page is looked at, some of its rows.
    """
    longer = max(image.shape[:2])
    shades = scaled(grey(rows_of(image, part)), _WORKING_SIDE, longer)
    ruled = rules(shades, min(_WORKING_SIDE, longer))
    height, width = shades.shape
    result = []
    for left, top, right, bottom in _groups(ruled):
        frame = np.s_[top:bottom, left:right]
        lattice = _lattice(ruled.across[frame], ruled.down[frame], ruled.reach)
        table = _table(lattice, (left, top), (width, height)) if lattice else None
        if table and table.box.width >= _NARROWEST:  # less is the strokes of an underlined word
            result.append(table)
    found = sorted(result, key=lambda table: (table.box.y0, table.box.x0))
    return Ruling(tuple(_outermost(found)), ruled.free).placed(part)


def _outermost(found: Sequence[Table]) -> Iterator[Table]:
    """The tables without those that lie in another: one text must not stand in two cells."""
    for table in found:
        larger = (other for other in found if other.box.area > table.box.area)
        if not any(table.box.covered_by(other.box) > _NESTED for other in larger):
            yield table


def _groups(ruled: Rules) -> Iterator[tuple[int, int, int, int]]:
    """Frames of lines that touch one another: left, top, right, bottom."""
    near = np.ones((ruled.reach, ruled.reach), np.uint8)
    joined = cv2.dilate(cv2.bitwise_or(ruled.across, ruled.down), near)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for label in range(1, count):
        left, top, width, height = (int(stats[label, key]) for key in range(4))
        if width < _NARROWEST * joined.shape[1] or height < 2 * _SMALLEST_CELL:
            continue
        part = np.s_[top : top + height, left : left + width]
        own = labels[part] == label
        if ruled.across[part][own].any() and ruled.down[part][own].any():
            yield left, top, left + width, top + height


def _lattice(horizontal: Mask, vertical: Mask, tolerance: int) -> _Lattice | None:
    rows = _levels(horizontal, tolerance)
    columns = _levels(np.ascontiguousarray(vertical.T), tolerance)
    rows = _closed(rows, vertical, tolerance)
    columns = _closed(columns, np.ascontiguousarray(horizontal.T), tolerance)
    if len(rows) < 2 or len(columns) < 2:
        return None
    return _Lattice(rows, columns, tolerance, horizontal, vertical)


def _levels(lines: Mask, tolerance: int) -> NDArray[np.int64]:
    """Heights of lines across; pieces within the tolerance are one line."""
    count, _, stats, centres = cv2.connectedComponentsWithStats(lines, connectivity=8)
    pieces = sorted(
        (float(centres[label][1]), int(stats[label, cv2.CC_STAT_WIDTH]))
        for label in range(1, count)
    )
    levels: list[list[tuple[float, int]]] = []
    for piece in pieces:
        if levels and piece[0] - _middle(levels[-1]) <= max(tolerance, _SMALLEST_CELL):
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return np.array([round(_middle(level)) for level in levels], dtype=np.int64)


def _middle(pieces: Sequence[tuple[float, int]]) -> float:
    total = sum(length for _, length in pieces)
    return sum(at * length for at, length in pieces) / total


def _closed(levels: NDArray[np.int64], crossing: Mask, tolerance: int) -> NDArray[np.int64]:
    """Add the open side of a table whose lines all end at one height without a line there."""
    if not len(levels):
        return levels
    count, _, stats, _ = cv2.connectedComponentsWithStats(crossing, connectivity=8)
    if count < 4:
        return levels
    tops = stats[1:, cv2.CC_STAT_TOP]
    ends = tops + stats[1:, cv2.CC_STAT_HEIGHT]
    added = list(levels)
    first, last = int(tops.min()), int(ends.max()) - 1
    if levels[0] - first > 3 * tolerance and (np.abs(tops - first) <= tolerance).sum() >= 3:
        added.insert(0, np.int64(first))
    if last - levels[-1] > 3 * tolerance and (np.abs(ends - last) <= tolerance).sum() >= 3:
        added.append(np.int64(last))
    return np.array(added, dtype=np.int64)


def _table(lattice: _Lattice, offset: tuple[int, int], size: tuple[int, int]) -> Table | None:
    """Cells of the lattice as shares of the page; None when it holds fewer than two."""
    rectangles = list(_rectangles(_owners(lattice)))
    lattice, rectangles = _needed(lattice, rectangles)
    if len(rectangles) < 2:
        return None
    xs = (lattice.down + offset[0]) / size[0]
    ys = (lattice.across + offset[1]) / size[1]
    cells = tuple(
        Cell(
            row=top,
            column=left,
            box=Box.clipped(float(xs[left]), float(ys[top]), float(xs[right]), float(ys[bottom])),
            row_span=bottom - top,
            column_span=right - left,
        )
        for top, left, bottom, right in rectangles
    )
    frame = Box.around(cell.box for cell in cells)
    if max(cell.box.area for cell in cells) > _FRAME * frame.area:
        return None
    return Table(
        box=frame,
        rows=len(ys) - 1,
        columns=len(xs) - 1,
        cells=cells,
    )


def _needed(
    lattice: _Lattice, rectangles: Sequence[_Rectangle]
) -> tuple[_Lattice, list[_Rectangle]]:
    """The lattice without levels at which no cell begins: strokes of letters that look ruled."""
    rows = sorted({top for top, _, _, _ in rectangles})
    columns = sorted({left for _, left, _, _ in rectangles})
    ends = len(lattice.across) - 1, len(lattice.down) - 1
    row = {old: new for new, old in enumerate((*rows, ends[0]))}
    column = {old: new for new, old in enumerate((*columns, ends[1]))}
    kept = replace(
        lattice,
        across=lattice.across[[*rows, ends[0]]],
        down=lattice.down[[*columns, ends[1]]],
    )
    return kept, [
        (row[top], column[left], row[bottom], column[right])
        for top, left, bottom, right in rectangles
    ]


def _owners(lattice: _Lattice) -> NDArray[np.int64]:
    """For every field of the lattice the number of its cell; -1 where it lies outside."""
    rows, columns = len(lattice.across) - 1, len(lattice.down) - 1
    parent = list(range(rows * columns))

    def root(field: int) -> int:
        while parent[field] != field:
            parent[field] = parent[parent[field]]
            field = parent[field]
        return field

    for row in range(rows):
        for column in range(columns):
            field = row * columns + column
            if column + 1 < columns and not _wall_right(lattice, row, column + 1):
                parent[root(field)] = root(field + 1)
            if row + 1 < rows and not _wall_below(lattice, row + 1, column):
                parent[root(field)] = root(field + columns)
    owners = np.array([root(field) for field in range(rows * columns)], dtype=np.int64)
    return owners.reshape(rows, columns)


def _wall_right(lattice: _Lattice, row: int, level: int) -> bool:
    top, bottom = int(lattice.across[row]), int(lattice.across[row + 1])
    at, reach = int(lattice.down[level]), lattice.reach
    strip = lattice.vertical[top:bottom, max(0, at - reach) : at + reach + 1]
    return bool(strip.any(axis=1).mean() >= _COVERED)


def _wall_below(lattice: _Lattice, level: int, column: int) -> bool:
    left, right = int(lattice.down[column]), int(lattice.down[column + 1])
    at, reach = int(lattice.across[level]), lattice.reach
    strip = lattice.horizontal[max(0, at - reach) : at + reach + 1, left:right]
    return bool(strip.any(axis=0).mean() >= _COVERED)


def _rectangles(owners: NDArray[np.int64]) -> Iterator[_Rectangle]:
    """Each cell as top, left, bottom, right; one that is no rectangle falls apart by rows."""
    taken = np.zeros(owners.shape, dtype=bool)
    for row, column in np.ndindex(*owners.shape):
        if taken[row, column]:
            continue
        right = column
        own = owners[row, column]
        while right < owners.shape[1] and owners[row, right] == own and not taken[row, right]:
            right += 1
        bottom = row + 1
        while bottom < owners.shape[0] and (owners[bottom, column:right] == own).all():
            bottom += 1
        taken[row:bottom, column:right] = True
        yield row, column, bottom, right
