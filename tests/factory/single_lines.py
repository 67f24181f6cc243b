"""Single lines as they are cut from office paper, typed or written, with all that harms them.

Made for the judge of handwriting: many more faces than documents need, whole faces held back for
the examination. `tools/fetch_hands.py` says where they come from; lines are drawn in those at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw

from tests.factory import fonts
from tests.factory.fonts import Face
from tests.factory.line_paper import crowded, ink, on_paper, scanned, worn
from tests.factory.line_texts import han_text, latin_text
from tests.factory.pen import Hand, strokes, write
from tests.factory.truth import Image

EXTRA = fonts.ROOT / ".cache" / "handwriting"

HELD_BACK = frozenset({
    "long-cang.woff", "kiloji.ttf", "caveat-latin-400-normal.woff", "dkg.ttf", "Breip.ttf",
    "cwkai.ttf", "gbsn00lp.ttf", "ipam.ttf", "NotoSerifCJK-Medium.ttc", "NotoSansCJK-Light.ttc",
    "DejaVuSerif.ttf", "DejaVuSansMono.ttf", "LiberationSerif-Regular.ttf", "FreeSansOblique.ttf",
})  # fmt: skip
"""Faces of the examination; nothing may be trained on them."""

_NOT_TYPE = ("NotoColorEmoji", "FreeMonoBoldOblique", "DejaVuMathTeXGyre", "KleeOne")


_STEPS = (24, 36, 54, 84)
"""Sizes in which characters are taken from a font, to be shrunk to the size wanted."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line cut from a page, what stands in it, whether by hand, and in which face."""

    image: Image
    text: str
    handwritten: bool
    face: str


@dataclass(frozen=True, slots=True)
class Faces:
    """Faces to draw in: of type, and written Han and Latin."""

    type: tuple[Face, ...]
    han: tuple[Face, ...]
    latin: tuple[Face, ...]
    pen: bool

    def part(self, *, held_back: bool) -> Faces:
        """Those of the examination, or all others."""

        def own(faces: Sequence[Face]) -> tuple[Face, ...]:
            return tuple(face for face in faces if (face.path.name in HELD_BACK) == held_back)

        return Faces(own(self.type), own(self.han), own(self.latin), self.pen and not held_back)


@lru_cache(maxsize=1)
def at_hand() -> Faces:
    """Every face that is installed or was fetched."""
    written = [*fonts.CACHE.glob("*.woff"), *(EXTRA / "hand").glob("*")]
    faces = [Face(path) for path in sorted(written)]
    han = tuple(face for face in faces if fonts.has_glyph(face, "年"))
    latin = tuple(face for face in faces if face not in han)
    return Faces(tuple(_type()), han, latin, bool(strokes()))


def _type() -> Iterator[Face]:
    seen = set()
    for folder in (*fonts.FOLDERS, EXTRA / "type"):
        for path in sorted(folder.rglob("*.[ot]t[cf]")) if folder.is_dir() else ():
            if path.name in seen or path.name.startswith(_NOT_TYPE):
                continue
            seen.add(path.name)
            yield Face(path, 2 if path.name.startswith("Noto") and path.suffix == ".ttc" else 0)


def line(rng: Random, faces: Faces, *, handwritten: bool, harsh: bool = False) -> Drawn:
    """One line, typed or written, damaged as scans are, cut with a detector's margins.

    `harsh` adds what books and bad copies do: fat strokes, bent lines, the next line in the cut.
    """
    noise = np.random.default_rng(rng.randrange(2**32))
    size = 2 * round(0.5 * float(np.exp(noise.uniform(np.log(13), np.log(46)))))
    latin = rng.random() < (0.3 if handwritten else 0.35)
    text = latin_text(rng) if latin else han_text(rng)
    if handwritten:
        mask, name = _written(rng, noise, faces, text, size=size, latin=latin)
    else:
        mask, name = _typed(rng, faces, text, size, latin)
    around = mask
    if harsh:
        mask = worn(rng, mask, size)
        around = crowded(rng, mask, size)
    page, box = on_paper(rng, noise, (mask, around), size, ink(rng, handwritten))
    return Drawn(scanned(rng, page, box, size), text, handwritten, name)


