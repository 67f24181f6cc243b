"""A small paper in every format, whose corners tell which way up it is."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageDraw
from reportlab.pdfgen import canvas

from ingest import formats
from ingest.formats import RawPage
from ingest.options import ReadingOptions

SIZE = (96, 64)
"""Width and height."""

RED, GREEN, BLUE, WHITE = (220, 30, 30), (20, 160, 40), (20, 40, 200), (255, 255, 255)

CORNERS = {"top left": RED, "top right": GREEN, "bottom left": BLUE, "bottom right": WHITE}


def paper(size: tuple[int, int] = SIZE) -> Image.Image:
    """White, with a red, a green and a blue corner."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.rectangle((0, 0, width // 3, height // 3), RED)
    pen.rectangle((width - width // 3, 0, width, height // 3), GREEN)
    pen.rectangle((0, height - height // 3, width // 3, height), BLUE)
    return picture


def corners(raw: RawPage) -> dict[str, tuple[int, ...]]:
    """The colour (red, green, blue) in the middle of each corner's field."""
    height, width = raw.image.shape[:2]
    across, down = width // 8, height // 8
    places = {
        "top left": (down, across),
        "top right": (down, width - 1 - across),
        "bottom left": (height - 1 - down, across),
        "bottom right": (height - 1 - down, width - 1 - across),
    }
    return {
        name: tuple(int(value) for value in raw.image[place][::-1])
        for name, place in places.items()
    }


def is_upright(raw: RawPage, tolerance: int = 24) -> bool:
    """Whether every corner has its colour, and the page its shape."""
    found = corners(raw)
    return raw.image.shape[1] > raw.image.shape[0] and all(
        np.abs(np.subtract(found[name], colour)).max() <= tolerance
        for name, colour in CORNERS.items()
    )


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of its kind."""
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def opened(folder: Path, data: bytes, number: int = 1, **options: object) -> RawPage:
    """Page `number` of `data`, after its pages have been counted as the service does."""
    path = folder / "scan"
    path.write_bytes(data)
    reading = ReadingOptions(**options)  # type: ignore[arg-type]
    formats.contents(path, reading)
    return formats.page(path, number, reading)


def pages(folder: Path, data: bytes, **options: object) -> int:
    """How many pages `data` has."""
    path = folder / "scan"
    path.write_bytes(data)
    return formats.contents(path, ReadingOptions(**options)).pages  # type: ignore[arg-type]


def printed(count: int, lines: int = 12) -> bytes:
    """A born-digital PDF of `count` pages that say which they are."""
    held = io.BytesIO()
    pen = canvas.Canvas(held, pagesize=(300, 200))
    for number in range(1, count + 1):
        for line in range(lines):
            pen.drawString(20, 180 - 14 * line, f"page {number} line {line} says hello")
        pen.showPage()
    pen.save()
    return held.getvalue()


def scanned(picture: Image.Image, **page: object) -> bytes:
    """A PDF whose one page, 144 by 96 points, is a scan; `page` are further keys of the page."""
    document = pikepdf.new()
    width, height = picture.size
    image = document.make_stream(
        encoded(picture, "JPEG", quality=95, subsampling=0),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    document.add_blank_page(page_size=(144, 96))
    sheet = document.pages[0]
    sheet.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    sheet.obj.Contents = document.make_stream(b"q 144 0 0 96 0 0 cm /Scan Do Q")
    for key, value in page.items():
        sheet.obj[f"/{key}"] = value
    return saved(document)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    """The document as bytes."""
    held = io.BytesIO()
    document.save(held, **options)  # type: ignore[arg-type]
    return held.getvalue()
