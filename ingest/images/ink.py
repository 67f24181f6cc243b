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

    `reach` is the side of the surroundings in pixels, by default `around` the image given.
    """
    side = reach or around(max(shades.shape))
    found = cv2.adaptiveThreshold(
        shades, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side | 1, contrast
    )
    return np.asarray(found, dtype=np.uint8)


def around(longer: int) -> int:
    """Side of a mark's surroundings on a page of that longer side: a thirtieth of it."""
    return max(15, longer // 30)


def pieces(found: Mask) -> NDArray[np.int32]:
    """Left, top, width and height of every piece of ink, one row each.

    Pixels that touch at a corner are one piece. Following borders takes an eighth of the time of
    numbering pixels; use that where their count matters.
    """
    borders, tree = cv2.findContours(found, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    inside = np.asarray(tree)[0, :, 3] >= 0 if borders else ()
    outer = (border for border, hole in zip(borders, inside, strict=True) if not hole)
    places = [cv2.boundingRect(border) for border in outer]
    return np.array(places, np.int32).reshape(-1, 4)


def scaled(shades: Grey, longest: int, longer: int = 0) -> Grey:
    """The shades with their longer side at most `longest` pixels.

    Of a part of a page, `longer` is the page's longer side: the part is made as small as the page
    would be.
    """
    height, width = shades.shape
    ratio = longest / (longer or max(height, width))
    if ratio >= 1.0:
        return shades
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    return shrunk(shades, size)


_WORKING_SIDE = 2340


def at_working_size(shades: Grey, most: float, longer: int = 0) -> Grey:
    """A page as large as A4 at 200 dpi, but enlarged `most` times at the most.

    At that size small printed shapes, frames and rings, are looked for. `longer` is as above.
    """
    ratio = min(most, _WORKING_SIDE / (longer or max(shades.shape)))
    if 0.95 < ratio < 1.05:
        return shades
    how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(shades, None, fx=ratio, fy=ratio, interpolation=how), np.uint8)
