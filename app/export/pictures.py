"""A page of a picture file as it goes into a PDF: its own bytes where that is possible.

A JPEG is taken over byte for byte, and the packed pixels of an ordinary PNG too. Everything else is
packed without loss: black and white as fax (CCITT G4), the rest as PNG packs it. Only pictures
packed in ways no PDF reader knows, and with loss (HEIC, AVIF, JPEG inside TIFF), become JPEG, at a
quality where the eye sees no difference.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image as Pillow

from app.export.geometry import Matrix, View
from domain.errors import TooLarge, UnreadableFile
from domain.geometry import Rotation
from ingest.formats import kinds, tiff
from ingest.formats.contract import Image, RawPage
from ingest.formats.pixels import as_bgr
from ingest.options import Limits

_A4_LONG = 297 / 25.4 * 72
_BELIEVABLE = (28.0, 3600.0)
"""Points: a sheet's longer side is between a stamp's and a little more than A0's."""

_PLAUSIBLE_DPI = (50.0, 2400.0)
_QUALITY = 95

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
            stream = _jpeg(pdf, path.read_bytes(), held)
        else:
            held = _decoded(path, held)
            stream = _packed(pdf, held, kind, path)
        return Picture(stream, _view(held))


def drawn(pdf: pikepdf.Pdf, raw: RawPage) -> Picture:
    """A page as it was drawn for reading, where its original cannot be taken apart."""
    height, width = raw.image.shape[:2]
    points = 72 / (raw.dpi or max(width, height) * 72 / _A4_LONG)
    paper = width * points, height * points
    view = View(Matrix(paper[0], 0, 0, -paper[1], 0, paper[1]), *paper)
    plain = _grey_or_coloured(raw.image)
    return Picture(_png(pdf, plain, _as_png(plain)), view)


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


def _packed(pdf: pikepdf.Pdf, held: Pillow.Image, kind: str, path: Path) -> Stream:
    """The decoded picture, in the way that suits it best."""
    if held.mode == "1":
        return _fax(pdf, held)
    was_lossy = _was_lossy(held, kind)
    own = path.read_bytes() if kind == kinds.PNG else b""
    if held.mode not in ("L", "RGB", "P") or held.has_transparency_data:
        held, own = _plain(held, kind), b""
    if was_lossy:
        data = io.BytesIO()
        held.convert("L" if held.mode == "L" else "RGB").save(
            data, "JPEG", quality=_QUALITY, subsampling=0
        )
        return _jpeg(pdf, data.getvalue(), held)
    return _png(pdf, held, own if _is_ordinary(own) else _as_png(held))


def _was_lossy(held: Pillow.Image, kind: str) -> bool:
    packed = held.info.get("compression", "")
    return kind in (kinds.HEIF, kinds.AVIF) or packed in ("jpeg", "tiff_jpeg")


def _plain(held: Pillow.Image, kind: str) -> Pillow.Image:
    """Printing inks, deep samples and transparency as the reader saw them."""
    white_is_zero = kind == kinds.TIFF and tiff.white_is_zero(held)
    pixels = as_bgr(held, white_is_zero=white_is_zero)
    return _grey_or_coloured(pixels)


def _grey_or_coloured(pixels: Image) -> Pillow.Image:
    """Grey where all colours are the same: a third of the size."""
    grey = np.array_equal(pixels[:, :, 0], pixels[:, :, 1]) and np.array_equal(
        pixels[:, :, 1], pixels[:, :, 2]
    )
    return Pillow.fromarray(pixels[:, :, 0] if grey else pixels[:, :, ::-1].copy())


def _image(pdf: pikepdf.Pdf, data: bytes, held: Pillow.Image, **more: Any) -> Stream:
    colours: Any = Name.DeviceRGB if held.mode in ("RGB", "YCbCr") else Name.DeviceGray
    settings = {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": held.width,
        "/Height": held.height,
        "/ColorSpace": colours,
        "/BitsPerComponent": 8,
    } | {f"/{key}": value for key, value in more.items()}
    return Stream(pdf, data, Dictionary(settings))


def _jpeg(pdf: pikepdf.Pdf, data: bytes, held: Pillow.Image) -> Stream:
    return _image(pdf, data, held, Filter=Name.DCTDecode)


def _fax(pdf: pikepdf.Pdf, held: Pillow.Image) -> Stream:
    """Black and white, packed as Group 4 fax in one strip."""
    file = io.BytesIO()
    rows_per_strip = 278
    plain = Pillow.frombytes("1", held.size, held.tobytes())
    plain.save(file, "TIFF", compression="group4", tiffinfo={rows_per_strip: held.height})
    with Pillow.open(file, formats=("TIFF",)) as packed:
        tags: Any = packed.tag_v2  # type: ignore[attr-defined]
        ((start,), (length,)) = tags[273], tags[279]
        white_is_zero = tags[262] == 0
    data = file.getvalue()[start : start + length]
    how = Dictionary(K=-1, Columns=held.width, Rows=held.height, BlackIs1=not white_is_zero)
    return _image(pdf, data, held, BitsPerComponent=1, Filter=Name.CCITTFaxDecode, DecodeParms=how)


def _png(pdf: pikepdf.Pdf, held: Pillow.Image, png: bytes) -> Stream:
    """The packed pixels of `png`, which is `held`; PDF readers understand them as they are."""
    how = Dictionary(
        Predictor=15, Colors=3 if held.mode == "RGB" else 1, BitsPerComponent=8, Columns=held.width
    )
    more: dict[str, Any] = {}
    for palette in _chunks(png, b"PLTE"):
        if held.mode == "P":
            colours = [Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, String(palette)]
            more["ColorSpace"] = Array(colours)
    data = b"".join(_chunks(png, b"IDAT"))
    return _image(pdf, data, held, Filter=Name.FlateDecode, DecodeParms=how, **more)


def _as_png(held: Pillow.Image) -> bytes:
    file = io.BytesIO()
    held.save(file, "PNG", bits=8)
    return file.getvalue()


def _is_ordinary(png: bytes) -> bool:
    """Whether its pixels are eight bits, opaque and in one pass from top to bottom."""
    for header in _chunks(png, b"IHDR"):
        depth, colours, *_, passes = struct.unpack_from(">8xBBBBB", header)
        return depth == 8 and colours in (0, 2, 3) and passes == 0
    return False


def _chunks(png: bytes, wanted: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == wanted:
            yield png[at + 8 : at + 8 + length]
        at += 12 + length
