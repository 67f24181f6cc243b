"""A hand that writes with a ball pen: single strokes, each a little moved, bent and joined.

The way of every stroke comes from the median lines of `hanzi-writer-data`, which
`tools/fetch_hands.py` puts into `.cache/handwriting`; no two characters come out alike, as no font
can do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

STROKES = Path(__file__).resolve().parents[2] / ".cache" / "handwriting" / "strokes.json"

Points = NDArray[np.float64]
_EM = 1024.0
_ASCENT = 900.0
_FINE = 8
"""OpenCV draws to 1/256 of a pixel when points are shifted by so many bits."""


@dataclass(frozen=True, slots=True)
class Hand:
    """One writer's habits; lengths in em, angles as slopes.

    `width` of the pen, `rise` of horizontal strokes, `slant` of upright ones, `tremble` of the
    strokes, `bounce` of whole characters, `haste`: share of strokes joined to the next.
    """

    width: float
    rise: float
    slant: float
    tremble: float
    bounce: float
    haste: float
    round: int
    wide: float

    @classmethod
    def random(cls, noise: np.random.Generator) -> Hand:
        return cls(
            width=float(noise.uniform(0.03, 0.085)),
            rise=float(noise.uniform(0.0, 0.2)),
            slant=float(noise.normal(0.0, 0.1)),
            tremble=float(noise.uniform(0.01, 0.045)),
            bounce=float(noise.uniform(0.01, 0.07)),
            haste=float(noise.uniform(0.0, 0.6)) ** 2,
            round=int(noise.integers(0, 3)),
            wide=float(noise.uniform(0.75, 1.05)),
        )


@lru_cache(maxsize=1)
def strokes() -> dict[str, list[list[list[int]]]]:
    """The median lines of each character; empty where they were not fetched."""
    if not STROKES.exists():
        return {}
    known: dict[str, list[list[list[int]]]] = json.loads(STROKES.read_text(encoding="utf-8"))
    return known


def write(char: str, size: float, hand: Hand, noise: np.random.Generator) -> NDArray[np.uint8]:
    """`char` as a mask of twice its size, its em box in the middle. Raises KeyError."""
    side = round(2 * size)
    canvas = np.zeros((side, side), np.uint8)
    thick = max(1, round(hand.width * size * float(noise.uniform(0.9, 1.1))))
    turn = float(noise.normal(0, hand.bounce))
    way = [_moved(np.array(line, float) / _EM, hand, noise) for line in strokes()[char]]
    for stroke in _joined(way, hand, noise):
        bent = stroke + np.stack([-turn * stroke[:, 1], turn * stroke[:, 0]], axis=1)
        points = (bent * size + size).round(3) * (1 << _FINE)
        cv2.polylines(
            canvas, [points.astype(np.int32)], False, 255, thick, cv2.LINE_AA, shift=_FINE
        )
    return canvas


def _moved(line: Points, hand: Hand, noise: np.random.Generator) -> Points:
    """A stroke around the em box's middle, y downwards, as this hand draws it this time."""
    line = np.stack([line[:, 0] - 0.5, (_ASCENT / _EM - 0.5) - line[:, 1]], axis=1)
    if hand.haste > 0.1 and len(line) > 3:
        line = line[[0, *range(1, len(line) - 1, 2), len(line) - 1]]
    middle = line.mean(axis=0)
    angle = noise.normal(0, 2.2 * hand.tremble)
    grown = 1 + noise.normal(0, 2.5 * hand.tremble)
    matrix = np.array([[1.0, -angle], [angle, 1.0]]) * grown
    line = (line - middle) @ matrix.T + middle + noise.normal(0, hand.tremble, 2)
    line = line + noise.normal(0, 0.25 * hand.tremble, line.shape)
    for _ in range(hand.round):
        line = _rounder(line)
    x, y = line[:, 0] * hand.wide, line[:, 1]
    return np.stack([x - hand.slant * y, y - hand.rise * x], axis=1)


def _rounder(line: Points) -> Points:
    """Chaikin's corner cutting, ends kept."""
    if len(line) < 3:
        return line
    near, far = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
    inner = np.stack([near, far], axis=1).reshape(-1, 2)
    return np.concatenate([line[:1], inner, line[-1:]])


def _joined(way: list[Points], hand: Hand, noise: np.random.Generator) -> list[Points]:
    """Strokes of which some run on into the next without lifting the pen."""
    joined: list[Points] = []
    for line in way:
        near = bool(joined) and float(np.hypot(*(joined[-1][-1] - line[0]))) < 0.5
        if near and noise.random() < hand.haste:
            joined[-1] = np.concatenate([joined[-1], line])
        else:
            joined.append(line)
    return joined
