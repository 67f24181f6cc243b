"""Ruled lines: long, straight and thin ink that ends on other lines of its kind."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask, grey, ink
from ingest.images.print_size import print_height

_SHORTEST_ACROSS = 1 / 28
"""Shortest piece of a line across, in shares of the page's width: longer than any stroke."""

_SHORTEST_DOWN = 1.6
"""Shortest piece of a line down, in heights of the print: longer than a stroke, and still less
than a row of a table."""

_LONG = 3
"""A piece this many times the shortest is a line even where one of its ends hangs in the air."""


_DEPTH = 16
"""How much darker than the paper on either side a ruled line is, of 255 shades."""

_UNBROKEN = 0.75
"""Share of a line that is inked before its breaks are mended; a row of letters has less."""

_RULED = 0.7
"""Share of a row or column of pixels that a ruled line fills."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Ink of the lines across and of the lines down, and how far apart "touching" may be."""

    across: Mask
    down: Mask
    reach: int


def rules(shades: Grey) -> Rules:
    """The ruled lines of a level page.

    Small breaks are mended. Strokes of large type, underlines and dirt are left out, because
    their ends meet no other line; so are edges between light and dark, because they are no lines.
    """
    height, width = shades.shape
    reach = max(6, width // 220)
    thickest = max(5, width // 250 + 3)
    shortest_across = max(20, round(width * _SHORTEST_ACROSS))
    longer = max(height, width)
    wanted = _SHORTEST_DOWN * (print_height(shades) or longer / 80)
    shortest_down = round(min(longer / 40, max(longer / 70, 18, wanted)))
    turned = np.ascontiguousarray(shades.T)
    across = _long(_ridges(shades, thickest), shortest_across, thickest)
    down = np.ascontiguousarray(_long(_ridges(turned, thickest), shortest_down, thickest).T)
    for _ in range(2):
        down = _supported(down.T, across.T, shortest_down, reach).T
        across = _supported(across, down, shortest_across, reach)
    return Rules(np.ascontiguousarray(across), np.ascontiguousarray(down), reach)


def _ridges(shades: Grey, thickest: int) -> Mask:
    """Thin dark ridges along the rows, brighter above and below; an edge of a shade is none."""
    kernel = np.ones((2 * thickest + 1, 1), np.uint8)
    depth = cv2.morphologyEx(shades, cv2.MORPH_BLACKHAT, kernel)
    return np.asarray((depth > _DEPTH).astype(np.uint8) * 255, dtype=np.uint8)


def _long(found: Mask, shortest: int, thickest: int) -> Mask:
    """Runs along the rows of at least `shortest` pixels that are thin for their length."""
    gap = max(3, found.shape[1] // 250)
    thick = cv2.dilate(found, np.ones((3, 1), np.uint8))
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest // 3), np.uint8))
    mended = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    runs = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    bridged = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, 2 * gap), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    kept = np.zeros(count, dtype=np.uint8)
    for label in range(1, count):
        start, top, length, breadth, area = (int(value) for value in stats[label])
        inked = found[top : top + breadth, start : start + length].any(axis=0).mean()
        kept[label] = 255 if area <= thickest * length and inked >= _UNBROKEN else 0
    return np.asarray(kept[labels], dtype=np.uint8)


def _supported(
    lines: NDArray[np.uint8], others: NDArray[np.uint8], shortest: int, reach: int
) -> Mask:
    """The lines along the rows whose ends meet one of `others`, or pass beyond all of them."""
    lines, others = np.ascontiguousarray(lines), np.ascontiguousarray(others)
    columns = np.flatnonzero(others.any(axis=0))
    if not len(columns):
        return np.zeros_like(lines)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    near = cv2.dilate(others, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    kept = np.zeros(count, dtype=np.uint8)
    for label in range(1, count):
        start, top, length, breadth = (int(value) for value in stats[label, :4])
        end = start + length - 1
        rows = slice(top, top + breadth)
        held = bool(near[rows, start].any()) + bool(near[rows, end].any())
        beyond = start <= columns[0] + reach or end >= columns[-1] - reach
        long = length >= _LONG * shortest
        if held == 2 or (long and (held or beyond)):
            kept[label] = 255
    return np.asarray(kept[labels], dtype=np.uint8)


def without_edge_lines(crop: Image) -> Image:
    """A small crop with ruled lines along its four sides painted over with its paper."""
    height, width = crop.shape[:2]
    found = ink(grey(crop), reach=max(15, height // 2)) > 0
    band = max(2, round(0.22 * height))
    clean = crop.copy()
    paper = np.median(crop.reshape(-1, 3)[~found.ravel()], axis=0) if (~found).any() else 255
    across, down = found.mean(axis=1) > _RULED, found.mean(axis=0) > _RULED
    for rows in (slice(0, band), slice(height - band, height)):
        clean[rows][across[rows]] = paper
    for columns in (slice(0, band), slice(width - band, width)):
        clean[:, columns][:, down[columns]] = paper
    return clean
