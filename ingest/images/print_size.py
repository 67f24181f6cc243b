"""How large the print on a page is, so that it can be read at the size the readers like."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.formats.contract import Image
from ingest.images.ink import grey, ink, scaled

_WORKING_SIDE = 1400
_LOWEST, _HIGHEST = 4, 90
_SMALL_PRINT = 0.2
"""Share of the page's text that may be smaller than the height given back."""


def print_height(image: Image) -> float | None:
    """Height of the smaller lines of print, in pixels of `image`; None where there are none.

    Letters of a line are run together and the lines' heights measured, wide lines counting more.
    Ruled lines and pictures are too flat or too high to be taken for print.
    """
    found = ink(scaled(grey(image), _WORKING_SIDE))
    ruled = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((1, 60), np.uint8))
    ruled |= cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((60, 1), np.uint8))
    letters = cv2.subtract(found, cv2.dilate(ruled, np.ones((3, 3), np.uint8)))
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((2, 15), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    widths, heights = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    lines = (heights >= _LOWEST) & (heights <= _HIGHEST) & (widths >= 1.5 * heights)
    if not lines.any():
        return None
    order = np.argsort(heights[lines])
    share = np.cumsum(widths[lines][order]) / widths[lines].sum()
    height = heights[lines][order][np.searchsorted(share, _SMALL_PRINT)]
    return float(height) * max(image.shape[:2]) / max(found.shape)
