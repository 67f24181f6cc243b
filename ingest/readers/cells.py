"""Text and table brought together: lines parted at cell borders, cells filled with their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.geometry import Box
from domain.page import Cell, Line, Table
from domain.text import is_han
from ingest.formats.glyphs import Glyph, line_of

_Item = TypeVar("_Item")


def split_at_cells(lines: Iterable[Line], cells: Sequence[Box]) -> tuple[Line, ...]:
    """Lines of which none runs from one cell into another, or out of the table.

    A line is cut between the characters on either side of a border; characters are taken to
    share their word's box evenly.
    """
    if not cells:
        return tuple(lines)
    return tuple(part for line in lines for part in _split(line, cells))


def _split(line: Line, cells: Sequence[Box]) -> Iterator[Line]:
    touched = [cell for cell in cells if cell.overlap(line.box) > 0]
    if not touched or any(_is_inside(line.box, cell) for cell in touched):
        yield line
        return
    glyphs = list(_glyphs(line))
    run: list[Glyph] = []
    home: int | None = None
    for glyph in glyphs:
        own = home if glyph.text == " " else _home(glyph.box, touched)
        if run and own != home:
            yield from _rejoined(run)
            run = []
        home = own
        run.append(glyph)
    yield from _rejoined(run)


def _is_inside(box: Box, cell: Box) -> bool:
    return cell.x0 <= box.x0 and box.x1 <= cell.x1


def _home(box: Box, cells: Sequence[Box]) -> int | None:
    """Which of `cells` a character stands in, by its middle."""
    return next((at for at, cell in enumerate(cells) if cell.holds(box.centre)), None)


def _glyphs(line: Line) -> Iterator[Glyph]:
    at = 0
    whole = line.handwritten and not any(word.handwritten for word in line.words)
    for word in line.words:
        written = whole or word.handwritten
        found = line.text.find(word.text, at)
        if found > at:
            yield Glyph(" ", word.box, word.confidence, written)
        at = max(at, found) + len(word.text)
        step = word.box.width / len(word.text)
        for place, char in enumerate(word.text):
            start = word.box.x0 + place * step
            box = Box.clipped(start, word.box.y0, start + step, word.box.y1)
            yield Glyph(char, box, word.confidence, written)


def _rejoined(run: Sequence[Glyph]) -> Iterator[Line]:
    if part := line_of(run):
        yield part


def filled(tables: Iterable[Table], lines: Sequence[Line]) -> tuple[Table, ...]:
    """The tables with every cell's text: the lines whose middle lies in it, row by row."""
    return tuple(
        replace(table, cells=tuple(_filled(cell, lines) for cell in table.cells))
        for table in tables
    )


def _filled(cell: Cell, lines: Sequence[Line]) -> Cell:
    own = [line for line in lines if cell.box.holds(line.box.centre)]
    if not own:
        return cell
    letters = sum(len(line.text) for line in own)
    rows = by_rows(own, lambda line: line.box)
    return replace(
        cell,
        text=joined(" ".join(line.text for line in row) for row in rows),
        confidence=sum(line.confidence * len(line.text) for line in own) / letters,
        handwritten=any(line.handwritten for line in own),
    )


def joined(texts: Iterable[str]) -> str:
    """Rows that are one text, with a space only where Latin words would run together."""
    whole = ""
    for text in texts:
        latin = bool(whole) and not is_han(whole[-1]) and bool(text) and not is_han(text[0])
        whole += f" {text}" if latin else text
    return whole


def by_rows(items: Iterable[_Item], box: Callable[[_Item], Box]) -> list[list[_Item]]:
    """Items that stand side by side, rows from top to bottom, each from left to right."""
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda item: box(item).centre[1]):
        row = next((row for row in rows[-2:] if box(row[0]).same_row(box(item))), None)
        if row is None:
            rows.append([item])
        else:
            row.append(item)
    return [sorted(row, key=lambda item: box(item).x0) for row in rows]
