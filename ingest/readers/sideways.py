"""Numbers and notes printed sideways in a page's margins: archive stamps, form numbers.

The detector looks for lines across; a lone line down the margin it misses, or takes for single
characters. Such a line is a narrow chain of ink with nothing beside it. It is turned either way,
and what is read with more confidence counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.formats.glyphs import Glyph
from ingest.images.ink import Mask, pieces
from ingest.readers.recognition import Mark, Recogniser
from ingest.readers.stacked import Area
from ingest.readers.thumbnail import Thumbnail

_MARGIN = 0.18
"""Share of the page's width, on either side, in which lines down the page are looked for."""

_NARROWEST, _WIDEST = 6, 30
"""Height of such print, in working pixels."""

_BESIDE = 2 * _WIDEST
"""Columns beyond the margin that are looked at too, lest a column of a text's first characters
seem to stand alone."""

_LONG = 4.0
"""Length of a chain, at least, in shares of its width."""

_MOST = 4
"""Chains on a page that are read, longest first."""

_SURE = 0.85
"""Mean confidence from which what was read is believed."""

_FEWEST = 3
"""Letters and digits of a line, at least."""


def sideways(
    image: Image, recogniser: Recogniser, copy: Thumbnail
) -> list[tuple[Area, list[Glyph]]]:
    """Lines that run down or up the margins: where each stands, and its characters."""
    found = []
    for area in _chains(copy):
        left, top, right, bottom = area
        chain = image[top:bottom, left:right]
        ways = [
            cv2.rotate(chain, way)
            for way in (cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_90_CLOCKWISE)
        ]
        down, up = recogniser.read([np.asarray(way, dtype=np.uint8) for way in ways])
        marks, falls = (down, True) if _trust(down) >= _trust(up) else (up, False)
        if _trust(marks) >= _SURE:
            found.append((area, _glyphs(marks, area, image, falls=falls)))
    return found


def _chains(copy: Thumbnail) -> list[Area]:
    """Narrow chains of ink in the margins, with paper on either side; in pixels of the page."""
    width = copy.found.shape[1]
    band = round(_MARGIN * width)
    if band < _NARROWEST:
        return []
    areas = [*_within(copy.found, 0, band), *_within(copy.found, width - band, width)]
    areas.sort(key=lambda area: area[1] - area[3])
    return [copy.on_page(area, 0.12 * (area[2] - area[0]) + 1) for area in areas[:_MOST]]


def _within(found: Mask, start: int, end: int) -> Iterator[Area]:
    """Chains between two columns; what stands beyond them is seen, and may go on from a chain."""
    first = max(0, start - _BESIDE)
    for left, top, right, bottom in _lone(found[:, first : end + _BESIDE]):
        if start <= first + left and first + right <= end:
            yield first + left, top, first + right, bottom


def _lone(found: Mask) -> Iterator[Area]:
    """Narrow chains with paper on either side."""
    found = np.ascontiguousarray(found)
    ruled = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((45, 1), np.uint8))
    letters = cv2.subtract(found, cv2.dilate(ruled, np.ones((1, 3), np.uint8)))
    chains = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((17, 3), np.uint8))
    for left, top, wide, tall in pieces(np.asarray(chains, np.uint8)).tolist():
        if not (_NARROWEST <= wide <= _WIDEST and tall >= _LONG * wide):
            continue
        beside = max(4, wide // 2)
        around = letters[top : top + tall, max(0, left - beside) : left + wide + beside]
        own = letters[top : top + tall, left : left + wide]
        if np.count_nonzero(around) <= 1.05 * np.count_nonzero(own):
            yield left, top, left + wide, top + tall


def _trust(marks: list[Mark]) -> float:
    """Mean confidence; none in what is too short to be told from dirt."""
    if sum(mark.text.isalnum() for mark in marks) < _FEWEST:
        return 0.0
    return sum(mark.confidence for mark in marks) / len(marks)


def _glyphs(marks: list[Mark], area: Area, image: Image, *, falls: bool) -> list[Glyph]:
    """The characters, each with its part of the area."""
    rows, columns = image.shape[:2]
    left, top, right, bottom = area
    half = (bottom - top) / (2 * len(marks))
    glyphs = []
    for mark in marks:
        at = mark.at if falls else 1.0 - mark.at
        middle = top + at * (bottom - top)
        box = Box.clipped(
            left / columns, (middle - half) / rows, right / columns, (middle + half) / rows
        )
        glyphs.append(Glyph(mark.text, box, mark.confidence))
    return glyphs
