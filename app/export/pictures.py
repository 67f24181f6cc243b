"""A page of a picture file as it goes into a PDF: its own bytes where that is possible.

A JPEG is taken over byte for byte, and the packed pixels of an ordinary PNG too. Everything else is
packed without loss: black and white as fax (CCITT G4), the rest as PNG packs it. Only pictures
packed in ways no PDF reader knows, and with loss (HEIC, AVIF, JPEG inside TIFF), become JPEG, at a
quality where the eye sees no difference.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Stream
from PIL import Image as Pillow

from app.export.geometry import Matrix, View
from app.export.packed import as_png, grey_or_coloured, jpeg, packed, png
from domain.errors import TooLarge, UnreadableFile
from domain.geometry import Rotation
from ingest.formats import kinds, tiff
from ingest.formats.contract import RawPage
from ingest.options import Limits

_A4_LONG = 297 / 25.4 * 72
_BELIEVABLE = (28.0, 3600.0)
"""Points: a sheet's longer side is between a stamp's and a little more than A0's."""
_PLAUSIBLE_DPI = (50.0, 2400.0)
_DAMAGE = (OSError, SyntaxError, ValueError, LookupError, TypeError, RuntimeError, struct.error)
"""What decoders raise when a file lies about itself."""
_ORIENTATION = 0x0112
_ORIENTATIONS = {
    2: (True, Rotation.NONE),
    3: (False, Rotation.HALF),
    4: (True, Rotation.HALF),
    5: (True, Rotation.LEFT),
    6: (False, Rotation.RIGHT),
    7: (True, Rotation.RIGHT),
    8: (False, Rotation.LEFT),
}
"""What EXIF's numbers ask for: whether to mirror left and right, then how to turn."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One packed picture, and how large and which way up its paper is."""

    stream: Stream
    view: View


def picture(pdf: pikepdf.Pdf, path: Path, kind: str, number: int, limits: Limits) -> Picture:
    """Page `number` of the picture file at `path`. Raises UnreadableFile, TooLarge."""
    with _opened(path, kind, number, limits) as held:
        if held.format in ("JPEG", "MPO") and kind == kinds.JPEG and held.mode in ("L", "RGB"):
            stream = jpeg(pdf, path.read_bytes(), held)
        else:
            held = _decoded(path, held)
            stream = packed(pdf, held, kind, path)
        return Picture(stream, _view(held))


def drawn(pdf: pikepdf.Pdf, raw: RawPage) -> Picture:
    """A page as it was drawn for reading, where its original cannot be taken apart."""
    height, width = raw.image.shape[:2]
    points = 72 / (raw.dpi or max(width, height) * 72 / _A4_LONG)
    paper = width * points, height * points
    view = View(Matrix(paper[0], 0, 0, -paper[1], 0, paper[1]), *paper)
    plain = grey_or_coloured(raw.image)
    return Picture(png(pdf, plain, as_png(plain)), view)


@contextmanager
def _opened(path: Path, kind: str, number: int, limits: Limits) -> Iterator[Pillow.Image]:
    """The picture at its page. Whatever its decoder stumbles over is UnreadableFile."""
    Pillow.MAX_IMAGE_PIXELS = limits.pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Pillow.open(path) as held:
                if kind == kinds.TIFF:
                    held.seek(tiff.pages(held, path.name, limits)[number - 1])
                if held.width * held.height > limits.pixels:
                    raise TooLarge(path.name, f"a page has more than {limits.pixels} pixels")
                yield held
    except Pillow.DecompressionBombError as error:
        raise TooLarge(path.name, str(error)) from error
    except _DAMAGE as error:
        raise UnreadableFile(path.name, f"the picture is damaged ({error})") from error


def _decoded(path: Path, held: Pillow.Image) -> Pillow.Image:
    if tiff.is_old_jpeg(held):
        held = tiff.old_jpeg(path, held)
    held.load()
    return held


def _view(held: Pillow.Image) -> View:
    """How the picture is seen once its EXIF orientation is undone, in points of its paper."""
    width, height = _paper(held)
    mirrored, turn = _ORIENTATIONS.get(_orientation(held), (False, Rotation.NONE))
    across = Matrix(-width, 0, 0, -height, width, height)
    upright = Matrix(width, 0, 0, -height, 0, height)
    return View(across if mirrored else upright, width, height).turned(turn)


def _orientation(held: Pillow.Image) -> int:
    try:
        stated: Any = held.getexif().get(_ORIENTATION, 1)
    except _DAMAGE:
        return 1
    return stated if isinstance(stated, int) else 1


def _paper(held: Pillow.Image) -> tuple[float, float]:
    """Size in points by the resolution that the file states; A4 where it states none or nonsense.

    Cameras write 72 dots an inch for want of anything to say: their sheets would be walls.
    """
    across, down = _dpi(held)
    width, height = held.width * 72 / across, held.height * 72 / down
    low, high = _BELIEVABLE
    if low <= max(width, height) <= high:
        return width, height
    scale = _A4_LONG / max(held.size)
    return held.width * scale, held.height * scale


def _dpi(held: Pillow.Image) -> tuple[float, float]:
    stated: Any = held.info.get("dpi")
    low, high = _PLAUSIBLE_DPI
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = down = 0.0
    if low <= across <= high and low <= down <= high:
        return across, down
    nothing = max(held.size) * 72 / _A4_LONG
    return nothing, nothing
