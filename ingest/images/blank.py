"""Whether anything is written on a page at all."""

from __future__ import annotations

import cv2

from ingest.formats.contract import Image
from ingest.images.ink import Mask, grey, ink, scaled

_WORKING_SIDE = 1200
_CONTRAST = 25

_EDGE = 0.04
"""Shadows of the glass, staples and torn rims lie within this share of the page's border."""

_SPECK = 7
"""Pixels, at the working side, up to which a dot is dust."""

_HOLE = 0.012
"""Sides, in shares of the page's longer side, from which a round spot is a punched hole."""

_MARGIN = 0.16
"""Holes are punched within this share of the page from one of its sides."""

_FEWEST_MARKS = 3
"""Marks up to which a page is blank; a single letter has at most two."""


def is_blank(image: Image) -> bool:
    """Whether the page bears nothing but specks, shadows at its rim and punched holes."""
    found = ink(scaled(grey(image), _WORKING_SIDE), _CONTRAST)
    found = _without_rim(found)
    count, _, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    marks = [tuple(int(value) for value in stats[label]) for label in range(1, count)]
    telling = [mark for mark in marks if mark[4] > _SPECK and not _is_hole(mark, found)]
    return len(telling) < _FEWEST_MARKS


def _without_rim(found: Mask) -> Mask:
    height, width = found.shape
    down, across = round(height * _EDGE), round(width * _EDGE)
    kept = found.copy()
    kept[:down], kept[height - down :] = 0, 0
    kept[:, :across], kept[:, width - across :] = 0, 0
    return kept


def _is_hole(mark: tuple[int, ...], found: Mask) -> bool:
    """A round spot or ring near a side of the page."""
    left, top, width, height, _ = mark
    size = _HOLE * max(found.shape)
    if min(width, height) < size or max(width, height) > 1.4 * min(width, height):
        return False
    rows, columns = found.shape
    margin = _MARGIN * min(rows, columns)
    near = min(left, top, columns - left - width, rows - top - height)
    return bool(near < margin and max(width, height) < 4 * size)
