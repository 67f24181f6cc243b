"""Pairs in wired tables: a label's cell with its value's, or a list's head with its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.page import Cell, Page, Table
from ingest.fields.pairs.link import Link
from ingest.fields.pairs.looks import is_datum, is_label_like
from ingest.fields.pairs.phrases import Phrase

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class _Filled:
    """A cell with what stands in it."""

    cell: Cell
    phrases: tuple[Phrase, ...]

    @property
    def text(self) -> str:
        return " ".join(phrase.text for phrase in self.phrases)

    @property
    def names(self) -> bool:
        """Whether the words in it could name something."""
        short = len(self.text) <= _LONGEST and not any(one.closed for one in self.phrases[:-1])
        return bool(self.phrases) and short and is_label_like(self.text.rstrip(":： "))

    @property
    def closed(self) -> bool:
        return self.names and self.phrases[-1].closed


def wired_pairs(page: Page, phrases: Sequence[Phrase]) -> list[Link]:
    """Every label of a wired table with its value."""
    found: list[Link] = []
    first = 0
    for table in (table for table in page.tables if table.wired):
        rows = _rows(table, phrases, first)
        first += len(table.cells)
        headed = _heads(rows)
        for at, row in enumerate(rows):
            if at in headed:
                found += _listed(row, rows[at + 1 :])
            elif not any(at in range(head + 1, end) for head, end in headed.items()):
                found += _across(row)
    return found


def _rows(table: Table, phrases: Sequence[Phrase], first: int) -> list[list[_Filled]]:
    """The cells row by row; `first` is the number of the table's first cell on the page."""
    held: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        held.setdefault(phrase.cell, []).append(phrase)
    rows: list[list[_Filled]] = [[] for _ in range(table.rows)]
    for number, cell in enumerate(table.cells, first):
        rows[cell.row].append(_Filled(cell, tuple(held.get(number, ()))))
    return [sorted(row, key=lambda one: one.cell.column) for row in rows]


def _heads(rows: Sequence[Sequence[_Filled]]) -> dict[int, int]:
    """The rows that are heads of lists, and the row after the last of each list."""
    heads: dict[int, int] = {}
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and _same_columns(rows[at], rows[end]):
            end += 1
        below = [one for row in rows[at + 1 : end] for one in row if one.phrases]
        told = sum(is_datum(one.text) or not one.names for one in below)
        names = len(rows[at]) >= 3 and all(one.names and not one.closed for one in rows[at])
        if names and below and 3 * told >= len(below):
            heads[at] = end
            at = end
        else:
            at += 1
    return heads


def _same_columns(one: Sequence[_Filled], other: Sequence[_Filled]) -> bool:
    return [(a.cell.column, a.cell.column_span) for a in one] == [
        (b.cell.column, b.cell.column_span) for b in other
    ]


def _listed(heads: Sequence[_Filled], below: Sequence[Sequence[_Filled]]) -> Iterator[Link]:
    """The cells under each head, to the row whose columns are others."""
    for row in below:
        if not _same_columns(heads, row):
            return
        for head, one in zip(heads, row, strict=True):
            if one.phrases:
                yield Link(head.phrases, one.phrases)


def _across(row: Sequence[_Filled]) -> Iterator[Link]:
    """Labels and values by turns, from the left."""
    at = 0
    even = len(row) % 2 == 0
    while at + 1 < len(row):
        label, value = row[at], row[at + 1]
        sure = label.closed or is_datum(value.text) or (even and at % 2 == 0)
        if label.names and value.phrases and sure and not value.closed:
            yield Link(label.phrases, value.phrases)
            at += 2
        else:
            at += 1
