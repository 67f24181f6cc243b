"""Tables without lines down: with rules across, in three lines, or by their columns alone.

Whoever sees tables where there are none spoils letters and forms. So a table needs more proof the
fewer lines it has: rules of one length above and below its rows; or else three columns over three
rows, figures in one of them, and neither labels with colons nor prose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from domain.geometry import Box
from domain.page import Line, Table
from ingest.images.grid import Ruling
from ingest.readers.cells import split_at_cells
from ingest.readers.columns import (
    Row,
    Whites,
    column_of,
    edges_of,
    filled_columns,
    gathered,
    print_height,
    rows_of,
)
from ingest.readers.ruled_rows import Band, bands
from ingest.readers.spans import Draft, table_of
from ingest.readers.vertical import print_is_vertical

_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 3
"""Rows and columns of a table that has no line at all."""

_SPACING = 3.2
"""Rows of one table stand at most this many heights of the print apart."""

_LINED_UP = 0.7
"""Share of a column's cells that begin, end or are centred at one place."""

_SLACK = 0.7
"""How far from that place they may be, in heights of the print."""

_FILLED = 0.55
"""Share of the cells of a table without lines that hold something, at least."""

_PROSE_FILLS, _PROSE_LETTERS = 0.72, 10
"""Prose fills its column, and has so many letters in a line, in the median."""

_COLONS = 0.15
"""Share of lines with a colon after their first words from which the page is a form."""


def with_aligned(
    ruled: Ruling, lines: Sequence[Line], aspect: float
) -> tuple[tuple[Table, ...], tuple[Line, ...]]:
    """The tables of a level page, those without lines down too, and its lines parted at them."""
    wired = [table for table in ruled.tables if not print_is_vertical(table, lines, aspect)]
    found = aligned_tables(lines, ruled.across, [table.box for table in wired], aspect)
    parted = tuple(part for line in lines for part in _apart(line, found))
    tables = sorted((*wired, *found), key=lambda table: (table.box.y0, table.box.x0))
    return tuple(tables), parted


def _apart(line: Line, tables: Iterable[Table]) -> tuple[Line, ...]:
    """A line of a table in the pieces that belong to its cells, if it can be parted at words.

    A piece of running text that strays into a table has its words elsewhere, and stays whole.
    """
    for table in tables:
        if table.box.holds(line.box.centre):
            parts = split_at_cells([line], [cell.box for cell in table.cells])
            whole = all(_is_word(part, line) for part in parts)
            return parts if whole else (line,)
    return (line,)


def _is_word(part: Line, line: Line) -> bool:
    """Whether a piece of a line begins and ends where words do; ideographs are words."""
    at = line.text.find(part.text)
    before = line.text[:at][-1:] + part.text[:1]
    after = part.text[-1:] + line.text[at + len(part.text) :][:1]
    return at >= 0 and not any(
        len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in (before, after)
    )


def aligned_tables(
    lines: Sequence[Line], across: Sequence[Box], wired: Iterable[Box], aspect: float
) -> tuple[Table, ...]:
    """Tables that `lines` make outside of the `wired` ones; cells are not yet filled.

    `across` are the free rules across the page, `aspect` is its width by its height.
    """
    taken = list(wired)
    free = [line for line in lines if not any(box.holds(line.box.centre) for box in taken)]
    outside = [rule for rule in across if not any(_within(rule, box) for box in taken)]
    found = [table for run in bands(outside, free) if (table := _ruled(run, aspect))]
    boxes = [table.box for table in found]
    free = [line for line in free if not any(box.holds(line.box.centre) for box in boxes)]
    if free:
        found += _unruled(free, aspect)
    return tuple(sorted(found, key=lambda table: (table.box.y0, table.box.x0)))


def _within(rule: Box, box: Box) -> bool:
    return box.y0 - 0.003 <= rule.centre[1] <= box.y1 + 0.003 and box.holds(
        (rule.centre[0], min(max(rule.centre[1], box.y0), box.y1))
    )


def _ruled(run: Sequence[Band], aspect: float) -> Table | None:
    """The table between rules of one length; None where its text makes no columns."""
    rows = [row for band in run for row in rows_of(band.lines)]
    body = [row for band in run[1:] for row in rows_of(band.lines)] or rows
    edges = edges_of(body, run[0].box.x0, run[0].box.x1, aspect)
    if len(edges) < 3:
        return None
    whole = gathered(rows, edges)
    several = sum(len(filled_columns(row, edges)) >= 2 for row in whole)
    if several < 2 or several < 0.5 * len(whole) or _is_prose(rows, edges, 1.0):
        return None
    return table_of(Draft(tuple(edges), tuple(run)), aspect)


def _unruled(lines: Sequence[Line], aspect: float) -> Iterator[Table]:
    """Tables by alignment alone, from top to bottom."""
    rows = rows_of(lines)
    height = print_height(lines)
    start = 0
    while start < len(rows):
        end = _end_of_run(rows, start, height)
        place = start
        while place < end:
            reached = _longest(rows, place, end, aspect)
            table = _table(rows[place:reached], aspect) if reached else None
            if table:
                yield table
            place = reached if table and reached else place + 1
        start = end


