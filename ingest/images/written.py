"""Which rows of an upright page bear anything: cards and slips leave half of their sheet empty.

Whatever is looked for on a page costs time by the pixel. Rules, boxes and codes are looked for at
the scale that the whole page would have, so that the same are found; the network that finds lines
sees less paper around them, and a line may come out a pixel otherwise.
"""

from __future__ import annotations

import cv2
import numpy as np

from domain.geometry import WHOLE, Box
from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask, around, at_working_size, grey, ink, scaled

_WORKING_SIDE = 600
"""Longer side, in pixels, of the copy that is looked at."""

_CONTRAST = 10
"""Shades by which the faintest mark is darker than its paper: half of what a reader needs."""

_MARGIN = 0.025
"""Paper that is left above and below, in shares of the page's longer side."""

_WORTH = 0.1
"""Share of a page that must be empty for it to be left out."""


def written_part(image: Image) -> Box:
    """All rows of the page from the first mark to the last, and some paper; `WHOLE` of a full page.

    Any two pixels of ink at a quarter of the size are a mark: what is left out cannot be found.
    The box begins and ends with a row of pixels.
    """
    rows = np.flatnonzero(_marks(scaled(grey(image), _WORKING_SIDE)).any(axis=1))
    if not len(rows):
        return WHOLE
    height, longer = image.shape[0], max(image.shape[:2])
    scale = max(1.0, longer / _WORKING_SIDE)
    margin = _MARGIN * longer
    top = max(0, int(rows[0] * scale - margin))
    bottom = min(height, int((rows[-1] + 1) * scale + margin))
    if bottom - top > (1 - _WORTH) * height:
        return WHOLE
    return Box(0.0, top / height, 1.0, bottom / height)


def rows_of(image: Image, part: Box) -> Image:
    """The rows of a page that are in its part."""
    height = image.shape[0]
    return image[round(part.y0 * height) : round(part.y1 * height)]


def at_working_scale(image: Image, part: Box, most: float, contrast: int) -> tuple[Grey, Mask]:
    """The part and its ink as they would be at the working size of the page; see `ink`."""
    longer = max(image.shape[:2])
    shades = at_working_size(grey(rows_of(image, part)), most, longer)
    reach = around(round(longer * shades.shape[1] / image.shape[1]))
    return shades, ink(shades, contrast, reach)


def _marks(shades: Grey) -> Mask:
    """Whatever is darker than its surroundings, single pixels left out."""
    found = ink(shades, _CONTRAST)
    beside = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((1, 2), np.uint8))
    below = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((2, 1), np.uint8))
    return np.asarray(cv2.bitwise_or(beside, below), np.uint8)