def _typed(
    rng: Random, faces: Faces, text: str, size: int, latin: bool
) -> tuple[NDArray[np.uint8], str]:
    face = _able(rng, faces, text, latin)
    font = fonts.sized(face, size)
    spread = rng.choice((0, 0, 0, 0, rng.uniform(0, 0.5))) * size
    width = sum(font.getlength(char) + spread for char in text) if spread else font.getlength(text)
    canvas = Pillow.new("L", (round(width) + 2 * size, 3 * size))
    pencil, x = ImageDraw.Draw(canvas), float(size)
    bold = max(1, size // 30) if rng.random() < 0.12 else 0
    for piece in text if spread else [text]:
        pencil.text((x, 1.9 * size), piece, font=font, fill=255, anchor="ls", stroke_width=bold)
        x += font.getlength(piece) + spread
    mask = np.asarray(canvas)
    if rng.random() < 0.12:
        mask = _sheared(mask, rng.uniform(0.1, 0.3))
    if rng.random() < 0.1:
        mask = _dotted(mask, max(2, size // rng.randint(10, 16)))
    return mask, face.path.name


def _able(rng: Random, faces: Faces, text: str, latin: bool) -> Face:
    """A face that can show the text; families with many cuts do not outnumber the others."""
    families: dict[str, list[Face]] = {}
    for face in faces.type:
        if latin or fonts.has_glyph(face, "年"):
            families.setdefault(face.path.name[:7], []).append(face)
    names = sorted(families)
    for _ in range(12):
        face = rng.choice(families[rng.choice(names)])
        if all(fonts.has_glyph(face, char) for char in text):
            return face
    return fonts.fitting(face, text)


def _sheared(mask: NDArray[np.uint8], slant: float) -> NDArray[np.uint8]:
    """Italic by machine."""
    height, width = mask.shape
    matrix = np.array([[1, -slant, slant * height / 2], [0, 1, 0]])
    return np.asarray(cv2.warpAffine(mask, matrix, (width, height)), np.uint8)


def _dotted(mask: NDArray[np.uint8], pitch: int) -> NDArray[np.uint8]:
    """As a printer with needles makes it."""
    coarse = cv2.resize(
        mask, (mask.shape[1] // pitch, mask.shape[0] // pitch), interpolation=cv2.INTER_AREA
    )
    dots = np.zeros_like(mask)
    for y, x in zip(*np.nonzero(coarse > 90), strict=True):
        centre = (int(x) * pitch + pitch // 2, int(y) * pitch + pitch // 2)
        cv2.circle(dots, centre, max(1, round(0.55 * pitch)), 255, -1, cv2.LINE_AA)
    return dots


def _written(
    rng: Random, noise: np.random.Generator, faces: Faces, text: str, *, size: int, latin: bool
) -> tuple[NDArray[np.uint8], str]:
    hand = Hand.random(noise)
    pen = faces.pen and not latin and rng.random() < 0.6
    face = rng.choice(faces.han if not latin and faces.han else faces.latin or faces.han)
    letters = rng.choice(faces.latin or faces.han)
    canvas = np.zeros((3 * size, round(len(text) * 1.8 * size) + 3 * size), np.uint8)
    x, drift = float(size), float(noise.normal(0, 0.02))
    tight = float(noise.uniform(0.8, 1.15))
    shear = float(noise.normal(0, 0.08))
    thicker = rng.choice((0, 0, 1)) * max(1, size // 30)
    for char in text:
        own = size * float(np.clip(noise.normal(1, 0.07), 0.75, 1.3))
        if pen and char in strokes():
            tile, wide = write(char, own, hand, noise), hand.wide * own
        else:
            tile, wide = _by_font(face if ord(char) > 0x2E80 else letters, char, own, noise, shear)
            if thicker and not pen:
                tile = np.asarray(cv2.dilate(tile, np.ones((thicker + 1, thicker + 1), np.uint8)))
        y = 1.5 * size + drift * (x - size) + float(noise.normal(0, hand.bounce * 0.7)) * size
        _blend(canvas, tile, x + wide / 2, y)
        x += wide * (tight if ord(char) > 0x2E80 else 1.0) + float(noise.normal(0.02, 0.03)) * size
    return canvas[:, : round(x) + size], "pen" if pen else face.path.name


def _by_font(
    face: Face, char: str, size: float, noise: np.random.Generator, shear: float
) -> tuple[NDArray[np.uint8], float]:
    """A character of a font, a little turned and slanted; and its width."""
    base = next((step for step in _STEPS if step >= size), _STEPS[-1])
    font = fonts.sized(face, base)
    grown = size / base
    wide = font.getlength(char)
    side = 2 * base
    tile = Pillow.new("L", (side, side))
    ImageDraw.Draw(tile).text(
        (base - wide / 2, 1.36 * base), char, font=font, fill=255, anchor="ls"
    )
    matrix = cv2.getRotationMatrix2D((base, base), float(noise.normal(0, 2.5)), grown)
    matrix += np.array([[0, shear, size - base * (1 + shear)], [0, 0, size - base]])
    shown = cv2.warpAffine(np.asarray(tile), matrix, (round(2 * size), round(2 * size)))
    return np.asarray(shown, np.uint8), wide * grown


def _blend(canvas: NDArray[np.uint8], tile: NDArray[np.uint8], x: float, y: float) -> None:
    left, top = round(x - tile.shape[1] / 2), round(y - tile.shape[0] / 2)
    x0, y0 = max(0, left), max(0, top)
    x1 = min(canvas.shape[1], left + tile.shape[1])
    y1 = min(canvas.shape[0], top + tile.shape[0])
    if x1 > x0 and y1 > y0:
        part = canvas[y0:y1, x0:x1]
        np.maximum(part, tile[y0 - top : y1 - top, x0 - left : x1 - left], out=part)
