"""How large the print on a page is, so that it can be read at the size the readers like."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.images.ink import Grey, around, ink, pieces, scaled

_WORKING_SIDE = 1400
_LOWEST, _HIGHEST = 4, 90
_SMALL_PRINT = 0.2
"""Share of the page's text that may be smaller than the height given back."""


def print_height(shades: Grey, longer: int = 0) -> float | None:
    """Height of the smaller lines of print, in pixels of `shades`; None where there are none.

    Letters of a line are run together and the lines' heights measured, wide lines counting more.
    Ruled lines and pictures are too flat or too high to be taken for print. Of a part of a page,
    `longer` is the page's longer side.
    """
    longer = longer or max(shades.shape)
    working = min(longer, _WORKING_SIDE)
    found = ink(scaled(shades, _WORKING_SIDE, longer), reach=around(working))
    across = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((1, 60), np.uint8))
    down = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((60, 1), np.uint8))
    ruled = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    letters = cv2.subtract(found, ruled)
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((2, 15), np.uint8))
    _, _, widths, heights = pieces(np.asarray(joined, np.uint8)).T
    lines = (heights >= _LOWEST) & (heights <= _HIGHEST) & (widths >= 1.5 * heights)
    if not lines.any():
        return None
    order = np.argsort(heights[lines])
    share = np.cumsum(widths[lines][order]) / widths[lines].sum()
    height = heights[lines][order][np.searchsorted(share, _SMALL_PRINT)]
    return float(height) * longer / working
