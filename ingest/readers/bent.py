"""Lines that bend, as on the pages of an open book: found, cut out level, and their places kept.

A rectangle around a bent line holds parts of its neighbours, so the line is cut out along its own
curve. The page is not unbent: every box stays where the line is on the page.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image

_FILLED = 0.78
"""Share of its rectangle that the outline of a straight line fills, at least."""

_LONG = 6.0
"""A line this many times as long as high can be told to bend."""

_BOW = 0.25
"""How far a bent line strays from the chord between its ends, in shares of its height."""

_RAGGED = 0.12
"""How far the middle of a line strays from its curve, in shares of its height, at most."""

_STEPS = 33
"""Points by which a curve is kept."""

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Bent:
    """A line of text between two curves, in pixels: points from its start to its end."""

    upper: Points
    lower: Points

    @property
    def outline(self) -> Points:
        """Points all around the line."""
        return np.concatenate([self.upper, self.lower[::-1]])

    def scaled(self, stretch: Points, limit: Points) -> Bent:
        """The line on a page `stretch` times as large, whose last pixel is `limit`."""
        upper, lower = (np.clip(edge * stretch, 0, limit) for edge in (self.upper, self.lower))
        return Bent(upper.astype(np.float32), lower.astype(np.float32))

    def cut(self, image: Image) -> Image:
        """The line's part of the page, set level."""
        steps = np.linalg.norm(np.diff((self.upper + self.lower) / 2, axis=0), axis=1)
        width = max(2, round(float(steps.sum())))
        height = max(2, round(float(np.linalg.norm(self.lower - self.upper, axis=1).mean())))
        across = np.linspace(0, 1, width)
        upper, lower = _at(self.upper, across), _at(self.lower, across)
        down = (np.arange(height, dtype=np.float32) / (height - 1))[:, np.newaxis, np.newaxis]
        places = (upper + (lower - upper) * down).astype(np.float32)
        cut = cv2.remap(image, places, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
        return np.asarray(cut, np.uint8)

    def part(self, start: float, end: float) -> Points:
        """Points around the part of the line between two shares of its length."""
        shares = np.linspace(start, end, 3)
        return np.concatenate([_at(self.upper, shares), _at(self.lower, shares)])


def bent(outline: NDArray[np.int32], growth: float) -> Bent | None:
    """The line within an outline, where it bends and is only one; None for any other.

    The curves run outside the outline by half of `growth` times the line's height.
    """
    centre, size, angle = cv2.minAreaRect(outline)
    if min(size) < 3 or cv2.contourArea(outline) > _FILLED * size[0] * size[1]:
        return None
    along = _direction(angle if size[0] >= size[1] else angle + 90)
    if abs(along[1]) > along[0]:
        return None  # a column of characters one below the other
    down = np.array([-along[1], along[0]])
    apart = _pixels(outline) - np.array(centre)
    places, middles, height = _middle(apart @ along, apart @ down)
    if len(places) < _LONG * height:
        return None
    curve = np.polynomial.Polynomial.fit(places, middles, 3)
    if not _is_one_bent_line(curve, places, middles, height):
        return None
    reach = growth * height / 2
    across = np.linspace(places[0] - reach, places[-1] + reach, _STEPS)
    within = np.clip(across, places[0], places[-1])
    slope = curve.deriv()(within)
    line = along * across[:, np.newaxis]
    line = line + down * (curve(within) + slope * (across - within))[:, np.newaxis] + centre
    normal = (down - along * slope[:, np.newaxis]) / np.hypot(1, slope)[:, np.newaxis]
    half = normal * (height * (1 + growth) / 2)
    return Bent((line - half).astype(np.float32), (line + half).astype(np.float32))


def _direction(angle: float) -> NDArray[np.float64]:
    """The way a line is read that lies at an angle, in degrees: from left to right."""
    along = np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    return along if along[0] >= 0 else -along


def _pixels(outline: NDArray[np.int32]) -> NDArray[np.float64]:
    """Every pixel within an outline, as x and y."""
    flat = outline.reshape(-1, 2)
    corner = flat.min(axis=0)
    wide, tall = (int(side) for side in flat.max(axis=0) - corner + 1)
    mask = np.zeros((tall, wide), np.uint8)
    cv2.fillPoly(mask, [flat - corner], 1)
    rows, columns = np.nonzero(mask)
    return np.asarray(np.stack([columns, rows], axis=1) + corner, np.float64)


def _middle(
    along: NDArray[np.float64], down: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Places along a line of pixels, its middle at each, and its usual height."""
    first = float(along.min())
    step = (along - first).astype(np.int64)
    count = np.bincount(step)
    height = float(np.median(count))
    full = count > height / 3
    middles = np.bincount(step, weights=down)[full] / count[full]
    places = np.asarray(np.flatnonzero(full) + first + 0.5, np.float64)
    return places, np.asarray(middles, np.float64), height


def _is_one_bent_line(
    curve: np.polynomial.Polynomial,
    places: NDArray[np.float64],
    middles: NDArray[np.float64],
    height: float,
) -> bool:
    """Whether the line follows the curve, and the curve leaves the chord between its ends."""
    fitted = curve(places)
    chord = np.interp(places, places[[0, -1]], fitted[[0, -1]])
    ragged = float(np.sqrt(np.mean((fitted - middles) ** 2)))
    return bool(ragged <= _RAGGED * height and np.abs(fitted - chord).max() >= _BOW * height)


def _at(edge: Points, shares: NDArray[np.float64]) -> Points:
    """The points of an edge at shares of its length."""
    steps = np.linspace(0, 1, len(edge))
    columns = (np.interp(shares, steps, column) for column in edge.T)
    return np.stack(list(columns), axis=1).astype(np.float32)
