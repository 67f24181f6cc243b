"""A page taken out of its surroundings: dark borders cut away, a photograph seen from above."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from domain.geometry import Corners
from ingest.formats.contract import Image
from ingest.images.borders import Lit, paper_in_the_dark, without_darkness
from ingest.images.perspective import Points, four_corners, page_on_desk, straightened

_WORKING_SIDE = 600
_SMALLEST_SIDE = 300
"""Pixels: a scan with a shorter side is a clipping, and nothing is cut from it."""

_WORTH_CUTTING = 0.004
"""Share of a side from which a border is cut off, and not only painted over."""


@dataclass(frozen=True, slots=True, eq=False)
class CutOut:
    """The page, and where its corners were on the scan; None where it is the whole scan."""

    image: Image
    corners: Corners | None


def cut_out(image: Image) -> CutOut:
    """The page without what is around it; the image itself where nothing is, or nothing sure."""
    height, width = image.shape[:2]
    if min(height, width) < _SMALLEST_SIDE:
        return CutOut(image, None)
    small = _small(image)
    size = (small.shape[1], small.shape[0])
    lit = paper_in_the_dark(small)
    corners = four_corners(lit.outline, size) if lit else page_on_desk(small)
    if corners is not None:
        return _straight(image, corners, size)
    return _cropped(image, lit, size) if lit else CutOut(image, None)


def _small(image: Image) -> Image:
    """A copy of working size; of a large picture only every other pixel is looked at."""
    height, width = image.shape[:2]
    ratio = min(1.0, _WORKING_SIDE / max(height, width))
    step = max(1, int(0.5 / ratio))
    size = (max(1, round(width * ratio)), max(1, round(height * ratio)))
    thinned = np.ascontiguousarray(image[::step, ::step])
    return np.asarray(cv2.resize(thinned, size, interpolation=cv2.INTER_AREA), np.uint8)


def _straight(image: Image, corners: Points, size: tuple[int, int]) -> CutOut:
    """The page between four corners that were found on a smaller copy."""
    height, width = image.shape[:2]
    shares = np.asarray((corners + 0.5) / np.array(size), np.float32)
    page = straightened(image, (shares * (width, height)).astype(np.float32))
    return CutOut(page, _corners(shares))


def _cropped(image: Image, lit: Lit, size: tuple[int, int]) -> CutOut:
    """The scan without its dark borders; what remains of them is painted over."""
    height, width = image.shape[:2]
    near = np.floor(lit.outline.min(axis=0)) / size
    far = (np.ceil(lit.outline.max(axis=0)) + 1) / size
    near, far = np.where(near < _WORTH_CUTTING, 0, near), np.where(far > 1 - _WORTH_CUTTING, 1, far)
    left, top = (int(side) for side in (near * (width, height)).round())
    right, bottom = (int(side) for side in (far * (width, height)).round())
    page = without_darkness(image, lit)
    if (left, top, right, bottom) == (0, 0, width, height):
        return CutOut(page, None)
    sides = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    part = np.ascontiguousarray(page[top:bottom, left:right])
    return CutOut(part, _corners(np.asarray(sides / np.array([width, height]), np.float32)))


def _corners(shares: Points) -> Corners:
    first, second, third, fourth = ((float(x), float(y)) for x, y in shares)
    return first, second, third, fourth
