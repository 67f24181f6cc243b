"""Small copies of a page, on which most of what is asked about it can be answered."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.formats.contract import Image


def shrunk(image: Image, size: tuple[int, int]) -> Image:
    """The image at a smaller width and height, each pixel the mean of those it stands for.

    It is halved as often as that goes, which takes hardly any time, and the rest is done on what is
    left: a tenth of the time where the sides become less than half. A last odd row or column is
    left out.
    """
    width, height = size
    while image.shape[0] >= 2 * height and image.shape[1] >= 2 * width:
        rows, columns = image.shape[0] // 2, image.shape[1] // 2
        even = image[: 2 * rows, : 2 * columns]
        image = np.asarray(
            cv2.resize(even, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8
        )
    if (image.shape[1], image.shape[0]) == size:
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
