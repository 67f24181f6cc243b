"""Pictures: JPEG, PNG, TIFF, BMP, GIF, WebP and JPEG 2000, through Pillow.

A picture that breaks off is refused whole. Half a page that looks complete would be worse than
none, since nobody would look for the other half.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps

from domain.errors import TooLarge, UnreadableFile
from ingest.formats.contract import Image, RawPage
from ingest.formats.kinds import TIFF
from ingest.options import Limits

_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "DIB", "GIF", "WEBP", "JPEG2000")

Pillow.init()  # makes all decoders known; by itself Pillow loads the commonest only

_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    RuntimeError,
    struct.error,
    NotImplementedError,
)
"""What Pillow's decoders raise when a file lies about itself; all of it is the file's fault."""

_PLAUSIBLE_DPI = (50.0, 2400.0)
"""Below and above, the file states a default or nonsense and no resolution of a scanner."""


def count_pages(path: Path, kind: str, limits: Limits) -> int:
    """Number of pages: only TIFF has several; of moving pictures the first frame counts.

    The first page is decoded on the way, so that a damaged picture is known at once.
    Raises UnreadableFile, TooLarge.
    """
    with _opened(path, limits) as picture:
        pages = _count_frames(path, picture, limits) if kind == TIFF else 1
        picture.seek(0)
        picture.draft("L", (1, 1))
        picture.load()
    return pages


def page(path: Path, number: int, limits: Limits) -> RawPage:
    """Page `number` (from 1) with its EXIF orientation undone. Raises UnreadableFile, TooLarge."""
    with _opened(path, limits) as picture:
        try:
            picture.seek(number - 1)
        except EOFError as error:
            raise UnreadableFile(path.name, f"it has no page {number}") from error
        _check_size(path, picture, limits)
        picture.load()
        dpi = _dpi(picture)
        return RawPage(_as_bgr(_turned(picture)), dpi)


@contextmanager
def _opened(path: Path, limits: Limits) -> Iterator[Pillow.Image]:
    """Open the picture within `limits`; whatever Pillow stumbles over becomes UnreadableFile."""
    Pillow.MAX_IMAGE_PIXELS = limits.pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(path, formats=_FORMATS) as picture:
                _check_size(path, picture, limits)
                yield picture
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _too_many_pixels(path, limits) from error
    except MemoryError as error:
        raise TooLarge(path.name, "the picture does not fit into memory") from error
    except _DAMAGE as error:
        raise UnreadableFile(path.name, f"the picture is damaged ({error})") from error


def _check_size(path: Path, picture: Pillow.Image, limits: Limits) -> None:
    if picture.width * picture.height > limits.pixels:
        raise _too_many_pixels(path, limits)
    if picture.width == 0 or picture.height == 0:
        raise UnreadableFile(path.name, "the picture has no pixels")


def _too_many_pixels(path: Path, limits: Limits) -> TooLarge:
    return TooLarge(path.name, f"a page has more than limits.pixels = {limits.pixels} pixels")


def _count_frames(path: Path, picture: Pillow.Image, limits: Limits) -> int:
    """Walk the frames one by one, so that an endless chain of them meets the limit."""
    count = 1
    while True:
        try:
            picture.seek(count)
        except EOFError:
            return count
        count += 1
        if count > limits.pages:
            raise TooLarge(path.name, f"it has more than limits.pages = {limits.pages} pages")


def _dpi(picture: Pillow.Image) -> float | None:
    stated: Any = picture.info.get("dpi")
    try:
        value = float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    low, high = _PLAUSIBLE_DPI
    return value if low <= value <= high else None


def _turned(picture: Pillow.Image) -> Pillow.Image:
    """Undo the EXIF orientation; EXIF data too broken to be read says nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except _DAMAGE:
        return picture


def _as_bgr(picture: Pillow.Image) -> Image:
    """Any mode as 8 bit blue, green, red, with transparency laid on white."""
    picture = _eight_bit(picture)
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Pillow.new("RGBA", clear.size, "white")
        picture = Pillow.alpha_composite(paper, clear)
    colours = np.asarray(picture.convert("RGB"))
    return np.ascontiguousarray(colours[:, :, ::-1])


def _eight_bit(picture: Pillow.Image) -> Pillow.Image:
    if not picture.mode.startswith(("I", "F")):
        return picture
    values = np.asarray(picture, dtype=np.float64)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if picture.mode != "F" and low >= 0 and high <= 65535:
        scaled = values / 257.0 if high > 255 else values
    else:
        scaled = (values - low) * (255.0 / max(high - low, 1e-9))
    return Pillow.fromarray(np.nan_to_num(scaled).round().astype(np.uint8))
