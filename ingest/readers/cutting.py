"""Detected lines cut at the borders of table cells, before anybody reads them.

The detector likes to see a label and the value beside it as one line. Cut first, each is read by
itself, and the ruled line between them is not read as a character.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from domain.geometry import Box
from ingest.readers.detection import Quad

_SLIVER = 0.4
"""Pieces narrower than this share of the line's height hold no character."""

_RULE = 0.06
"""Half of a ruled line's thickness, in shares of the line's height."""


def parted(quads: Iterable[Quad], cells: Sequence[Box], size: tuple[int, int]) -> list[Quad]:
    """The quads, cut where they run over a border between cells.

    `size` is the image's width and height, in whose pixels the quads are given.
    """
    width, height = size
    edges = [
        (cell.x0 * width, cell.y0 * height, cell.x1 * width, cell.y1 * height) for cell in cells
    ]
    return [piece for quad in quads for piece in _pieces(quad, edges)]


def _pieces(quad: Quad, cells: Sequence[tuple[float, float, float, float]]) -> Iterator[Quad]:
    middle = float(quad[:, 1].mean())
    start, end = float(quad[[0, 3], 0].mean()), float(quad[[1, 2], 0].mean())
    tall = float(np.linalg.norm(quad[3] - quad[0]))
    borders = {
        border
        for left, top, right, bottom in cells
        if top <= middle <= bottom
        for border in (left, right)
        if start < border < end
    }
    if not borders or end - start <= _SLIVER * tall:
        yield quad
        return
    inset = _RULE * tall
    for left, right in pairwise([start, *sorted(borders), end]):
        first = left + inset if left in borders else left
        last = right - inset if right in borders else right
        if last - first > _SLIVER * tall:
            yield _between(quad, (first - start) / (end - start), (last - start) / (end - start))


def _between(quad: Quad, first: float, last: float) -> Quad:
    """The part of a quad between two shares of its length."""
    above, below = quad[1] - quad[0], quad[2] - quad[3]
    corners = (
        quad[0] + above * first,
        quad[0] + above * last,
        quad[3] + below * last,
        quad[3] + below * first,
    )
    return np.array(corners, dtype=np.float32)
