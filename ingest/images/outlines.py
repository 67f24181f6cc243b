"""The outline of a printed square or circle: laid over ink to find its like, and measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.images.ink import Mask

_EDGE = 0.86
"""Share of a frame's edge that is inked."""
_SIDE = 0.87
"""Share of each single side of a square that is inked."""
_BEYOND = 0.7
"""Share of the corners around a circle that may be inked; a cross may reach into all four."""
_BESIDE, _WHITE = 0.15, 0.3
"""Width of the strip beside a frame in its sides, and the share of it that strokes may ink."""
_ALIKE = 0.15
"""Frames of one size differ by this share of their sides at most."""
_SHIFT = 0.25
"""How far frames of one row or column stand out of line, in sides."""
_SOLID = 0.9
"""Share of a frame, edge and all, from which it is filled in."""

_Part = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Outline:
    """A square or circle in pixels, its edge included."""

    left: int
    top: int
    right: int
    bottom: int
    round: bool

    @property
    def size(self) -> float:
        return (self.right - self.left + self.bottom - self.top) / 2

    def near(self, other: Outline) -> bool:
        """Whether the two stand in the same place."""
        reach = 0.8 * max(self.size, other.size)
        return (
            abs(self.left + self.right - other.left - other.right) < reach
            and abs(self.top + self.bottom - other.top - other.bottom) < reach
        )

    def is_same(self, other: Outline) -> bool:
        """Whether the two are one frame, of one shape and size."""
        alike = abs(self.size - other.size) <= _ALIKE * self.size
        return alike and self.round == other.round and self.near(other)

    def inked(self, found: Mask) -> float:
        """Share of the inside that is inked, a pixel away from the edge."""
        inset = self.thickness(found) + 1
        inside = self._part(found)[inset:-inset, inset:-inset]
        if self.round:
            inside = inside[_away(inside) <= 0.23]
        return float(inside.mean()) if inside.size else 0.0

    def is_solid(self, found: Mask) -> bool:
        """Whether it is filled in, edge and all, with white on either side."""
        part = self._part(found)[1:-1, 1:-1]
        filled = part[_away(part) < 0.22] if self.round else part
        return float(filled.mean()) >= _SOLID and all(self._white_beside(found))

    def thickness(self, found: Mask) -> int:
        """How thick the edge is where it is thinnest: elsewhere a mark may run along it."""
        most = max(3, round(0.3 * self.size))
        return min(_edge_from(side, most, self.round) for side in _turned(self._part(found)))

    def fits(self, found: Mask, thickness: int) -> bool:
        """Whether what is inked here is a frame, and no part of a word."""
        part = self._part(found)
        if self.round:
            closed = float(part[_away(part) > 0.28].mean()) <= _BEYOND
        else:
            # Two characters side by side leave a gap in one side.
            sides = [side[: thickness + 1].any(axis=0).mean() for side in _turned(part)]
            closed = float(min(sides)) >= _SIDE
        return closed and any(self._white_beside(found))

    def _white_beside(self, found: Mask) -> tuple[bool, bool]:
        """Whether it is white to the left and to the right, as it seldom is inside a word."""
        wide = max(2, round(_BESIDE * self.size))
        rows = slice(self.top, self.bottom)
        left = found[rows, max(0, self.left - 1 - wide) : max(0, self.left - 1)]
        right = found[rows, self.right + 1 : self.right + 1 + wide]
        return _is_white(left), _is_white(right)

    def stands_apart(self, found: Mask) -> bool:
        """Whether it is white on all four sides, as it never is around a part of a character."""
        deep = max(2, round(_BESIDE * self.size))
        columns = slice(self.left, self.right)
        above = found[max(0, self.top - 1 - deep) : max(0, self.top - 1), columns]
        below = found[self.bottom + 1 : self.bottom + 1 + deep, columns]
        return all(self._white_beside(found)) and _is_white(above) and _is_white(below)

    def _part(self, found: Mask) -> _Part:
        return np.asarray(found[self.top : self.bottom, self.left : self.right] > 0)


