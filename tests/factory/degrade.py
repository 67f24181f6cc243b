"""What scanners, copiers and time do to a page."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np

from tests.factory.truth import Image


@dataclass(frozen=True, slots=True)
class Damage:
    """Harm in the order in which it is done; the defaults do none.

    `skew` degrees counter-clockwise, `turn` quarter turns clockwise that the reader must undo,
    `blur` sigma and `noise` standard deviation in pixels and grey levels, `salt` share of
    pixels, `shadow` depth 0..1 on one side, `copy` contrast of a photocopier (grey lost,
    strokes fat), `dpi` what is left of 200, `quality` of the JPEG (0: not compressed).
    """

    skew: float = 0.0
    turn: int = 0
    blur: float = 0.0
    noise: float = 0.0
    salt: float = 0.0
    shadow: float = 0.0
    copy: bool = False
    grey: bool = False
    dpi: int = 200
    quality: int = 0


NONE = Damage()


def mild(rng: Random) -> Damage:
    """What every office scanner does."""
    return Damage(
        skew=rng.uniform(-1.5, 1.5),
        blur=rng.uniform(0.0, 0.7),
        noise=rng.uniform(0.0, 6.0),
        shadow=rng.uniform(0.0, 0.15),
        grey=rng.random() < 0.5,
        quality=rng.randint(65, 92),
    )


def rough(rng: Random) -> Damage:
    """A bad copy, scanned badly."""
    return Damage(
        skew=rng.uniform(-4.0, 4.0),
        blur=rng.uniform(0.5, 1.1),
        noise=rng.uniform(5.0, 16.0),
        salt=rng.choice((0.0, 0.002)),
        shadow=rng.uniform(0.1, 0.4),
        copy=rng.random() < 0.3,
        grey=rng.random() < 0.5,
        dpi=rng.choice((200, 150, 120)),
        quality=rng.randint(35, 70),
    )


def apply(image: Image, damage: Damage, rng: Random) -> Image:
    """`image` as the scanner delivers it; the size changes with `dpi` and quarter turns only."""
    noise = np.random.default_rng(rng.randrange(2**32))
    if damage.grey or damage.copy:
        image = _pixels(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR))
    image = _skewed(image, damage.skew)
    image = _shadowed(image, damage.shadow, noise)
    image = _blurred(image, damage.blur)
    if damage.copy:
        image = _copied(image, noise)
    image = _speckled(image, damage, noise)
    if damage.dpi != 200:
        share = damage.dpi / 200
        image = _pixels(cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA))
    if damage.quality:
        image = _compressed(image, damage.quality)
    return np.ascontiguousarray(np.rot90(image, damage.turn // 90))


def _skewed(image: Image, degrees: float) -> Image:
    """Turned about its middle, the paper larger than the scanner's glass."""
    if not degrees:
        return image
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _pixels(
        cv2.warpAffine(
            image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255)
        )
    )


def _shadowed(image: Image, depth: float, noise: np.random.Generator) -> Image:
    """Darker towards one side, as beside the fold of a book, and paper that is not quite white."""
    if not depth:
        return image
    height, width = image.shape[:2]
    ramp = np.linspace(0, 1, width if noise.random() < 0.6 else height) ** 2
    if noise.random() < 0.5:
        ramp = ramp[::-1]
    field = np.broadcast_to(ramp if ramp.size == width else ramp[:, None], (height, width))
    light = 1 - depth * field[:, :, None]
    return (image * light).astype(np.uint8)


def _blurred(image: Image, sigma: float) -> Image:
    return _pixels(cv2.GaussianBlur(image, (0, 0), sigma)) if sigma > 0.15 else image


def _copied(image: Image, noise: np.random.Generator) -> Image:
    """High contrast, strokes a little fat or eaten, dirt from the glass."""
    soft = cv2.GaussianBlur(image, (0, 0), 0.9).astype(np.float32)
    hard = 255 / (1 + np.exp(-(soft - noise.uniform(130, 175)) / 16))
    page = hard.astype(np.uint8)
    height, width = page.shape[:2]
    for _ in range(int(noise.integers(20, 80))):
        spot = (int(noise.integers(0, width)), int(noise.integers(0, height)))
        cv2.circle(page, spot, int(noise.integers(1, 3)), (70, 70, 70), -1)
    return page


def _speckled(image: Image, damage: Damage, noise: np.random.Generator) -> Image:
    page = image
    if damage.noise:
        grain = noise.normal(0, damage.noise, image.shape[:2]).astype(np.float32)
        page = np.clip(page + grain[:, :, None], 0, 255).astype(np.uint8)
    if damage.salt:
        spots = noise.random(image.shape[:2])
        page = page.copy()
        page[spots < damage.salt / 2] = 0
        page[spots > 1 - damage.salt / 2] = 255
    return page


def _compressed(image: Image, quality: int) -> Image:
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _pixels(cv2.imdecode(data, cv2.IMREAD_COLOR))


def _pixels(result: object) -> Image:
    """What OpenCV gave back, as what it is."""
    return np.asarray(result, np.uint8)
