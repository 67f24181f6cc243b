"""The files scanners write: JPEG, PNG, TIFF of many pages, PDF of images, PDF with text."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.factory import fonts
from tests.factory.fonts import Face, Style
from tests.factory.layout import DPI, Fill, Paper, Rule, Sheet, Text
from tests.factory.truth import Rendered

POINTS = 72 / DPI
"""Points to a pixel of a sheet."""


def picture(page: Rendered, grey: bool = False) -> Pillow.Image:
    """The page as Pillow has it; `grey` makes it a third of the size."""
    image = Pillow.fromarray(np.ascontiguousarray(page.image[:, :, ::-1]))
    return image.convert("L") if grey else image


def write_jpeg(path: Path, page: Rendered, quality: int = 75, grey: bool = False) -> None:
    """One page as JPEG with its resolution."""
    picture(page, grey).save(path, "JPEG", quality=quality, dpi=(page.dpi, page.dpi))


def write_png(path: Path, page: Rendered, grey: bool = True, levels: int = 0) -> None:
    """One page as PNG; `levels` above 0 keeps that many tones of grey."""
    image = picture(page, grey)
    if levels:
        step = 255 / (levels - 1)
        image = image.point(
            [round(round(tone / step) * step) for tone in range(256)] * len(image.getbands())
        )
    image.save(path, "PNG", optimize=True, dpi=(page.dpi, page.dpi))


def write_tiff(path: Path, pages: Sequence[Rendered], black_and_white: bool = True) -> None:
    """Pages as one TIFF: fax-coded (G4) black and white, as office scanners do, or LZW grey."""
    images = [picture(page, grey=True) for page in pages]
    if black_and_white:
        images = [image.point(_threshold).convert("1") for image in images]
    first, *rest = images
    first.save(
        path,
        "TIFF",
        compression="group4" if black_and_white else "tiff_lzw",
        save_all=True,
        append_images=rest,
        dpi=(pages[0].dpi, pages[0].dpi),
    )


def _threshold(grey: int) -> int:
    return 255 if grey > 150 else 0


def write_pdf(path: Path, pages: Sequence[Rendered], quality: int = 60, grey: bool = True) -> None:
    """Pages as a PDF of images, without any text."""
    canvas = Canvas(str(path), invariant=True)
    for page in pages:
        height, width = page.image.shape[:2]
        size = (width * 72 / page.dpi, height * 72 / page.dpi)
        canvas.setPageSize(size)
        canvas.drawImage(_embedded(page, quality, grey), 0, 0, *size)
        canvas.showPage()
    canvas.save()


def _embedded(page: Rendered, quality: int, grey: bool) -> ImageReader:
    data = BytesIO()
    picture(page, grey).save(data, "JPEG", quality=quality)
    data.seek(0)
    return ImageReader(data)


def write_text_pdf(path: Path, papers: Sequence[Paper]) -> None:
    """Papers as a PDF that was printed, not scanned: real text in embedded fonts, and rules.

    Raises FontsMissing when no face can be embedded.
    """
    canvas = Canvas(str(path), invariant=True)
    for paper in papers:
        for sheet in paper.sheets:
            _text_page(canvas, sheet)
    canvas.save()


def _text_page(canvas: Canvas, sheet: Sheet) -> None:
    canvas.setPageSize((sheet.width * POINTS, sheet.height * POINTS))
    for mark in sheet.marks:
        match mark:
            case Fill():
                canvas.setFillColorRGB(*(part / 255 for part in mark.ink))
                canvas.rect(
                    mark.x0 * POINTS,
                    (sheet.height - mark.y1) * POINTS,
                    (mark.x1 - mark.x0) * POINTS,
                    (mark.y1 - mark.y0) * POINTS,
                    stroke=0,
                    fill=1,
                )
            case Rule():
                canvas.setLineWidth(mark.width * POINTS)
                top, bottom = sheet.height - mark.y0, sheet.height - mark.y1
                ends = (mark.x0, top, mark.x1, bottom)
                canvas.line(*(end * POINTS for end in ends))
            case Text():
                canvas.setFillColorRGB(*(part / 255 for part in mark.pen.ink))
                canvas.setFont(_registered(mark.pen.face), mark.pen.size * POINTS)
                baseline = sheet.height - mark.y - 0.86 * mark.pen.size
                canvas.drawString(mark.x * POINTS, baseline * POINTS, mark.text)
            case _:
                pass  # a seal is pressed on paper, not on a file
    canvas.showPage()


def _registered(face: Face) -> str:
    """The name under which `face`, or one near it that embeds, is known to the PDF."""
    chosen = face if face.embeds else _embeddable()
    name = f"{chosen.path.stem}-{chosen.index}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(chosen.path), subfontIndex=chosen.index))
    return name


def _embeddable() -> Face:
    """The first face that a PDF can embed. Raises FontsMissing."""
    for style in (Style.SONG, Style.SANS, Style.KAI):
        for face in fonts.faces(style):
            if face.embeds:
                return face
    raise fonts.FontsMissing(f"no font that a PDF can embed; install {fonts.PACKAGES}")


def write_damaged(path: Path, page: Rendered) -> None:
    """A JPEG whose transfer broke off in its header: nothing of it can be seen."""
    data = BytesIO()
    picture(page).save(data, "JPEG", quality=75)
    path.write_bytes(data.getvalue()[:420])
