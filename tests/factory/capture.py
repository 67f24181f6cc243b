"""How a page comes before a lens: on a desk, under a lid, in bad light, beside another page."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import numpy.typing as npt

from tests.factory.truth import Image

Floats = npt.NDArray[np.float64]

DESKS = ((60, 90, 130), (35, 38, 45), (120, 125, 130), (90, 60, 50), (70, 100, 80))
"""Colours, blue green red, of what a page lies on: wood, slate, grey, blue, green."""


def photographed(
    image: Image, rng: Random, *, tilt: float = 0.06, margin: float = 0.12
) -> tuple[Image, Floats]:
    """The page on a desk as a hand-held camera sees it, and where its corners are in the picture.

    `tilt` is how far a corner may stray, `margin` how much desk is seen, both in shares of the
    page. Corners are shares of the picture: top left, top right, bottom right, bottom left.
    """
    height, width = image.shape[:2]
    wide, tall = round(width * (1 + 2 * margin)), round(height * (1 + 2 * margin))
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    strays = [(rng.uniform(-tilt, tilt) * width, rng.uniform(-tilt, tilt) * height) for _ in flat]
    corners = (flat + np.array([margin * width, margin * height]) + np.array(strays)).astype(
        np.float32
    )
    matrix = cv2.getPerspectiveTransform(flat, corners)
    desk = _desk(rng, wide, tall)
    paper = cv2.warpPerspective(image, matrix, (wide, tall), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(
        np.full((height, width), 255, np.uint8), matrix, (wide, tall), flags=cv2.INTER_LINEAR
    )
    share = cover[:, :, None].astype(np.float32) / 255
    seen = paper * share * 0.94 + desk * (1 - share)
    return seen.astype(np.uint8), corners / np.array([wide, tall], np.float64)


def curved(image: Image, rng: Random, depth: float = 0.1) -> Image:
    """The page of an open book, which rises from the spine, seen from half again its height above.

    `depth` is how high it rises, as a share of its width; the spine is on either side.
    """
    height, width = image.shape[:2]
    share = np.linspace(0, 1, 4 * width)
    rise = depth * width * 6.75 * share * (1 - share) ** 2
    if rng.random() < 0.5:
        rise = rise[::-1]
    slope = np.clip(np.gradient(rise, width / (4 * width - 1)), -0.99, 0.99)
    place = np.cumsum(np.sqrt(1 - slope**2)) * width / (4 * width)
    away = 1.5 * height
    near = away / (away - rise)
    seen = (place - place[-1] / 2) * near
    columns = np.linspace(seen[0], seen[-1], max(2, round(seen[-1] - seen[0])))
    along = np.interp(columns, seen, share * (width - 1)).astype(np.float32)
    taller = np.interp(columns, seen, near)
    tall = round(height * float(near.max()))
    rows = (np.arange(tall) - tall / 2)[:, np.newaxis] / taller[np.newaxis] + height / 2
    places = np.broadcast_to(along, rows.shape).copy()
    page = cv2.remap(
        image, places, rows.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(page, np.uint8)


def _desk(rng: Random, wide: int, tall: int) -> npt.NDArray[np.float32]:
    """A plain surface with some grain."""
    noise = np.random.default_rng(rng.randrange(2**32))
    grain = cv2.resize(
        noise.normal(0, 9, (max(2, tall // 9), max(2, wide // 90))).astype(np.float32),
        (wide, tall),
        interpolation=cv2.INTER_CUBIC,
    )
    colour = np.array(rng.choice(DESKS), np.float32)
    seen = np.clip(colour + np.asarray(grain, np.float32)[:, :, None], 0, 255)
    return np.asarray(seen, np.float32)


def bordered(image: Image, rng: Random, *, deepest: float = 0.08, lean: float = 0.0) -> Image:
    """The page as a copier with its lid open sees it: dark around, and leaning by degrees."""
    height, width = image.shape[:2]
    left, top, right, bottom = (rng.uniform(0, deepest) for _ in range(4))
    sides = [round(left * width), round(top * height), round(right * width), round(bottom * height)]
    wide, tall = width + sides[0] + sides[2], height + sides[1] + sides[3]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0)
    matrix[:, 2] += (sides[0], sides[1])
    shade = rng.randint(5, 60)
    return np.asarray(
        cv2.warpAffine(
            image, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderValue=(shade, shade, shade)
        ),
        np.uint8,
    )


def shaded(image: Image, rng: Random, depth: float = 0.6) -> Image:
    """Uneven light: a hand's soft shadow over a part, and light that falls off to one side."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    middle, turn = (rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7)), rng.uniform(0, 2 * np.pi)
    along = (x - middle[0]) * np.cos(turn) + (y - middle[1]) * np.sin(turn)
    shadow = depth / (1 + np.exp(-along * rng.uniform(12, 40)))
    light = (1 - shadow) * (1 - 0.2 * x)
    return np.asarray(image * light[:, :, None], np.uint8)


def salted(image: Image, rng: Random, share: float = 0.02) -> Image:
    """Dots, black and white, over the page."""
    spots = np.random.default_rng(rng.randrange(2**32)).random(image.shape[:2])
    dirty = image.copy()
    dirty[spots < share / 2], dirty[spots > 1 - share / 2] = 0, 255
    return dirty


def spread(left: Image, right: Image, *, fold: float = 0.35) -> Image:
    """Two pages side by side as an open book on the glass, darker towards the fold."""
    height = min(left.shape[0], right.shape[0])
    both = np.hstack([left[:height], right[:height]])
    width = both.shape[1]
    away = np.abs(np.arange(width) - left.shape[1]) / width
    light = 1 - fold * np.exp(-away / 0.012)
    return np.asarray(both * light[None, :, None], np.uint8)
