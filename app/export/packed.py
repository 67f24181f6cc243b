"""A picture's pixels as a PDF holds them: as they came where that can be, else without loss."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image as Pillow

from ingest.formats import kinds, tiff
from ingest.formats.contract import Image
from ingest.formats.pixels import as_bgr

_QUALITY = 95


def packed(pdf: pikepdf.Pdf, held: Pillow.Image, kind: str, path: Path) -> Stream:
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
        return jpeg(pdf, data.getvalue(), held)
    return png(pdf, held, own if _is_ordinary(own) else as_png(held))


def _was_lossy(held: Pillow.Image, kind: str) -> bool:
    compression = held.info.get("compression", "")
    return kind in (kinds.HEIF, kinds.AVIF) or compression in ("jpeg", "tiff_jpeg")


def _plain(held: Pillow.Image, kind: str) -> Pillow.Image:
    """Printing inks, deep samples and transparency as the reader saw them."""
    white_is_zero = kind == kinds.TIFF and tiff.white_is_zero(held)
    pixels = as_bgr(held, white_is_zero=white_is_zero)
    return grey_or_coloured(pixels)


def grey_or_coloured(pixels: Image) -> Pillow.Image:
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


def jpeg(pdf: pikepdf.Pdf, data: bytes, held: Pillow.Image) -> Stream:
    """A JPEG, byte for byte."""
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


def png(pdf: pikepdf.Pdf, held: Pillow.Image, data: bytes) -> Stream:
    """The packed pixels of `data`, which is `held`; PDF readers understand them as they are."""
    how = Dictionary(
        Predictor=15, Colors=3 if held.mode == "RGB" else 1, BitsPerComponent=8, Columns=held.width
    )
    more: dict[str, Any] = {}
    for palette in _chunks(data, b"PLTE"):
        if held.mode == "P":
            colours = [Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, String(palette)]
            more["ColorSpace"] = Array(colours)
    data = b"".join(_chunks(data, b"IDAT"))
    return _image(pdf, data, held, Filter=Name.FlateDecode, DecodeParms=how, **more)


def as_png(held: Pillow.Image) -> bytes:
    """The picture as an ordinary PNG."""
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
