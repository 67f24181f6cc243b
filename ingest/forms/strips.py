"""Rows of a page as strings in which every character knows its place.

A reader gives lines, and a line may be half a row, or two columns glued together. Titles, labels
and values are looked for in strips: all that stands side by side, in order, with the gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from domain.geometry import Box
from domain.page import Line

_WIDE = 0x2E80
"""From here on characters are about twice as wide as Latin ones."""

LARGE_GAP = 0.9
"""In heights of the strip: a gap like this parts columns, or a label from its value."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its place and the reader's confidence."""

    character: str
    box: Box
    confidence: float
    handwritten: bool = False


@dataclass(frozen=True)
class Strip:
    """What stands side by side on a page or in a cell, left to right; never empty.

    No slots: its box and height are asked for at every character, and worked out once.
    """

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        return "".join(glyph.character for glyph in self.glyphs)

    @cached_property
    def box(self) -> Box:
        return Box.around(glyph.box for glyph in self.glyphs)

    @cached_property
    def height(self) -> float:
        """Median height of its characters, in page heights."""
        heights = sorted(glyph.box.height for glyph in self.glyphs)
        return heights[len(heights) // 2]

    def part(self, start: int, end: int) -> Strip | None:
        """Characters `start` to `end` without the spaces around them; None when none is left."""
        glyphs = self.glyphs[start:end]
        first = next((n for n, glyph in enumerate(glyphs) if not glyph.character.isspace()), None)
        if first is None:
            return None
        last = max(n for n, glyph in enumerate(glyphs) if not glyph.character.isspace())
        return Strip(glyphs[first : last + 1])

    def gap_before(self, position: int, aspect: float) -> float:
        """Room left of a character, in heights; endless at the strip's start.

        `aspect` is the page's width over its height, as boxes are in shares of both.
        """
        before = next(
            (g for g in reversed(self.glyphs[:position]) if not g.character.isspace()), None
        )
        if before is None:
            return float("inf")
        room = self.glyphs[position].box.x0 - before.box.x1
        return room * aspect / max(self.height, 1e-6)

    @property
    def confidence(self) -> float:
        """Mean of the characters' confidences."""
        marks = [glyph.confidence for glyph in self.glyphs if not glyph.character.isspace()]
        return sum(marks) / len(marks) if marks else 1.0

    @property
    def handwritten(self) -> bool:
        return any(glyph.handwritten for glyph in self.glyphs)


def _spread(text: str, box: Box, confidence: float, handwritten: bool) -> list[Glyph]:
    """Lay characters out over a box by their usual widths."""
    widths = [2 if ord(character) >= _WIDE else 1 for character in text]
    step = box.width / max(1, sum(widths))
    glyphs, x = [], box.x0
    for character, width in zip(text, widths, strict=True):
        place = Box.clipped(x, box.y0, min(box.x1, x + width * step), box.y1)
        glyphs.append(Glyph(character, place, confidence, handwritten))
        x += width * step
    return glyphs


def _tells_words(line: Line) -> bool:
    joined = "".join(word.text for word in line.words)
    return bool(line.words) and "".join(joined.split()) == "".join(line.text.split())


def glyphs_of(line: Line) -> list[Glyph]:
    """The line's characters, placed by its words where they make up its text."""
    if not _tells_words(line):
        return _spread(line.text, line.box, line.confidence, line.handwritten)
    glyphs: list[Glyph] = []
    whole = line.handwritten and not any(word.handwritten for word in line.words)
    for word in line.words:
        written = whole or word.handwritten
        if glyphs:
            between = Box.clipped(glyphs[-1].box.x1, word.box.y0, word.box.x0, word.box.y1)
            glyphs.append(Glyph(" ", between, word.confidence, written and glyphs[-1].handwritten))
        glyphs += _spread(word.text, word.box, word.confidence, written)
    return _drop_spaces(glyphs, line.text)


def _drop_spaces(glyphs: list[Glyph], text: str) -> list[Glyph]:
    """Take out spaces between words that the line's own text does not have."""
    kept: list[Glyph] = []
    position = 0
    for glyph in glyphs:
        while position < len(text) and text[position].isspace() and not glyph.character.isspace():
            position += 1
        if glyph.character.isspace():
            if position < len(text) and text[position].isspace():
                kept.append(glyph)
            continue
        kept.append(glyph)
        position += 1
    return kept


def strip_of(glyphs: Iterable[Glyph]) -> Strip | None:
    """A strip of the glyphs given, in order; None when there is nothing but space."""
    held = tuple(glyphs)
    return Strip(held).part(0, len(held)) if held else None


def spread(text: str, box: Box, confidence: float, handwritten: bool) -> list[Strip]:
    """Strips for a text of which only the whole box is known: its lines share the box evenly."""
    lines = [line for line in text.split("\n") if line.strip()]
    step = box.height / max(1, len(lines))
    strips = (
        strip_of(
            _spread(
                line,
                Box.clipped(box.x0, box.y0 + n * step, box.x1, box.y0 + (n + 1) * step),
                confidence,
                handwritten,
            )
        )
        for n, line in enumerate(lines)
    )
    return [strip for strip in strips if strip]


def _beside(runs: list[Glyph], row: list[list[Glyph]]) -> bool:
    """Whether a run of glyphs stands on the row: it shares its height with the nearest of them."""
    box = Box.around(glyph.box for glyph in runs)
    boxes = [Box.around(glyph.box for glyph in run) for run in row]
    nearest = min(boxes, key=lambda other: abs(other.centre[0] - box.centre[0]))
    apart = box.x0 >= nearest.x1 - 0.3 * box.width or nearest.x0 >= box.x1 - 0.3 * box.width
    return apart and nearest.same_row(box)


def rows(runs: Iterable[Sequence[Glyph]]) -> list[Strip]:
    """Put runs of glyphs (lines, or parts of lines) side by side into strips, top to bottom."""
    known = [list(run) for run in runs if run]
    known.sort(key=lambda run: (run[0].box.y0 + run[0].box.y1, run[0].box.x0))
    grouped: list[list[list[Glyph]]] = []
    for run in known:
        row = next((row for row in reversed(grouped[-3:]) if _beside(run, row)), None)
        if row is None:
            grouped.append([run])
        else:
            row.append(run)
    strips = (strip_of(_joined(row)) for row in grouped)
    return sorted((strip for strip in strips if strip), key=lambda strip: strip.box.centre[1])


def _joined(row: list[list[Glyph]]) -> list[Glyph]:
    """The runs of a row left to right, a space between each two."""
    joined: list[Glyph] = []
    for run in sorted(row, key=lambda run: run[0].box.x0):
        if joined:
            left, right = joined[-1].box, run[0].box
            between = Box.clipped(min(left.x1, right.x0), right.y0, right.x0, right.y1)
            joined.append(Glyph(" ", between, run[0].confidence, run[0].handwritten))
        joined += run
    return joined


def strips_of(lines: Iterable[Line]) -> list[Strip]:
    """The rows that `lines` make."""
    return rows(glyphs_of(line) for line in lines if line.text.strip())
