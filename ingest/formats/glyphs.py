"""From single characters with their places to words and lines.

Every source of text, a PDF's text layer as well as each reader, hands over characters; here they
become lines in one and the same way, so that whoever looks for a label or a value need not know
where the text came from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.geometry import Box
from domain.page import Line, Word
from domain.text import is_han

_SPACE_GAP = 0.25
"""A gap wider than this share of the type's height stands for a space between Latin words."""

_CONSIDERABLE = 0.3
"""Share of its characters from which a line counts as written by hand."""

COLUMN_GAP = 1.6
"""A gap wider than this many type heights parts two lines that stand side by side."""

_OPENING = frozenset("([{<（【《〈「『〔［｛“‘")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, its box on the page, and the reader's confidence in it, 0..1."""

    text: str
    box: Box
    confidence: float = 1.0
    handwritten: bool = False


def line_of(glyphs: Sequence[Glyph]) -> Line | None:
    """The line that `glyphs` make up, given in reading order; None when nothing is printed.

    Spaces are taken over where they part Latin words and dropped between ideographs. The line's
    confidence is the mean of its characters'; where a considerable part of them is written by
    hand, so is the line.
    """
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not printed:
        return None
    words = tuple(_word(run) for run in _runs(glyphs))
    return Line(
        text=_text(glyphs),
        box=Box.around(glyph.box for glyph in printed),
        confidence=_mean(glyph.confidence for glyph in printed),
        words=words,
        handwritten=_mean(glyph.handwritten for glyph in printed) >= _CONSIDERABLE,
    )


def with_gaps(glyphs: Sequence[Glyph], aspect: float) -> list[Glyph]:
    """Put a space glyph wherever two Latin characters stand far apart.

    `aspect` is the page's width by its height, since boxes are shares of either.
    """
    filled: list[Glyph] = []
    for glyph in glyphs:
        if filled and _parted(filled[-1], glyph, aspect):
            before = filled[-1].box
            gap = Box.clipped(before.x1, before.y0, max(before.x1, glyph.box.x0), before.y1)
            filled.append(Glyph(" ", gap))
        filled.append(glyph)
    return filled


def side_by_side(row: Sequence[Glyph], aspect: float) -> Iterator[list[Glyph]]:
    """Cut a row of glyphs, given from left to right, into the lines that stand side by side."""
    run: list[Glyph] = []
    reach = 0.0
    for glyph in row:
        if run and not glyph.text.isspace():
            gap = (glyph.box.x0 - reach) * aspect
            if gap > COLUMN_GAP * max(glyph.box.height, run[-1].box.height):
                yield run
                run = []
        if not glyph.text.isspace():
            reach = glyph.box.x1
        run.append(glyph)
    if run:
        yield run


def _parted(before: Glyph, after: Glyph, aspect: float) -> bool:
    if before.text.isspace() or after.text.isspace():
        return False
    gap = (after.box.x0 - before.box.x1) * aspect
    return gap > _SPACE_GAP * max(before.box.height, after.box.height)


def _text(glyphs: Sequence[Glyph]) -> str:
    """The glyphs' characters, with one space where a space parts anything but ideographs."""
    parts: list[str] = []
    wanted = False
    for glyph in glyphs:
        if glyph.text.isspace():
            wanted = bool(parts)
            continue
        if wanted and not (_is_wide(parts[-1][-1]) and _is_wide(glyph.text[0])):
            parts.append(" ")
        wanted = False
        parts.append(glyph.text)
    return "".join(parts)


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Cut at spaces, before opening brackets, between ideographs and Latin, type and hand."""
    run: list[Glyph] = []
    script: bool | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            if run:
                yield run
            run, script = [], None
            continue
        own = _script(glyph.text[0])
        differs = own is not None and script is not None and own != script
        differs = differs or (bool(run) and run[-1].handwritten != glyph.handwritten)
        if run and (differs or (glyph.text in _OPENING and script is not None)):
            yield run
            run, script = [], None
        run.append(glyph)
        script = script if own is None else own
    if run:
        yield run


def _script(char: str) -> bool | None:
    """True for ideographs, False for letters and digits, None for what goes with either."""
    if is_han(char):
        return True
    return False if char.isalnum() else None


def _is_wide(char: str) -> bool:
    return is_han(char) or unicodedata.east_asian_width(char) in "WF"


def _word(run: Sequence[Glyph]) -> Word:
    return Word(
        text="".join(glyph.text for glyph in run),
        box=Box.around(glyph.box for glyph in run),
        confidence=_mean(glyph.confidence for glyph in run),
        handwritten=run[0].handwritten,
    )


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return min(1.0, max(0.0, sum(held) / len(held)))
