"""Salt taken off a page, dots that a bad copier or a fax line strews over it.

Shadow and uneven light are left as they are: the readers were measured to see through them, and
evening them out gained nothing. What shines through from the back is left too: making white what
is faint lost whole receipts of faint print.
"""

from __future__ import annotations

import cv2
import numpy as np

from ingest.formats.contract import Image
from ingest.images.ink import Grey, grey

_TILE = 800
"""Pixels: side of the middle part of a page that is looked at for salt."""

_BLOCKS = 8
"""Salt lies in nearly every one of this many times as many squares of it; print does not."""

_SALTED = 0.0008
"""Share of single black dots in a square from which it is salted."""


def cleared(image: Image) -> Image:
    """The page without salt; itself where there is none."""
    if not _is_salted(grey(image)):
        return image
    return np.asarray(cv2.medianBlur(image, 3), np.uint8)


def _is_salted(shades: Grey) -> bool:
    """Whether single dark dots lie all over the page, also where it is empty."""
    height, width = shades.shape
    tall, wide = min(height, _TILE), min(width, _TILE)
    top, left = (height - tall) // 2, (width - wide) // 2
    tile = np.ascontiguousarray(shades[top : top + tall, left : left + wide])
    calm = cv2.medianBlur(tile, 3)
    around = cv2.absdiff(cv2.dilate(calm, np.ones((7, 7))), cv2.erode(calm, np.ones((7, 7))))
    dots = ((calm > tile) & (cv2.absdiff(calm, tile) > 80) & (around < 60)).astype(np.float32)
    blocks = cv2.resize(dots, (_BLOCKS, _BLOCKS), interpolation=cv2.INTER_AREA)
    return bool(np.percentile(blocks, 15) >= _SALTED)
