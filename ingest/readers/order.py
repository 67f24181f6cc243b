"""The order in which a person reads a page: rows from top to bottom, columns of prose one by one.

A form is read row by row, since a label and its value stand side by side. Prose set in columns is
read column by column. What tells them apart is that lines of prose fill their column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from domain.geometry import Box
from domain.page import Line, Table
from ingest.readers.cells import by_rows

_FEWEST_IN_COLUMN = 5
"""A column of prose has at least this many lines."""

_FILLS = 0.72
"""Lines of prose reach over this share of their column, in the median."""

_NARROWEST = 0.2
"""Width of a column of prose, at least, in shares of the page's."""

_FEWEST_LETTERS = 10
"""Letters in a line of prose, at least, in the median; labels have fewer."""

_GUTTER = 0.012
"""Narrowest space between columns, in shares of the page's width."""


def in_reading_order(lines: Sequence[Line], tables: Sequence[Table] = ()) -> tuple[Line, ...]:
    """`lines` as a person reads them; a table is read as a whole, cell by cell."""
    blocks = [_Block(table.box, _cell_by_cell(table, lines)) for table in tables]
    held = {id(line) for block in blocks for line in block.lines}
    blocks = [block for block in blocks if block.lines]
    blocks += [_Block(line.box, (line,)) for line in lines if id(line) not in held]
    return tuple(line for block in _ordered(blocks) for line in block.lines)


class _Block:
    """Lines that are read without a break: one line, or a table."""

    __slots__ = ("box", "lines")

    def __init__(self, box: Box, lines: Sequence[Line]) -> None:
        self.box = box
        self.lines = tuple(lines)


def _cell_by_cell(table: Table, lines: Sequence[Line]) -> tuple[Line, ...]:
    rest = [line for line in lines if table.box.holds(line.box.centre)]
    ordered: list[Line] = []
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        own = [line for line in rest if cell.box.holds(line.box.centre)]
        rest = [line for line in rest if line not in own]
        ordered.extend(line for row in by_rows(own, lambda line: line.box) for line in row)
    return (*ordered, *rest)


def _ordered(blocks: list[_Block]) -> Iterator[_Block]:
    """Read columns of prose one after the other, everything else row by row."""
    found = _columns(blocks)
    if found is None:
        for row in by_rows(blocks, lambda block: block.box):
            yield from row
        return
    above, left, right, below = found
    yield from _ordered(above)
    yield from _ordered(left)
    yield from _ordered(right)
    yield from _ordered(below)


_Parts = tuple[list[_Block], list[_Block], list[_Block], list[_Block]]


def _columns(blocks: Sequence[_Block]) -> _Parts | None:
    """What stands above two columns of prose, in either of them, and below; None without such."""
    for gutter in _gutters(blocks):
        crossing = [block for block in blocks if block.box.x0 < gutter < block.box.x1]
        top, bottom = _widest_stretch(crossing, blocks)
        inside = [block for block in blocks if top <= block.box.centre[1] <= bottom]
        inside = [block for block in inside if block not in crossing]
        left = [block for block in inside if block.box.x1 <= gutter]
        right = [block for block in inside if block.box.x0 >= gutter]
        if _is_prose(left) and _is_prose(right):
            rest = [block for block in blocks if block not in left and block not in right]
            above = [block for block in rest if block.box.centre[1] < (top + bottom) / 2]
            below = [block for block in rest if block not in above]
            return above, left, right, below
    return None


def _gutters(blocks: Sequence[_Block]) -> list[float]:
    """Places where columns may part: where many lines end and others begin beyond a gap."""
    starts = sorted({round(block.box.x0, 3) for block in blocks if block.box.x0 > 0.2})
    found = []
    for start in starts:
        gutter = start - _GUTTER / 2
        crossing = sum(block.box.x0 < gutter < block.box.x1 for block in blocks)
        beginning = sum(abs(block.box.x0 - start) < 0.02 for block in blocks)
        if beginning >= _FEWEST_IN_COLUMN and crossing <= len(blocks) / 3:
            found.append((-beginning, gutter))
    return [gutter for _, gutter in sorted(found)[:4]]


def _widest_stretch(crossing: Sequence[_Block], blocks: Sequence[_Block]) -> tuple[float, float]:
    """The stretch of the page, from top to bottom, with most lines and nothing that crosses."""
    borders = [0.0, *sorted(block.box.centre[1] for block in crossing), 1.0]
    return max(
        pairwise(borders),
        key=lambda span: sum(span[0] < block.box.centre[1] < span[1] for block in blocks),
    )


def _is_prose(column: Sequence[_Block]) -> bool:
    if len(column) < _FEWEST_IN_COLUMN:
        return False
    width = Box.around(block.box for block in column).width
    letters = median(sum(len(line.text) for line in block.lines) for block in column)
    fills = median(block.box.width for block in column) >= _FILLS * width
    return fills and width >= _NARROWEST and letters >= _FEWEST_LETTERS
