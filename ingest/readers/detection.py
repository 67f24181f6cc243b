"""Where text stands on a page: PP-OCR's detector, fitted to the size of the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import WHOLE, Box
from ingest.formats.contract import Image
from ingest.formats.memory import give_back
from ingest.images import inference
from ingest.images.fitting import load_fitting
from ingest.images.ink import grey
from ingest.images.print_size import print_height
from ingest.images.written import rows_of
from ingest.readers.bent import Bent, bent

_MODEL = "PP-OCRv6_det_small.onnx"

_TEXT = 0.3
"""Probability from which a pixel belongs to text."""

_NOTHING = -30.0
"""What a network says, before its sigmoid, where there is surely no text."""

_BOX = 0.5
"""Mean probability from which a region is text."""

_GROWTH = 1.6
"""The network marks the core of a line; this ratio of area to outline gives back its edges."""

_PRINT = 12.0
"""Height of small print, in pixels, at which text is looked for."""

_SMALLEST, _LARGEST, _STEP = 640, 1920, 160
"""Longer side, in pixels, at which text is looked for: least, most, and steps between."""

_MOST_PIXELS = 2_000_000
"""Pixels at which a page is looked at, at most."""

_BAND_PIXELS = 1_300_000
"""Pixels shown at once: the network takes a quarter of a gigabyte for every million."""

_LARGE, _HEAVY = 900_000, 5_000_000
"""Pixels that are shown, and pixels of the page, up to which the little that is free besides is not
given back, only to be taken again."""

_CONTEXT = 48
"""Rows that a band is shown of its neighbours, so that no line is lost at the seam."""

Quad = NDArray[np.float32]
"""Four corners in pixels, clockwise from the top left of the writing."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Where lines of text stand, in pixels: those that are straight, and those that bend."""

    straight: list[Quad]
    bent: list[Bent]


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """How likely each pixel belongs to text; if `bare`, as what a sigmoid makes that of.

    A page has a million pixels and few of them are text, so probabilities are made where asked for.
    """

    values: NDArray[np.float32]
    bare: bool = False

    def text(self) -> NDArray[np.bool_]:
        """Which pixels belong to text."""
        return self.values > (math.log(_TEXT / (1 - _TEXT)) if self.bare else _TEXT)

    def score(self, outline: NDArray[np.int32]) -> float:
        """How surely the part of the page within an outline is text: its mean probability."""
        corners = outline.reshape(-1, 2)
        rows, columns = self.values.shape
        left, top = np.clip(corners.min(axis=0), 0, [columns - 1, rows - 1])
        right, bottom = np.clip(corners.max(axis=0), 0, [columns - 1, rows - 1])
        mask = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
        cv2.fillPoly(mask, [corners - [left, top]], 1)
        part = self.values[top : bottom + 1, left : right + 1]
        return float(cv2.mean(_sigmoid(part) if self.bare else part, mask)[0])


