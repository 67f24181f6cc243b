"""A page from pixels to text, with the real models: upright, level, in order, in its cells."""

from __future__ import annotations

import json
import shutil

import cv2
import numpy as np
import pytest
from rapidfuzz import fuzz

from domain.geometry import Box, Rotation
from domain.page import TextSource
from domain.text import squeezed
from ingest import formats
from ingest.formats import RawPage
from ingest.formats.contract import Image
from ingest.images.turning import levelled, turned
from ingest.options import ReaderName, ReadingOptions
from ingest.readers.orient import upright
from ingest.readers.page import Readers, make_readers, read, second_reading
from tests.factory import fonts
from tests.ingest.sheets import corpus, ruled, sealed, sheet, typed, written

needs_fonts = [
    pytest.mark.fonts,
    pytest.mark.skipif(bool(fonts.missing()), reason=f"needs {fonts.PACKAGES}"),
]
needs_tesseract = [
    pytest.mark.tesseract,
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract"),
]

OPTIONS = ReadingOptions()

VALUES = {
    "客户名称": "上海明德贸易有限公司",
    "统一社会信用代码": "91310115MA1K3YJB2X",
    "联系电话": "13800138000",
    "联系地址": "上海市浦东新区世纪大道88号",
}


@pytest.fixture(scope="module")
def readers() -> Readers:
    return make_readers(OPTIONS)


def card() -> Image:
    """A customer card: title, and a table of labels and values."""
    rows = [340, 430, 520, 610, 700]
    image = ruled(sheet(), [120, 480, 1120], rows)
    image = written(image, "客户资料卡", (480, 200), 52)
    for at, (label, value) in enumerate(VALUES.items()):
        image = written(image, label, (140, 365 + 90 * at), 36)
        image = written(image, value, (500, 365 + 90 * at), 36)
    return image


def assert_right(page: object) -> None:
    """Every label has its value beside it in the table."""
    (table,) = page.tables  # type: ignore[attr-defined]
    texts = {(cell.row, cell.column): squeezed(cell.text) for cell in table.cells}
    for row, (label, value) in enumerate(VALUES.items()):
        assert texts[row, 0] == squeezed(label)
        assert texts[row, 1] == squeezed(value)


class TestCard:
    pytestmark = needs_fonts

    @pytest.mark.parametrize("rotation", list(Rotation))
    def test_a_card_is_read_however_it_lay_on_the_glass(
        self, readers: Readers, rotation: Rotation
    ) -> None:
        scan = turned(levelled(card(), -2.5), Rotation((360 - rotation) % 360))
        seen = read(RawPage(scan, 150.0), 3, readers)
        assert (seen.page.number, seen.page.rotation, seen.page.dpi) == (3, rotation, 150.0)
        assert seen.page.skew == pytest.approx(2.5, abs=0.3)
        assert seen.image.shape[:2] == (seen.page.height, seen.page.width)
        assert seen.reader_seconds > 0
        assert_right(seen.page)

    def test_lines_come_in_reading_order(self, readers: Readers) -> None:
        page = read(RawPage(card()), 1, readers).page
        expected = ["客户资料卡", *(part for pair in VALUES.items() for part in pair)]
        assert [squeezed(line.text) for line in page.lines] == [squeezed(part) for part in expected]
        assert page.source is TextSource.OCR
        assert page.reader.startswith("rapidocr")
        assert page.confidence > 0.95
        assert not page.blank

    def test_a_seal_over_a_value_does_not_hide_it(self, readers: Readers) -> None:
        assert_right(read(RawPage(sealed(card(), (720, 560))), 1, readers).page)

    def test_characters_below_one_another_in_a_narrow_cell_are_read(self, readers: Readers) -> None:
        image = ruled(sheet(), [120, 200, 700, 1120], [300, 400, 500, 600])
        image[305:595, 124:196] = 255
        image[398:402, 124:196] = image[498:502, 124:196] = 255
        for at, char in enumerate("基本资料"):
            image = written(image, char, (142, 330 + 60 * at), 36)
        for at, text in enumerate(("客户名称", "联系电话", "联系地址")):
            image = written(image, text, (220, 328 + 100 * at), 36)
        (table,) = read(RawPage(image), 1, readers).page.tables
        assert squeezed(table.cells[0].text) == "基本资料"
        assert table.cells[0].row_span == 3

    def test_a_text_layer_is_taken_as_it_is_and_meets_its_table(self, readers: Readers) -> None:
        first = read(RawPage(card()), 1, readers).page
        taken = read(RawPage(card(), 200.0, first.lines), 1, readers)
        assert taken.page.source is TextSource.TEXT_LAYER
        assert [squeezed(line.text) for line in taken.page.lines] == [
            squeezed(line.text) for line in first.lines
        ]
        assert_right(taken.page)

    @pytest.mark.tesseract
    @pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
    def test_the_second_reader_sees_a_value_in_its_box_and_nothing_in_an_empty_one(
        self, readers: Readers
    ) -> None:
        seen = read(RawPage(card()), 1, readers)
        value = next(line for line in seen.page.lines if "13800138000" in line.text)
        crop = second_reading(seen.image, value.box, readers)
        assert crop is not None
        assert squeezed(crop.text) == "13800138000"
        nothing = second_reading(seen.image, Box(0.3, 0.8, 0.6, 0.82), readers)
        assert nothing is not None
        assert nothing.text == ""
        point = second_reading(seen.image, Box(0.5, 0.5, 0.5, 0.5), readers)
        assert point is not None
        assert point.text == ""

    @pytest.mark.tesseract
    @pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
    def test_everything_works_with_tesseract_alone(self) -> None:
        readers = make_readers(ReadingOptions(reader=ReaderName.TESSERACT))
        assert readers.second_reader is None
        page = read(RawPage(turned(card(), Rotation.HALF)), 1, readers).page
        assert page.reader.startswith("tesseract")
        assert page.rotation is Rotation.HALF
        (table,) = page.tables
        wanted = [part for pair in VALUES.items() for part in pair]
        alike = [
            fuzz.ratio(squeezed(cell.text), squeezed(part))
            for cell, part in zip(table.cells, wanted, strict=True)
        ]
        assert min(alike) >= 70
        assert sum(alike) / len(alike) >= 90


