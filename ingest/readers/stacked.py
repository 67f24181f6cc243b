"""Characters that stand one below the other, as in the narrow cells of forms: 基本资料, 购买方.

No reader reads them so. They are cut apart and laid side by side, and read as a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.formats.glyphs import Glyph
from ingest.images.ink import grey, ink
from ingest.readers.recognition import Mark

_TALL = 1.5
"""A column is at least this many times as high as its characters are wide."""

_GAP = 1.3
"""Side of a character's tile in character widths: how far apart the line is set."""

Area = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the page."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of characters: laid out as a line, and where each stands on the page."""

    line: Image
    areas: tuple[Area, ...]

    def glyphs(self, marks: Sequence[Mark], size: tuple[int, int]) -> list[Glyph]:
        """What was read in the line, put back where it stands; `size` is the page's."""
        width, height = size
        glyphs = []
        for mark in marks:
            left, top, right, bottom = self.areas[
                min(len(self.areas) - 1, int(mark.at * len(self.areas)))
            ]
            box = Box.clipped(left / width, top / height, right / width, bottom / height)
            glyphs.append(Glyph(mark.text, box, mark.confidence, mark.handwritten))
        return glyphs


def column(image: Image, area: Area, widest: float) -> Column | None:
    """The column of characters in `area`; None where there is none of two characters or more.

    `widest` is the width in pixels that a single character may have at most.
    """
    left, top, right, bottom = area
    part = image[top:bottom, left:right]
    if min(part.shape[:2]) < 8:
        return None
    found = ink(grey(part), reach=2 * max(part.shape[:2])) > 0
    across, down = np.flatnonzero(found.any(axis=0)), np.flatnonzero(found.any(axis=1))
    if not len(across):
        return None
    wide, tall = int(across[-1] - across[0]) + 1, int(down[-1] - down[0]) + 1
    if wide < 6 or wide > widest or tall < _TALL * wide:
        return None
    pieces = list(_characters(np.asarray(found.any(axis=1)), wide))
    if len(pieces) < 2:
        return None
    spans = [
        (left + int(across[0]), top + start, left + int(across[-1]) + 1, top + end)
        for start, end in pieces
    ]
    return Column(_laid_out(image, spans, round(_GAP * wide)), tuple(spans))


def _characters(inked: NDArray[np.bool_], wide: int) -> Iterator[tuple[int, int]]:
    """Spans of rows that hold one character each; parts of one lie closer than its width."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    held: tuple[int, int] | None = None
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if held and end - held[0] <= 1.15 * wide:
            held = (held[0], end)
            continue
        if held:
            yield from _split(held, wide)
        held = (start, end)
    if held:
        yield from _split(held, wide)


def _split(span: tuple[int, int], wide: int) -> Iterator[tuple[int, int]]:
    """A span of characters that touch, cut into equal parts."""
    start, end = span
    count = max(1, round((end - start) / wide))
    cuts = np.linspace(start, end, count + 1).round().astype(int)
    yield from pairwise(cuts.tolist())


def _laid_out(image: Image, spans: Sequence[Area], side: int) -> Image:
    """The characters side by side, each in the middle of a tile of its paper's shade."""
    tiles = []
    for left, top, right, bottom in spans:
        part = image[top:bottom, left:right]
        paper = np.percentile(part.reshape(-1, 3), 90, axis=0).tolist()
        above, before = max(0, side - len(part)) // 2, max(0, side - part.shape[1]) // 2
        below, after = max(0, side - len(part) - above), max(0, side - part.shape[1] - before)
        tile = cv2.copyMakeBorder(
            part, above, below, before, after, cv2.BORDER_CONSTANT, value=paper
        )
        tiles.append(cv2.resize(tile, (side, side)))
    return np.asarray(np.hstack(tiles), dtype=np.uint8)
