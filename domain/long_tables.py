"""Tables that go on over the page: seen by where they end and begin, and read as one.

The pages' own tables stay as they are; a long table is a view of several of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.page import Cell, Page, Table
from domain.text import squeezed

_FOOT, _HEAD = 0.7, 0.3
"""A table goes on when it reaches below the one and begins above the other of these heights."""

_ASTRAY = 0.02
"""How far the columns of two pages may lie apart, in shares of the page's width."""

_MARGIN_LETTERS = 40
"""Letters that may stand between a table and the edge of the page: its number, a running head."""


@dataclass(frozen=True, slots=True)
class LongTable:
    """Tables on following pages that are one: each with its page's number, from first to last.

    `repeated` says for each how many of its first rows repeat the first table's head.
    """

    parts: tuple[tuple[int, Table], ...]
    repeated: tuple[int, ...]

    @property
    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """All rows with the number of their page, the repeated heads left out.

        A cell belongs to the row in which it begins.
        """
        for (number, table), skipped in zip(self.parts, self.repeated, strict=True):
            for row in range(skipped, table.rows):
                yield number, row_of(table, row)


def row_of(table: Table, row: int) -> tuple[Cell, ...]:
    """The cells that begin in a row, from left to right."""
    cells = (cell for cell in table.cells if cell.row == row)
    return tuple(sorted(cells, key=lambda cell: cell.column))


def long_tables(pages: Sequence[Page]) -> tuple[LongTable, ...]:
    """The tables that run over two or more of `pages`, which follow one another."""
    found: list[LongTable] = []
    for upper, lower in pairwise(pages):
        pair = going_on(upper, lower)
        if pair is None:
            continue
        first, second = pair
        last = found[-1].parts[-1] if found else None
        if last is not None and last[0] == upper.number and last[1] is first:
            whole = found.pop()
            parts = (*whole.parts, (lower.number, second))
            skipped = _repeated(whole.parts[0][1], second)
            found.append(LongTable(parts, (*whole.repeated, skipped)))
        else:
            parts = ((upper.number, first), (lower.number, second))
            found.append(LongTable(parts, (0, _repeated(first, second))))
    return tuple(found)


def going_on(upper: Page, lower: Page) -> tuple[Table, Table] | None:
    """The last table of a page and the first of the next, where they are one table."""
    if not upper.tables or not lower.tables or lower.number != upper.number + 1:
        return None
    first = max(upper.tables, key=lambda table: table.box.y1)
    second = min(lower.tables, key=lambda table: table.box.y0)
    below = sum(
        len(squeezed(line.text)) for line in upper.lines if line.box.centre[1] > first.box.y1
    )
    above = sum(
        len(squeezed(line.text)) for line in lower.lines if line.box.centre[1] < second.box.y0
    )
    placed = first.box.y1 > _FOOT and second.box.y0 < _HEAD
    free = below <= _MARGIN_LETTERS and above <= _MARGIN_LETTERS
    return (first, second) if placed and free and _same_columns(first, second) else None


def _same_columns(one: Table, other: Table) -> bool:
    mine, others = _edges(one), _edges(other)
    return len(mine) == len(others) > 2 and all(
        abs(a - b) <= _ASTRAY for a, b in zip(mine, others, strict=True)
    )


def _edges(table: Table) -> list[float]:
    """Where each column begins, as far as cells begin there, and where the last one ends."""
    starts = {cell.column: cell.box.x0 for cell in table.cells}
    return [*(starts[column] for column in sorted(starts)), table.box.x1]


def _repeated(first: Table, other: Table) -> int:
    """How many rows at the head of `other` say what the first rows of `first` say."""
    count = 0
    while count < min(first.rows, other.rows):
        mine, others = (
            [squeezed(cell.text) for cell in row_of(table, count)] for table in (first, other)
        )
        if mine != others or not any(mine):
            break
        count += 1
    return count
