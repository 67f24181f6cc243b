"""The edges of a page that was photographed on a desk, and the page seen straight from above."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image
from ingest.images.borders import Outline
from ingest.images.ink import Mask

_SMALLEST_PAGE, _LARGEST_PAGE = 0.2, 0.97
"""Shares of the picture between which a page lies on a desk that is seen around it."""

_FOUR_SIDED = 0.97
"""Share that a page's outline and its four corners have in common, at least."""

_RIM = 0.004
"""A corner nearer to the picture's rim than this share of it may lie outside."""

_FURTHEST = 35.0
"""Degrees by which a corner may differ from a right one."""

_RIGHT, _ASKEW = 1.2, 12.0
"""Degrees: a page with right corners that lies no further askew needs no straightening."""

_BRIGHTER = 12
"""Shades by which paper is brighter than the desk beside it."""

_SEEN = 0.85
"""Share of an edge along which that must be so."""

Points = NDArray[np.float32]


def four_corners(outline: Outline, size: tuple[int, int]) -> Points | None:
    """The corners of an outline that has four of them, all inside a picture of that width, height.

    Top left, top right, bottom right, bottom left; None for any other outline.
    """
    found = _quadrangle(outline)
    if found is None:
        return None
    corners = _in_order(found)
    margin = _RIM * max(size)
    inside = (corners >= margin).all() and (corners <= np.array(size) - 1 - margin).all()
    if not inside or np.abs(_angles(corners) - 90).max() > _FURTHEST:
        return None
    return corners


