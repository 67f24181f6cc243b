"""Squares and circles that a form prints to be ticked, and the ink that was put into them.

A frame with nothing across its edge is known by its hole: square, or round. A mark that runs over
the edge breaks the hole, but not the edge, so marked frames are found by laying the edge of the
others over the rows and columns in which those stand.

Characters that look alike (口 回 国 O) come along. Who knows the text must tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import WHOLE, Box
from ingest.formats.contract import Image
from ingest.images.ink import Mask
from ingest.images.outlines import Outline, laid_over
from ingest.images.written import at_working_scale

_MOST_ENLARGED = 2.0
"""Times that a small page is enlarged, at most, before frames are looked for."""
_CONTRAST = 22

_SMALLEST, _LARGEST = 13, 72
"""Sides of a frame in working pixels: 1.7 to 9 mm on A4."""
_UNEQUAL = 0.14
"""Difference between a frame's sides, in shares of the longer one."""
_LEAST_HOLE = 0.25
"""Share of its bounding box that a hole fills at least, whatever stands in it."""
_STRAIGHT = 0.93
"""Share of its bounding box's border that a square hole reaches."""
_BEYOND_DISC = 0.08
"""Share of a round hole that may lie outside the disc in its bounding box."""
_RIM = 0.9
"""Share of that disc's rim that a round hole fills."""
_THICKEST = 0.7
"""Thickness of a frame's edge, in shares of what it encloses."""

_Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A printed square or circle, and the share (0..1) of its inside that is inked.

    A `whole` one was known by its hole, so that nothing runs across its edge. A `solid` one is
    filled in and stands free, as no character does. It is white around one that stands `apart`.
    """

    box: Box
    round: bool
    inked: float
    whole: bool = True
    solid: bool = False
    apart: bool = True

    def is_like(self, other: Frame, share: float) -> bool:
        """Whether both are of one shape, their sides different by this share of the other's."""
        one, two = self.box, other.box
        return (
            self.round == other.round
            and abs(one.width - two.width) <= share * two.width
            and abs(one.height - two.height) <= share * two.height
        )


class FrameFinder:
    """Looks for frames on one upright, level page, or on `part` of it."""

    def __init__(self, image: Image, part: Box = WHOLE) -> None:
        _, self._found = at_working_scale(image, part, _MOST_ENLARGED, _CONTRAST)
        self._part = part
        self._whole = _distinct(_holes(self._found))

    def whole(self) -> tuple[Frame, ...]:
        """Frames whose edge nothing crosses: the empty ones, and those marked well inside."""
        return tuple(self._frame(outline, whole=True) for outline in self._whole)

    def like(self, known: Sequence[Frame]) -> tuple[Frame, ...]:
        """More frames of the size of `known` ones, in their rows and columns."""
        outlines = [self._outline(frame) for frame in known]
        found = _distinct(laid_over(self._found, outlines))
        fresh = [one for one in found if not any(one.is_same(other) for other in outlines)]
        return tuple(self._frame(self._settled(one), whole=False) for one in fresh)

    def _settled(self, outline: Outline) -> Outline:
        """Where the frame's hole says that it is, if it has one after all."""
        return next((one for one in self._whole if one.is_same(outline)), outline)

    def _frame(self, outline: Outline, *, whole: bool) -> Frame:
        rows, columns = self._found.shape
        box = Box.clipped(
            outline.left / columns,
            outline.top / rows,
            outline.right / columns,
            outline.bottom / rows,
        ).placed(self._part)
        inked, solid = outline.inked(self._found), outline.is_solid(self._found)
        apart = outline.stands_apart(self._found)
        return Frame(box, outline.round, inked, whole, solid, apart)

    def _outline(self, frame: Frame) -> Outline:
        rows, columns = self._found.shape
        x0, y0, x1, y1 = frame.box.within(self._part).as_tuple()
        return Outline(
            round(x0 * columns),
            round(y0 * rows),
            round(x1 * columns),
            round(y1 * rows),
            frame.round,
        )


