"""PDF: pages drawn through pdfium, one at a time, with their text layer where it can be trusted."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from domain.errors import NeedsPassword, TooLarge, UnreadableFile
from ingest.formats import text_layer
from ingest.formats.contract import Image, RawPage
from ingest.options import Limits, ReadingOptions

_FINEST_DPI = 400.0
"""No reader gains from more, and a page at 1,200 dpi would only cost memory."""

_ENOUGH_PIXELS = 36_000_000
"""A poster is drawn at this size at most; an A4 page at 400 dpi has 15 million."""

_WHOLE_PAGE = 0.5
"""An image over more than this share of a page makes it a scan."""


def count_pages(path: Path, limits: Limits) -> int:
    """Number of pages. Raises UnreadableFile, NeedsPassword, TooLarge."""
    with _opened(path) as document:
        pages = len(document)
    if pages == 0:
        raise UnreadableFile(path.name, "the PDF has no pages")
    if pages > limits.pages:
        raise TooLarge(path.name, f"{pages} pages are more than limits.pages = {limits.pages}")
    return pages


def page(path: Path, number: int, options: ReadingOptions) -> RawPage:
    """Page `number` (from 1), drawn upright as the file says. Raises UnreadableFile, TooLarge.

    It is drawn at the options' resolution, or at the scan's own where that is finer. A page whose
    text layer is good brings its lines along.
    """
    with _opened(path) as document:
        if not 1 <= number <= len(document):
            raise UnreadableFile(path.name, f"it has no page {number}")
        document.init_forms()
        sheet = document[number - 1]
        scale = _scale(path, sheet, options)
        image = _drawn(sheet, scale)
        lines = None if _scan_dpi(sheet) else text_layer.lines(document, number - 1)
        return RawPage(image, scale * 72.0, lines)


@contextmanager
def _opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open the file, and turn what pdfium says about it into the archive's errors."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(path, error) from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(path.name, f"the PDF is damaged ({error})") from error
    except MemoryError as error:
        raise TooLarge(path.name, "the page does not fit into memory") from error
    finally:
        document.close()


def _refusal(path: Path, error: pypdfium2.PdfiumError) -> UnreadableFile | NeedsPassword:
    code = getattr(error, "err_code", None)
    if code == pdfium.FPDF_ERR_PASSWORD:
        return NeedsPassword(path.name)
    if code == pdfium.FPDF_ERR_SECURITY:
        return NeedsPassword(path.name, "It is locked in a way that is not supported.")
    return UnreadableFile(path.name, "the PDF is damaged and cannot be opened")


def _scale(path: Path, sheet: pypdfium2.PdfPage, options: ReadingOptions) -> float:
    """Pixels per point: fine enough to read, small enough for the limits."""
    width, height = sheet.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise UnreadableFile(path.name, "a page of the PDF has no size")
    dpi = max(float(options.dpi), min(_scan_dpi(sheet), _FINEST_DPI))
    most = min(options.limits.pixels, _ENOUGH_PIXELS)
    scale = min(dpi / 72.0, math.sqrt(most / (width * height)))
    if min(width, height) * scale < 1.0:
        raise UnreadableFile(path.name, "a page of the PDF is too thin to be drawn")
    return scale


def _scan_dpi(sheet: pypdfium2.PdfPage) -> float:
    """Resolution of the image that fills the page, 0.0 where none does."""
    width, height = sheet.get_size()
    finest = 0.0
    for item in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        across, upright = right - left, top - bottom
        if across * upright > _WHOLE_PAGE * width * height:
            columns, rows = item.get_px_size()
            points = math.sqrt(across * upright)
            finest = max(finest, 72.0 * math.sqrt(columns * rows) / points)
    return finest


def _drawn(sheet: pypdfium2.PdfPage, scale: float) -> Image:
    bitmap = sheet.render(scale=scale, may_draw_forms=True)
    pixels = bitmap.to_numpy()
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        drawn = cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)
    else:
        drawn = pixels[:, :, :3]
    return np.array(drawn, dtype=np.uint8, order="C")
