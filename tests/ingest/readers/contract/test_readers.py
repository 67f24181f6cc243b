"""What every reader promises, tried on each: RapidOCR, Tesseract in and beside the process, and
a recording of either."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from domain.errors import MissingTool
from domain.geometry import Box
from domain.page import Line
from domain.text import squeezed
from ingest.formats.contract import Image
from ingest.images.grid import tables
from ingest.readers.contract import Reader
from ingest.readers.rapidocr import RapidOcrReader
from ingest.readers.recording import RecordingReader
from ingest.readers.tesseract import TesseractReader
from tests.factory import fonts
from tests.ingest.sheets import ruled, sheet, written

pytestmark = [
    pytest.mark.fonts,
    pytest.mark.tesseract,
    pytest.mark.skipif(bool(fonts.missing()), reason=f"needs {fonts.PACKAGES}"),
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract"),
]

SIZE = (1000, 700)

LINES = ("客户名称", "上海明德贸易有限公司", "Customer file", "2024-05-17")


def recorded(folder: Path) -> Reader:
    """A recording of RapidOCR's answers."""
    return RecordingReader(folder, RapidOcrReader())


MAKERS: dict[str, Callable[[Path], Reader]] = {
    "rapidocr": lambda _: RapidOcrReader(),
    "tesseract": lambda _: TesseractReader(),
    "tesseract beside": lambda _: TesseractReader(in_process=False),
    "recording": recorded,
}


@pytest.fixture(params=sorted(MAKERS), scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    try:
        return MAKERS[request.param](tmp_path_factory.mktemp("answers"))
    except MissingTool as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def lines(reader: Reader) -> tuple[Line, ...]:
    """What the reader makes of the page below; read once, since it takes a while."""
    return reader.read(page())


def page() -> Image:
    """Four lines, one below the other."""
    image = sheet(SIZE)
    for at, line in enumerate(LINES):
        image = written(image, line, (120, 100 + 130 * at), 40)
    return image


def card() -> tuple[Image, list[Box]]:
    """A label and its value, close together in two cells, and the cells."""
    image = ruled(sheet(SIZE), [80, 300, 860], [150, 240, 330])
    for row, (label, value) in enumerate(
        (("客户名称", "明德贸易公司"), ("联系电话", "13800138000"))
    ):
        image = written(image, label, (120, 172 + 90 * row), 40)
        image = written(image, value, (310, 172 + 90 * row), 40)
    cells = [cell.box for table in tables(image) for cell in table.cells]
    assert len(cells) == 4
    return image, cells


def test_it_says_who_it_is(reader: Reader) -> None:
    assert reader.name
    assert reader.version


def test_it_reads_clear_print_line_by_line_from_top_to_bottom(lines: tuple[Line, ...]) -> None:
    assert [squeezed(line.text) for line in lines] == [squeezed(line) for line in LINES]


def test_boxes_lie_where_the_lines_were_printed(lines: tuple[Line, ...]) -> None:
    for at, line in enumerate(lines):
        assert line.box.x0 == pytest.approx(120 / SIZE[0], abs=0.02)
        assert line.box.holds(((120 + 40) / SIZE[0], (100 + 130 * at + 24) / SIZE[1]))


def test_words_make_up_their_line_in_order_and_lie_in_it(lines: tuple[Line, ...]) -> None:
    for line in lines:
        assert line.words
        assert "".join(word.text for word in line.words) == line.text.replace(" ", "")
        assert all(word.box.covered_by(line.box) > 0.99 for word in line.words)
        starts = [word.box.x0 for word in line.words]
        assert starts == sorted(starts)


def test_confidence_is_a_share_and_high_on_clear_print(lines: tuple[Line, ...]) -> None:
    for line in lines:
        assert 0.6 < line.confidence <= 1.0
        assert all(0.0 <= word.confidence <= 1.0 for word in line.words)


def test_no_space_is_put_between_ideographs(lines: tuple[Line, ...]) -> None:
    assert "上海明德贸易有限公司" in [line.text for line in lines]


def test_a_label_and_the_value_in_the_next_cell_are_two_lines(reader: Reader) -> None:
    image, cells = card()
    texts = [squeezed(line.text) for line in reader.read(image, cells)]
    assert sorted(texts) == sorted(["客户名称", "明德贸易公司", "联系电话", "13800138000"])


def test_an_empty_page_gives_no_lines_and_no_error(reader: Reader) -> None:
    assert reader.read(sheet(SIZE)) == ()
    assert reader.read_crop(sheet((200, 40))).text == ""


def test_a_crop_is_read_alone(reader: Reader) -> None:
    crop = reader.read_crop(written(sheet((480, 60)), "明德贸易有限公司", (20, 8), 40))
    assert squeezed(crop.text) == "明德贸易有限公司"
    assert 0.5 < crop.confidence <= 1.0


@pytest.mark.parametrize("size", [(40, 40), (3, 300), (300, 3), (1, 1)])
def test_the_smallest_images_are_no_error(reader: Reader, size: tuple[int, int]) -> None:
    assert reader.read(sheet(size)) == ()


def test_reading_leaves_the_image_as_it_was_and_gives_the_same_again(reader: Reader) -> None:
    image = written(sheet((500, 120)), "客户 KH-2024-0007", (30, 30), 40)
    before = image.copy()
    first = reader.read(image, [Box(0, 0, 0.4, 1), Box(0.4, 0, 1, 1)])
    assert np.array_equal(image, before)
    assert reader.read(image, [Box(0, 0, 0.4, 1), Box(0.4, 0, 1, 1)]) == first
