"""Where an original and the words on it go on the exported sheet.

The original is never turned pixel by pixel. The sheet's matrix sets it upright and level, so that
its bytes stay what they were, and the words lie straight, since viewers copy tilted lines badly.
A level page sticks out of its paper at the corners; the sheet keeps the paper's size and lets
them go, except where something was read there. A photograph is shown as it is, its desk included,
turned so that the middle of its page is level: there each line of text has a slope of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from domain.geometry import Box, Point, Rotation
from domain.page import LEVEL, Page
from domain.projection import Projection, to_scan


@dataclass(frozen=True, slots=True)
class Matrix:
    """A PDF transformation: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, after: Matrix) -> Matrix:
        """First this one, then `after`."""
        return Matrix(
            self.a * after.a + self.b * after.c,
            self.a * after.b + self.b * after.d,
            self.c * after.a + self.d * after.c,
            self.c * after.b + self.d * after.d,
            self.e * after.a + self.f * after.c + after.e,
            self.e * after.b + self.f * after.d + after.f,
        )

    def as_tuple(self) -> tuple[float, float, float, float, float, float]:
        return self.a, self.b, self.c, self.d, self.e, self.f


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on the sheet in points, origin at the bottom left."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class View:
    """How an original looks before the reader touches it: `matrix` brings it there.

    The view is measured in points, with the origin at the top left and y growing downward.
    """

    matrix: Matrix
    width: float
    height: float

    def turned(self, rotation: Rotation) -> View:
        """The view after quarter turns clockwise."""
        width, height = self.width, self.height
        match rotation:
            case Rotation.RIGHT:
                return View(self.matrix.then(Matrix(0, 1, -1, 0, height, 0)), height, width)
            case Rotation.HALF:
                return View(self.matrix.then(Matrix(-1, 0, 0, -1, width, height)), width, height)
            case Rotation.LEFT:
                return View(self.matrix.then(Matrix(0, -1, 1, 0, 0, width)), height, width)
            case _:
                return self

    def levelled(self, skew: float) -> View:
        """The view turned clockwise by `skew` degrees, on a canvas that holds all of it."""
        angle = math.radians(skew)
        cosine, sine = math.cos(angle), math.sin(angle)
        wide = self.width * cosine + self.height * abs(sine)
        tall = self.width * abs(sine) + self.height * cosine
        about = (
            Matrix(e=-self.width / 2, f=-self.height / 2)
            .then(Matrix(cosine, sine, -sine, cosine))
            .then(Matrix(e=wide / 2, f=tall / 2))
        )
        return View(self.matrix.then(about), wide, tall)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The exported page: `matrix` draws the original on it, `place` says where a point lies.

    `place` takes points in 0..1 of the upright page to points of the sheet.
    """

    matrix: Matrix
    width: float
    height: float
    place: Projection

    def rect(self, box: Box) -> Rect:
        """A box of the upright page as a rectangle on the sheet, as large as what it holds."""
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.place.corners(box)
        return Rect((x0 + x3) / 2, (y2 + y3) / 2, (x1 + x2) / 2, (y0 + y1) / 2)

    def slope(self, box: Box) -> float:
        """By how much a line of text in `box` rises for each point to the right."""
        middle = box.centre[1]
        (x0, y0), (x1, y1) = self.place.of((box.x0, middle)), self.place.of((box.x1, middle))
        return (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0

    def lean(self, box: Box) -> float:
        """By how much a line that runs downward goes to the right for each point it goes down."""
        middle = box.centre[0]
        (x0, y0), (x1, y1) = self.place.of((middle, box.y0)), self.place.of((middle, box.y1))
        return (x1 - x0) / (y0 - y1) if y0 > y1 else 0.0


def sheet(view: View, page: Page | None) -> Sheet:
    """The sheet for an original as it is seen; upright and level as `page` was read."""
    seen = View(Matrix(), view.width, view.height)
    if page is None:
        return _laid(view, seen, seen, _scaled(seen), ())
    upright = seen.turned(page.rotation)
    if page.cut:
        place = to_scan(page).then(_scaled(seen))
        level = upright.levelled(_tilt(place.then(_projection(upright.matrix))))
        place = place.then(_projection(level.matrix))
    else:
        level = upright.levelled(page.skew) if abs(page.skew) >= LEVEL else upright
        place = _scaled(level)
    boxes = [line.box for line in page.lines] + [table.box for table in page.tables]
    held = [point for box in boxes for point in place.corners(box)]
    return _laid(view, upright, level, place, held)


def _laid(view: View, paper: View, level: View, place: Projection, held: Sequence[Point]) -> Sheet:
    """The middle of `level` as large as the paper, or larger where `held` would be cut."""
    left, top = (level.width - paper.width) / 2, (level.height - paper.height) / 2
    right, bottom = left + paper.width, top + paper.height
    if held:
        across, down = [x for x, _ in held], [y for _, y in held]
        left, right = min(left, *across), max(right, *across)
        top, bottom = min(top, *down), max(bottom, *down)
    flipped = Matrix(1, 0, 0, -1, -left, bottom)
    return Sheet(
        view.matrix.then(level.matrix).then(flipped),
        right - left,
        bottom - top,
        place.then(_projection(flipped)),
    )


def _tilt(upright: Projection) -> float:
    """Degrees by which a line in the middle of the page rises to the right."""
    (x0, y0), (x1, y1) = upright.of((0.45, 0.5)), upright.of((0.55, 0.5))
    return math.degrees(math.atan2(y0 - y1, x1 - x0))


def _scaled(view: View) -> Projection:
    return Projection.affine((view.width, 0, 0, view.height, 0, 0))


def _projection(matrix: Matrix) -> Projection:
    return Projection.affine(matrix.as_tuple())
