"""What on a page is ink and what is paper, whatever the light and the colour of the paper."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image
from ingest.images.shrinking import shrunk

Mask = NDArray[np.uint8]
"""One byte a pixel: 255 where there is ink, 0 elsewhere."""

Grey = NDArray[np.uint8]


def grey(image: Image) -> Grey:
    """The image in shades of grey; itself where it has no colours."""
    if image.ndim == 2:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def ink(shades: Grey, contrast: int = 20, reach: int = 0) -> Mask:
    """Pixels that are darker by `contrast` than the mean of their surroundings.

    `reach` is the side of the surroundings in pixels, by default a thirtieth of the page.
    """
    side = reach or max(15, max(shades.shape) // 30)
    found = cv2.adaptiveThreshold(
        shades, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side | 1, contrast
    )
    return np.asarray(found, dtype=np.uint8)


def scaled(shades: Grey, longest: int) -> Grey:
    """The shades with their longer side at most `longest` pixels."""
    height, width = shades.shape
    ratio = longest / max(height, width)
    if ratio >= 1.0:
        return shades
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    return shrunk(shades, size)