def _distinct(outlines: Iterable[Outline]) -> list[Outline]:
    """Each frame once; the one named first wins."""
    kept: list[Outline] = []
    for outline in outlines:
        if not any(outline.near(other) for other in kept):
            kept.append(outline)
    return kept


def _holes(found: Mask) -> Iterator[Outline]:
    """Frames by their holes, the larger first, so that a field inside one is not taken for one."""
    places = [place for place in _enclosed(found) if _may_be_framed(place)]
    for left, top, width, height in sorted(places, key=lambda place: (-max(place[2:]), *place)):
        hole = _hole(found[top : top + height, left : left + width])
        if np.count_nonzero(hole) < _LEAST_HOLE * width * height:
            continue
        square = _is_square(hole)
        if square or _is_round(hole):
            outline = _with_edge(found, (left, top, left + width, top + height), not square)
            if outline:
                yield outline


def _enclosed(found: Mask) -> Iterator[_Place]:
    """Where paper has ink all around it; borders are followed in a sixth of the time that it
    takes to number all white pixels of a page."""
    borders, tree = cv2.findContours(found, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for border, (_, _, _, outer) in zip(borders, tree[0] if borders else (), strict=True):
        if outer >= 0:
            left, top, width, height = cv2.boundingRect(border)
            yield left + 1, top + 1, width - 2, height - 2


def _may_be_framed(place: _Place) -> bool:
    """Whether what is enclosed is of the size and shape of a frame's inside."""
    shorter, longer = sorted(place[2:])
    fits = shorter >= 0.6 * _SMALLEST and longer <= _LARGEST
    return fits and longer - shorter <= _UNEQUAL * longer + 1


def _hole(part: Mask) -> NDArray[np.bool_]:
    """The paper that reaches from side to side of a part of the page, and no other."""
    white = np.where(part > 0, np.uint8(0), np.uint8(1))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=4)
    return np.asarray(labels == 1 + int((stats[1:, 2] * stats[1:, 3]).argmax()))


def _is_square(hole: NDArray[np.bool_]) -> bool:
    """Whether a hole reaches its bounding box all along, as one in a square does.

    A pixel inside the border, since ink is a little ragged; the corners do not count.
    """
    inner = hole[1:-1, 1:-1]
    cut = max(1, min(inner.shape) // 8)
    sides = inner[0, cut:-cut], inner[-1, cut:-cut], inner[cut:-cut, 0], inner[cut:-cut, -1]
    return all(len(side) and float(side.mean()) >= _STRAIGHT for side in sides)


def _is_round(hole: NDArray[np.bool_]) -> bool:
    """Whether a hole fills the rim of the disc in its bounding box, and hardly anything beyond."""
    height, width = hole.shape
    ys, xs = np.ogrid[:height, :width]
    away = ((xs + 0.5) / width - 0.5) ** 2 + ((ys + 0.5) / height - 0.5) ** 2
    beyond = float((hole & (away > 0.25)).sum()) / max(1, int((away <= 0.25).sum()))
    rim = (away <= 0.42**2) & (away > 0.34**2)
    return beyond < _BEYOND_DISC and float(hole[rim].mean()) >= _RIM


def _with_edge(found: Mask, hole: tuple[int, int, int, int], round_: bool) -> Outline | None:
    """The frame around a hole; None where the ink around it is no thin edge."""
    left, top, right, bottom = hole
    thickest = max(5, round(_THICKEST * (right - left)))
    row, column = (top + bottom) // 2, (left + right) // 2
    rays = (
        found[row, max(0, left - thickest) : left][::-1],
        found[row, right : right + thickest],
        found[max(0, top - thickest) : top, column][::-1],
        found[bottom : bottom + thickest, column],
    )
    edges = [int(np.argmin(ray)) for ray in rays if len(ray) and not ray.all()]
    if len(edges) < 3:  # a mark or a word may touch one side from without
        return None
    edge = sorted(edges)[len(edges) // 2]
    if edge == 0 or left < edge or top < edge:
        return None
    outline = Outline(left - edge, top - edge, right + edge, bottom + edge, round_)
    return outline if outline.size >= _SMALLEST else None
