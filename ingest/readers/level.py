"""Straight lines of text: cut out of a page by their corners and set level."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ingest.formats.contract import Image
from ingest.readers import relooking
from ingest.readers.detection import Quad
from ingest.readers.recognition import HEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A straight line of text: cut out by its corners."""

    quad: Quad

    def cut(self, image: Image) -> Image:
        """The line's part of the page, set level."""
        return self._shown(image, self._size())

    def cut_again(self, image: Image) -> Image:
        """The line as a second look has it: with more paper, narrower, at the network's height."""
        down = (self.quad[3] - self.quad[0]) * np.float32(relooking.TALLER / 2)
        line = Level(self.quad + np.stack([-down, -down, down, down]))
        width, height = line._size()
        size = max(1, round(width * relooking.NARROWER * HEIGHT / height)), HEIGHT
        if height <= HEIGHT:
            return line._shown(image, size)
        return np.asarray(cv2.resize(line.cut(image), size, interpolation=cv2.INTER_AREA), np.uint8)

    def _size(self) -> tuple[int, int]:
        """Width and height in pixels of the page."""
        sides = (self.quad[1] - self.quad[0], self.quad[3] - self.quad[0])
        width, height = (max(1, round(float(np.linalg.norm(side)))) for side in sides)
        return width, height

    def _shown(self, image: Image, size: tuple[int, int]) -> Image:
        width, height = size
        target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
        level = cv2.getPerspectiveTransform(self.quad, target)
        cut = cv2.warpPerspective(
            image, level, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(cut, dtype=np.uint8)

    def part(self, start: float, end: float) -> Quad:
        """Corners of the part of the line between two shares of its length."""
        corners = [_along(self.quad, side, share) for side in (0, 3) for share in (start, end)]
        return np.array(corners, dtype=np.float32)


def _along(quad: Quad, side: int, share: float) -> Quad:
    """A point on the upper (0) or lower (3) edge of the quad."""
    start, end = (quad[0], quad[1]) if side == 0 else (quad[3], quad[2])
    return np.asarray(start + (end - start) * np.float32(share), dtype=np.float32)
