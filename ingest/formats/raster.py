"""Pictures: JPEG, PNG, TIFF, BMP, GIF, WebP, JPEG 2000, HEIC and AVIF, through Pillow.

A picture that breaks off is refused whole. Half a page that looks complete would be worse than
none, since nobody would look for the other half.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pillow_heif
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from domain.errors import TooLarge, UnreadableFile
from ingest.formats import tiff, whole
from ingest.formats.contract import Image, RawPage
from ingest.formats.damage import DAMAGE
from ingest.formats.kinds import AVIF, HEIF, JPEG, PNG, TIFF, WEBP
from ingest.formats.pixels import as_bgr
from ingest.options import Limits

_DECODERS = {
    JPEG: ("JPEG", "MPO"),
    PNG: ("PNG",),
    TIFF: ("TIFF",),
    "image/gif": ("GIF",),
    "image/bmp": ("BMP", "DIB"),
    "image/jp2": ("JPEG2000",),
    WEBP: ("WEBP",),
    HEIF: ("HEIF",),
    AVIF: ("AVIF",),
}
"""Only the decoder of its kind sees a file."""

Pillow.init()  # makes all decoders known; by itself Pillow loads the commonest only
pillow_heif.register_heif_opener(thumbnails=False)

_FAX, _SQUARE = 0.2, 0.9
"""Between these shares of the finer resolution, the coarser one is meant and no mistake."""

_PLAUSIBLE_DPI = (50.0, 2400.0)
"""Below and above, the file states a default or nonsense and no resolution of a scanner."""


def count_pages(path: Path, kind: str, limits: Limits) -> int:
    """Number of pages: only TIFF has several; of moving pictures the first frame counts.

    A single picture is decoded on the way, so that damage is known at once; of several, each
    answers for itself. Raises UnreadableFile, TooLarge.
    """
    with _opened(path, kind, limits) as picture:
        pages = tiff.pages(picture, path.name, limits) if kind == TIFF else (0,)
        if len(pages) == 1:
            _loaded(path, picture, kind, pages[0], limits)
    return len(pages)


def page(path: Path, kind: str, number: int, limits: Limits) -> RawPage:
    """Page `number` (from 1) with its EXIF orientation undone. Raises UnreadableFile, TooLarge."""
    with _opened(path, kind, limits) as picture:
        pages = tiff.pages(picture, path.name, limits) if kind == TIFF else (0,)
        if not 1 <= number <= len(pages):
            raise UnreadableFile(path.name, f"it has no page {number}")
        return _raw(_loaded(path, picture, kind, pages[number - 1], limits), kind)


@contextmanager
def _opened(path: Path, kind: str, limits: Limits) -> Iterator[Pillow.Image]:
    """Open the picture within `limits`; whatever its decoder stumbles over is UnreadableFile."""
    Pillow.MAX_IMAGE_PIXELS = limits.pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            whole.check(path, kind)
            with Pillow.open(path, formats=_DECODERS[kind]) as picture:
                _check_size(path, picture, limits)
                yield picture
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _too_many_pixels(path, limits) from error
    except MemoryError as error:
        raise TooLarge(path.name, "the picture does not fit into memory") from error
    except UnidentifiedImageError as error:
        raise UnreadableFile(path.name, "the picture is damaged or of an unusual kind") from error
    except DAMAGE as error:
        raise UnreadableFile(path.name, f"the picture is damaged ({error})") from error


def _check_size(path: Path, picture: Pillow.Image, limits: Limits) -> None:
    if picture.width * picture.height > limits.pixels:
        raise _too_many_pixels(path, limits)
    if picture.width == 0 or picture.height == 0:
        raise UnreadableFile(path.name, "the picture has no pixels")


def _too_many_pixels(path: Path, limits: Limits) -> TooLarge:
    return TooLarge(path.name, f"a page has more than limits.pixels = {limits.pixels} pixels")


def _loaded(
    path: Path, picture: Pillow.Image, kind: str, frame: int, limits: Limits
) -> Pillow.Image:
    """The decoded frame. Raises what decoders raise."""
    if kind == TIFF:
        picture.seek(frame)
        _check_size(path, picture, limits)
        if tiff.is_old_jpeg(picture):
            picture = tiff.old_jpeg(path, picture)
    picture.load()
    return picture


def _raw(picture: Pillow.Image, kind: str) -> RawPage:
    """The page upright, its pixels square, its resolution as it is after any reduction."""
    across, down = _dpi(picture) or (0.0, 0.0)
    upright = _turned(picture)
    full = max(upright.size)
    image = as_bgr(upright, white_is_zero=kind == TIFF and tiff.white_is_zero(picture))
    dpi = max(across, down) * max(image.shape[:2]) / full
    if kind == TIFF:
        image = _squared(image, across, down)
    return RawPage(image, dpi or None)


def _squared(image: Image, across: float, down: float) -> Image:
    """Stretch a fax, which has half as many rows as columns an inch, to its true proportions."""
    if not (across and down) or not _FAX <= min(across, down) / max(across, down) < _SQUARE:
        return image
    height, width = image.shape[:2]
    if across > down:
        height = round(height * across / down)
    else:
        width = round(width * down / across)
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.uint8)


def _dpi(picture: Pillow.Image) -> tuple[float, float] | None:
    """Pixels per inch across and down as the file states them, None where that is nonsense."""
    stated: Any = picture.info.get("dpi")
    low, high = _PLAUSIBLE_DPI
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    if low <= across <= high and low <= down <= high:
        return across, down
    return None


def _turned(picture: Pillow.Image) -> Pillow.Image:
    """Undo the EXIF orientation, in place; EXIF data too broken to be read says nothing."""
    with suppress(*DAMAGE):
        ImageOps.exif_transpose(picture, in_place=True)
    return picture
