"""Two facing pages are told from one large sheet, and read one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from domain.geometry import Box
from domain.page import Line, Table
from ingest.formats.contract import Image
from ingest.images.spreads import fold_of
from ingest.readers.contract import Crop
from ingest.readers.spread import in_page_order, read_pages
from tests.factory import capture
from tests.ingest.sheets import noisy, ruled, sheet, typed

COLUMNS, ROWS = [150, 500, 1100], [900, 1000, 1100, 1200, 1300]


def form() -> Image:
    return ruled(typed(sheet(), rows=10), COLUMNS, ROWS)


@pytest.mark.parametrize("left", [typed(sheet()), form()])
@pytest.mark.parametrize("depth", [0.15, 0.45])
def test_the_shadow_of_a_fold_parts_two_pages(left: Image, depth: float) -> None:
    scan = noisy(capture.spread(left, form(), fold=depth), seed=2, strength=4)
    assert fold_of(scan) == pytest.approx(0.5, abs=0.05)


def test_two_forms_on_one_sheet_are_parted_by_their_margins() -> None:
    assert fold_of(np.hstack([form(), form()])) == pytest.approx(0.5, abs=0.03)


def test_a_table_or_a_title_over_the_middle_makes_one_sheet() -> None:
    table = ruled(np.hstack([form(), form()]), [200, 1200, 2300], [1400, 1500, 1600])
    titled = np.hstack([form(), form()])
    cv2.putText(titled, "LIST OF CUSTOMERS", (880, 120), cv2.FONT_HERSHEY_DUPLEX, 2, (0, 0, 0), 4)
    folded = capture.spread(form(), form())
    cv2.putText(folded, "LIST OF CUSTOMERS", (880, 120), cv2.FONT_HERSHEY_DUPLEX, 2, (0, 0, 0), 4)
    for sheet_ in (table, titled, folded):
        assert fold_of(sheet_) is None


def test_an_upright_page_and_a_wide_table_are_one_page() -> None:
    wide = ruled(sheet((1754, 1240)), [100, 400, 800, 877, 1200, 1650], list(range(200, 1100, 60)))
    labels = sheet((1754, 1240))
    for row in range(200, 1100, 60):
        cv2.putText(labels, "Name:", (150, row), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 2)
        cv2.putText(labels, "Chen Wei", (1000, row), cv2.FONT_HERSHEY_SIMPLEX, 1, (0, 0, 0), 2)
    for page in (typed(sheet()), form(), wide, labels, sheet((1754, 1240))):
        assert fold_of(page) is None


class Marks:
    """A reader that sees one line, in the middle of whatever it is shown."""

    name, version = "marks", "1"

    def read(self, image: Image, cells: Sequence[Box] = ()) -> tuple[Line, ...]:
        said = f"{image.shape[1]} wide, {len(cells)} cells"
        return (Line(said, Box(0.25, 0.4, 0.75, 0.42), 1.0),)

    def read_crop(self, image: Image) -> Crop:
        raise NotImplementedError


def test_each_page_is_read_by_itself_and_its_boxes_lie_on_the_whole() -> None:
    image = sheet((1000, 600))
    cells = (Box(0.1, 0.1, 0.2, 0.2), Box(0.7, 0.1, 0.8, 0.2), Box(0.8, 0.1, 0.9, 0.2))
    left, right = read_pages(Marks(), image, cells, 0.4)
    assert (left.text, right.text) == ("400 wide, 1 cells", "600 wide, 2 cells")
    assert left.box.as_tuple() == pytest.approx((0.1, 0.4, 0.3, 0.42))
    assert right.box.as_tuple() == pytest.approx((0.55, 0.4, 0.85, 0.42))
    (whole,) = read_pages(Marks(), image, cells, None)
    assert whole.box.as_tuple() == (0.25, 0.4, 0.75, 0.42)


def lines(*places: tuple[str, float, float, float, float]) -> list[Line]:
    return [Line(text, Box(x, y, x + wide, y + tall), 1.0) for text, x, y, wide, tall in places]


def test_the_left_page_comes_first_row_by_row() -> None:
    rows = lines(
        ("a", 0.1, 0.1, 0.1, 0.02), ("c", 0.6, 0.1, 0.1, 0.02),
        ("b", 0.1, 0.5, 0.3, 0.02), ("d", 0.6, 0.5, 0.3, 0.02),
    )  # fmt: skip
    table = Table(Box(0.55, 0.05, 0.95, 0.6), 1, 1, ())
    ordered = in_page_order(rows, [table], 0.5, 1.4)
    assert "".join(line.text for line in ordered) == "abcd"
    assert set(ordered) == set(rows)


def test_a_book_of_vertical_print_is_read_from_the_right_page() -> None:
    down = lines(("左頁", 0.2, 0.1, 0.02, 0.8), ("右頁", 0.7, 0.1, 0.02, 0.8))
    assert [line.text for line in in_page_order(down, [], 0.5, 1.4)] == ["右頁", "左頁"]
