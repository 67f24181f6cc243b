"""The words of a page where they stand, unseen, so that marking and copying give what was read.

Viewers put a space wherever they see a gap. So a word reaches to the next one where the text has
no space, and where it has one, the space is written and fills the gap. The words of a line share
its height: else a low word such as 一 would be taken for another line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.export.geometry import Rect, Sheet
from app.export.invisible import InvisibleFont
from domain.geometry import Box
from domain.page import Line, Page
from domain.text import is_han

FONT_NAME = "/AnjuanText"

_SPACE = 0.25
"""Width of a space that parts two lines side by side, as a share of the line's height."""

_SMALLEST = 0.5
"""Points; nothing is set smaller or narrower than this."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Text from `start` to `end` along its line, in points on the sheet."""

    text: str
    start: float
    end: float


def content(page: Page, sheet: Sheet, font: InvisibleFont) -> str:
    """PDF operators that write the page's lines in reading order."""
    lines = [line for line in page.lines if _printable(line.text).strip()]
    if not lines:
        return ""
    parts = []
    for position, line in enumerate(lines, start=1):
        beside = position < len(lines) and line.box.same_row(lines[position].box)
        parts.append(_line(line, sheet, font, beside=beside))
    return f"q BT 3 Tr\n{''.join(parts)}ET Q\n"


def _line(line: Line, sheet: Sheet, font: InvisibleFont, *, beside: bool) -> str:
    place = sheet.rect(line.box)
    upright = not _is_vertical(line, place)
    size = max(_SMALLEST, place.height if upright else place.width)
    runs = _runs(line, sheet, upright=upright)
    if beside:
        runs.append(_Run(" ", runs[-1].end, runs[-1].end + _SPACE * size))
    parts = [f"{FONT_NAME} {size:.3f} Tf\n"]
    for run in runs:
        stretch = 100 * max(_SMALLEST, run.end - run.start) / (font.width(run.text) * size)
        at = f"1 0 0 1 {run.start:.3f} {place.bottom:.3f}"
        if not upright:
            at = f"0 -1 1 0 {place.left:.3f} {-run.start:.3f}"
        parts.append(f"{stretch:.3f} Tz {at} Tm {font.codes(run.text)} Tj\n")
    return "".join(parts)


def _runs(line: Line, sheet: Sheet, *, upright: bool) -> list[_Run]:
    """The words and the spaces between them, each reaching to the next."""
    words = list(_words(line, sheet, upright=upright))
    runs = []
    for (word, parted), (following, _) in pairwise(words):
        reach = max(word.start, following.start)
        if not parted:
            runs.append(_Run(word.text, word.start, reach))
            continue
        end = min(word.end, reach)
        runs += [_Run(word.text, word.start, end), _Run(" ", end, reach)]
    return [*runs, words[-1][0]]


def _words(line: Line, sheet: Sheet, *, upright: bool) -> Iterator[tuple[_Run, bool]]:
    """Each word, and whether a space follows it in the line's text.

    Where words and text disagree, the line is one word: its text is what is searched.
    """
    pieces = _pieces(line)
    if pieces is None:
        yield _Run(_printable(line.text), *_ends(sheet.rect(line.box), upright=upright)), False
        return
    for text, place, parted in pieces:
        yield _Run(text, *_ends(sheet.rect(place), upright=upright)), parted


def _pieces(line: Line) -> Sequence[tuple[str, Box, bool]] | None:
    pieces = []
    position = 0
    for word in line.words:
        found = line.text.find(word.text, position)
        if found < 0 or line.text[position:found].strip():
            return None
        position = found + len(word.text)
        parted = line.text[position : position + 1].isspace()
        if printed := _printable(word.text).strip():
            pieces.append((printed, word.box, parted))
    return None if line.text[position:].strip() or not pieces else pieces


def _ends(place: Rect, *, upright: bool) -> tuple[float, float]:
    """Where a word begins and ends along its line; downward lines count from the top."""
    return (place.left, place.right) if upright else (-place.top, -place.bottom)


def _is_vertical(line: Line, place: Rect) -> bool:
    """Whether the line runs downward: it is high, and not because of one narrow word."""
    letters = len(line.text)
    ideographs = sum(map(is_han, line.text))
    return place.height > 1.5 * place.width and (ideographs >= 2 or letters >= 6)


def _printable(text: str) -> str:
    """`text` without characters that stand for nothing on paper."""
    kept = (" " if char.isspace() else char for char in text)
    return "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
