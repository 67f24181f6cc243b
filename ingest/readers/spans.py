"""Columns and bands made into cells: rows of a band, heads over several columns, broken text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.geometry import Box
from domain.page import Cell, Line, Table
from ingest.readers.columns import (
    Row,
    column_of,
    columns_of,
    filled_columns,
    gathered,
    levels,
    rows_of,
)
from ingest.readers.ruled_rows import Band

_OWN_ROW = 0.6
"""A row of print is a row of the table where it fills this share of the columns."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The columns' edges, from the outer left to the outer right, and the bands of a table."""

    edges: tuple[float, ...]
    bands: tuple[Band, ...]


def table_of(draft: Draft, aspect: float) -> Table | None:
    """The cells of a drafted table, without text; None with fewer than two rows."""
    cells: list[Cell] = []
    first = 0
    for at, band in enumerate(draft.bands):
        head = _grouped_head(draft.edges, band, first) if at == 0 and band.inner else None
        made = head or _band_cells(draft, band, first, aspect)
        cells += made
        first = max(cell.row + cell.row_span for cell in made)
    if first < 2:
        return None
    frame = Box.around(band.box for band in draft.bands)
    return Table(frame, first, len(draft.edges) - 1, tuple(cells), wired=False)


def _band_cells(draft: Draft, band: Band, first: int, aspect: float) -> list[Cell]:
    rows = _rows(draft, band)
    heights = [band.box.y0, *levels(rows), band.box.y1]
    heights = [min(max(height, band.box.y0), band.box.y1) for height in heights]
    cells = []
    for at, row in enumerate(rows):
        top, bottom = sorted((heights[at], heights[at + 1]))
        cells += _row_cells(draft.edges, row, first + at, (top, bottom), aspect)
    return cells


def _rows(draft: Draft, band: Band) -> list[Row]:
    """The rows of a band: one between two rules, unless several rows of print are full."""
    printed = rows_of(band.lines)
    columns = len(draft.edges) - 1
    full = [row for row in printed if len(filled_columns(row, draft.edges)) >= _OWN_ROW * columns]
    if len(draft.bands) > 1 and len(full) < 2 and len(printed) < 6:
        return [Row(tuple(line for row in printed for line in row.lines))]
    return gathered(printed, draft.edges)


def _row_cells(
    edges: Sequence[float], row: Row, number: int, between: tuple[float, float], aspect: float
) -> list[Cell]:
    """The cells of one row; a line over the white between two columns makes one of them."""
    columns = len(edges) - 1
    joined = [False] * columns
    if len(row.lines) < columns:
        for line in row.lines:
            reached = columns_of(line, edges, aspect)
            for column in reached[1:]:
                joined[column] |= _alone(row, line, reached, edges)
    starts = [column for column in range(columns) if not joined[column]]
    ends = [*starts[1:], columns]
    return [
        Cell(
            number,
            start,
            Box(edges[start], between[0], edges[end], between[1]),
            column_span=end - start,
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _alone(row: Row, line: Line, reached: range, edges: Sequence[float]) -> bool:
    """Whether nothing but `line` stands in the columns into which it reaches."""
    return not any(other is not line and column_of(other, edges) in reached for other in row.lines)


def _grouped_head(edges: Sequence[float], band: Band, first: int) -> list[Cell] | None:
    """A head in two rows: groups over short rules, their columns below, the others beside them."""
    level = sorted(rule.centre[1] for rule in band.inner)[len(band.inner) // 2]
    groups = [_under(edges, rule) for rule in band.inner]
    groups = sorted((group for group in groups if len(group) > 1), key=lambda group: group[0])
    if not groups or any(a[-1] >= b[0] for a, b in pairwise(groups)):
        return None
    top, bottom = band.box.y0, band.box.y1
    cells = []
    grouped = {column for group in groups for column in group}
    for group in groups:
        box = Box(edges[group[0]], top, edges[group[-1] + 1], level)
        cells.append(Cell(first, group[0], box, column_span=len(group)))
    for column in range(len(edges) - 1):
        left, right = edges[column], edges[column + 1]
        if column in grouped:
            cells.append(Cell(first + 1, column, Box(left, level, right, bottom)))
        else:
            cells.append(Cell(first, column, Box(left, top, right, bottom), row_span=2))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _under(edges: Sequence[float], rule: Box) -> list[int]:
    """The columns of which a short rule covers more than half."""
    return [
        column
        for column, (left, right) in enumerate(pairwise(edges))
        if min(right, rule.x1) - max(left, rule.x0) > 0.5 * (right - left)
    ]