def test_a_blank_page_is_known_without_reading(readers: Readers) -> None:
    seen = read(RawPage(sheet()), 1, readers)
    assert seen.page.blank
    assert seen.page.lines == ()
    assert seen.reader_seconds == 0.0


def test_a_page_with_nothing_but_a_drawing_is_not_blank(readers: Readers) -> None:
    drawn = sheet()
    for radius in range(50, 400, 60):
        cv2.circle(drawn, (620, 800), radius, (0, 0, 0), 3)
    assert not read(RawPage(drawn), 1, readers).page.blank


def test_without_a_second_reader_there_is_no_second_reading() -> None:
    readers = make_readers(ReadingOptions(second_reader=False))
    assert readers.second_reader is None
    assert second_reading(sheet(), Box(0.1, 0.1, 0.5, 0.2), readers) is None


def test_a_huge_page_is_read_at_a_size_that_fits_the_memory(readers: Readers) -> None:
    huge = np.repeat(np.repeat(typed(sheet(), rows=4), 3, axis=0), 3, axis=1)
    seen = read(RawPage(huge), 1, readers)
    assert seen.image.shape[0] * seen.image.shape[1] <= 16_000_000
    assert "customer has asked" in seen.page.text


@pytest.mark.corpus
def test_real_chinese_forms_are_read_line_for_line(readers: Readers) -> None:
    folder = corpus("forms_zh")
    found = wanted = 0
    for truth in sorted((folder / "gt").glob("*.json")):
        image = folder / "images" / f"{truth.stem}.jpg"
        text = squeezed(read(formats.page(image, 1, OPTIONS), 1, readers).page.text)
        lines = json.loads(truth.read_text(encoding="utf-8"))["lines"]
        found += sum(squeezed(line) in text for line in lines)
        wanted += len(lines)
    assert found / wanted >= 0.97


@pytest.mark.corpus
def test_a_real_page_is_upright_from_every_side(readers: Readers) -> None:
    folder = corpus("tesseract_testing")
    image = formats.page(folder / "8087_054.3B.tif", 1, OPTIONS).image
    for rotation in Rotation:
        scan = turned(image, Rotation((360 - rotation) % 360))
        assert upright(scan, readers.orientation) is rotation
