"""Seals and stamps as things on a page: red, blue, or grey where the page is a copy."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from domain.page import Seal, SealColour, SealShape
from ingest.formats.contract import Image
from ingest.images.ink import Grey, Mask, grey, ink
from ingest.images.seals import regions
from ingest.images.shrinking import shrunk

_SHORTER_SIDE = 700
"""Pixels at which stamps are looked at."""

_COLOURED = 30
"""How much stronger than the others the colour of a stamp's ink is."""

_RIMMED = 0.5
"""Share of its outline that a stamp's rim covers; writing in a stamp's colour has no rim."""

_COPIED, _BESIDE = 0.8, 0.4
"""Shares of its rim that a copied seal shows, and of the paper around it that has print."""

_RADII = (0.06, 0.14)
"""Radius of a copied seal in shares of the page's shorter side: 25 to 59 mm across on A4."""

_FILLED = (0.06, 0.6)
"""Shares between which there is ink inside a copied seal's rim."""

_LONG = 1.3
"""A stamp longer than this many times its width is oval or oblong."""

_FEWEST_PIXELS = 16
"""Pixels across below which nothing can be said about a rim."""

Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


def stamps(image: Image) -> tuple[Seal, ...]:
    """The seals on an upright page, coloured ones first; their boxes do not overlap much."""
    page = _smaller(image)
    found: list[Seal] = []
    for colour, channel in ((SealColour.RED, 2), (SealColour.BLUE, 0)):
        tint = _tint(page, channel)
        inked = np.where(tint > _COLOURED, np.uint8(255), np.uint8(0))
        for place in regions(tint):
            _add(found, _coloured(place, inked, colour))
    for place, rim in _rings(grey(page)):
        _add(found, Seal(_box(place, page), SealColour.GREY, SealShape.ROUND, round(rim, 3)))
    return tuple(found)


def _smaller(image: Image) -> Image:
    height, width = image.shape[:2]
    ratio = _SHORTER_SIDE / min(height, width)
    if ratio >= 1:
        return image
    return shrunk(image, (max(1, round(width * ratio)), max(1, round(height * ratio))))


def _tint(page: Image, channel: int) -> NDArray[np.int16]:
    """By how much a colour outshines the stronger of the other two."""
    first, second = (page[:, :, other] for other in range(3) if other != channel)
    return page[:, :, channel].astype(np.int16) - cv2.max(first, second).astype(np.int16)


def _rings(shades: Grey) -> Iterator[tuple[Place, float]]:
    """Thin rings as large as a seal that stand alone, and how much of each is there.

    Print is everywhere alike: what tells a ring is that there is ink all along it and hardly
    any just outside.
    """
    shorter = min(shades.shape)
    low, high = (round(share * shorter) for share in _RADII)
    inked = ink(shades)
    soft = cv2.GaussianBlur(_without_letters(shades, inked, low // 3), (0, 0), 1.2)
    found = cv2.HoughCircles(
        soft, cv2.HOUGH_GRADIENT, 2, low, param1=120, param2=90, minRadius=low, maxRadius=high
    )
    for x, y, radius in found[0][:8] if found is not None else ():
        seen = cv2.warpPolar(
            inked, (round(1.3 * radius), 180), (float(x), float(y)), 1.3 * radius, 0
        )
        rings = (cv2.dilate(seen, np.ones((1, 3), np.uint8)) > 0).mean(axis=0)
        best = int(radius * 0.9) + int(rings[int(radius * 0.9) : int(radius * 1.1)].argmax())
        beside = float(rings[best + 6 : best + 14].mean())
        inner = float((seen[:, : int(0.8 * radius)] > 0).mean())
        if rings[best] >= _COPIED and beside <= _BESIDE and _FILLED[0] < inner < _FILLED[1]:
            left, top, side = round(x - best), round(y - best), 2 * best
            yield (left, top, side, side), float(rings[best])


def _without_letters(shades: Grey, inked: Mask, largest: int) -> Grey:
    """The page without ink in pieces up to `largest` pixels, where circles would be sought in vain.

    The search votes with every edge for every circle that it might belong to: on a page full of
    small print that took 6 % of the time of reading it.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    sides = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = np.where(sides <= largest, np.uint8(255), np.uint8(0))[labels]
    small = cv2.dilate(small, np.ones((3, 3), np.uint8))
    paper = cv2.morphologyEx(shades, cv2.MORPH_CLOSE, np.ones((largest, largest), np.uint8))
    return np.where(small > 0, paper, shades)


def _coloured(place: Place, inked: Mask, colour: SealColour) -> Seal | None:
    """The seal in a part of the page; None where it has no rim."""
    left, top, wide, tall = place
    part = inked[max(0, top - 2) : top + tall + 2, max(0, left - 2) : left + wide + 2]
    if min(part.shape) < _FEWEST_PIXELS:
        return None
    round_rim, square_rim = _rim_of_ellipse(part), _rim_of_rectangle(part)
    rim = max(round_rim, square_rim)
    if rim < _RIMMED:
        return None
    is_long = max(part.shape) > _LONG * min(part.shape)
    if round_rim >= square_rim:
        shape = SealShape.OVAL if is_long else SealShape.ROUND
    else:
        shape = SealShape.OBLONG if is_long else SealShape.SQUARE
    return Seal(_box(place, inked), colour, shape, round(rim, 3))


def _box(place: Place, page: Image | Mask) -> Box:
    height, width = page.shape[:2]
    left, top, wide, tall = place
    return Box.clipped(left / width, top / height, (left + wide) / width, (top + tall) / height)


def _rim_of_ellipse(part: Mask) -> float:
    """Share of the directions in which ink lies where an ellipse's rim would be."""
    height, width = part.shape
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    radii = np.linspace(0.86, 1.0, 10)
    x = width / 2 + np.outer(radii, np.cos(angles)) * (width / 2 - 1)
    y = height / 2 + np.outer(radii, np.sin(angles)) * (height / 2 - 1)
    return float((part[y.astype(int), x.astype(int)] > 0).any(axis=0).mean())


def _rim_of_rectangle(part: Mask) -> float:
    """Share of the sides along which ink lies close to them."""
    deep = max(2, round(0.07 * min(part.shape)))
    sides = (
        part[:deep].any(axis=0), part[-deep:].any(axis=0),
        part[:, :deep].any(axis=1), part[:, -deep:].any(axis=1),
    )  # fmt: skip
    return float(np.mean([side.mean() for side in sides]))


def _add(found: list[Seal], seal: Seal | None) -> None:
    """Keep a seal where none was found before."""
    if seal and not any(seal.box.covered_by(other.box) > 0.3 for other in found):
        found.append(seal)
