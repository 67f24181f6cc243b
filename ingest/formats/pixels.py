"""From whatever a picture's samples are to 8 bit blue, green, red.

Scanners and photo programs write one bit, sixteen bits, printing inks, palettes, transparency and
floating point; readers want one kind of pixel. Values are scaled, never clipped, so that a sixteen
bit scan looks as the scanner meant it.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageCms

from ingest.formats.contract import Image

ENOUGH_PIXELS = 36_000_000
"""No page needs more to be read; A4 at 400 dpi has 15 million, A3 at 400 dpi 31 million."""

_STRIP = 512
"""Rows that are copied at once."""

_DEPTHS = (8, 10, 12, 14, 16, 32)
"""Bits that samples really have; files often keep ten or twelve of them in sixteen."""


def reduction(width: int, height: int) -> int:
    """By which whole number both sides may be divided so that enough pixels remain."""
    return max(1, math.ceil(math.sqrt(width * height / ENOUGH_PIXELS)))


def as_bgr(picture: Pillow.Image, *, white_is_zero: bool = False) -> Image:
    """Any mode as 8 bit blue, green, red, with transparency laid on white paper.

    Pictures far larger than readers need come out smaller (see `reduction`). `white_is_zero` says
    that deep samples count ink instead of light, which Pillow does not undo for them.
    """
    picture = _on_paper(_eight_bit(picture, white_is_zero=white_is_zero))
    if picture.mode not in ("L", "RGB"):
        picture = _plain(picture)
    if (factor := reduction(*picture.size)) > 1:
        picture = picture.reduce(factor)
    return _samples(picture)


def _samples(picture: Pillow.Image) -> Image:
    """Pillow's grey or RGB pixels, strip by strip: all at once would need them three times."""
    width, height = picture.size
    image = np.empty((height, width, 3), dtype=np.uint8)
    for top in range(0, height, _STRIP):
        bottom = min(height, top + _STRIP)
        strip = np.asarray(picture.crop((0, top, width, bottom)))
        order = cv2.COLOR_GRAY2BGR if picture.mode == "L" else cv2.COLOR_RGB2BGR
        cv2.cvtColor(strip, order, dst=image[top:bottom])
    return image


def _plain(picture: Pillow.Image) -> Pillow.Image:
    """Grey where nothing is coloured by its mode, else RGB."""
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode == "LAB":
        return _from_lab(picture)
    return picture.convert("RGB")


def _from_lab(picture: Pillow.Image) -> Pillow.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    turned = ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB")
    return picture.convert("L") if turned is None else turned


def _on_paper(picture: Pillow.Image) -> Pillow.Image:
    """Lay what is transparent on white; alpha that hides the whole picture means nothing."""
    if not picture.has_transparency_data:
        return picture
    clear = picture.convert("RGBA")
    alpha = clear.getchannel("A")
    darkest, clearest = alpha.getextrema()
    if clearest == 0 or darkest == 255:
        return clear.convert("RGB")
    paper = Pillow.new("RGB", clear.size, "white")
    paper.paste(clear, mask=alpha)
    return paper


def _eight_bit(picture: Pillow.Image, *, white_is_zero: bool) -> Pillow.Image:
    """Integer and floating samples as 8 bit grey over the range that they really use."""
    if not picture.mode.startswith(("I", "F")):
        return picture
    values = _reduced(np.asarray(picture))
    if not np.isfinite(values).all():
        values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = _range(values, floating=picture.mode == "F")
    shares = (values - low) * np.float32(255.0 / max(high - low, 1e-9))
    if white_is_zero:
        shares = 255.0 - shares
    return Pillow.fromarray(shares.round().clip(0, 255).astype(np.uint8))


def _reduced(samples: NDArray[Any]) -> NDArray[np.float32]:
    """Samples as floating point, fewer of them where there are more than readers need."""
    height, width = samples.shape
    if (factor := reduction(width, height)) > 1:
        if samples.dtype != np.uint16:
            samples = samples.astype(np.float32)
        size = (max(1, width // factor), max(1, height // factor))
        samples = cv2.resize(samples, size, interpolation=cv2.INTER_AREA)
    return samples.astype(np.float32)


def _range(values: NDArray[np.float32], *, floating: bool) -> tuple[float, float]:
    """Which samples are black and white: by the depth that holds them all, else by what occurs."""
    low, high = float(values.min()), float(values.max())
    if floating:
        return (0.0, 1.0) if low >= 0.0 and high <= 1.0 else (low, high)
    if low < 0:  # signed samples
        depth = next(bits for bits in _DEPTHS if max(-low, high + 1) <= 2.0 ** (bits - 1))
        return -(2.0 ** (depth - 1)), 2.0 ** (depth - 1) - 1
    depth = next(bits for bits in _DEPTHS if high < 2.0**bits)
    return 0.0, 2.0**depth - 1
