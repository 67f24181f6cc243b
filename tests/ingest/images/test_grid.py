"""Ruled tables come out as cells, with their spans, from sheets in every state."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.page import Table
from ingest.formats.contract import Image
from ingest.images.grid import tables
from ingest.images.rules import without_edge_lines
from ingest.images.turning import levelled
from tests.ingest.sheets import BLACK, noisy, ruled, sheet, speckled, typed

COLUMNS, ROWS = [120, 380, 700, 1120], [300, 370, 450, 530, 640]


def plain() -> Image:
    return ruled(sheet(), COLUMNS, ROWS)


def shape(table: Table) -> tuple[int, int, int]:
    return table.rows, table.columns, len(table.cells)


def test_a_full_grid_gives_every_cell_at_its_place() -> None:
    (table,) = tables(plain())
    assert shape(table) == (4, 3, 12)
    for cell in table.cells:
        assert cell.box.x0 == pytest.approx(COLUMNS[cell.column] / 1240, abs=0.004)
        assert cell.box.x1 == pytest.approx(COLUMNS[cell.column + 1] / 1240, abs=0.004)
        assert cell.box.y0 == pytest.approx(ROWS[cell.row] / 1754, abs=0.004)
        assert cell.box.y1 == pytest.approx(ROWS[cell.row + 1] / 1754, abs=0.004)


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.integers(80, 260), min_size=2, max_size=5),
    st.lists(st.integers(45, 150), min_size=1, max_size=8),
)
def test_any_grid_is_found_whole(widths: list[int], heights: list[int]) -> None:
    columns = [100, *(100 + sum(widths[: at + 1]) for at in range(len(widths)))]
    rows = [200, *(200 + sum(heights[: at + 1]) for at in range(len(heights)))]
    (table,) = tables(ruled(sheet((1500, 1900)), columns, rows))
    assert shape(table) == (len(heights), len(widths), len(heights) * len(widths))


def test_merged_cells_have_their_spans() -> None:
    image = plain()
    cv2.line(image, (380, 304), (380, 366), (255, 255, 255), 6)
    cv2.line(image, (124, 450), (376, 450), (255, 255, 255), 6)
    (table,) = tables(image)
    spans = {
        (cell.row, cell.column): (cell.row_span, cell.column_span)
        for cell in table.cells
        if (cell.row_span, cell.column_span) != (1, 1)
    }
    assert spans == {(0, 0): (1, 2), (1, 0): (2, 1)}
    assert len(table.cells) == 10


def test_the_cells_fill_the_table_without_overlap() -> None:
    (table,) = tables(plain())
    assert sum(cell.box.area for cell in table.cells) == pytest.approx(table.box.area, rel=1e-6)


@pytest.mark.parametrize("degrees", [-0.3, 0.2, 0.3])
def test_what_is_left_of_the_skew_does_no_harm(degrees: float) -> None:
    (table,) = tables(levelled(plain(), degrees))
    assert shape(table) == (4, 3, 12)


def test_lines_with_small_breaks_are_mended() -> None:
    image = plain()
    for x in range(150, 1100, 90):
        image[:, x : x + 4] = np.where(image[:, x : x + 4] < 128, 255, image[:, x : x + 4])
    (table,) = tables(image)
    assert shape(table) == (4, 3, 12)


@pytest.mark.parametrize(("strength", "shade"), [(18.0, 235), (10.0, 215)])
def test_a_photocopy_gives_the_same_table(strength: float, shade: int) -> None:
    grey = np.minimum(plain(), shade)
    (table,) = tables(speckled(noisy(grey, seed=4, strength=strength), seed=5))
    assert shape(table) == (4, 3, 12)


def test_a_low_resolution_gives_the_same_table() -> None:
    small = cv2.resize(plain(), (620, 877), interpolation=cv2.INTER_AREA)
    (table,) = tables(np.asarray(small))
    assert shape(table) == (4, 3, 12)


def test_shaded_cells_are_cells_and_their_edges_no_lines() -> None:
    image = plain()
    image[302:369, 122:379] = 200
    image[700:900, 300:900] = 200
    (table,) = tables(image)
    assert shape(table) == (4, 3, 12)


def test_a_table_without_lines_at_its_sides_keeps_its_outer_columns() -> None:
    image = sheet()
    for y in ROWS:
        cv2.line(image, (120, y), (1120, y), BLACK, 2)
    for x in (380, 700):
        cv2.line(image, (x, ROWS[0]), (x, ROWS[-1]), BLACK, 2)
    (table,) = tables(image)
    assert shape(table) == (4, 3, 12)


def test_two_tables_stay_two_from_top_to_bottom() -> None:
    image = ruled(plain(), COLUMNS, [900, 1000, 1100])
    first, second = tables(image)
    assert shape(first) == (4, 3, 12)
    assert shape(second) == (2, 3, 6)
    assert first.box.y1 < second.box.y0


def test_print_underlines_and_a_frame_are_no_table() -> None:
    assert tables(typed(sheet())) == ()
    underlined = typed(sheet())
    for y in range(210, 1400, 110):
        cv2.line(underlined, (150, y), (900, y), BLACK, 2)
    assert tables(underlined) == ()
    framed = cv2.rectangle(sheet(), (60, 60), (1180, 1690), BLACK, 3)
    assert tables(np.asarray(framed)) == ()


def test_a_double_frame_around_a_certificate_is_no_table() -> None:
    framed = typed(sheet(), rows=10)
    cv2.rectangle(framed, (60, 60), (1180, 1690), BLACK, 5)
    cv2.rectangle(framed, (80, 80), (1160, 1670), BLACK, 2)
    assert tables(framed) == ()


def test_an_underline_within_a_cell_does_not_part_it() -> None:
    image = plain()
    cv2.line(image, (420, 430), (640, 430), BLACK, 2)
    (table,) = tables(image)
    assert shape(table) == (4, 3, 12)


def test_an_empty_sheet_has_no_table() -> None:
    assert tables(sheet()) == ()


def test_lines_at_the_edge_of_a_crop_go_and_its_print_stays() -> None:
    crop = sheet((300, 60))
    cv2.putText(crop, "0571-8337", (40, 42), cv2.FONT_HERSHEY_SIMPLEX, 1.0, BLACK, 2)
    lined = crop.copy()
    lined[2:5], lined[:, 3:6] = 0, 0
    assert np.abs(without_edge_lines(lined).astype(int) - crop).max() == 0


def test_a_table_within_a_table_is_not_found_twice() -> None:
    image = ruled(plain(), [400, 500, 600], [382, 410, 438])
    assert len(tables(image)) == 1


def test_rows_of_blurred_print_on_a_small_copy_add_no_lines() -> None:
    image = plain()
    for top, bottom in pairwise(ROWS):
        for left in COLUMNS[:-1]:
            place = (left + 20, (top + bottom) // 2 + 10)
            cv2.putText(image, "EEHHTTEE", place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, BLACK, 3)
    small = cv2.resize(image, (620, 877), interpolation=cv2.INTER_AREA)
    (table,) = tables(noisy(np.asarray(small), seed=3))
    assert shape(table) == (4, 3, 12)