def _end_of_run(rows: Sequence[Row], start: int, height: float) -> int:
    """Where a run of rows that follow one another ends."""
    end = start + 1
    while end < len(rows) and rows[end].box.y0 - rows[end - 1].box.y1 <= _SPACING * height:
        end += 1
    return end


def _longest(rows: Sequence[Row], start: int, end: int, aspect: float) -> int | None:
    """The end of the longest table that begins at `start`; None where none does."""
    if len(rows[start].lines) < 2 or end - start < _FEWEST_ROWS:
        return None
    reached, first = None, 0
    whites = Whites(aspect)
    for stop in range(start + 1, end + 1):
        whites.add(rows[stop - 1])
        if stop - start < _FEWEST_ROWS:
            continue
        parts = whites.gutters()
        first = first or len(parts) + 1
        if len(parts) + 1 < max(_FEWEST_COLUMNS, 0.5 * first):
            break
        if len(rows[stop - 1].lines) >= 2 and not _crosses(rows[stop - 1], parts):
            reached = stop
    return reached


def _crosses(row: Row, white: Sequence[float]) -> bool:
    """Whether a line of the row reaches over one of the white strips."""
    return any(line.box.x0 < place < line.box.x1 for line in row.lines for place in white)


def _table(rows: Sequence[Row], aspect: float) -> Table | None:
    """The rows as a table, if there is proof enough that they are one."""
    lines = [line for row in rows for line in row.lines]
    frame = Box.around(line.box for line in lines)
    edges = edges_of(rows, frame.x0, frame.x1, aspect)
    whole = gathered(rows, edges)
    if len(whole) < _FEWEST_ROWS or len(edges) - 1 < _FEWEST_COLUMNS:
        return None
    filled = [len(filled_columns(row, edges)) for row in whole]
    if sum(filled) < _FILLED * len(whole) * (len(edges) - 1) or min(filled[:2]) < 2:
        return None
    if sum(count >= _FEWEST_COLUMNS for count in filled) < _FEWEST_ROWS:
        return None
    if _is_form(lines) or _is_prose(rows, edges, 0.5) or not _has_figures(whole, edges):
        return None
    if not _lines_up(whole, edges, aspect):
        return None
    height = print_height(lines)
    top, bottom = max(0.0, frame.y0 - 0.3 * height), min(1.0, frame.y1 + 0.3 * height)
    box = Box(frame.x0, top, frame.x1, bottom)
    return table_of(Draft(tuple(edges), (Band(box, tuple(lines), ()),)), aspect)


def _is_form(lines: Sequence[Line]) -> bool:
    """Whether many lines are labels: they end in a colon, or a value follows one."""
    colons = sum(any(sign in line.text[1:] for sign in ":：") for line in lines)
    times = sum(line.text.count(":") > 0 and _digits(line.text) > 0.6 for line in lines)
    return colons - times > _COLONS * len(lines)


def _digits(text: str) -> float:
    """Share of a text's letters and figures that are figures."""
    signs = [char for char in text if char.isalnum()]
    return sum(char.isdigit() for char in signs) / len(signs) if signs else 0.0


def _columns(rows: Sequence[Row], edges: Sequence[float]) -> list[list[Line]]:
    held: list[list[Line]] = [[] for _ in edges[1:]]
    for row in rows:
        for line in row.lines:
            held[column_of(line, edges)].append(line)
    return held


def _is_prose(rows: Sequence[Row], edges: Sequence[float], share: float) -> bool:
    """Whether a `share` of the columns or more are running text."""
    held = _columns(rows, edges)
    return sum(_runs_on(lines) for lines in held) >= share * len(held)


def _runs_on(lines: Sequence[Line]) -> bool:
    if len(lines) < _FEWEST_ROWS:
        return False
    width = Box.around(line.box for line in lines).width
    fills = median(line.box.width for line in lines) >= _PROSE_FILLS * width
    letters = median(len(line.text) for line in lines) >= _PROSE_LETTERS
    return fills and letters and median(_digits(line.text) for line in lines) < 0.3


def _has_figures(rows: Sequence[Row], edges: Sequence[float]) -> bool:
    """Whether one column, below its head, holds figures."""
    for lines in _columns(rows[1:], edges):
        figures = sum(_digits(line.text) >= 0.5 for line in lines)
        if len(lines) >= _FEWEST_ROWS - 1 and figures >= 0.6 * len(lines):
            return True
    return False


def _lines_up(rows: Sequence[Row], edges: Sequence[float], aspect: float) -> bool:
    """Whether most columns' cells begin, end, or are centred one below the other."""
    held = [lines for lines in _columns(rows, edges) if len(lines) >= _FEWEST_ROWS]
    slack = _SLACK * print_height([line for lines in held for line in lines]) / aspect
    straight = sum(_is_straight([line.box for line in lines], slack) for lines in held)
    return straight >= _LINED_UP * len(held)


def _is_straight(boxes: Sequence[Box], slack: float) -> bool:
    sides = (
        [box.x0 for box in boxes],
        [box.x1 for box in boxes],
        [box.centre[0] for box in boxes],
    )
    return any(
        sum(abs(place - median(places)) <= slack for place in places) >= _LINED_UP * len(places)
        for places in sides
    )
