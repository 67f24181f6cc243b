"""Wires of a table that the reader missed, put back where the labels show that they must be.

Two labels stand one above the other in a cell, their values one above the other in the next: the
row is parted between the labels. Or a value and the next label stand side by side in a cell that
seems to span two columns: it is parted at the column's edge.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from domain.geometry import Box
from domain.page import Cell, Line, Table
from ingest.fields.book import LabelBook
from ingest.forms.strips import glyphs_of, rows


def _stacked(cell: Cell, lines: Iterable[Line], book: LabelBook) -> list[Box]:
    """Where the labels of a cell stand that holds several, one to a row, and nothing else."""
    own = [line for line in lines if cell.box.holds(line.box.centre) and line.text.strip()]
    strips = rows(glyphs_of(line) for line in own)
    texts = [strip.text for strip in strips]
    if len(strips) < 2 or book.whole("".join(texts)):
        return []
    labels = [book.whole(text) for text in texts]
    sure = all(label is not None and label[0] not in book.weak for label in labels)
    return [strip.box for strip in strips] if sure else []


def _seams(cells: Iterable[Cell], lines: list[Line], book: LabelBook) -> list[float]:
    """Heights at which a row is to be parted; none where its labels stand alone or disagree."""
    stacks = [boxes for cell in cells if (boxes := _stacked(cell, lines, book))]
    if not stacks or len({len(boxes) for boxes in stacks}) > 1:
        return []
    return [
        (max(stack[place].y1 for stack in stacks) + min(stack[place + 1].y0 for stack in stacks))
        / 2
        for place in range(len(stacks[0]) - 1)
    ]


def _parts(cell: Cell, first: int, seams: list[float]) -> list[Cell]:
    """The cell cut at the seams; its text is then that of the lines in each part."""
    box = cell.box
    edges = [box.y0, *(min(max(seam, box.y0), box.y1) for seam in seams), box.y1]
    return [
        replace(cell, row=first + at, text="", box=Box(box.x0, top, box.x1, bottom))
        for at, (top, bottom) in enumerate(pairwise(edges))
    ]


def _edges(table: Table) -> dict[int, float]:
    """Where each column begins, as the cells that begin there say."""
    return {cell.column: cell.box.x0 for cell in table.cells}


def _columns(cell: Cell, edges: dict[int, float], lines: list[Line], book: LabelBook) -> list[Cell]:
    """The cell parted at its columns' edges, if a label then stands alone in one of them."""
    last = cell.column + cell.column_span
    inner = [column for column in range(cell.column + 1, last) if column in edges]
    starts = [cell.column, *inner]
    bounds = [cell.box.x0, *(edges[column] for column in inner), cell.box.x1]
    ends = [*inner, last]
    if len(starts) < 2 or any(a >= b for a, b in pairwise(bounds)):
        return [cell]
    own = [line for line in lines if cell.box.holds(line.box.centre) and line.text.strip()]
    parts = [
        replace(
            cell,
            column=start,
            column_span=end - start,
            text="",
            box=Box(left, cell.box.y0, right, cell.box.y1),
        )
        for start, end, (left, right) in zip(starts, ends, pairwise(bounds), strict=True)
    ]
    crossing = any(
        line.box.x0 < bound - 0.005 and line.box.x1 > bound + 0.005
        for line in own
        for bound in bounds[1:-1]
    )
    held = [[line for line in own if part.box.holds(line.box.centre)] for part in parts]
    labelled = any(_is_label(lines_in, book) for lines_in in held[1:])
    return parts if held[0] and labelled and not crossing else [cell]


def _is_label(lines: list[Line], book: LabelBook) -> bool:
    label = book.whole("".join(line.text for line in lines)) if lines else None
    return label is not None and label[0] not in book.weak


def parted(table: Table, lines: Iterable[Line], book: LabelBook) -> Table:
    """The table with its missed wires put back, or as it was where none is missed."""
    known = list(lines)
    edges = _edges(table)
    cells = tuple(
        part
        for cell in table.cells
        for part in ([cell] if cell.column_span == 1 else _columns(cell, edges, known, book))
    )
    return _parted_rows(replace(table, cells=cells), known, book)


def _parted_rows(table: Table, known: list[Line], book: LabelBook) -> Table:
    single = [cell for cell in table.cells if cell.row_span == 1]
    cuts = {
        row: seams
        for row in range(table.rows)
        if (seams := _seams([cell for cell in single if cell.row == row], known, book))
    }
    if not cuts:
        return table
    starts = [0]
    for row in range(table.rows):
        starts.append(starts[-1] + 1 + len(cuts.get(row, ())))
    cells: list[Cell] = []
    for cell in table.cells:
        first, last = starts[cell.row], starts[min(cell.row + cell.row_span, table.rows)]
        if cell.row_span == 1 and cell.row in cuts:
            cells += _parts(cell, first, cuts[cell.row])
        else:
            cells.append(replace(cell, row=first, row_span=last - first))
    return replace(table, rows=starts[-1], cells=tuple(cells))
