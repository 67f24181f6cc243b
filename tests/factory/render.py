"""Draw a sheet as an image."""

from __future__ import annotations

import math
from random import Random

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from tests.factory import fonts
from tests.factory.layout import Fill, Rule, Sheet, Stamp, Text
from tests.factory.truth import Image


def draw(sheet: Sheet, rng: Random, scale: float = 1.0) -> Image:
    """`sheet` as BGR pixels, clean and upright, at `scale` times 200 dpi.

    `rng` moves the hand that writes, nothing else.
    """
    size = (round(sheet.width * scale), round(sheet.height * scale))
    canvas = Pillow.new("RGB", size, "white")
    for mark in sheet.marks:
        match mark:
            case Fill():
                _fill(canvas, mark, scale)
            case Rule():
                _rule(canvas, mark, scale)
            case Text():
                _text(canvas, mark, scale, rng)
            case Stamp():
                canvas = _stamp(canvas, mark, scale, rng)
    return np.ascontiguousarray(np.asarray(canvas)[:, :, ::-1])


def _fill(canvas: Pillow.Image, mark: Fill, scale: float) -> None:
    corners = [mark.x0 * scale, mark.y0 * scale, mark.x1 * scale, mark.y1 * scale]
    ImageDraw.Draw(canvas).rectangle(corners, fill=mark.ink)


def _rule(canvas: Pillow.Image, mark: Rule, scale: float) -> None:
    ends = [mark.x0 * scale, mark.y0 * scale, mark.x1 * scale, mark.y1 * scale]
    width = max(1, round(mark.width * scale))
    ImageDraw.Draw(canvas).line(ends, fill=mark.ink, width=width)


def _text(canvas: Pillow.Image, mark: Text, scale: float, rng: Random) -> None:
    if mark.pen.handwritten:
        _by_hand(canvas, mark, scale, rng)
        return
    size = round(mark.pen.size * scale)
    stroke = max(1, size // 36) if mark.pen.bold else 0
    ImageDraw.Draw(canvas).text(
        (mark.x * scale, (mark.y + 0.86 * mark.pen.size) * scale),
        mark.text,
        font=fonts.sized(mark.pen.face, size),
        fill=mark.pen.ink,
        anchor="ls",
        stroke_width=stroke,
    )


def _by_hand(canvas: Pillow.Image, mark: Text, scale: float, rng: Random) -> None:
    """Character by character, each a little moved, turned and resized, the line not quite level."""
    face, tremble = mark.pen.face, 1.0 if mark.pen.face.wobbles else 0.4
    slope = rng.uniform(-0.02, 0.02) * tremble
    for position, char in enumerate(mark.text):
        before = mark.pen.width(mark.text[:position])
        size = round(mark.pen.size * scale * (1 + tremble * rng.uniform(-0.1, 0.1)))
        x = mark.x + before + tremble * rng.gauss(0, 0.02) * mark.pen.size
        y = mark.y + slope * before + tremble * rng.gauss(0, 0.03) * mark.pen.size
        tile = _tile(face, char, size)
        if face.wobbles:
            shear = rng.uniform(0.05, 0.22)
            tile = tile.transform(
                tile.size,
                Pillow.Transform.AFFINE,
                (1, shear, -shear * tile.height / 2, rng.uniform(-0.06, 0.06), 1, 0),
                Pillow.Resampling.BICUBIC,
            )
        tile = tile.rotate(tremble * rng.uniform(-7, 7), Pillow.Resampling.BICUBIC)
        corner = (round(x * scale - size / 2), round(y * scale - size / 2))
        canvas.paste(mark.pen.ink, corner, tile)


def _tile(face: fonts.Face, char: str, size: int) -> Pillow.Image:
    """`char` as a mask twice its size, its em box in the middle."""
    tile = Pillow.new("L", (2 * size, 2 * size))
    place = (size / 2, size / 2 + 0.86 * size)
    ImageDraw.Draw(tile).text(place, char, font=fonts.sized(face, size), fill=255, anchor="ls")
    return tile


def _stamp(canvas: Pillow.Image, mark: Stamp, scale: float, rng: Random) -> Pillow.Image:
    """A seal pressed unevenly: ink is taken off the paper in blots, print shows through it."""
    radius = round(mark.radius * scale)
    seal = _seal(mark, radius).rotate(mark.turn, Pillow.Resampling.BICUBIC)
    blots = np.random.default_rng(rng.randrange(2**32)).random((14, 14)) * 200 + 55
    patchy = Pillow.fromarray(blots.astype(np.uint8)).resize(seal.size, Pillow.Resampling.BICUBIC)
    strength = np.asarray(seal, float) * np.asarray(patchy, float) / 255 / 255 * 0.9
    mask = np.zeros((canvas.height, canvas.width), float)
    left, top = round(mark.x * scale) - seal.width // 2, round(mark.y * scale) - seal.height // 2
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(canvas.width, left + seal.width), min(canvas.height, top + seal.height)
    mask[y0:y1, x0:x1] = strength[y0 - top : y1 - top, x0 - left : x1 - left]
    ink = np.asarray(mark.pen.ink, float) / 255
    paper = np.asarray(canvas, float) * (1 - mask[:, :, None] * (1 - ink))
    return Pillow.fromarray(paper.astype(np.uint8))


def _seal(mark: Stamp, radius: int) -> Pillow.Image:
    seal = Pillow.new("L", (2 * radius + 8, 2 * radius + 8))
    pencil, middle = ImageDraw.Draw(seal), radius + 4
    pencil.ellipse([4, 4, 2 * radius, 2 * radius], outline=255, width=max(2, radius // 22))
    pencil.polygon(_star(middle, radius * 0.3), fill=255)
    size = round(min(radius * 0.3, 3.9 * radius / max(6, len(mark.text))))
    for position, char in enumerate(mark.text):
        angle = 250 / max(1, len(mark.text) - 1) * (position - (len(mark.text) - 1) / 2)
        turned = _tile(mark.pen.for_text(char).face, char, size).rotate(
            -angle, Pillow.Resampling.BICUBIC
        )
        reach = radius * 0.76
        x = middle + reach * math.sin(math.radians(angle)) - size
        y = middle - reach * math.cos(math.radians(angle)) - size
        seal.paste(255, (round(x), round(y)), turned)
    return seal


def _star(middle: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382
        angle = math.radians(36 * corner)
        points.append((middle + reach * math.sin(angle), middle - reach * math.cos(angle)))
    return points
