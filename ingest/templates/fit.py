"""Laying a template on a page: shift, scale, turn and perspective from the print that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from domain.template import Anchor, TemplatePage
from ingest.forms.strips import Glyph
from ingest.templates.printed import Print, around

_FEWEST = 3
"""Anchors without which nothing can be laid on anything."""

_PERSPECTIVE_FROM = 9
"""Anchors from which a perspective is believed; fewer give a turn, a scale and a shift."""

_NEAR = 0.012
"""Share of the page by which an anchor may miss its place."""

_AMBIGUOUS = 3
"""Words that stand more often than this on a page help only once the rest is laid."""

Matrix = NDArray[np.float64]
"""3 x 3, from the template's page to the scanned one, both in shares of their width."""


@dataclass(frozen=True)
class Fit:
    """A template's page laid on a scanned page.

    `share` (0..1) of its anchors stand where they should; `printed` are the glyphs (by identity)
    that belong to the form and not to what was written into it.
    """

    matrix: Matrix
    template: TemplatePage
    aspect: float
    share: float
    printed: frozenset[int]

    def place(self, box: Box) -> Box:
        """A box of the template on the scanned page."""
        x0, y0, x1, y1 = box.as_tuple()
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        moved = _moved(corners / [1.0, self.template.aspect], self.matrix) * [1.0, self.aspect]
        left, top = moved.min(axis=0)
        right, bottom = moved.max(axis=0)
        return Box.clipped(float(left), float(top), float(right), float(bottom))


def fit(template: TemplatePage, page: Print) -> Fit | None:
    """Lay `template` on `page`; None when too little of its print is there to do so."""
    aspect = page.page.width / page.page.height
    seen = [(anchor, page.places(anchor.text)) for anchor in template.anchors]
    matrix = _matrix(seen, template.aspect, aspect)
    if matrix is None:
        return None
    laid = Fit(matrix, template, aspect, 0.0, frozenset())
    printed: set[int] = set()
    matched = 0
    for anchor, places in seen:
        wanted = laid.place(anchor.box)
        at = next((place for place in places if _meets(around(place), wanted, aspect)), None)
        if at is not None:
            matched += 1
            printed |= {id(glyph) for glyph in at}
    share = matched / len(template.anchors)
    return Fit(matrix, template, aspect, share, frozenset(printed))


_Seen = Sequence[tuple[Anchor, list[tuple[Glyph, ...]]]]


def _matrix(seen: _Seen, source_aspect: float, target_aspect: float) -> Matrix | None:
    """The transformation that most of the print agrees on."""
    pairs = [
        pair
        for anchor, places in seen
        if 1 <= len(places) <= _AMBIGUOUS
        for place in places
        for pair in _ends(anchor.box, around(place))
    ]
    if len({pair[0] for pair in pairs}) < 2 * _FEWEST:
        return None
    source = np.array([pair[0] for pair in pairs]) / [1.0, source_aspect]
    target = np.array([pair[1] for pair in pairs]) / [1.0, target_aspect]
    similar, agreeing = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=1.5 * _NEAR, maxIters=4000
    )
    if similar is None or int(agreeing.sum()) < 2 * _FEWEST:
        return None
    base = np.vstack([similar, [0.0, 0.0, 1.0]])
    near = np.linalg.norm(_moved(source, base) - target, axis=1) < 8 * _NEAR
    if int(near.sum()) < 2 * _PERSPECTIVE_FROM:
        return base
    bent, _ = cv2.findHomography(source[near], target[near], cv2.RANSAC, _NEAR / 2)
    return bent if bent is not None and _is_sound(bent, base, source_aspect) else base


def _ends(one: Box, other: Box) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The middles of both ends of a run of print, in the template and on the page."""
    y, z = one.centre[1], other.centre[1]
    return [((one.x0, y), (other.x0, z)), ((one.x1, y), (other.x1, z))]


def _is_sound(bent: Matrix, base: Matrix, aspect: float) -> bool:
    """Whether the perspective stays near the plain transformation all over the page."""
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]) / [1.0, aspect]
    apart = np.linalg.norm(_moved(corners, bent) - _moved(corners, base), axis=1)
    return bool(np.isfinite(apart).all() and apart.max() < 0.15)


def _moved(points: NDArray[np.float64], matrix: Matrix) -> NDArray[np.float64]:
    moved = cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), matrix)
    return np.asarray(moved, dtype=np.float64).reshape(-1, 2)


def _meets(found: Box, wanted: Box, aspect: float) -> bool:
    dx = abs(found.centre[0] - wanted.centre[0])
    dy = abs(found.centre[1] - wanted.centre[1]) / aspect
    return max(dx, dy) < 2 * _NEAR
