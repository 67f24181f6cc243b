"""The words of a page where they stand, unseen, so that marking and copying give what was read.

Viewers put a space wherever they see a gap. So a word reaches to the next one where the text has
no space, and where it has one, the space is written and fills the gap. The words of a line share
its height: else a low word such as 一 would be taken for another line. A line that runs downward
stands between spaces at its foot: without them pdfium, which sorts what begins at one height from
left to right, would turn the columns of a vertical page round.
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
    """Text from `start` to `end` along its line, in points."""

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
        place = sheet.rect(line.box)
        if _is_vertical(line, place):
            parts.append(_downward(line, sheet, font))
            continue
        beside = position < len(lines) and line.box.same_row(lines[position].box)
        parts.append(_level(line, sheet, font, beside=beside))
    return f"q BT 3 Tr\n{''.join(parts)}ET Q\n"


def _level(line: Line, sheet: Sheet, font: InvisibleFont, *, beside: bool) -> str:
    """A line as most are; `beside` another one it ends in a space."""
    place, slope = sheet.rect(line.box), sheet.slope(line.box)
    size = max(_SMALLEST, place.height)
    foot = place.bottom - slope * place.width / 2
    runs = list(_runs(line, sheet))
    if beside:
        runs.append(_Run(" ", runs[-1].end, runs[-1].end + _SPACE * size))
    shown = []
    for run in runs:
        rise = foot + slope * (run.start - place.left)
        shown.append(_shown(run, size, f"1 {slope:.5f} 0 1 {run.start:.3f} {rise:.3f}", font))
    return f"{FONT_NAME} {size:.3f} Tf\n" + "".join(shown)


def _downward(line: Line, sheet: Sheet, font: InvisibleFont) -> str:
    """A line that runs downward, in one piece, between spaces that part it from others."""
    place = sheet.rect(line.box)
    size = max(_SMALLEST, place.width)
    text, space = _Run(_printable(line.text).strip(), 0.0, place.height), _Run(" ", 0.0, size)
    lean = sheet.lean(line.box)
    turn, stray = f"{lean:.5f} -1 1 0", lean * place.height / 2
    foot = _shown(space, size, f"{turn} {place.left + stray:.3f} {place.bottom:.3f}", font)
    down = _shown(text, size, f"{turn} {place.left - stray:.3f} {place.top:.3f}", font)
    return f"{FONT_NAME} {size:.3f} Tf\n{foot}{down}{foot}"


def _shown(run: _Run, size: float, at: str, font: InvisibleFont) -> str:
    """The run, stretched from its start to its end."""
    stretch = 100 * max(_SMALLEST, run.end - run.start) / (font.width(run.text) * size)
    return f"{stretch:.3f} Tz {at} Tm {font.codes(run.text)} Tj\n"


def _runs(line: Line, sheet: Sheet) -> Iterator[_Run]:
    """The words and the spaces between them, each reaching to the next."""
    words = list(_words(line, sheet))
    for (word, parted), (following, _) in pairwise(words):
        reach = max(word.start, following.start)
        if not parted:
            yield _Run(word.text, word.start, reach)
            continue
        end = min(word.end, reach)
        yield _Run(word.text, word.start, end)
        yield _Run(" ", end, reach)
    yield words[-1][0]


def _words(line: Line, sheet: Sheet) -> Iterator[tuple[_Run, bool]]:
    """Each word, and whether a space follows it in the line's text.

    Where words and text disagree, the line is one word: its text is what is searched.
    """
    pieces = _pieces(line) or [(_printable(line.text).strip(), line.box, False)]
    for text, box, parted in pieces:
        place = sheet.rect(box)
        yield _Run(text, place.left, place.right), parted


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


def _is_vertical(line: Line, place: Rect) -> bool:
    """Whether the line runs downward: it is high, and not because of one narrow word."""
    letters = len(line.text)
    ideographs = sum(map(is_han, line.text))
    return place.height > 2 * place.width and (ideographs >= 3 or letters >= 6)


def _printable(text: str) -> str:
    """`text` without characters that stand for nothing on paper."""
    kept = (" " if char.isspace() else char for char in text)
    return "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn"))
