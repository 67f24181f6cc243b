"""Pages of which a PDF states one part and shows another: everything is read, and nothing twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
import reportlab
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from PIL import Image as Pillow
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from domain.page import Page, TextSource
from domain.text import squeezed
from ingest.formats.contract import Image
from ingest.options import ReadingOptions
from ingest.readers.page import Readers, make_readers, read
from tests.ingest.formats.papers import opened

A5 = (420, 595)
"""Width and height of the pages, in points."""

STATED = tuple(f"Clause {number}: the buyer pays within {number + 20} days" for number in range(8))
PASTED = ("Licence 91310115", "Valid until 2031")

Drawing = Callable[[canvas.Canvas], None]


@pytest.fixture(scope="module")
def readers() -> Readers:
    return make_readers(ReadingOptions(second_reader=False))


def pdf(*drawings: Drawing) -> bytes:
    held = io.BytesIO()
    pen = canvas.Canvas(held, pagesize=A5)
    for draw in drawings:
        draw(pen)
    pen.showPage()
    pen.save()
    return held.getvalue()


def stated(pen: canvas.Canvas, lines: tuple[str, ...] = STATED, mode: int = 0) -> None:
    """The lines as text, from the top down."""
    text = pen.beginText(40, 540)
    text.setFont("Helvetica", 12)
    text.setLeading(24)
    text.setTextRenderMode(mode)
    for line in lines:
        text.textLine(line)
    pen.drawText(text)


def print_on(size: tuple[int, int], lines: tuple[str, ...], step: int, scale: float) -> Image:
    """A picture of the lines, as a scanner would see them."""
    image = np.full((size[1], size[0], 3), 250, np.uint8)
    for row, line in enumerate(lines):
        place = (round(20 * scale), round(step * (row + 1) * 0.9))
        cv2.putText(
            image, line, place, cv2.FONT_HERSHEY_SIMPLEX, scale, (20, 20, 20), 2, cv2.LINE_AA
        )
    return image


def as_reader(image: Image) -> ImageReader:
    return ImageReader(Pillow.fromarray(image[:, :, ::-1]))


def pasted(pen: canvas.Canvas, image: Image | None = None) -> None:
    """A card with two lines of print below the text."""
    card = print_on((700, 240), PASTED, 100, 1.6) if image is None else image
    height, width = card.shape[:2]
    pen.drawImage(as_reader(card), 60, 60, 0.35 * width, 0.35 * height)


def page_of(folder: Path, data: bytes, readers: Readers) -> Page:
    return read(opened(folder, data), 1, readers).page


def texts(page: Page) -> list[str]:
    return [squeezed(line.text) for line in page.lines]


def wanted(*lines: str) -> list[str]:
    return [squeezed(line) for line in lines]


def test_a_pasted_picture_is_read_after_the_text_above_it(tmp_path: Path, readers: Readers) -> None:
    page = page_of(tmp_path, pdf(stated, pasted), readers)
    assert page.source is TextSource.MIXED
    assert texts(page) == wanted(*STATED, *PASTED)
    assert {line.confidence == 1.0 for line in page.lines[: len(STATED)]} == {True}
    assert all(line.confidence < 1.0 for line in page.lines[len(STATED) :])


def test_a_picture_pasted_on_its_side_is_read_upright_and_its_lines_lie_in_it(
    tmp_path: Path, readers: Readers
) -> None:
    rows = tuple(f"Row {row} of the licence says so" for row in range(7))
    card = np.rot90(print_on((700, 560), rows, 80, 1.2))

    def beside(pen: canvas.Canvas) -> None:
        pen.drawImage(as_reader(np.ascontiguousarray(card)), 100, 40, 196, 245)

    page = page_of(tmp_path, pdf(stated, beside), readers)
    assert page.source is TextSource.MIXED
    assert set(wanted(*rows)) <= set(texts(page))
    found = [line for line in page.lines if "licence" in line.text]
    assert len(found) == len(rows)
    for line in found:
        assert 100 / 420 <= line.box.x0 < line.box.x1 <= 297 / 420
        assert line.box.height > line.box.width


def test_a_page_without_anything_else_is_its_text_layer(tmp_path: Path, readers: Readers) -> None:
    page = page_of(tmp_path, pdf(stated), readers)
    assert page.source is TextSource.TEXT_LAYER
    assert texts(page) == wanted(*STATED)


def test_a_photograph_without_print_adds_nothing(tmp_path: Path, readers: Readers) -> None:
    grain = np.random.default_rng(5).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    soft = np.asarray(cv2.GaussianBlur(grain, (0, 0), 25), dtype=np.uint8)
    page = page_of(tmp_path, pdf(stated, lambda pen: pasted(pen, soft)), readers)
    assert texts(page) == wanted(*STATED)


def outlined(pen: canvas.Canvas, text: str = "Kingfisher Trading Limited") -> None:
    """Letters drawn as shapes, of which no text layer knows."""
    font = TTFont(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale, x = 18 / font["head"].unitsPerEm, 60.0
    path = pen.beginPath()
    for char in text:
        recording = DecomposingRecordingPen(glyphs)
        glyphs[names[ord(char)]].draw(recording)
        for action, points in recording.value:
            along(path, action, [(x + scale * px, 200 + scale * py) for px, py in points])
        x += scale * glyphs[names[ord(char)]].width
    pen.drawPath(path, stroke=0, fill=1)


def along(path: object, action: str, points: list[tuple[float, float]]) -> None:
    """One step of an outline; its curves are drawn through their middles."""
    if action == "moveTo":
        path.moveTo(*points[0])  # type: ignore[attr-defined]
    elif action in ("closePath", "endPath"):
        path.close()  # type: ignore[attr-defined]
    else:
        for point in points:
            path.lineTo(*point)  # type: ignore[attr-defined]


def test_letters_drawn_as_shapes_are_noticed_and_read(tmp_path: Path, readers: Readers) -> None:
    page = page_of(tmp_path, pdf(stated, outlined), readers)
    assert page.source is TextSource.MIXED
    assert texts(page) == wanted(*STATED, "Kingfisher Trading Limited")


def scanned_page(pen: canvas.Canvas) -> None:
    """All lines as a picture over the whole page, where `stated` would print them."""
    image = np.full((1654, 1167, 3), 252, np.uint8)
    for row, line in enumerate(STATED):
        place = (round(40 / 420 * 1167), round((595 - 540 + 24 * row) / 595 * 1654))
        cv2.putText(image, line, place, cv2.FONT_HERSHEY_SIMPLEX, 0.85, (0, 0, 0), 2, cv2.LINE_AA)
    pen.drawImage(as_reader(image), 0, 0, *A5)


class TestScanWithALayer:
    def test_a_good_layer_is_kept_but_not_believed_as_print_is(
        self, tmp_path: Path, readers: Readers
    ) -> None:
        data = pdf(scanned_page, lambda pen: stated(pen, mode=3))
        page = page_of(tmp_path, data, readers)
        assert page.source is TextSource.OCR
        assert texts(page) == wanted(*STATED)
        assert all(line.confidence <= 0.9 for line in page.lines)

    def test_a_layer_under_the_picture_counts_as_hidden_too(
        self, tmp_path: Path, readers: Readers
    ) -> None:
        page = page_of(tmp_path, pdf(stated, scanned_page), readers)
        assert page.source is TextSource.OCR
        assert all(line.confidence <= 0.9 for line in page.lines)

    @pytest.mark.parametrize(
        "poor",
        [
            tuple(line.translate(str.maketrans("eaih1", "ood1l")) for line in STATED),
            STATED[:2],
        ],
        ids=["misread", "incomplete"],
    )
    def test_a_poor_layer_is_dropped_and_the_page_is_read(
        self, tmp_path: Path, readers: Readers, poor: tuple[str, ...]
    ) -> None:
        page = page_of(tmp_path, pdf(scanned_page, lambda pen: stated(pen, poor, 3)), readers)
        assert page.source is TextSource.OCR
        assert texts(page) == wanted(*STATED)
        assert all(line.confidence > 0.9 for line in page.lines)

    def test_print_over_a_picture_is_print(self, tmp_path: Path, readers: Readers) -> None:
        def tinted(pen: canvas.Canvas) -> None:
            pen.drawImage(as_reader(np.full((60, 40, 3), 235, np.uint8)), 0, 0, *A5)

        page = page_of(tmp_path, pdf(tinted, stated), readers)
        assert page.source is TextSource.TEXT_LAYER
        assert texts(page) == wanted(*STATED)


def test_a_layer_whose_letters_are_others_than_those_drawn_is_dropped(
    tmp_path: Path, readers: Readers
) -> None:
    document = pikepdf.open(io.BytesIO(pdf(stated)))
    for font in document.pages[0].obj.Resources.Font.values():
        font.ToUnicode = document.make_stream(
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            b"1 begincodespacerange <00> <ff> endcodespacerange\n"
            b"2 beginbfrange <20> <6d> <0030> <6e> <7e> <0041> endbfrange endcmap end end"
        )
    held = io.BytesIO()
    document.save(held)
    page = page_of(tmp_path, held.getvalue(), readers)
    assert page.source is TextSource.OCR
    assert texts(page) == wanted(*STATED)


def test_a_table_is_filled_from_the_layer_and_from_its_pictures(
    tmp_path: Path, readers: Readers
) -> None:
    def table(pen: canvas.Canvas) -> None:
        pen.grid([40, 180, 380], [100, 150, 200])
        pen.setFont("Helvetica", 12)
        pen.drawString(50, 170, "Customer number")
        pen.drawString(50, 120, "Name of customer")
        pen.drawString(190, 120, "Kingfisher Trading")
        number = print_on((520, 100), ("KF-2031-7745",), 75, 1.6)
        pen.drawImage(as_reader(number), 190, 155, 180, 34.6)

    page = page_of(tmp_path, pdf(stated, table), readers)
    (found,) = page.tables
    assert {(cell.row, cell.column): squeezed(cell.text) for cell in found.cells} == {
        (0, 0): "customernumber",
        (0, 1): "kf20317745",
        (1, 0): "nameofcustomer",
        (1, 1): "kingfishertrading",
    }
