"""One page on its way from pixels to text: set upright, levelled, read, put in order."""

from __future__ import annotations

import time
from dataclasses import dataclass

from domain.geometry import Box, Rotation
from domain.page import Line, Page, TextSource
from ingest.formats.contract import Image, RawPage
from ingest.images.orientation import OrientationJudge
from ingest.images.skew import skew_of
from ingest.images.turning import levelled, turned, within
from ingest.options import ReadingOptions
from ingest.readers.contract import Crop, Reader
from ingest.readers.rapidocr import RapidOcrReader

_MOST_PIXELS = 16_000_000
"""Pages are read at this size at most: A4 at 400 dpi. More costs time and shows nothing new."""

_LEVEL = 0.1
"""Degrees below which a page is level enough; turning it would only blur it."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Everybody who takes part in reading a page; loaded once in a process."""

    page_reader: Reader
    second_reader: Reader | None
    orientation: OrientationJudge


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """A page with its text, the upright image its boxes relate to, and the reader's time."""

    page: Page
    image: Image
    reader_seconds: float


def make_readers(options: ReadingOptions) -> Readers:
    """The readers that `options` ask for. Raises MissingTool."""
    reader: Reader = RapidOcrReader(options.threads)
    return Readers(reader, None, OrientationJudge(options.threads))


def read(raw: RawPage, number: int, readers: Readers) -> ReadPage:
    """Read page `number` of a scan; a trusted text layer is taken as it is."""
    if raw.text_layer is not None:
        return _taken(raw, raw.text_layer, number)
    image = within(raw.image, _MOST_PIXELS)
    rotation = readers.orientation.judge(image).rotation
    image = turned(image, rotation)
    skew = skew_of(image)
    if abs(skew) >= _LEVEL:
        image = levelled(image, skew)
    started = time.perf_counter()
    lines = readers.page_reader.read(image)
    seconds = time.perf_counter() - started
    height, width = image.shape[:2]
    page = Page(
        number=number,
        width=width,
        height=height,
        lines=lines,
        rotation=rotation,
        skew=skew,
        dpi=raw.dpi,
        source=TextSource.OCR,
        reader=f"{readers.page_reader.name} {readers.page_reader.version}",
        blank=not lines,
    )
    return ReadPage(page, image, seconds)


def second_reading(image: Image, box: Box, readers: Readers) -> Crop | None:
    """What the second reader sees in `box` of the upright page; None where there is none."""
    if readers.second_reader is None:
        return None
    height, width = image.shape[:2]
    cut = image[
        int(box.y0 * height) : int(box.y1 * height), int(box.x0 * width) : int(box.x1 * width)
    ]
    return readers.second_reader.read_crop(cut) if cut.size else None


def _taken(raw: RawPage, lines: tuple[Line, ...], number: int) -> ReadPage:
    height, width = raw.image.shape[:2]
    page = Page(
        number=number,
        width=width,
        height=height,
        lines=lines,
        rotation=Rotation.NONE,
        dpi=raw.dpi,
        source=TextSource.TEXT_LAYER,
        reader="pdfplumber",
    )
    return ReadPage(page, raw.image, 0.0)
