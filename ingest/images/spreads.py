"""Two facing pages on one scan: where the fold between them runs."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask, grey, ink, scaled

_WORKING_SIDE = 1000
_WIDEST, _NARROWEST = 1.8, 1.12
"""Between these a scan of two pages is so many times as wide as high."""

_MIDDLE = 0.06
"""The fold is this near to the middle, in shares of the scan's width."""

_GUTTER, _WIDE_GUTTER = 0.025, 0.055
"""Width of the space without print at a fold that is seen, and where none is seen."""

_FOLD = 10
"""Shades by which a fold is darker than the paper beside it."""

_RUNS = 0.6
"""Share of the scan's height over which a drawn or shaded fold runs, at least."""

_FEWEST_ROWS = 6
"""Rows of print on each of two pages."""

_FILLED = 0.55
"""Share of its page's width that the print takes, where no fold is seen."""


def fold_of(image: Image) -> float | None:
    """Where two facing pages part, in shares of the width; None where the scan is one page.

    Nothing may cross from one page to the other: a table or a title over both makes it one large
    sheet. And there is a shadow or a line in the fold, or two full pages with wide margins.
    """
    height, width = image.shape[:2]
    if not _NARROWEST * height <= width <= _WIDEST * height:
        return None
    shades = scaled(grey(image), _WORKING_SIDE)
    marks, upright = _parted(ink(shades))
    gutter = _gutter(marks)
    return None if gutter is None else _part(shades, marks, upright, gutter)


def _part(shades: Grey, marks: Mask, upright: Mask, gutter: tuple[int, int]) -> float | None:
    """Where the pages part within a gutter, if there are two pages."""
    start, end = gutter
    left, right = marks[:, :start], marks[:, end:]
    if min(_rows(left), _rows(right)) < _FEWEST_ROWS:
        return None
    columns = int(marks.shape[1])
    fold = _fold(shades, upright, start, end)
    if fold is not None:
        return fold / columns
    is_wide = end - start >= _WIDE_GUTTER * columns and start < columns / 2 < end
    if is_wide and min(_width(left), _width(right)) >= _FILLED * columns / 2:
        return (start + end) / 2 / columns
    return None


def _parted(marks: Mask) -> tuple[Mask, Mask]:
    """Print without specks and long upright lines, and those lines."""
    tall = max(3, marks.shape[0] // 8)
    upright = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((tall, 1), np.uint8))
    broad = cv2.dilate(upright, np.ones((1, 5), np.uint8))
    print_ = cv2.morphologyEx(cv2.subtract(marks, broad), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(print_, np.uint8), np.asarray(upright, np.uint8)


def _gutter(marks: Mask) -> tuple[int, int] | None:
    """The widest run of columns near the middle without any print, first and last."""
    rows, columns = marks.shape
    inner = marks[round(0.03 * rows) : round(0.97 * rows)]
    free = (inner > 0).sum(axis=0) <= 1
    best: tuple[int, int] | None = None
    start = None
    for at, is_free in enumerate([*free.tolist(), False]):
        if is_free:
            start = at if start is None else start
        elif start is not None:
            nearest = min(max(start, columns / 2), at)
            near = abs(nearest - columns / 2) <= _MIDDLE * columns
            widest = max(_GUTTER * columns, best[1] - best[0] if best else 0)
            best = (start, at) if near and at - start >= widest else best
            start = None
    return best


def _fold(shades: Grey, upright: Mask, start: int, end: int) -> float | None:
    """The column of a line or of a shadow that runs down between the pages."""
    rows = shades.shape[0]
    drawn = (upright[:, start:end] > 0).any(axis=1).mean()
    if drawn >= _RUNS:
        return float(start + np.median(np.nonzero(upright[:, start:end])[1]))
    reach = max(2, (end - start) // 4)
    strip = cv2.blur(shades[:, start:end], (3, max(3, rows // 40)))
    beside = np.maximum(
        shades[:, max(0, start - 3 * reach) : start].max(axis=1),
        shades[:, end : end + 3 * reach].max(axis=1),
    ).astype(np.int16)
    darker = beside[:, np.newaxis] - strip > _FOLD
    across = strip.mean(axis=0)
    column = int(across.argmin())
    depth = min(across[0], across[-1]) - across[column]
    if darker[:, column].mean() >= _RUNS and depth >= _FOLD / 2:
        return float(start + column)
    return None


def _rows(marks: Mask) -> int:
    """How many rows of print there are."""
    filled: NDArray[np.bool_] = (marks > 0).sum(axis=1) > 0.02 * marks.shape[1]
    return int((np.diff(filled.astype(np.int8)) == 1).sum())


def _width(marks: Mask) -> int:
    columns = np.nonzero((marks > 0).sum(axis=0) > 1)[0]
    return int(columns[-1] - columns[0]) if len(columns) else 0
