"""Originals to export, and what came out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image as Pillow

from app.export import Chapter, Exported, write
from domain.geometry import Box, Rotation
from domain.page import Line, Page, Word
from domain.reading import PageReading
from ingest.options import Limits
from records.archive import Archive
from tests.records.papers import draft, known, taken

WIDE, TALL, DPI = 620, 877, 75
SHEET = (WIDE * 72 / DPI, TALL * 72 / DPI)


def picture(mode: str = "L") -> Pillow.Image:
    """An upright sheet: black in the upper left corner, grey in the lower right one."""
    image = Pillow.new("L", (WIDE, TALL), 255)
    image.paste(0, (40, 60, 240, 160))
    image.paste(120, (400, 700, 500, 800))
    return image.convert(mode)


def encoded(image: Pillow.Image, kind: str, **more: object) -> bytes:
    held = io.BytesIO()
    image.save(held, kind, dpi=(DPI, DPI), **more)
    return held.getvalue()


def line_of(*words: tuple[str, Box], text: str | None = None) -> Line:
    boxes = [box for _, box in words]
    parts = tuple(Word(word, box, 0.9) for word, box in words)
    said = "".join(word for word, _ in words) if text is None else text
    return Line(said, Box.around(boxes), 0.9, parts)


LINE = line_of(("客户名称", Box(0.1, 0.3, 0.3, 0.33)))


def page_of(number: int = 1, *lines: Line, rotation: Rotation = Rotation.NONE) -> Page:
    return Page(number, WIDE, TALL, lines or (LINE,), rotation=rotation, dpi=float(DPI))


@dataclass(frozen=True)
class Result:
    """An exported file and what was said about it."""

    path: Path
    written: Exported

    def drawn(self, number: int = 0) -> npt.NDArray[np.uint8]:
        """The page in grey, as large as `picture`."""
        with closing(pypdfium2.PdfDocument(self.path)) as opened:
            image = opened[number].render(scale=DPI / 72).to_pil().convert("L")
        return np.asarray(image.resize((WIDE, TALL)))

    def copied(self, number: int = 0) -> str:
        with closing(pypdfium2.PdfDocument(self.path)) as opened:
            text: str = opened[number].get_textpage().get_text_range()
            return text

    def size(self, number: int = 0) -> tuple[float, float]:
        with closing(pypdfium2.PdfDocument(self.path)) as opened:
            width, height = opened[number].get_size()
            return width, height


def exported(archive: Archive, content: bytes, pages: Sequence[Page], count: int = 1) -> Result:
    """File `content` as one document of `count` pages with these readings, and export it."""
    scan = taken(archive, content)
    archive.journal.set_contents(scan, count, "image/jpeg")
    for page in pages:
        archive.journal.store_page(scan, page.number, PageReading(page))
    numbers = range(1, count + 1)
    (document,) = archive.filing.file(scan, (draft(known(archive), pages=numbers),), 1.0)
    target = archive.root.parent / "out.pdf"
    return Result(target, write(archive, [Chapter(document, "纸")], "纸", target, Limits()))


def is_upright(shown: npt.NDArray[np.uint8]) -> bool:
    return bool(shown[110, 140] < 40 and 60 < shown[750, 450] < 180 and shown[110, 450] > 220)
