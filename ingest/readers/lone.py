"""Single letters and figures that stand alone in a row, as a quantity does: 1   Ribs Platter.

The detector misses thin ones. What is looked for is a piece of ink as high as the row's letters,
with paper all around it, at the height of a line that was found; bars and rings are left to
whoever looks for ruled lines and boxes to tick.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.formats.glyphs import Glyph
from ingest.images.ink import Mask, pieces
from ingest.readers.recognition import Recogniser
from ingest.readers.stacked import Area
from ingest.readers.thumbnail import Thumbnail

_LOWEST, _HIGHEST = 0.4, 0.8
"""Height of a letter, in shares of its line's with the paper around it."""

_SMALLEST = 7
"""Height, in pixels of the copy, from which ink is told from dirt."""

_OFF = 0.2
"""How far its middle is from that of the line, in shares of the line's height, at most."""

_PAPER = 0.7
"""Paper to its left and right, in shares of its height; half as much above and below."""

_SURE = 0.9
"""Confidence from which it is believed."""

_LOOKALIKE = "0OoQDIl"
"""What rings, frames and bars are read as."""

_MOST = 24
"""Pieces of ink on a page that are read."""


def lone(
    image: Image, copy: Thumbnail, rows: Sequence[NDArray[np.float32]],
    taken: Sequence[NDArray[np.float32]], recogniser: Recogniser,
) -> list[list[Glyph]]:  # fmt: skip
    """The characters that stand alone, each as a run of its own.

    `rows` are the corners of the level lines, `taken` outlines of all that is read otherwise.
    """
    areas = list(_pieces(copy, rows, taken))[:_MOST]
    cuts = [_with_paper(image, area) for area in areas]
    height, width = image.shape[:2]
    found = []
    for (left, top, right, bottom), marks in zip(areas, recogniser.read(cuts), strict=True):
        if len(marks) == 1 and marks[0].confidence >= _SURE and _is_telling(marks[0].text):
            mark = marks[0]
            box = Box.clipped(left / width, top / height, right / width, bottom / height)
            found.append([Glyph(mark.text, box, mark.confidence, mark.handwritten)])
    return found


def _pieces(
    copy: Thumbnail, rows: Sequence[NDArray[np.float32]], taken: Sequence[NDArray[np.float32]]
) -> Iterator[Area]:
    """Pieces of ink at the height of a line, with paper around them, in pixels of the page."""
    if not rows:
        return
    left = copy.found.copy()
    for outline in (*rows, *taken):
        cv2.fillPoly(left, [np.round(copy.from_page(outline)).astype(np.int32)], 0)
    quads = copy.from_page(np.stack(rows))
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)
    middles = quads[:, :, 1].mean(axis=1)
    for x, y, wide, tall in pieces(left).tolist():
        if tall < _SMALLEST or wide > 1.1 * tall:
            continue
        level = np.abs(middles - (y + tall / 2)) < _OFF * heights
        alike = (tall > _LOWEST * heights) & (tall < _HIGHEST * heights)
        if (level & alike).any() and _is_alone(left, x, y, wide, tall):
            yield copy.on_page((x, y, x + wide, y + tall))


def _is_alone(found: Mask, x: int, y: int, wide: int, tall: int) -> bool:
    beside, above = round(_PAPER * tall), round(_PAPER * tall / 2)
    around = found[max(0, y - above) : y + tall + above, max(0, x - beside) : x + wide + beside]
    own = found[y : y + tall, x : x + wide]
    return bool(np.count_nonzero(around) <= 1.05 * np.count_nonzero(own))


def _with_paper(image: Image, area: Area) -> Image:
    """The character with as much paper around it as a line would have."""
    left, top, right, bottom = area
    tall = bottom - top
    above, beside = (
        round(0.3 * tall),
        max(round(0.4 * tall), round(0.6 * tall) - (right - left) // 2),
    )
    return image[max(0, top - above) : bottom + above, max(0, left - beside) : right + beside]


def _is_telling(text: str) -> bool:
    return text.isascii() and text.isalnum() and text not in _LOOKALIKE
