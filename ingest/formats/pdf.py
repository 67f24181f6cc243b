"""PDF: pages drawn through pdfium, one at a time, with their text layer where it can be trusted."""

from __future__ import annotations

import math
from pathlib import Path

import cv2
import numpy as np
import pypdfium2

from domain.errors import TooLarge, UnreadableFile
from ingest.formats import attachments, pdf_places, text_layer
from ingest.formats.contract import Image, Picture, RawPage
from ingest.formats.pdf_open import OpenPdf, opened
from ingest.formats.pixels import ENOUGH_PIXELS
from ingest.options import ReadingOptions

_FINEST_DPI = 400.0
"""No reader gains from more, and a page at 1,200 dpi would only cost memory."""

_WHOLE_PAGE = 0.5
"""An image over more than this share of a page makes it a scan."""

_THINNEST = 32.0
"""Pixels across a page that had to be drawn smaller for its length: no paper is such a thread."""

_PASTED = 0.005
"""A picture over more than this share may be worth a finer drawing of the page."""

_PASTED_DPI = 300.0
"""A pasted picture is drawn no finer: the page has to be drawn with it."""


def count_pages(path: Path, options: ReadingOptions) -> int:
    """Number of pages. Raises UnreadableFile, NeedsPassword, TooLarge.

    A portfolio, whose papers are attachments, is refused with their names: nobody would miss them
    otherwise. So is a file whose one page is empty while something is attached to it.
    """
    with opened(path, options) as held:
        pages = held.pages
        if pages == 0:
            raise UnreadableFile(path.name, "the PDF has no pages")
        if pages > options.limits.pages:
            raise TooLarge(
                path.name, f"{pages} pages are more than limits.pages = {options.limits.pages}"
            )
        if pages == 1:
            attachments.refuse_mere_cover(path, held.document, options.passwords)
    return pages


def page(path: Path, number: int, options: ReadingOptions) -> RawPage:
    """Page `number` (from 1), drawn upright as the file says. Raises UnreadableFile, TooLarge.

    It is drawn at the options' resolution, or at the scan's own where that is finer. A page whose
    text layer is good brings its lines along. A page that cannot be loaded is looked for in the
    repaired file.
    """
    with opened(path, options) as held:
        _check_number(path, held, number)
        sheet = _sheet(held, number)
        if sheet is not None:
            return _raw(path, held, sheet, number, options)
        pages = held.pages
    with opened(path, options, repair=True) as held:
        _check_number(path, held, number)
        sheet = _sheet(held, number) if held.pages == pages else None
        if sheet is None:
            raise UnreadableFile(path.name, f"page {number} of the PDF is damaged")
        return _raw(path, held, sheet, number, options)


def _check_number(path: Path, held: OpenPdf, number: int) -> None:
    if not 1 <= number <= held.pages:
        raise UnreadableFile(path.name, f"it has no page {number}")
    if held.repair is None:
        return
    if number in held.repair.lost:
        raise UnreadableFile(path.name, f"the PDF is damaged: what page {number} showed is lost")
    if number > held.repair.pages:
        raise UnreadableFile(
            path.name, f"the PDF is damaged: {held.repair.missing} more pages are lost"
        )


def _sheet(held: OpenPdf, number: int) -> pypdfium2.PdfPage | None:
    """The page, None when it cannot be loaded."""
    try:
        return held.document[number - 1]
    except pypdfium2.PdfiumError:
        return None


def _raw(
    path: Path, held: OpenPdf, sheet: pypdfium2.PdfPage, number: int, options: ReadingOptions
) -> RawPage:
    scale = _scale(path, sheet, _picture_dpi(sheet), options)
    image = _drawn(sheet, scale)
    pictures = _pictures(sheet)
    lines = text_layer.lines(held.document, number - 1)
    return RawPage(image, scale * 72.0, lines, pictures if lines else ())


def _pictures(sheet: pypdfium2.PdfPage) -> tuple[Picture, ...]:
    """The page's pictures; told before its fields are made part of the drawing."""
    try:
        return pdf_places.pictures(sheet)
    except pypdfium2.PdfiumError:
        return ()


def _scale(
    path: Path, sheet: pypdfium2.PdfPage, picture_dpi: float, options: ReadingOptions
) -> float:
    """Pixels per point: fine enough to read, small enough for the limits."""
    width, height = sheet.get_size()
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise UnreadableFile(path.name, "a page of the PDF has no size")
    dpi = max(float(options.dpi), picture_dpi)
    most = min(options.limits.pixels, ENOUGH_PIXELS)
    scale = min(dpi / 72.0, math.sqrt(most / (width * height)))
    thin = min(width, height) * scale
    if thin < 1.0 or (thin < _THINNEST and scale < dpi / 72.0):
        raise UnreadableFile(path.name, "a page of the PDF is too thin to be drawn")
    return scale


def _picture_dpi(sheet: pypdfium2.PdfPage) -> float:
    """The resolution that the page's pictures deserve, 0.0 where it has none of importance."""
    width, height = sheet.get_size()
    finest = 0.0
    for picture in pdf_places.drawn_pictures(sheet):
        share = picture.width * picture.height / (width * height)
        if share > _PASTED:
            most = _FINEST_DPI if share > _WHOLE_PAGE else _PASTED_DPI
            finest = max(finest, min(picture.dpi, most))
    return finest


def _drawn(sheet: pypdfium2.PdfPage, scale: float) -> Image:
    bitmap = sheet.render(scale=scale, may_draw_forms=True)
    pixels = bitmap.to_numpy()
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        drawn = cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)
    else:
        drawn = pixels[:, :, :3]
    return np.array(drawn, dtype=np.uint8, order="C")
