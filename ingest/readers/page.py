"""One page on its way from pixels to text: set upright, levelled, read, put in order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2

from domain.errors import MissingTool
from domain.geometry import WHOLE, Box
from domain.page import Line, Page, TextSource
from ingest.formats.contract import Image, RawPage
from ingest.images.barcodes import barcodes
from ingest.images.grid import Ruling, ruling
from ingest.images.orientation import OrientationJudge
from ingest.images.seals import without_seals
from ingest.images.spreads import fold_of
from ingest.images.stamps import stamps
from ingest.images.turning import within
from ingest.images.written import written_part
from ingest.options import ReaderName, ReadingOptions
from ingest.readers.aligned import with_aligned
from ingest.readers.cells import filled, split_at_cells
from ingest.readers.contract import Crop, Reader
from ingest.readers.mixed import MixedText, mixed
from ingest.readers.rapidocr import RapidOcrReader
from ingest.readers.second import second_look
from ingest.readers.spread import in_page_order, read_pages
from ingest.readers.straight import Straight, set_straight
from ingest.readers.tesseract import TesseractReader
from ingest.readers.ticking import CropReader, ticked

_MOST_PIXELS = 16_000_000
"""Pages are read at this size at most: A4 at 400 dpi. More costs time and shows nothing new."""


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
    """The readers that `options` ask for. Raises MissingTool.

    A second reader that is not installed is done without; one that was asked to read the pages
    is not. OpenCV keeps to as many threads as the networks, since there is a process for each core.
    """
    cv2.setNumThreads(options.threads)
    orientation = OrientationJudge(options.threads)
    if options.reader is ReaderName.TESSERACT:
        return Readers(TesseractReader(), None, orientation)
    return Readers(RapidOcrReader(options.threads), _second_reader(options), orientation)


def _second_reader(options: ReadingOptions) -> Reader | None:
    if not options.second_reader:
        return None
    try:
        return TesseractReader()
    except MissingTool:
        return None


def as_large_as_read(raw: RawPage) -> RawPage:
    """The page without pixels beyond what readers see, so that nobody need hold them."""
    return replace(raw, image=within(raw.image, _MOST_PIXELS))


def read(raw: RawPage, number: int, readers: Readers) -> ReadPage:
    """Read page `number` of a scan; what a trusted text layer says is not read again."""
    raw = as_large_as_read(raw)
    if (text := mixed(raw, readers.page_reader, readers.orientation)) is not None:
        return _from_text_layer(raw, text, number, readers)
    straight = set_straight(raw.image, readers.orientation)
    page, image = _page(number, straight, raw, readers), straight.image
    if page.blank:
        return ReadPage(page, image, 0.0)
    page, clear = replace(page, seals=stamps(image)), without_seals(image)
    part = written_part(clear)
    ruled, fold = ruling(clear, part), fold_of(clear)
    started = time.perf_counter()
    lines = read_pages(readers.page_reader, clear, ruled.cells, fold)
    seconds = time.perf_counter() - started
    crops = readers.page_reader.read_crop
    page = _with_text(page, lines, ruled, clear, crops, part=part, fold=fold)
    return ReadPage(page, image, seconds)


def _from_text_layer(raw: RawPage, text: MixedText, number: int, readers: Readers) -> ReadPage:
    page = replace(_page(number, Straight(raw.image, None), raw, readers), source=text.source)
    if text.source is TextSource.TEXT_LAYER:
        page = replace(page, reader="pdfplumber")
    ruled = ruling(raw.image)
    lines = split_at_cells(text.lines, ruled.cells)
    page = _with_text(page, lines, ruled, raw.image, None)
    return ReadPage(page, raw.image, text.seconds)


def _page(number: int, straight: Straight, raw: RawPage, readers: Readers) -> Page:
    """A page that was set upright, before its text is known."""
    height, width = straight.image.shape[:2]
    reader = readers.page_reader
    return Page(
        number=number,
        width=width,
        height=height,
        lines=(),
        rotation=straight.rotation,
        skew=straight.skew,
        dpi=raw.dpi,
        reader=f"{reader.name} {reader.version}",
        blank=straight.blank,
        cut=straight.cut,
    )


def _with_text(
    page: Page,
    lines: Sequence[Line],
    ruled: Ruling,
    image: Image,
    crops: CropReader | None,
    *,
    part: Box = WHOLE,
    fold: float | None = None,
) -> Page:
    """The page with its lines in reading order, its cells filled, its boxes to tick and codes."""
    parted, boxes = ticked(image, lines, ruled.cells, crops, part)
    grid, aspect = ruled.tables, page.width / page.height
    if fold is None:  # rows of two facing pages line up, and are no table
        grid, parted = with_aligned(ruled, parted, aspect)
    full = filled(grid, parted)
    written = tuple(table for table in full if any(cell.text for cell in table.cells))
    ordered = in_page_order(parted, written, fold, aspect)
    codes = barcodes(image, part)
    return replace(page, lines=ordered, tables=written, checkboxes=boxes, barcodes=codes)


def second_reading(image: Image, box: Box, readers: Readers, text: str = "") -> Crop | None:
    """What the second reader sees in `box` of the upright page; None where there is none.

    `text` is what the first reader saw there; it is not believed, but tells the script in which
    to read.
    """
    if readers.second_reader is None:
        return None
    return second_look(image, box, readers.second_reader, text)
