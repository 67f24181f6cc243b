"""How far a page lies askew on the glass."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image
from ingest.images.ink import grey, ink, scaled

WORKING_SIDE = 1200
"""Longer side, in pixels, of the copy that is looked at."""
_FURTHEST = 15.0
_MOST_POINTS = 80_000
_FEWEST_POINTS = 200

_CLEAR = 1.15
"""How much better than an upright page the best angle must look before it is believed."""


def skew_of(image: Image) -> float:
    """Degrees by which lines rise to the right (counter-clockwise positive), -15 to 15.

    Looks for the angle at which the ink falls into the sharpest rows: lines of text and ruled
    lines alike. 0.0 where the page has too little on it to tell.
    """
    points = _points(image)
    if len(points) < _FEWEST_POINTS:
        return 0.0
    best = _sharpest(points, np.arange(-_FURTHEST, _FURTHEST + 0.1, 0.5))
    best = _sharpest(points, best + np.arange(-0.5, 0.51, 0.1))
    best = _sharpest(points, best + np.arange(-0.1, 0.101, 0.02))
    if _sharpness(points, best) < _CLEAR * _sharpness(points, 0.0) and abs(best) > 1.0:
        return 0.0
    return round(float(np.clip(best, -_FURTHEST, _FURTHEST)), 2) + 0.0


def _points(image: Image) -> NDArray[np.float32]:
    """Lower edges of the ink, as (x, y); they line up better than the ink itself."""
    found = ink(scaled(grey(image), WORKING_SIDE))
    edges = found[:-1] & ~found[1:]
    rows, columns = np.nonzero(edges)
    step = max(1, len(rows) // _MOST_POINTS)
    return np.stack([columns[::step], rows[::step]], axis=1).astype(np.float32)


def _sharpest(points: NDArray[np.float32], angles: NDArray[np.float64]) -> float:
    scores = [_sharpness(points, float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(points: NDArray[np.float32], angle: float) -> float:
    """How unevenly the points fall into rows once `angle` is undone."""
    radians = np.deg2rad(angle)
    heights = points[:, 1] * np.cos(radians) + points[:, 0] * np.sin(radians)
    rows = np.bincount((heights - heights.min()).astype(np.int64))
    return float((rows.astype(np.float64) ** 2).sum())
