"""Ruled lines: long, straight and thin ink that ends on other lines of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask, grey, ink, scaled
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

_WAVY = 0.45
"""Pixels by which a short ruled line may waver; of 138 on bad copies none did by more, while three
fifths of the runs of blurred letters do."""

_WAVY_LONG = 1.0
"""The same for a long line, which noise may shake more; words are seldom that long."""

_STRETCH = 61
"""Pixels over which a line's course is averaged."""

_RULED = 0.7
"""Share of a row or column of pixels that a ruled line fills."""


_Piece = NDArray[np.int32]
"""The outline of a piece of a line, as OpenCV gives it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Ink of the lines across and of the lines down, and how far apart "touching" may be.

    `free` are all lines across, as shares of the page and from top to bottom, also those that
    meet no other line.
    """

    across: Mask
    down: Mask
    reach: int
    free: tuple[Box, ...] = ()


def rules(shades: Grey, longer: int = 0) -> Rules:
    """The ruled lines of a level page, or of a part of one whose longer side is `longer`.

    Small breaks are mended. Strokes of large type, underlines and dirt are left out, because
    their ends meet no other line; so are edges between light and dark, because they are no lines.
    """
    width = shades.shape[1]
    reach = max(6, width // 220)
    thickest = max(5, width // 250 + 3)
    shortest_across, shortest_down = _shortest(shades, longer or max(shades.shape))
    turned = np.ascontiguousarray(shades.T)
    across = _long(_ridges(shades, thickest), shortest_across, thickest)
    down = _long(_ridges(turned, thickest), shortest_down, thickest)
    free = _placed(across, shades)
    for _ in range(2):
        down = _supported(down, _drawn(across, shades).T, shortest_down, reach)
        across = _supported(across, _drawn(down, turned).T, shortest_across, reach)
    inked = np.ascontiguousarray(_drawn(down, turned).T)
    return Rules(_drawn(across, shades), inked, reach, free)


def _placed(pieces: Sequence[_Piece], shades: Grey) -> tuple[Box, ...]:
    """Where pieces of lines across stand, as boxes without height."""
    height, width = shades.shape
    boxes = []
    for piece in pieces:
        left, top, length, breadth = cv2.boundingRect(piece)
        middle = (top + breadth / 2) / height
        boxes.append(Box.clipped(left / width, middle, (left + length) / width, middle))
    return tuple(sorted(boxes, key=lambda box: (box.y0, box.x0)))


def without_rules(image: Image, longest: int = 1700) -> Image:
    """A copy of a level page with its ruled lines and frames painted over with white."""
    ruled = rules(scaled(grey(image), longest))
    lines = cv2.dilate(cv2.bitwise_or(ruled.across, ruled.down), np.ones((3, 3), np.uint8))
    size = (image.shape[1], image.shape[0])
    clean = image.copy()
    clean[cv2.resize(lines, size, interpolation=cv2.INTER_NEAREST) > 0] = 255
    return clean


def _shortest(shades: Grey, longer: int) -> tuple[int, int]:
    """Lengths of the shortest pieces of a line across and of a line down, in pixels."""
    wanted = _SHORTEST_DOWN * (print_height(shades, longer) or longer / 80)
    down = round(min(longer / 40, max(longer / 70, 18, wanted)))
    return max(20, round(shades.shape[1] * _SHORTEST_ACROSS)), down


def _drawn(pieces: Sequence[_Piece], shades: Grey) -> Mask:
    """A mask of the pieces, of the size of `shades`."""
    mask = np.zeros(shades.shape, dtype=np.uint8)
    cv2.drawContours(mask, pieces, -1, 255, cv2.FILLED)
    return mask


def _ridges(shades: Grey, thickest: int) -> Mask:
    """Thin dark ridges along the rows, brighter above and below; an edge of a shade is none."""
    kernel = np.ones((2 * thickest + 1, 1), np.uint8)
    depth = cv2.morphologyEx(shades, cv2.MORPH_BLACKHAT, kernel)
    return np.asarray((depth > _DEPTH).astype(np.uint8) * 255, dtype=np.uint8)


def _long(found: Mask, shortest: int, thickest: int) -> list[_Piece]:
    """Runs along the rows of at least `shortest` pixels that are thin for their length."""
    gap = max(3, found.shape[1] // 250)
    thick = cv2.dilate(found, np.ones((3, 1), np.uint8))
    pieces = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, shortest // 3), np.uint8))
    mended = cv2.morphologyEx(pieces, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    runs = cv2.morphologyEx(mended, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    bridged = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, 2 * gap), np.uint8))
    outlines, _ = cv2.findContours(bridged, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    lines = (np.asarray(outline, dtype=np.int32) for outline in outlines)
    return [line for line in lines if _is_line(line, found, thickest, shortest)]


def _is_line(outline: _Piece, found: Mask, thickest: int, shortest: int) -> bool:
    start, top, length, breadth = cv2.boundingRect(outline)
    pixels = cv2.contourArea(outline) + len(outline) / 2 + 1
    part = found[top : top + breadth, start : start + length] > 0
    inked = part.any(axis=0)
    thin = pixels <= thickest * length and inked.mean() >= _UNBROKEN
    wavy = _WAVY_LONG if length >= _LONG * shortest else _WAVY
    return bool(thin and _waviness(part[:, inked]) <= wavy)


def _waviness(part: NDArray[np.bool_]) -> float:
    """How far, in pixels, the middle of a piece leaves its own course in four fifths of it.

    The course is a mean over a stretch, so that a line on a curved sheet is straight too; letters
    that run into one another are not.
    """
    heights = np.arange(part.shape[0], dtype=np.float32)[:, None]
    middles = np.asarray((part * heights).sum(axis=0) / part.sum(axis=0), dtype=np.float32)
    course = cv2.blur(middles[None, :], (_STRETCH, 1), borderType=cv2.BORDER_REFLECT)[0]
    return float(np.percentile(np.abs(middles - course), 80))


def _supported(pieces: Sequence[_Piece], others: Mask, shortest: int, reach: int) -> list[_Piece]:
    """The pieces along the rows whose ends meet one of `others`, or pass beyond all of them."""
    columns = np.flatnonzero(others.any(axis=0))
    if not len(columns):
        return []
    near = cv2.dilate(np.ascontiguousarray(others), np.ones((2 * reach + 1,) * 2, np.uint8))
    kept = []
    for piece in pieces:
        start, top, length, breadth = cv2.boundingRect(piece)
        end = start + length - 1
        rows = slice(top, top + breadth)
        held = bool(near[rows, start].any()) + bool(near[rows, end].any())
        beyond = start <= columns[0] + reach or end >= columns[-1] - reach
        long = length >= _LONG * shortest
        if held == 2 or (long and (held or beyond)):
            kept.append(piece)
    return kept


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
