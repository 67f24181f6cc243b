"""What is no paper around a page: the dark of an open lid, a copier's shadow, a black desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask, grey, ink

_DARK = 0.5
"""Brightness below which nothing is paper, as a share of the paper's own."""

_STRIP = 0.012
"""Sides, in shares of the picture's, of the smallest square of darkness that counts."""

_SMALLEST_PAGE = 0.2
"""A page fills at least this share of its scan."""

_BAY = 0.05
"""Side of a dark square that reaches into the page and is a picture, in shares of the scan's."""

_COLOUR = 50
"""By how much a colour's strongest and weakest part differ; the dark of a scanner has none."""

_CONTRAST = 40
"""Shades by which writing stands out from the dark."""

_LOWEST, _LINE = 4, 5
"""A line of print is at least this high, in pixels, and as many times as wide."""

_STEEP = 0.25
"""By how much it is darker just beyond the edge of paper than just within, in shares of the
paper's brightness; a shadow that falls on the page deepens slowly."""

_FEWEST = 0.002
"""Share of a scan that must be dark around the page for anything to be done about it."""

Outline = NDArray[np.float32]
"""Corners of a convex shape, in pixels: one row of x and y each."""


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """A page in the dark: its outline, and the darkness around it as a mask."""

    outline: Outline
    darkness: Mask


def paper_in_the_dark(scan: Image) -> Lit | None:
    """The page, where it lies in darkness that reaches the picture's rim.

    None where nothing dark is around it, or where the dark has writing in it or is not
    straight towards the page: then it may be a part of the page, a picture or a banner.
    """
    shades = grey(scan)
    dark = _darkness(scan, shades)
    if not dark.any():
        return None
    paper = _largest(cv2.bitwise_not(dark))
    if not _has_edge(shades, paper, dark):
        return None
    outline = cv2.convexHull(cv2.findNonZero(paper))[:, 0].astype(np.float32)
    hull = np.zeros_like(paper)
    cv2.fillConvexPoly(hull, outline.astype(np.int32), 255)
    if cv2.countNonZero(hull) < _SMALLEST_PAGE * hull.size or _has_bay(dark, hull):
        return None
    darkness = cv2.bitwise_or(dark, cv2.bitwise_not(hull))
    if cv2.countNonZero(darkness) < _FEWEST * hull.size or _is_written_on(shades, hull):
        return None
    return Lit(outline, np.asarray(darkness, np.uint8))


def without_darkness(image: Image, lit: Lit) -> Image:
    """The scan with the paper going on where it was dark, in the shade of the nearest paper."""
    height, width = image.shape[:2]
    rows, columns = lit.darkness.shape
    rim = cv2.dilate(lit.darkness, np.ones((5, 5), np.uint8))
    small = cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA)
    plain = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    _, nearest = cv2.distanceTransformWithLabels(
        rim, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    shades = np.zeros((int(nearest.max()) + 1, 3), np.uint8)
    shades[nearest[rim == 0]] = plain[rim == 0]
    paper = cv2.GaussianBlur(shades[nearest], (0, 0), 3)
    mask = cv2.resize(rim, (width, height), interpolation=cv2.INTER_NEAREST)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(mask[:, :, np.newaxis] > 0, paper, image)


def _darkness(scan: Image, shades: Grey) -> Mask:
    """What is dark, without colour, broad, and reaches the rim."""
    side = max(3, round(_STRIP * max(shades.shape)))
    paper = float(np.percentile(shades[::4, ::4], 80))
    dark = np.where(shades < _DARK * paper, np.uint8(255), np.uint8(0))
    if not (dark[[0, -1]].any() or dark[:, [0, -1]].any()):
        return np.zeros_like(dark)
    dark[scan.max(axis=2) - scan.min(axis=2) > _COLOUR] = 0
    wide = cv2.copyMakeBorder(dark, side, side, side, side, cv2.BORDER_CONSTANT, value=255)
    broad = cv2.morphologyEx(wide, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    _, labels = cv2.connectedComponents(broad, connectivity=4)
    rim = np.where(labels == labels[0, 0], np.uint8(255), np.uint8(0))
    return np.ascontiguousarray(rim[side:-side, side:-side])


def _has_edge(shades: Grey, paper: Mask, dark: Mask) -> bool:
    """Whether paper ends where the dark begins; print goes on into a shadow."""
    within, beyond = _beside(paper, dark), _beside(dark, paper)
    if not (within.any() and beyond.any()):
        return True
    bright = float(np.percentile(shades[::4, ::4], 80))
    fall = float(np.median(shades[within > 0])) - float(np.median(shades[beyond > 0]))
    return fall >= _STEEP * bright


def _beside(side: Mask, other: Mask) -> Mask:
    """The pixels of one side that are two to four away from the other."""
    near, next_to = np.ones((9, 9), np.uint8), np.ones((3, 3), np.uint8)
    rim = cv2.subtract(cv2.dilate(other, near), cv2.dilate(other, next_to))
    return np.asarray(cv2.bitwise_and(rim, side), np.uint8)


def _largest(pieces: NDArray[Any]) -> Mask:
    mask = np.asarray(pieces, np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    if count < 2:
        return mask
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return np.where(labels == best, np.uint8(255), np.uint8(0))


def _has_bay(dark: Mask, hull: Mask) -> bool:
    """Whether the darkness reaches far into the page, as a picture at its rim does."""
    side = max(3, round(_BAY * max(hull.shape)))
    inside = cv2.erode(hull, np.ones((3, 3), np.uint8), borderValue=255)
    bay = cv2.erode(cv2.bitwise_and(dark, inside), np.ones((side, side), np.uint8), borderValue=0)
    return bool(bay.any())


def _is_written_on(shades: Grey, hull: Mask) -> bool:
    """Whether a line of print stands in what is outside, dark on grey or bright on black."""
    reach = 2 * max(3, round(_STRIP * max(shades.shape))) + 1
    outside = cv2.bitwise_not(cv2.dilate(hull, np.ones((2 * reach, 2 * reach), np.uint8)))
    marks = ink(shades, _CONTRAST, reach) | ink(255 - shades, _CONTRAST, reach)
    letters = cv2.bitwise_and(marks, outside)
    joined = cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones((1, reach // 2), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    wide, tall, area = (stats[1:, column] for column in (2, 3, 4))
    return bool(((tall >= _LOWEST) & (wide >= _LINE * tall) & (area > wide * tall / 3)).any())
