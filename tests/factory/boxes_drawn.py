"""Boxes to tick, printed and marked as on a form."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import cv2
import numpy as np

from tests.factory import degrade, render
from tests.factory.boxes import BoxedSheet, BoxTruth, Manner, Mark, Shape
from tests.factory.degrade import Damage
from tests.factory.layout import BLACK
from tests.factory.truth import Image


def drawn(form: BoxedSheet, rng: Random, damage: Damage = degrade.NONE) -> Image:
    """The form as the scanner delivers it."""
    image = render.draw(form.sheet, rng)
    for box in form.boxes:
        _print(image, box, form.manner)
        if box.mark:
            _put(image, box, form.manner, rng)
    return degrade.apply(image, damage, rng)


def _print(image: Image, box: BoxTruth, manner: Manner) -> None:
    half = box.size / 2
    if manner.shape is Shape.CIRCLE:
        centre = (round(box.x * 16), round(box.y * 16))
        cv2.circle(image, centre, round(half * 16), _bgr(BLACK), manner.stroke, cv2.LINE_AA, 4)
        return
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    _stroke(image, [(box.x + x, box.y + y) for x, y in corners], manner.stroke, BLACK)


def _put(image: Image, box: BoxTruth, manner: Manner, rng: Random) -> None:
    """The mark; by hand it trembles, is off the middle, and runs over the edge."""
    mark = box.mark
    assert mark is not None
    size = box.size * (rng.uniform(0.85, 1.5) if mark.by_hand else 0.8)
    off = box.size * 0.16 if mark.by_hand else 0.0
    x, y = box.x + rng.uniform(-off, off), box.y + rng.uniform(-off, off)
    width = manner.pen if mark.by_hand else 3
    for path in _paths(mark, rng):
        shaken = [
            (x + size * (px + _shake(mark, rng)), y + size * (py + _shake(mark, rng)))
            for px, py in _smooth(path)
        ]
        _stroke(image, shaken, width, manner.ink)
    if mark is Mark.SOLID:
        half = box.size * 0.36
        low, high = (round(x - half), round(y - half)), (round(x + half), round(y + half))
        if manner.shape is Shape.CIRCLE:
            cv2.circle(image, (round(x), round(y)), round(half), _bgr(BLACK), -1, cv2.LINE_AA)
        else:
            cv2.rectangle(image, low, high, _bgr(BLACK), -1)


_Path = list[tuple[float, float]]


def _paths(mark: Mark, rng: Random) -> list[_Path]:
    """Strokes about the middle, for a mark of size 1."""
    if mark in (Mark.TICK, Mark.PEN_TICK):
        lift = rng.uniform(0.0, 0.25) if mark.by_hand else 0.0
        return [[(-0.42, -0.05), (-0.14, 0.32), (0.45 + lift / 2, -0.42 - lift)]]
    if mark in (Mark.CROSS, Mark.PEN_CROSS):
        return [[(-0.4, -0.4), (0.4, 0.4)], [(0.4, -0.4), (-0.4, 0.4)]]
    if mark is Mark.PEN_SLASH:
        return [[(-0.42, 0.42), (0.45, -0.45)]]
    if mark is Mark.PEN_FILL:
        rows = 9
        return [
            [(0.34 * (-1) ** row, -0.34 + 0.68 * row / rows) for row in range(rows + 1)],
        ]
    return []


def _smooth(path: _Path) -> _Path:
    """Points every fifth of the way, so that a stroke can tremble."""
    points = [path[0]]
    for (ax, ay), (bx, by) in pairwise(path):
        points += [(ax + (bx - ax) * t / 5, ay + (by - ay) * t / 5) for t in range(1, 6)]
    return points


def _shake(mark: Mark, rng: Random) -> float:
    return rng.gauss(0.0, 0.018) if mark.by_hand else 0.0


def _stroke(image: Image, path: _Path, width: int, ink: tuple[int, int, int]) -> None:
    points = np.array([[round(x * 16), round(y * 16)] for x, y in path], dtype=np.int32)
    cv2.polylines(image, [points], False, _bgr(ink), width, cv2.LINE_AA, 4)


def _bgr(ink: tuple[int, int, int]) -> tuple[int, int, int]:
    return ink[2], ink[1], ink[0]
