"""Where an original and the words on it go on the exported sheet.

The original is never turned pixel by pixel. The sheet's matrix sets it upright and level, so that
its bytes stay what they were, and the words lie straight, since viewers copy tilted lines badly.
A level page sticks out of its paper at the corners; the sheet keeps the paper's size and lets
them go, except where something was read there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from domain.geometry import Box, Rotation
from domain.page import Page

_LEVEL = 0.1
"""Degrees of skew below which the reader left the page as it was."""


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

    def as_tuple(self) -> tuple[float, ...]:
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
    """The exported page: `matrix` draws the original on it, `rect` says where a box lies."""

    matrix: Matrix
    width: float
    height: float
    canvas: Rect

    def rect(self, box: Box) -> Rect:
        """A box of the upright page as a rectangle on the sheet."""
        canvas = self.canvas
        return Rect(
            canvas.left + box.x0 * canvas.width,
            canvas.top - box.y1 * canvas.height,
            canvas.left + box.x1 * canvas.width,
            canvas.top - box.y0 * canvas.height,
        )


def sheet(view: View, page: Page | None) -> Sheet:
    """The sheet for an original as it is seen; upright and level as `page` was read."""
    if page is None:
        return _cut(view, view.width, view.height, None)
    upright = view.turned(page.rotation)
    level = upright.levelled(page.skew) if abs(page.skew) >= _LEVEL else upright
    boxes = [line.box for line in page.lines] + [table.box for table in page.tables]
    held = Box.around(boxes) if boxes else None
    return _cut(level, upright.width, upright.height, held)


def _cut(view: View, width: float, height: float, held: Box | None) -> Sheet:
    """The middle of `view` as large as the paper, or larger where `held` would be cut."""
    left, top = (view.width - width) / 2, (view.height - height) / 2
    right, bottom = left + width, top + height
    if held is not None:
        left, right = min(left, held.x0 * view.width), max(right, held.x1 * view.width)
        top, bottom = min(top, held.y0 * view.height), max(bottom, held.y1 * view.height)
    return Sheet(
        view.matrix.then(Matrix(1, 0, 0, -1, -left, bottom)),
        right - left,
        bottom - top,
        Rect(-left, bottom - view.height, view.width - left, bottom),
    )
