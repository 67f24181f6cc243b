"""Quarter turns and small turns of a page."""

from __future__ import annotations

import cv2
import numpy as np

from domain.geometry import Rotation
from ingest.formats.contract import Image

_TURNS = {
    Rotation.RIGHT: cv2.ROTATE_90_CLOCKWISE,
    Rotation.HALF: cv2.ROTATE_180,
    Rotation.LEFT: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


def turned(image: Image, rotation: Rotation) -> Image:
    """The image after a turn clockwise."""
    if rotation is Rotation.NONE:
        return image
    return np.asarray(cv2.rotate(image, _TURNS[rotation]), dtype=np.uint8)


def levelled(image: Image, skew: float) -> Image:
    """The image turned clockwise by `skew` degrees, on a canvas large enough to lose nothing.

    The corners that come in go on as the rim of the page does: an edge would look like a line.
    Between pixels the mean is taken: a sharper curve takes two and a half times as long, and no
    page was read better for it.
    """
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide = round(width * cosine + height * sine)
    tall = round(width * sine + height * cosine)
    matrix[0, 2] += (wide - width) / 2
    matrix[1, 2] += (tall - height) / 2
    level = cv2.warpAffine(
        image, matrix, (wide, tall), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(level, dtype=np.uint8)


def within(image: Image, pixels: int) -> Image:
    """The image, made smaller where it has more than `pixels`."""
    height, width = image.shape[:2]
    if height * width <= pixels:
        return image
    ratio = (pixels / (height * width)) ** 0.5
    size = (max(1, int(width * ratio)), max(1, int(height * ratio)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
