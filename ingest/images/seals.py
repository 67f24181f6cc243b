"""Red seals over text: their colour taken away, so that the black print beneath can be read."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from ingest.formats.contract import Image

_REDDER = 40
"""How much more red than green and blue a pixel of a seal has."""

_LEAST_RED, _MOST_RED = 0.0005, 0.2
"""Share of a page's pixels that are red where there is a seal on it, and where it is not printed
in red."""

_WORKING_SIDE = 330
"""Shorter side, in pixels, at which seals are looked for."""

_INKED = 0.12
"""Share of red ink in a pixel of that size from which it counts."""

_GAP = 13
"""Gaps, in such pixels, over which a worn seal's pieces still belong together: 1 cm on A4."""

_SMALLEST = 0.08
"""Side of a seal in shares of the page's shorter side, 17 mm on A4: a person's seal."""

_DARK, _PRINTED = 110, 0.01
"""Brightness below which ink is black, and the share of it that makes print."""

_RIM = 6
"""Pixels around a seal where its ink has run."""

_ROUND = 1.8
"""A seal is at most this many times as wide as high, or the other way round; a red title is not."""


def seals(image: Image) -> tuple[Box, ...]:
    """Where red seals stand on the page."""
    height, width = image.shape[:2]
    return tuple(
        Box.clipped(left / width, top / height, (left + wide) / width, (top + tall) / height)
        for left, top, wide, tall in regions(_redness(image))
    )


def without_seals(image: Image) -> Image:
    """The page with its red seals bleached: red ink turns to paper, black print stays black.

    Red print elsewhere, a letterhead for one, is left as it is, and so is a seal with nothing
    beneath. The image itself comes back when there is nothing to lift.
    """
    if not _may_be_red(image):
        return image
    bleached = image
    for left, top, wide, tall in regions(_redness(image)):
        rows = slice(max(0, top - _RIM), top + tall + _RIM)
        columns = slice(max(0, left - _RIM), left + wide + _RIM)
        if _covers_print(image[rows, columns]):
            bleached = image.copy() if bleached is image else bleached
            bleached[rows, columns] = _bleached(image[rows, columns])
    return bleached


def _may_be_red(image: Image) -> bool:
    """Whether there is enough red on a page for a seal, as every fourth pixel either way tells."""
    thinned = _redness(np.ascontiguousarray(image[::4, ::4]))
    return bool((thinned > _REDDER).mean() >= _LEAST_RED / 2)


def _covers_print(part: Image) -> bool:
    """Whether there is black print among the red; red writing alone is there to be read."""
    dark = (part[:, :, 2] < _DARK) & (_redness(part) < _REDDER // 2)
    return bool(dark.mean() >= _PRINTED)


def _bleached(part: Image) -> Image:
    """The part with red turned to the brightness of its paper.

    Seen through a red glass, red ink is bright and black ink dark. The ink's brightness there is
    raised to the paper's, so that nothing of the seal stands out any more.
    """
    redness, red = _redness(part), part[:, :, 2].astype(np.float32)
    ink = float(np.median(red[redness > _REDDER])) if (redness > _REDDER).any() else 255.0
    paper = float(np.percentile(red, 95))
    shades = np.clip(red * max(1.0, paper / max(ink, 1.0)), 0, 255).astype(np.uint8)
    faintly_red = (redness > _REDDER // 3)[:, :, np.newaxis]
    return np.where(faintly_red, shades[:, :, np.newaxis], part)


def _redness(image: Image) -> NDArray[np.uint8]:
    """By how much red outshines the stronger of the other two colours, 0 where it does not."""
    blue, green, red = cv2.split(image)
    return np.asarray(cv2.subtract(red, cv2.max(blue, green)), dtype=np.uint8)


def regions(redness: NDArray[np.integer]) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, width, height of each seal in pixels."""
    height, width = redness.shape
    shorter = min(height, width)
    step = max(1.0, shorter / _WORKING_SIDE)
    red = np.where(redness > _REDDER, np.uint8(255), np.uint8(0))
    if not _LEAST_RED <= np.count_nonzero(red) / red.size <= _MOST_RED:
        return
    size = (max(1, round(width / step)), max(1, round(height / step)))
    coarse = (cv2.resize(red, size, interpolation=cv2.INTER_AREA) > 255 * _INKED).astype(np.uint8)
    closed = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    found: list[tuple[int, int, int, int]] = []
    for label in sorted(range(1, count), key=lambda label: -stats[label, 2] * stats[label, 3]):
        left, top, wide, tall = (round(value * step) for value in stats[label, :4].tolist())
        if min(wide, tall) < _SMALLEST * shorter or max(wide, tall) > _ROUND * min(wide, tall):
            continue
        if not any(_is_inside((left, top, wide, tall), outer) for outer in found):
            found.append((left, top, wide, tall))
    yield from found


def _is_inside(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    """Whether a star or a line of text belongs to the seal around it."""
    x, y = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]