class Detector:
    """Finds the lines of text on an upright page."""

    def __init__(self, threads: int) -> None:
        self._network = load_fitting("rapidocr", _MODEL, threads, bare=True)
        self.backend = self._network.backend

    def find(self, image: Image, part: Box = WHOLE) -> Found:
        """Lines, in pixels of `image`: as rectangles that may be tilted a little, or as curves.

        Only `part` of the page is looked at.
        """
        height, width = image.shape[:2]
        shown = _fitted(image, part)
        large = shown.rows.size > 3 * _LARGE or image.size > 3 * _HEAVY
        if large:
            give_back()
        nothing = _NOTHING if self._network.bare else 0.0
        heat = np.full((shown.tall, shown.rows.shape[1]), nothing, dtype=np.float32)
        heat[shown.top : shown.top + len(shown.rows)] = self._heat(
            inference.pixels([shown.rows], shown.rows.shape[1])
        )
        self._network.rest()
        if large:
            give_back()
        rows, columns = heat.shape
        stretch = np.array([width / columns, height / rows], dtype=np.float32)
        limit = np.array([width - 1, height - 1], dtype=np.float32)
        found = _regions(Heat(heat, bare=self._network.bare))
        quads = [np.clip(quad * stretch, 0, limit) for quad in found.straight]
        return Found(quads, [line.scaled(stretch, limit) for line in found.bent])

    def _heat(self, batch: inference.Tensor) -> NDArray[np.float32]:
        """What the network says of each pixel; a large page is shown band by band."""
        rows, columns = batch.shape[2:]
        count = math.ceil(rows * columns / _BAND_PIXELS)
        if count == 1:
            return np.asarray(self._network(np.ascontiguousarray(batch))[0, 0], dtype=np.float32)
        height = min(rows, math.ceil((rows / count + 2 * _CONTEXT) / 32) * 32)
        heat = np.empty((rows, columns), dtype=np.float32)
        for top, bottom in pairwise(round(rows * at / count) for at in range(count + 1)):
            start = min(max(0, top - _CONTEXT), rows - height)
            band = np.ascontiguousarray(batch[:, :, start : start + height])
            heat[top:bottom] = self._network(band)[0, 0, top - start : bottom - start]
        return heat


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """What the network is shown of a page `tall` rows high: the rows from `top` on."""

    rows: Image
    top: int
    tall: int


def _fitted(image: Image, part: Box) -> _Shown:
    """A part of the page at a size at which its print is as high as the network likes.

    Sides are multiples of 32, as the network wants, in few steps, as its memory wants.
    """
    wide, tall = _size(image, part)
    need = math.ceil(part.height * tall / _STEP) * _STEP
    top = min(int(part.y0 * tall), tall - need) if need < tall else 0
    need = min(need, tall)
    scale = image.shape[0] / tall
    rows = image[round(top * scale) : round((top + need) * scale)]
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    shown = np.asarray(cv2.resize(rows, (wide, need), interpolation=how), dtype=np.uint8)
    return _Shown(shown, top, tall)


def _size(image: Image, part: Box) -> tuple[int, int]:
    """Width and height at which the whole page would be shown."""
    height, width = image.shape[:2]
    longer = max(height, width)
    print_ = print_height(grey(rows_of(image, part)), longer)
    wanted = longer * _PRINT / print_ if print_ else float(longer)
    side = min(_LARGEST, max(_SMALLEST, math.ceil(wanted / _STEP) * _STEP))
    ratio = min(side / longer, math.sqrt(_MOST_PIXELS / (height * width)))
    wide, tall = (max(32, round(length * ratio / 32) * 32) for length in (width, height))
    return wide, tall


def _regions(heat: Heat) -> Found:
    mask = cv2.dilate(heat.text().view(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = Found([], [])
    for outline in (np.asarray(outline, np.int32) for outline in outlines):
        if (line := bent(outline, _GROWTH)) is not None:
            if heat.score(outline) >= _BOX:
                found.bent.append(line)
        elif (quad := _region(heat, outline)) is not None:
            found.straight.append(quad)
    return found


def _region(heat: Heat, outline: NDArray[np.int32]) -> Quad | None:
    centre, (width, height), angle = cv2.minAreaRect(outline)
    if min(width, height) < 3:
        return None
    corners = cv2.boxPoints((centre, (width, height), angle))
    if heat.score(np.round(corners).astype(np.int32)) < _BOX:
        return None
    grown = 2.0 * _GROWTH * (width * height) / (2.0 * (width + height))
    return _clockwise(cv2.boxPoints((centre, (width + grown, height + grown), angle)))


def _sigmoid(values: NDArray[np.float32]) -> NDArray[np.float32]:
    # What is beyond the limit would overflow, and is 0 either way.
    return np.asarray(1.0 / (1.0 + np.exp(np.minimum(-values, 80.0))), np.float32)


def _clockwise(corners: NDArray[np.number]) -> Quad:
    """Corners from the top left on, for writing that runs roughly from left to right."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left = by_x[:2][np.argsort(by_x[:2, 1])]
    right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)
