"""Whether anything is written on a page at all."""

from __future__ import annotations

import cv2
import numpy as np

from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask, grey, ink, scaled

WORKING_SIDE = 1200
"""Longer side, in pixels, of the copy that is looked at."""
_CONTRAST = 25

_EDGE = 0.04
"""Shadows of the glass, staples and torn rims lie within this share of the page's border."""

_SPECK = 7
"""Pixels, at the working side, up to which a dot is dust."""

_DOT = 0.0035
"""Sides, in shares of the page's longer side, up to which a dot is dust: 1 mm of A4."""

_HOLE = 0.012
"""Sides, in shares of the page's longer side, from which a round spot is a punched hole."""

_CONVEX, _ROUND = 0.9, 0.7
"""Share of its hull, and of the circle around it, that a hole fills; a square fills .64."""

_MARGIN = 0.16
"""Holes are punched within this share of the page from one of its sides."""

_FEWEST_MARKS = 3
"""Marks up to which a page is blank, unless one of them is plainly print."""

_OUTERMOST = 0.012
"""Share of the page at its border in which not even print is looked for."""

_SURROUNDINGS = 61
"""Side, in pixels at the working side, of what is around a mark."""

_PLAIN = 60
"""Shades by which print is darker than the paper around it, at least; folds and shadows are not."""

_LETTER = 8
"""Height or width of a letter, at the working side, at least."""

_SLENDER = 5.0
"""Ratio of length to breadth from which a mark is a staple; a crease has twice that."""

_CREASE, _WHOLE = 0.04, 0.8
"""Length of a crease in shares of the longer side, and of a streak in shares of its own."""

_MOST_CREASES = 30
"""A page with more marks than this is not looked at more closely."""


def is_blank(image: Image) -> bool:
    """Whether the page bears nothing but specks, shadows at its rim, staples and punched holes.

    A single character is enough to make it a page: a page number or a stamp says something.
    """
    shades = scaled(grey(image), WORKING_SIDE)
    found = ink(shades, _CONTRAST)
    marks = _marks(_without_rim(found, _EDGE))
    telling = [mark for mark in marks if not (_is_speck(mark, found) or _is_hole(mark, found))]
    if len(telling) > _MOST_CREASES:
        return False
    dark = _plainly_dark(shades, found)
    telling = [mark for mark in telling if not _is_crease(mark, found, dark)]
    return len(telling) < _FEWEST_MARKS and not _has_print(dark)


def _marks(found: Mask) -> list[tuple[int, ...]]:
    """Left, top, width, height and area of every piece of ink."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    return [tuple(int(value) for value in stats[label]) for label in range(1, count)]


def _plainly_dark(shades: Grey, found: Mask) -> Mask:
    """The ink that is much darker than the paper around it."""
    paper = np.asarray(cv2.medianBlur(shades, _SURROUNDINGS), np.int16)
    return np.where((found > 0) & (paper - shades >= _PLAIN), np.uint8(255), np.uint8(0))


def _has_print(dark: Mask) -> bool:
    """Whether a mark is as dark, as large and as compact as a character, or larger."""
    return any(
        max(mark[2], mark[3]) >= _LETTER
        and not _is_speck(mark, dark)
        and not _reaches_rim(mark, dark)
        and not _is_hole(mark, dark)
        and _slenderness(mark, dark) < _SLENDER
        for mark in _marks(dark)
    )


def _is_crease(mark: tuple[int, ...], found: Mask, dark: Mask) -> bool:
    """A long thin line that is faint, as creases are, or runs over the whole page as streaks do."""
    left, top, width, height, area = mark
    rows, columns = found.shape
    if max(width, height) < _CREASE * max(rows, columns):
        return False
    if _slenderness(mark, found) < 2 * _SLENDER:
        return False
    if height > _WHOLE * rows or width > _WHOLE * columns:
        return True
    return cv2.countNonZero(dark[top : top + height, left : left + width]) < area / 4


def _without_rim(found: Mask, share: float) -> Mask:
    height, width = found.shape
    down, across = round(height * share), round(width * share)
    kept = found.copy()
    kept[:down], kept[height - down :] = 0, 0
    kept[:, :across], kept[:, width - across :] = 0, 0
    return kept


def _is_speck(mark: tuple[int, ...], found: Mask) -> bool:
    """A dot too small to be a letter."""
    tiny = _DOT * max(found.shape)
    return mark[4] <= _SPECK or max(mark[2], mark[3]) <= tiny


def _is_hole(mark: tuple[int, ...], found: Mask) -> bool:
    """A round spot or ring near a side of the page."""
    left, top, width, height, _ = mark
    size = _HOLE * max(found.shape)
    if min(width, height) < size or max(width, height) > 1.4 * min(width, height):
        return False
    rows, columns = found.shape
    margin = _MARGIN * min(rows, columns)
    near = min(left, top, columns - left - width, rows - top - height)
    small = near < margin and max(width, height) < 4 * size
    return bool(small and _is_round(found[top : top + height, left : left + width]))


def _is_round(part: Mask) -> bool:
    """Whether the largest shape is as round as a punch, and no character."""
    outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    area, hull = cv2.contourArea(outline), cv2.contourArea(cv2.convexHull(outline))
    _, radius = cv2.minEnclosingCircle(outline)
    return area > _CONVEX * hull and area > _ROUND * np.pi * radius**2


def _slenderness(mark: tuple[int, ...], found: Mask) -> float:
    """How many times as long as broad a mark is, whichever way it lies."""
    left, top, width, height, _ = mark
    part = found[top : top + height, left : left + width]
    _, sides, _ = cv2.minAreaRect(cv2.findNonZero(part))
    return float((max(sides) + 1) / (min(sides) + 1))


def _reaches_rim(mark: tuple[int, ...], dark: Mask) -> bool:
    """Whether a mark comes from outside the page, as shadows and torn corners do."""
    left, top, width, height, _ = mark
    rows, columns = dark.shape
    near = min(left, top, columns - left - width, rows - top - height)
    return bool(near < _OUTERMOST * max(rows, columns))
