"""The paper under a single line: ink, rules, scanning, and the cut that a detector makes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.factory import degrade
from tests.factory.truth import Image

_BLACK, _BLUE, _RED = (28, 28, 32), (44, 66, 160), (190, 40, 40)


def ink(rng: Random, handwritten: bool) -> tuple[int, int, int]:
    """Blue, green and red of a pen's ink or of print."""
    if handwritten:
        base = rng.choice((_BLACK, _BLACK, _BLUE, _BLUE, _RED))
    else:
        base = rng.choice((_BLACK,) * 10 + (_BLUE, _RED))
    lighter = rng.choice((0, 0, 30, 60))
    red, green, blue = (min(200, shade + lighter) for shade in base)
    return blue, green, red


def worn(rng: Random, mask: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Strokes run fat, the line bent as on a book's page."""
    if rng.random() < 0.4:
        fat = max(2, round(size * rng.uniform(0.04, 0.1)))
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (fat, fat))
        mask = np.asarray(cv2.dilate(mask, disc), np.uint8)
    if rng.random() < 0.4:
        x, y = np.meshgrid(np.arange(mask.shape[1]), np.arange(mask.shape[0]))
        wave = rng.uniform(6, 30) * size
        bend = rng.uniform(0.05, 0.3) * size * np.sin(x / wave * 2 * np.pi + rng.uniform(0, 6.3))
        mask = np.asarray(
            cv2.remap(mask, x.astype(np.float32), (y + bend).astype(np.float32), cv2.INTER_LINEAR),
            np.uint8,
        )
    return mask


def crowded(rng: Random, mask: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """The line with pieces of another above or below."""
    around = mask.copy()
    for way in (-1, 1):
        if rng.random() < 0.35:
            shift = way * round(size * rng.uniform(1.0, 1.35))
            around = np.maximum(around, np.roll(mask[:, ::-1], shift, axis=0))
    return around


def on_paper(
    rng: Random,
    noise: np.random.Generator,
    masks: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    size: int,
    colour: tuple[int, int, int],
) -> tuple[Image, tuple[int, int, int, int]]:
    """The line, and what stands around it, inked on paper with rules; and the line's box."""
    mask, around = masks
    rows, columns = np.nonzero(mask.max(axis=1) > 60)[0], np.nonzero(mask.max(axis=0) > 60)[0]
    box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    shade = float(rng.choice((255, 255, 245, 232, 215)))
    paper = np.full((*mask.shape, 3), shade, np.float32)
    if rng.random() < 0.1:
        tint = (rng.uniform(0.85, 1), rng.uniform(0.9, 1), 1.0)
        paper = paper * np.array(tint, np.float32)
    share = around.astype(np.float32)[:, :, None] / 255
    if rng.random() < 0.3:
        blots = noise.random((8, max(2, mask.shape[1] // 20))).astype(np.float32) * 0.35 + 0.65
        share = share * cv2.resize(blots, (mask.shape[1], mask.shape[0]))[:, :, None]
    inked = paper * (1 - share) + np.array(colour, np.float32) * share
    page: Image = np.ascontiguousarray(inked.astype(np.uint8))
    _ruled(rng, page, box, size)
    return page, box


def _ruled(rng: Random, page: Image, box: tuple[int, int, int, int], size: int) -> None:
    x0, y0, x1, y1 = box
    thick, shade = rng.choice((1, 1, 2, 3)), (rng.choice((20, 60, 120)),) * 3
    if rng.random() < 0.25:
        y = y1 + rng.randint(-size // 8, size // 6)
        cv2.line(page, (0, y), (page.shape[1], y + rng.choice((0, 0, 1, 2))), shade, thick)
    if rng.random() < 0.1:
        y = y0 - rng.randint(0, size // 6)
        cv2.line(page, (0, y), (page.shape[1], y), shade, thick)
    if rng.random() < 0.1:
        for x in (x0 - rng.randint(2, size // 3), x1 + rng.randint(2, size // 3)):
            cv2.line(page, (x, 0), (x, page.shape[0]), shade, thick)
    if rng.random() < 0.03:
        for x in range(x0, x1, round(1.15 * size)):
            cv2.line(page, (x, 0), (x, page.shape[0]), shade, thick)


def scanned(rng: Random, page: Image, box: tuple[int, int, int, int], size: int) -> Image:
    """Damaged, then cut with the margins that detectors leave."""
    damage = degrade.rough(rng) if rng.random() < 0.4 else degrade.mild(rng)
    dpi = 200
    if size > 30 and rng.random() < 0.3:
        dpi = rng.choice((100, 120, 150))
    harsh = rng.random()
    shadow = damage.shadow if harsh > 0.25 else 0.0
    damage = replace(
        damage, skew=rng.gauss(0, 0.25), dpi=dpi, copy=False, shadow=shadow, salt=damage.salt / 2
    )
    image = degrade.apply(page, damage, rng)
    if harsh < 0.25:
        image = _copied(image, rng, 6 if harsh < 0.12 else 18)
    share = dpi / 200
    x0, y0, x1, y1 = box
    above, below = rng.uniform(-0.02, 0.25) * size, rng.uniform(-0.02, 0.25) * size
    left, right = rng.uniform(-0.05, 0.3) * size, rng.uniform(-0.05, 0.3) * size
    rows = slice(max(0, round((y0 - above) * share)), max(2, round((y1 + below) * share)))
    columns = slice(max(0, round((x0 - left) * share)), max(2, round((x1 + right) * share)))
    return np.ascontiguousarray(image[rows, columns])


def _copied(image: Image, rng: Random, softness: float) -> Image:
    """Contrast as a copier or a fax gives it, strokes a little fat or eaten."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    paper, ink = np.percentile(grey, 90), np.percentile(grey, 3)
    middle = ink + (paper - ink) * rng.uniform(0.35, 0.75)
    hard = 255 / (1 + np.exp(-np.clip((grey - middle) / softness, -30, 30)))
    return np.asarray(cv2.cvtColor(hard.astype(np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)
