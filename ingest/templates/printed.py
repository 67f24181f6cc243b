"""A page as searchable print: where words stand, though readers differ in spaces and signs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from domain.geometry import Box
from domain.page import Page
from domain.text import squeezed
from ingest.forms.strips import Glyph, glyphs_of

_LONG_ENOUGH = 6
"""Shorter words are found as they are or not at all: too many others resemble them."""

_ALIKE = 84.0
"""Per cent of a longer text that must agree for it to be the same, misread."""


@dataclass(frozen=True)
class Letters:
    """One line of a page as squeezed text; `glyphs[i]` is where its character i stands."""

    text: str
    glyphs: tuple[Glyph, ...]

    def part(self, start: int, end: int) -> tuple[Glyph, ...]:
        return self.glyphs[start:end]


@dataclass(frozen=True)
class Print:
    """All text of a page, ready to be searched."""

    page: Page

    @cached_property
    def page_glyphs(self) -> tuple[list[Glyph], ...]:
        """The characters of every line; the same objects whenever asked."""
        return tuple(glyphs_of(line) for line in self.page.lines if line.text.strip())

    @cached_property
    def lines(self) -> tuple[Letters, ...]:
        """The page's lines as letters, those without any left out."""
        found = (_letters(glyphs) for glyphs in self.page_glyphs)
        return tuple(line for line in found if line.text)

    def places(self, text: str) -> list[tuple[Glyph, ...]]:
        """Where `text` (squeezed) stands: exactly, else nearly if it is long enough to tell."""
        exact = [line.part(at, at + len(text)) for line in self.lines for at in _all(line, text)]
        if exact or len(text) < _LONG_ENOUGH:
            return exact
        return [part for line in self.lines if (part := _nearly(line, text))]


def _letters(glyphs: list[Glyph]) -> Letters:
    characters: list[str] = []
    places: list[Glyph] = []
    for glyph in glyphs:
        for character in squeezed(glyph.character):
            characters.append(character)
            places.append(glyph)
    return Letters("".join(characters), tuple(places))


def _all(line: Letters, text: str) -> Iterator[int]:
    """Every place of `text` in the line that begins and ends a word, if it is Latin."""
    at = line.text.find(text)
    while at >= 0:
        if _whole(line, at, at + len(text)):
            yield at
        at = line.text.find(text, at + 1)


def _whole(line: Letters, start: int, end: int) -> bool:
    """Whether a Latin word is not cut in two: `name` is not in `surname`."""
    return _breaks(line, start) and _breaks(line, end)


def _breaks(line: Letters, at: int) -> bool:
    if at in (0, len(line.text)):
        return True
    before, after = line.text[at - 1], line.text[at]
    if not (before.isascii() and after.isascii() and before.isalpha() and after.isalpha()):
        return True
    left, right = line.glyphs[at - 1], line.glyphs[at]
    return right.box.x0 - left.box.x1 > 0.15 * max(left.box.width, right.box.width)


def _nearly(line: Letters, text: str) -> tuple[Glyph, ...]:
    found = fuzz.partial_ratio_alignment(text, line.text, score_cutoff=_ALIKE)
    if found is None or len(line.text) < len(text) - 2:
        return ()
    return line.part(found.dest_start, found.dest_end)


def around(glyphs: tuple[Glyph, ...]) -> Box:
    """The box around glyphs; there must be one at least."""
    return Box.around(glyph.box for glyph in glyphs)
