"""Rows of a wired table that the reader took for one, because it missed the wire between them.

Two labels stand one above the other in a cell, their values one above the other in the next. The
row is parted between the labels, so that each has its value beside it again.
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


def parted(table: Table, lines: Iterable[Line], book: LabelBook) -> Table:
    """The table with its missed wires put back, or as it was where none is missed."""
    known = list(lines)
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
