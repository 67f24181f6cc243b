"""Two facing pages read one after the other.

They stay one page of the scan, with boxes on the whole image: page numbers, the original and the
exported sheet stay what they are, and only the order of reading says that there are two. So no
line runs from one page into the other, and a bound Traditional book is read from the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from domain.geometry import Box
from domain.page import Line, Table
from ingest.formats.contract import Image
from ingest.readers.contract import Reader
from ingest.readers.order import in_reading_order


def read_pages(
    reader: Reader, image: Image, cells: Sequence[Box], fold: float | None
) -> tuple[Line, ...]:
    """All lines on the image, those of each page read from its own half."""
    if fold is None:
        return reader.read(image, cells)
    return tuple(line for half in _halves(fold) for line in _read_half(reader, image, cells, half))


def _read_half(reader: Reader, image: Image, cells: Sequence[Box], half: Box) -> tuple[Line, ...]:
    width = image.shape[1]
    part = np.ascontiguousarray(image[:, round(half.x0 * width) : round(half.x1 * width)])
    own = [cell.within(half) for cell in cells if half.holds(cell.centre)]
    return tuple(line.placed(half) for line in reader.read(part, own))


def in_page_order(
    lines: Sequence[Line], tables: Sequence[Table], fold: float | None, aspect: float
) -> tuple[Line, ...]:
    """The lines as a person reads them; `aspect` is the image's width by its height."""
    if fold is None:
        return in_reading_order(lines, tables, aspect)
    halves = list(_halves(fold))
    if _is_vertical(lines, aspect):
        halves.reverse()
    return tuple(line for half in halves for line in _of_half(lines, tables, half, aspect))


def _of_half(
    lines: Sequence[Line], tables: Sequence[Table], half: Box, aspect: float
) -> tuple[Line, ...]:
    """One page's lines in order; judged on the page's own scale, where columns are as wide."""
    left = half.x0 == 0.0
    own = [line for line in lines if (line.box.centre[0] < (half.x1 if left else half.x0)) == left]
    grids = [table for table in tables if half.holds(table.box.centre)]
    alone = [replace(line, box=line.box.within(half)) for line in own]
    placed = {id(small): line for small, line in zip(alone, own, strict=True)}
    narrowed = [_narrowed(table, half) for table in grids]
    return tuple(
        placed[id(line)] for line in in_reading_order(alone, narrowed, aspect * half.width)
    )


def _narrowed(table: Table, half: Box) -> Table:
    cells = tuple(replace(cell, box=cell.box.within(half)) for cell in table.cells)
    return replace(table, box=table.box.within(half), cells=cells)


def _is_vertical(lines: Sequence[Line], aspect: float) -> bool:
    """Whether most of the text runs downward, as in a book that is bound on its right."""
    letters = sum(len(line.text) for line in lines)
    down = sum(len(line.text) for line in lines if line.box.height > 2 * line.box.width * aspect)
    return down > letters / 2


def _halves(fold: float) -> tuple[Box, Box]:
    return Box(0.0, 0.0, fold, 1.0), Box(fold, 0.0, 1.0, 1.0)
