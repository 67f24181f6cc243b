"""The ink of a page on a small copy, in which whatever the detector misses is looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.geometry import WHOLE, Box
from ingest.formats.contract import Image
from ingest.images.ink import Mask, around, grey, ink, scaled
from ingest.images.written import rows_of
from ingest.readers.stacked import Area

_WORKING_SIDE = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """Ink of a part of a page: `scale` pixels of the page to one, `above` of its rows left out."""

    found: Mask
    scale: float
    above: int
    size: tuple[int, int]

    def on_page(self, area: Area, paper: float = 0.0) -> Area:
        """An area of the copy in pixels of the page, with so many of the copy's around it."""
        width, height = self.size
        left, top, right, bottom = (
            round(value * self.scale)
            for value in (area[0] - paper, area[1] - paper, area[2] + paper, area[3] + paper)
        )
        top, bottom = self.above + top, self.above + bottom
        return max(0, left), max(0, top), min(width, right), min(height, bottom)

    def from_page(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Points of the page, x and y, as points of the copy."""
        return np.asarray((points - (0, self.above)) / self.scale, np.float32)


def thumbnail(image: Image, part: Box = WHOLE) -> Thumbnail:
    """The ink of `part` of a page, of whole rows."""
    height, width = image.shape[:2]
    longer = max(height, width)
    shades = scaled(grey(rows_of(image, part)), _WORKING_SIDE, longer)
    found = ink(shades, reach=around(min(longer, _WORKING_SIDE)))
    return Thumbnail(found, width / shades.shape[1], round(part.y0 * height), (width, height))