def laid_over(found: Mask, known: Sequence[Outline]) -> Iterator[Outline]:
    """Places where an edge like that of the known outlines is inked nearly all along.

    They are looked for in the rows and columns of those, the most frequent size first.
    """
    for alike in sorted(_by_size(known), key=len, reverse=True):
        sizes, round_ = [one.size for one in alike], alike[0].round
        size, largest = round(float(np.median(sizes))), math.ceil(max(sizes))
        thickness = round(float(np.median([one.thickness(found) for one in alike])))
        edge = _edge(size, thickness, round_)
        for left, top, right, bottom in _strips(alike, size, (found.shape[0], found.shape[1])):
            part = (found[top:bottom, left:right] > 0).astype(np.float32)
            if min(part.shape) < size:
                continue
            if thickness < 4:  # a thin edge need not be hit to the pixel
                part = np.asarray(cv2.dilate(part, np.ones((3, 3), np.uint8)), np.float32)
            heat = np.asarray(cv2.matchTemplate(part, edge, cv2.TM_CCORR), dtype=np.float32)
            for y, x in _peaks(heat, size):
                corner = (left + x, top + y)
                tried = (_sized(corner, side, round_) for side in range(size, largest + 1))
                yield from islice((one for one in tried if one.fits(found, thickness)), 1)


def _sized(corner: tuple[int, int], side: int, round_: bool) -> Outline:
    left, top = corner
    return Outline(left, top, left + side, top + side, round_)


def _by_size(outlines: Sequence[Outline]) -> Iterator[list[Outline]]:
    """Outlines of one shape and size together."""
    rest = sorted(outlines, key=lambda one: (one.round, one.size))
    while rest:
        size = rest[0].size * (1 + _ALIKE)
        alike = [one for one in rest if one.round == rest[0].round and one.size <= size]
        yield alike
        rest = rest[len(alike) :]


def _edge(size: int, thickness: int, round_: bool) -> NDArray[np.float32]:
    """The inner half of an edge of this thickness, so that it may be laid a little off.

    Its sum is one.
    """
    drawn = np.zeros((size, size), np.uint8)
    inset, half = thickness // 4, max(1, thickness // 2)
    if round_:
        middle, radius = round((size - 1) * 8), round((size - 1 - 2 * inset - half) * 8)
        cv2.circle(drawn, (middle, middle), radius, (1,), half, cv2.LINE_8, 4)
    else:
        drawn[inset : size - inset, inset : size - inset] = 1
        inside = inset + half
        drawn[inside : size - inside, inside : size - inside] = 0
    return np.asarray(drawn / drawn.sum(), dtype=np.float32)


def _strips(
    alike: Sequence[Outline], size: int, shape: tuple[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Rows and columns in which outlines stand, as left, top, right, bottom; each once."""
    rows, columns = shape
    shift = max(2, round(_SHIFT * size))
    for across in (True, False):
        last = -size
        for start in sorted(one.top if across else one.left for one in alike):
            if start - last <= shift // 2:
                continue
            last = start
            low, high = max(0, start - shift), start + size + shift
            yield (0, low, columns, min(rows, high)) if across else (low, 0, high, rows)


def _peaks(heat: NDArray[np.float32], size: int) -> Iterator[tuple[int, int]]:
    """Where the edge fits best, one place for each frame."""
    reach = size // 2 * 2 + 1
    best = cv2.dilate(heat, np.ones((reach, reach), np.uint8))
    ys, xs = np.nonzero((heat >= _EDGE) & (heat >= best))
    for y, x in zip(ys, xs, strict=True):
        yield int(y), int(x)


def _turned(part: _Part) -> tuple[_Part, _Part, _Part, _Part]:
    """The part with each of its sides on top."""
    return part, part.T, part[::-1], part.T[::-1]


def _away(part: _Part) -> NDArray[np.float64]:
    """Squared distance of every pixel from the middle, in sides."""
    height, width = part.shape
    ys, xs = np.ogrid[:height, :width]
    return np.asarray(((xs + 0.5) / width - 0.5) ** 2 + ((ys + 0.5) / height - 0.5) ** 2)


def _is_white(part: Mask) -> bool:
    return not part.size or float((part > 0).mean()) <= _WHITE


def _edge_from(part: _Part, most: int, round_: bool) -> int:
    """Rows from the top of a frame to the end of its upper edge."""
    middle = part.shape[1] // 2
    seen = part[:most, middle - 1 : middle + 2] if round_ else part[:most]
    held = seen.mean(axis=1) >= 0.6
    start = int(np.argmax(held))  # the outermost row is ragged
    rest = held[start:]
    return start + (len(rest) if rest.all() else max(1, int(np.argmin(rest))))
