"""Detected lines cut at the borders of table cells, before anybody reads them.

The detector likes to see a label and the value beside it as one line. Cut first, each is read by
itself, and the ruled line between them is not read as a character. A border that runs through the
letters of a line was taken for one by mistake, or ends above the line, and is no place to cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from domain.geometry import Box
from ingest.formats.contract import Image
from ingest.images.ink import grey, ink
from ingest.readers.detection import Quad

_SLIVER = 0.4
"""Pieces narrower than this share of the line's height hold no character."""

_RULE = 0.06
"""Half of a ruled line's thickness, in shares of the line's height."""

_NEAR = 0.4
"""How far from where it should be, in shares of the line's height, a rule or gap is looked for."""

_DRAWN = 0.9
"""Share of the line's height that a ruled line between cells fills; letters are lower."""

_GAP = 0.35
"""Width of a gap between two cells' texts, at least, in shares of the line's height."""


def parted(quads: Iterable[Quad], cells: Sequence[Box], image: Image) -> list[Quad]:
    """The quads, given in pixels of `image`, cut where they run over a border between cells."""
    height, width = image.shape[:2]
    edges = [
        (cell.x0 * width, cell.y0 * height, cell.x1 * width, cell.y1 * height) for cell in cells
    ]
    return [piece for quad in quads for piece in _pieces(quad, edges, image)]


def _pieces(
    quad: Quad, cells: Sequence[tuple[float, float, float, float]], image: Image
) -> Iterator[Quad]:
    middle = float(quad[:, 1].mean())
    start, end = float(quad[[0, 3], 0].mean()), float(quad[[1, 2], 0].mean())
    tall = float(np.linalg.norm(quad[3] - quad[0]))
    borders = {
        border
        for left, top, right, bottom in cells
        if top <= middle <= bottom
        for border in (left, right)
        if start < border < end and _parts(border, quad, image)
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


def _parts(border: float, quad: Quad, image: Image) -> bool:
    """Whether at the border there is a ruled line from top to bottom, or at least no letter."""
    top, bottom = (round(float(quad[side, 1].mean())) for side in ([0, 1], [2, 3]))
    tall = max(1, bottom - top)
    near = max(3, round(_NEAR * tall))
    left = max(0, round(border) - near)
    part = image[max(0, top) : bottom, left : round(border) + near + 1]
    if min(part.shape[:2]) < 4:
        return True
    inked = (ink(grey(part), reach=2 * tall) > 0).mean(axis=0)
    if inked.max() >= _DRAWN:
        return True
    empty = np.concatenate(([False], inked == 0, [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(empty))
    return bool((edges[1::2] - edges[::2] >= _GAP * tall).any())


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
