"""From where something stands on an upright page back to where it stands on the scan."""

from __future__ import annotations

import math
from dataclasses import dataclass

from domain.geometry import Box, Corners, Point, Rotation
from domain.page import LEVEL, Page

Row = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Projection:
    """A mapping of the plane that keeps straight lines straight: a 3 x 3 matrix, row by row."""

    rows: tuple[Row, Row, Row]

    @classmethod
    def affine(cls, numbers: tuple[float, float, float, float, float, float]) -> Projection:
        """x' = a x + c y + e, y' = b x + d y + f for (a, b, c, d, e, f), as PDF writes it."""
        a, b, c, d, e, f = numbers
        return cls(((a, c, e), (b, d, f), (0.0, 0.0, 1.0)))

    @classmethod
    def onto(cls, corners: Corners) -> Projection:
        """The unit square onto four corners that form a convex shape."""
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
        across, down = (x1 - x2, y1 - y2), (x3 - x2, y3 - y2)
        rest = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3)
        area = _cross(across, down)
        g, h = _cross(rest, down) / area, _cross(across, rest) / area
        return cls(
            (
                (x1 - x0 + g * x1, x3 - x0 + h * x3, x0),
                (y1 - y0 + g * y1, y3 - y0 + h * y3, y0),
                (g, h, 1.0),
            )
        )

    def then(self, after: Projection) -> Projection:
        """First this one, then `after`."""
        columns = tuple(zip(*self.rows, strict=True))
        first, second, third = (
            tuple(sum(a * b for a, b in zip(row, column, strict=True)) for column in columns)
            for row in after.rows
        )
        return Projection((_row(first), _row(second), _row(third)))

    def of(self, point: Point) -> Point:
        """Where `point` goes."""
        x, y = point
        across, down, depth = (a * x + b * y + c for a, b, c in self.rows)
        return across / depth, down / depth

    def corners(self, box: Box) -> Corners:
        """Where a box's corners go: top left, top right, bottom right, bottom left."""
        return (
            self.of((box.x0, box.y0)),
            self.of((box.x1, box.y0)),
            self.of((box.x1, box.y1)),
            self.of((box.x0, box.y1)),
        )


def to_scan(page: Page) -> Projection:
    """From 0..1 of the upright page to 0..1 of the scan as it was opened.

    Undoes what the reader did, the last thing first: levelling, quarter turns, cutting out.
    """
    back = _unlevelled(page).then(_TURNED_BACK[page.rotation])
    return back.then(Projection.onto(page.cut)) if page.cut else back


def _unlevelled(page: Page) -> Projection:
    """Back to the page before it was levelled, on its smaller canvas."""
    wide, tall = float(page.width), float(page.height)
    if abs(page.skew) < LEVEL:
        return Projection.affine((1, 0, 0, 1, 0, 0))
    angle = math.radians(page.skew)
    cosine, sine = math.cos(angle), math.sin(angle)
    scale = cosine * cosine - sine * sine
    width = (wide * cosine - tall * abs(sine)) / scale
    height = (tall * cosine - wide * abs(sine)) / scale
    return (
        Projection.affine((wide, 0, 0, tall, -wide / 2, -tall / 2))
        .then(Projection.affine((cosine, -sine, sine, cosine, 0, 0)))
        .then(Projection.affine((1 / width, 0, 0, 1 / height, 0.5, 0.5)))
    )


_TURNED_BACK = {
    Rotation.NONE: Projection.affine((1, 0, 0, 1, 0, 0)),
    Rotation.RIGHT: Projection.affine((0, -1, 1, 0, 0, 1)),
    Rotation.HALF: Projection.affine((-1, 0, 0, -1, 1, 1)),
    Rotation.LEFT: Projection.affine((0, 1, -1, 0, 1, 0)),
}


def _cross(one: Point, other: Point) -> float:
    return one[0] * other[1] - one[1] * other[0]


def _row(values: tuple[float, ...]) -> Row:
    a, b, c = values
    return a, b, c
