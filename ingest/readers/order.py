"""The order in which a person reads a page: rows from top to bottom, columns of prose one by one.

A form is read row by row, since a label and its value stand side by side. Prose set in columns is
read column by column, as `prose` says, and vertical print from right to left, as `vertical` says.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.geometry import Box
from domain.page import Line, Table
from ingest.readers.cells import by_rows
from ingest.readers.prose import columns_of_prose
from ingest.readers.vertical import is_vertical, right_to_left


def in_reading_order(
    lines: Sequence[Line], tables: Sequence[Table] = (), aspect: float = 0.707
) -> tuple[Line, ...]:
    """`lines` as a person reads them; a table is read as a whole, cell by cell.

    `aspect` is the page's width by its height.
    """
    blocks = [_Block(table.box, _cell_by_cell(table, lines)) for table in tables]
    free = _beyond(blocks, lines)
    if is_vertical(free, aspect):
        blocks += [_Block(line.box, (line,)) for line in free]
        ordered = list(right_to_left(blocks, lambda block: block.box, aspect))
    else:
        blocks += [
            _Block(Box.around(line.box for line in part), part) for part in columns_of_prose(free)
        ]
        blocks += [_Block(line.box, (line,)) for line in _beyond(blocks, free)]
        blocks = [block for block in blocks if block.lines]
        ordered = [block for row in by_rows(blocks, lambda block: block.box) for block in row]
    return tuple(line for block in ordered for line in block.lines)


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


def _beyond(blocks: Sequence[_Block], lines: Sequence[Line]) -> list[Line]:
    """The lines that stand in none of the blocks."""
    held = {id(line) for block in blocks for line in block.lines}
    return [line for line in lines if id(line) not in held]
