"""Print on a page that nobody has accounted for: ink in the shape of lines, away from known text.

A PDF may state part of what it shows and draw the rest: a pasted picture of an identity card, a
letterhead whose letters were turned into outlines. What is known is covered; what is left and
looks like rows of letters has to be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.images.ink import Mask, grey, ink, scaled

_WORKING_SIDE = 2400
"""Pixels of the longer side at which letters are looked for: A4 at 200 dpi."""

_CONTRAST = 25

_LOWEST, _HIGHEST = 7, 90
"""Heights of letters, in pixels at the working side: of the smallest print, and of a title."""

_SLIMMEST = 2
"""Narrower marks are ruled lines."""

_WIDEST = 8.0
"""Letters that touch make up a mark so many times as wide as high, at most."""

_REACH = 1.2
"""Letters of one row stand less than so many heights apart."""

_FEWEST = 3
"""Marks that make up a row; fewer are ticks, bullets and ornaments."""

_BESIDE = 0.35
"""Letters reach so many heights beyond the box that their line states."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Rows of print that no known line covers, and their share of all print on the page, 0..1."""

    rows: tuple[Box, ...]
    share: float


def unread(image: Image, known: Sequence[Box]) -> Unread:
    """What is printed on the page outside of the boxes that are `known`."""
    shades = scaled(grey(image), _WORKING_SIDE)
    found = ink(shades, _CONTRAST)
    left = without(found, known)
    letters = _letters(left)
    rows = tuple(_rows(letters, (left.shape[0], left.shape[1])))
    total = cv2.countNonZero(found & _filled(_letters(found), found))
    own = sum(cv2.countNonZero(_part(left, row)) for row in rows)
    return Unread(rows, min(1.0, own / total) if total else 0.0)


def without(mask: Mask, known: Sequence[Box]) -> Mask:
    """The mask with nothing left where text is known."""
    height, width = mask.shape
    kept = mask.copy()
    for box in known:
        margin = _BESIDE * box.height * height
        top, bottom = int(box.y0 * height - margin / 2), int(box.y1 * height + margin / 2) + 1
        left, right = int(box.x0 * width - margin), int(box.x1 * width + margin) + 1
        kept[max(0, top) : bottom, max(0, left) : right] = 0
    return kept


def _letters(mask: Mask) -> NDArray[np.int32]:
    """Left, top, width and height of every mark of the size of a letter."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    marks = np.asarray(stats[1:, :4], dtype=np.int32)
    width, height = marks[:, 2], marks[:, 3]
    fitting = (height >= _LOWEST) & (height <= _HIGHEST) & (width > _SLIMMEST)
    return np.asarray(marks[fitting & (width <= _WIDEST * height)], dtype=np.int32)


def _filled(letters: NDArray[np.int32], mask: Mask) -> Mask:
    """A mask of the rectangles around the letters."""
    drawn = np.zeros_like(mask)
    for left, top, width, height in letters:
        drawn[top : top + height, left : left + width] = 255
    return drawn


def _rows(letters: NDArray[np.int32], shape: tuple[int, int]) -> Iterator[Box]:
    """Letters side by side, and of the others those below one another, as boxes on the page."""
    alone, rows = _joined(letters, shape)
    turned = alone[:, (1, 0, 3, 2)]
    _, columns = _joined(turned, (shape[1], shape[0]))
    height, width = shape
    for x, y, wide, high in (*rows, *((x, y, wide, high) for y, x, high, wide in columns)):
        yield Box.clipped(x / width, y / height, (x + wide) / width, (y + high) / height)


_Area = tuple[int, int, int, int]


def _joined(
    letters: NDArray[np.int32], shape: tuple[int, int]
) -> tuple[NDArray[np.int32], list[_Area]]:
    """The letters that stand in no row, and the rows: left, top, width, height."""
    joined: Mask = np.zeros(shape, dtype=np.uint8)
    for left, top, width, height in letters:
        reach = max(1, round(_REACH * height / 2))
        joined[top : top + height, max(0, left - reach) : left + width + reach] = 255
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    middles = letters[:, :2] + letters[:, 2:] // 2
    row_of = labels[middles[:, 1], middles[:, 0]]
    members = np.bincount(row_of, minlength=count)
    found = [
        (int(x), int(y), int(wide), int(high))
        for label, (x, y, wide, high) in enumerate(stats[:, :4])
        if label and members[label] >= _FEWEST
    ]
    return letters[members[row_of] < _FEWEST], found


def _part(mask: Mask, box: Box) -> Mask:
    height, width = mask.shape
    return mask[
        int(box.y0 * height) : int(box.y1 * height) + 1,
        int(box.x0 * width) : int(box.x1 * width) + 1,
    ]