def page_on_desk(picture: Image) -> Points | None:
    """The corners of a bright page on a darker desk, in a picture of some 600 pixels.

    None unless all four edges are seen, and for a page that a scanner saw: its corners are
    right, and what is around it is a coloured frame.
    """
    height, width = picture.shape[:2]
    if _is_framed_by_paper(picture):
        return None
    closed = cv2.morphologyEx(picture, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    plain = np.asarray(cv2.medianBlur(closed, 5), np.uint8)
    shades = np.asarray(cv2.cvtColor(plain, cv2.COLOR_BGR2GRAY), np.uint8)
    for mask in _papers(plain, shades):
        outline = _outline(mask)
        corners = None if outline is None else four_corners(outline, (width, height))
        if corners is not None and _is_seen(corners, shades) and not _is_right(corners):
            return corners
    return None


def _is_framed_by_paper(picture: Image) -> bool:
    """Whether the rim is as bright as anything in the middle, as a scanner's page is."""
    shades = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    rim = np.concatenate([shades[2], shades[-3], shades[:, 2], shades[:, -3]])
    return bool(np.median(rim) > np.percentile(shades[::4, ::4], 90) - _BRIGHTER)


def straightened(image: Image, corners: Points) -> Image:
    """The part of the image between four corners, given in its pixels, as a rectangle."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    wide, tall = max(2, round(max(top, bottom))), max(2, round(max(left, right)))
    flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    straight = cv2.warpPerspective(
        image, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(straight, np.uint8)


def _papers(plain: Image, shades: NDArray[np.uint8]) -> Iterator[Mask]:
    """What may be paper: what is bright, and what differs from the picture's rim."""
    yield np.asarray(cv2.threshold(shades, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1])
    colours = cv2.cvtColor(plain, cv2.COLOR_BGR2LAB).astype(np.float32)
    rim = np.concatenate([colours[0], colours[-1], colours[:, 0], colours[:, -1]])
    away = np.linalg.norm(colours - np.median(rim, axis=0), axis=2)
    level = np.clip(away * 2, 0, 255).astype(np.uint8)
    yield np.asarray(cv2.threshold(level, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1])


def _outline(mask: Mask) -> Outline | None:
    """The convex outline of the largest piece, where it is of a page's size."""
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    contours, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    largest = max(contours, key=cv2.contourArea)
    share = cv2.contourArea(largest) / mask.size
    hull = cv2.convexHull(largest)
    if not _SMALLEST_PAGE <= share <= _LARGEST_PAGE:
        return None
    if cv2.contourArea(largest) < 0.93 * cv2.contourArea(hull):
        return None
    return np.asarray(hull[:, 0], np.float32)


def _quadrangle(outline: Outline) -> Points | None:
    """Four corners around which the outline lies closely."""
    length = cv2.arcLength(outline, True)
    for step in range(4, 40, 2):
        corners = cv2.approxPolyDP(outline, step / 400 * length, True)[:, 0].astype(np.float32)
        if len(corners) == 4:
            break
    else:
        return None
    corners = _refined(corners, outline)
    shared, _ = cv2.intersectConvexConvex(corners, outline)
    larger = max(cv2.contourArea(corners), cv2.contourArea(outline))
    return corners if shared >= _FOUR_SIDED * larger else None


def _refined(corners: Points, outline: Outline) -> Points:
    """The corners where the lines through the outline's sides meet."""
    dense = _dense(outline)
    lines = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
        apart = np.abs((dense - start) @ np.array([-along[1], along[0]]))
        share = (dense - start) @ along / max(1e-6, float(np.linalg.norm(end - start)))
        own = dense[(apart < 4) & (share > 0.08) & (share < 0.92)]
        if len(own) < 5:
            return corners
        lines.append(cv2.fitLine(own, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel())
    met = [_meeting(lines[at - 1], lines[at]) for at in range(4)]
    found = np.array([corner for corner in met if corner is not None], np.float32)
    if len(found) < 4 or np.linalg.norm(found - corners, axis=1).max() > 12:
        return corners
    return found


def _dense(outline: Outline) -> Points:
    """Points at every pixel along an outline."""
    pieces = []
    for start, end in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        steps = max(1, round(float(np.linalg.norm(end - start))))
        pieces.append(start + np.arange(steps)[:, np.newaxis] / steps * (end - start))
    return np.concatenate(pieces).astype(np.float32)


def _meeting(one: NDArray[np.float32], other: NDArray[np.float32]) -> Points | None:
    """Where two lines, each a direction and a point, meet."""
    sides = np.array([one[:2], -other[:2]]).T
    if abs(np.linalg.det(sides)) < 1e-3:
        return None
    share = np.linalg.solve(sides, other[2:] - one[2:])
    return np.asarray(one[2:] + share[0] * one[:2], np.float32)


def _in_order(corners: Points) -> Points:
    """Clockwise from the top left."""
    middle = corners.mean(axis=0)
    turned = corners[np.argsort(np.arctan2(*(corners - middle).T[::-1]))]
    return np.roll(turned, -int(turned.sum(axis=1).argmin()), axis=0)


def _angles(corners: Points) -> NDArray[np.float64]:
    """The inner angle at each corner in degrees."""
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    cosine = (before * after).sum(axis=1)
    cosine /= np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))), np.float64)


def _is_right(corners: Points) -> bool:
    """Whether it is a rectangle, and lies no further askew than levelling can undo."""
    across, down = corners[1] - corners[0]
    askew = abs(float(np.degrees(np.arctan2(down, across))))
    return bool(np.abs(_angles(corners) - 90).max() < _RIGHT and askew < _ASKEW)


def _is_seen(corners: Points, shades: NDArray[np.uint8]) -> bool:
    """Whether all along each edge the page is brighter inside than outside."""
    middle = corners.mean(axis=0)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
        inward = np.array([-along[1], along[0]])
        inward *= np.sign((middle - start) @ inward)
        places = start + np.linspace(0.06, 0.94, 60)[:, np.newaxis] * (end - start)
        inside, outside = (_at(shades, places + side * 6 * inward) for side in (1, -1))
        if (inside - outside >= _BRIGHTER).mean() < _SEEN:
            return False
    return True


def _at(shades: NDArray[np.uint8], places: NDArray[np.float64]) -> NDArray[np.int64]:
    height, width = shades.shape
    x, y = places.round().astype(int).T
    seen = shades[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    return np.asarray(seen, np.int64)
