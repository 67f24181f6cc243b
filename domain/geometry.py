"""Where things stand on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

Point = tuple[float, float]
"""x from the left, y from the top, in 0..1 of a page or a scan."""

Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left of something that need not be a rectangle."""


class Rotation(IntEnum):
    """Quarter turns, clockwise in degrees, that were needed to set a page upright."""

    NONE = 0
    RIGHT = 90
    HALF = 180
    LEFT = 270


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle in 0..1 of the upright page, origin at the top left.

    Raises ValueError when it is turned inside out or leaves the page.
    """

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if not (0.0 <= self.x0 <= self.x1 <= 1.0 and 0.0 <= self.y0 <= self.y1 <= 1.0):
            raise ValueError(f"not a box on the page: {self.as_tuple()}")

    @classmethod
    def clipped(cls, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The part of a rectangle that lies on the page; corners may come in any order."""
        xs = sorted(min(1.0, max(0.0, x)) for x in (x0, x1))
        ys = sorted(min(1.0, max(0.0, y)) for y in (y0, y1))
        return cls(xs[0], ys[0], xs[1], ys[1])

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes`. Raises ValueError for none."""
        held = list(boxes)
        if not held:
            raise ValueError("no boxes to go around")
        return cls(
            min(b.x0 for b in held),
            min(b.y0 for b in held),
            max(b.x1 for b in held),
            max(b.y1 for b in held),
        )

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> Point:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def holds(self, point: Point) -> bool:
        x, y = point
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def overlap(self, other: Box) -> float:
        """Area shared with `other`."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, width) * max(0.0, height)

    def covered_by(self, other: Box) -> float:
        """Share of this box, 0..1, inside `other`; a box without area counts by its centre."""
        if self.area == 0.0:
            return 1.0 if other.holds(self.centre) else 0.0
        return self.overlap(other) / self.area

    def same_row(self, other: Box) -> bool:
        """Whether the two overlap by more than half of the lower one's height."""
        shared = min(self.y1, other.y1) - max(self.y0, other.y0)
        return shared > 0.5 * min(self.height, other.height)

    def placed(self, part: Box) -> Box:
        """This box, told in shares of `part`, in shares of the page on which `part` lies."""
        wide, tall = part.width, part.height
        return Box.clipped(
            part.x0 + self.x0 * wide,
            part.y0 + self.y0 * tall,
            part.x0 + self.x1 * wide,
            part.y0 + self.y1 * tall,
        )

    def within(self, part: Box) -> Box:
        """The part of this box that lies on `part` of the page, in shares of that."""
        wide, tall = part.width, part.height
        return Box.clipped(
            (self.x0 - part.x0) / wide,
            (self.y0 - part.y0) / tall,
            (self.x1 - part.x0) / wide,
            (self.y1 - part.y0) / tall,
        )

    def as_tuple(self) -> tuple[float, float, float, float]:
        return self.x0, self.y0, self.x1, self.y1


WHOLE = Box(0.0, 0.0, 1.0, 1.0)
"""All of a page."""
