"""Pages put together by hand, as a reader would hand them over: lines, words and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.geometry import Box
from domain.page import Cell, Line, Page, Table, Word

WIDTH, HEIGHT = 1654, 2339
ASPECT = WIDTH / HEIGHT
SIZE = 0.013
"""Height of usual print, in page heights."""


def em(size: float = SIZE) -> float:
    """Width of a Han character, in page widths."""
    return size / ASPECT


def width_of(text: str, size: float = SIZE) -> float:
    """How far `text` runs, in page widths."""
    return sum(em(size) if ord(char) >= 0x2E80 else em(size) / 2 for char in text)


def line(
    text: str,
    x: float,
    y: float,
    size: float = SIZE,
    *,
    confidence: float = 0.99,
    handwritten: bool = False,
) -> Line:
    """A line whose words are its runs between spaces."""
    words = []
    at = x
    for part in text.split(" "):
        width = width_of(part, size)
        if part:
            words.append(Word(part, Box.clipped(at, y, at + width, y + size), confidence))
        at += width + em(size) / 2
    box = Box.around(word.box for word in words)
    return Line(text, box, confidence, tuple(words), handwritten)


def page(lines: Iterable[Line], tables: Iterable[Table] = (), number: int = 1) -> Page:
    """An A4 page."""
    return Page(number, WIDTH, HEIGHT, tuple(lines), tuple(tables))


def titled(title: str, size: float = 0.024) -> Line:
    """A title in the middle of the top."""
    return line(title, 0.5 - width_of(title, size) / 2, 0.05, size)


def wired(
    rows: Sequence[Sequence[tuple[str, int]]],
    top: float = 0.12,
    left: float = 0.08,
    columns: Sequence[float] | None = None,
    height: float = 0.03,
) -> tuple[Table, list[Line]]:
    """A wired table of (text, column span) cells, and the lines in it; `columns` are widths."""
    count = max(sum(span for _, span in row) for row in rows)
    widths = list(columns or [0.84 / count] * count)
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    cells: list[Cell] = []
    lines: list[Line] = []
    y = top
    for number, row in enumerate(rows):
        deepest = max(_needed(text, edges, row) for text, _ in row)
        bottom = y + max(height, deepest)
        column = 0
        for text, span in row:
            box = Box(edges[column], y, edges[column + span], bottom)
            own = _written(text, box)
            lines += own
            whole = "".join(part.text for part in own)
            cells.append(Cell(number, column, box, whole, 1, span, 0.99))
            column += span
        y = bottom
    frame = Box(left, top, edges[-1], y)
    return Table(frame, len(rows), count, tuple(cells)), lines


def _needed(text: str, edges: Sequence[float], row: Sequence[tuple[str, int]]) -> float:
    column = 0
    for other, span in row:
        if other is text:
            room = edges[column + span] - edges[column] - 0.02
            return 0.012 + 0.018 * max(1, len(folded_rows(text, room)))
        column += span
    return 0.0


def folded_rows(text: str, room: float) -> list[str]:
    """`text` broken wherever the room ends, and at its own line ends."""
    rows: list[str] = []
    for part in text.split("\n"):
        current = ""
        for char in part:
            if width_of(current + char) > room:
                rows.append(current)
                current = ""
            current += char
        rows.append(current)
    return [row for row in rows if row.strip()]


def _written(text: str, box: Box) -> list[Line]:
    rows = folded_rows(text, box.width - 0.02)
    top = box.centre[1] - 0.018 * len(rows) / 2
    return [line(row.strip(), box.x0 + 0.01, top + 0.018 * n) for n, row in enumerate(rows)]
