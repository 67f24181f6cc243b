"""Lines keep to their cells, cells hold their text, and a page is read as a person reads it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.geometry import Box
from domain.page import Cell, Line, Table, Word
from ingest.formats.contract import Image
from ingest.images.grid import Ruling
from ingest.readers.aligned import with_aligned
from ingest.readers.cells import filled, joined, split_at_cells
from ingest.readers.cutting import parted
from ingest.readers.order import in_reading_order
from tests.ingest.sheets import BLACK, ruled, sheet


def line(text: str, x0: float, y0: float, x1: float, height: float = 0.02) -> Line:
    box = Box(x0, y0, x1, y0 + height)
    return Line(text, box, 0.9, (Word(text, box, 0.9),))


def texts(lines: tuple[Line, ...]) -> list[str]:
    return [item.text for item in lines]


LABEL, VALUE = Box(0.1, 0.2, 0.3, 0.25), Box(0.3, 0.2, 0.8, 0.25)


def test_a_line_over_a_border_is_cut_at_it() -> None:
    both = line("客户名称明德贸易公司", 0.2, 0.21, 0.45)
    assert texts(split_at_cells([both], [LABEL, VALUE])) == ["客户名称", "明德贸易公司"]


def test_the_parts_lie_in_their_cells_and_keep_their_trust() -> None:
    both = line("客户名称明德贸易公司", 0.2, 0.21, 0.45)
    for part, cell in zip(split_at_cells([both], [LABEL, VALUE]), (LABEL, VALUE), strict=True):
        assert part.box.covered_by(cell) > 0.99
        assert part.confidence == 0.9


def test_a_line_within_its_cell_or_outside_all_is_left() -> None:
    inside, outside = line("客户", 0.12, 0.21, 0.2), line("附注", 0.1, 0.6, 0.2)
    assert split_at_cells([inside, outside], [LABEL, VALUE]) == (inside, outside)
    assert split_at_cells([inside], []) == (inside,)


def test_a_line_that_sticks_out_of_the_table_is_cut_at_its_side() -> None:
    out = line("明德公司附注", 0.7, 0.21, 0.85)
    assert texts(split_at_cells([out], [LABEL, VALUE])) == ["明德公司", "附注"]


@given(
    st.floats(0.0, 0.6), st.floats(0.05, 0.4), st.text("客户名称明德AB12", min_size=1, max_size=12)
)
def test_cutting_loses_no_character(start: float, width: float, text: str) -> None:
    parts = split_at_cells([line(text, start, 0.21, start + width)], [LABEL, VALUE])
    assert "".join(texts(parts)) == text


def table(*cells: Cell) -> Table:
    return Table(Box.around(cell.box for cell in cells), 1, len(cells), cells)


def test_a_cell_holds_its_lines_row_by_row() -> None:
    cells = table(Cell(0, 0, Box(0.1, 0.2, 0.4, 0.4)))
    lines = [
        line("浦东新区", 0.1, 0.3, 0.2),
        line("上海市", 0.1, 0.22, 0.2),
        line("静安区", 0.25, 0.221, 0.35),
    ]
    assert filled([cells], lines)[0].cells[0].text == "上海市 静安区浦东新区"


def test_a_cells_trust_is_that_of_its_lines_and_an_empty_cell_stays_empty() -> None:
    cells = table(Cell(0, 0, LABEL), Cell(0, 1, VALUE))
    first, second = filled([cells], [line("客户", 0.12, 0.21, 0.2)])[0].cells
    assert (first.text, first.confidence) == ("客户", 0.9)
    assert (second.text, second.confidence) == ("", 1.0)


def test_latin_rows_are_joined_with_a_space_and_chinese_ones_without() -> None:
    assert joined(["Great Wall", "Trading"]) == "Great Wall Trading"
    assert joined(["上海市", "浦东新区"]) == "上海市浦东新区"
    assert joined([]) == ""


def test_a_form_is_read_row_by_row() -> None:
    rows = [
        line(f"{side}{row}", x, 0.1 + 0.05 * row, x + 0.1)
        for x, side in ((0.6, "值"), (0.1, "名"))
        for row in range(8)
    ]
    expected = [f"{side}{row}" for row in range(8) for side in "名值"]
    assert texts(in_reading_order(rows)) == expected


def test_columns_of_prose_are_read_one_after_the_other() -> None:
    prose = [
        line(f"{side}第{row}行说明各方应当履行的义务", x, 0.2 + 0.03 * row, x + 0.38)
        for row in range(12)
        for x, side in ((0.1, "左"), (0.55, "右"))
    ]
    title, foot = line("题", 0.2, 0.1, 0.8), line("脚", 0.2, 0.9, 0.8)
    columns = [f"{side}第{row}行说明各方应当履行的义务" for side in "左右" for row in range(12)]
    expected = ["题", *columns, "脚"]
    assert texts(in_reading_order([*prose, foot, title])) == expected


def test_a_table_is_read_as_a_whole_cell_by_cell() -> None:
    form = table(Cell(0, 0, LABEL), Cell(0, 1, VALUE))
    lines = [
        line("值二", 0.32, 0.232, 0.4, 0.015),
        line("旁注", 0.85, 0.205, 0.95),
        line("值一", 0.32, 0.205, 0.4, 0.015),
        line("标签", 0.12, 0.215, 0.2),
    ]
    assert texts(in_reading_order(lines, [form])) == ["标签", "值一", "值二", "旁注"]


@given(st.lists(st.tuples(st.floats(0, 0.7), st.floats(0, 0.9)), max_size=25))
def test_no_line_is_lost_or_read_twice(places: list[tuple[float, float]]) -> None:
    lines = [line(str(at), x, y, x + 0.2) for at, (x, y) in enumerate(places)]
    assert sorted(texts(in_reading_order(lines))) == sorted(texts(tuple(lines)))


def quad(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def drawn() -> Image:
    """Both cells as ruled on a sheet of 1000 by 1000 pixels."""
    return ruled(sheet((1000, 1000)), [100, 300, 800], [200, 250])


def test_a_found_line_is_cut_at_the_border_before_it_is_read() -> None:
    first, second = parted([quad(200, 210, 700, 240)], [LABEL, VALUE], drawn())
    assert 295 < first[:, 0].max() < 300 < second[:, 0].min() < 305


def test_a_found_line_is_cut_between_columns_that_no_rule_parts() -> None:
    clear = sheet((1000, 1000))
    assert len(parted([quad(200, 210, 700, 240)], [LABEL, VALUE], clear)) == 2


@pytest.mark.parametrize("shift", range(-12, 13, 4))
def test_a_border_that_runs_through_a_word_is_none(shift: int) -> None:
    image = sheet((1000, 1000))
    cv2.putText(image, "MAVERICK", (215 + shift, 238), cv2.FONT_HERSHEY_SIMPLEX, 1.1, BLACK, 3)
    (same,) = parted([quad(200, 205, 420, 245)], [LABEL, VALUE], image)
    assert np.array_equal(same, quad(200, 205, 420, 245))


def test_a_sliver_beyond_the_border_is_dropped() -> None:
    (only,) = parted([quad(295, 210, 700, 240)], [LABEL, VALUE], drawn())
    assert only[:, 0].min() > 300


def test_a_found_line_in_one_cell_is_left_as_it_is() -> None:
    whole = quad(320, 210, 700, 240)
    (same,) = parted([whole], [LABEL, VALUE], drawn())
    assert np.array_equal(same, whole)


def column(name: str, x: float, width: float, count: int, top: float = 0.2) -> list[Line]:
    return [
        line(f"{name}{at} of the text runs on", x, top + 0.022 * at, x + width, 0.018)
        for at in range(count)
    ]


def kendall(order: list[str], truth: list[str]) -> float:
    """Agreement of two orders, -1 to 1."""
    places = [truth.index(text) for text in order]
    pairs = [(a, b) for at, a in enumerate(places) for b in places[at + 1 :]]
    return 2 * sum(a < b for a, b in pairs) / len(pairs) - 1


@pytest.mark.parametrize("count", [2, 3, 4])
def test_any_number_of_columns_under_a_title_is_read_in_order(count: int) -> None:
    width = 0.84 / count - 0.03
    columns = [column("ABCD"[at], 0.08 + 0.84 / count * at, width, 20) for at in range(count)]
    title, number = line("The title of it all", 0.1, 0.1, 0.9), line("12", 0.48, 0.93, 0.52)
    truth = [title, *(item for part in columns for item in part), number]
    shuffled = sorted(truth, key=lambda item: (item.box.y0, -item.box.x0))
    assert kendall(texts(in_reading_order(shuffled)), texts(tuple(truth))) == 1.0


def test_a_line_across_both_columns_parts_what_is_above_from_what_is_below() -> None:
    upper = [*column("A", 0.1, 0.37, 8), *column("B", 0.53, 0.37, 8)]
    middle = line("A heading that runs across both of the columns", 0.1, 0.4, 0.9)
    lower = [*column("C", 0.1, 0.37, 8, 0.44), *column("D", 0.53, 0.37, 8, 0.44)]
    truth = [*upper, middle, *lower]
    assert texts(in_reading_order(sorted(truth, key=lambda item: item.box.y0))) == [
        item.text for item in truth
    ]


def test_labels_beside_their_values_are_no_columns_of_prose() -> None:
    rows = [
        item
        for at in range(8)
        for item in (
            line(f"the label number {at}", 0.1, 0.2 + 0.022 * at, 0.3, 0.018),
            line(str(at), 0.4, 0.2 + 0.022 * at, 0.42, 0.018),
            line(f"another label {at}", 0.55, 0.2 + 0.022 * at, 0.72, 0.018),
            line(f"v{at}", 0.8, 0.2 + 0.022 * at, 0.84, 0.018),
        )
    ]
    assert in_reading_order(rows[::-1]) == tuple(rows)


def upright(text: str, x: float, y0: float, y1: float) -> Line:
    box = Box(x, y0, x + 0.025, y1)
    return Line(text, box, 0.9, (Word(text, box, 0.9),))


def test_vertical_print_is_read_from_right_to_left_register_by_register() -> None:
    title = upright("兩次歐戰較量談", 0.9, 0.1, 0.5)
    registers = [
        upright(f"第{register}段第{at}行直排文字", 0.8 - 0.04 * at, top, top + 0.25)
        for register, top in enumerate((0.1, 0.38, 0.66))
        for at in range(12)
    ]
    truth = [title, *registers]
    assert in_reading_order(truth[::-1]) == tuple(truth)


def test_lines_down_between_columns_of_vertical_print_are_no_table() -> None:
    lines = [upright(f"第{at}行直排文字", 0.8 - 0.1 * at, 0.12, 0.8) for at in range(6)]
    cells = tuple(Cell(0, at, Box(0.28 + 0.1 * at, 0.1, 0.38 + 0.1 * at, 0.85)) for at in range(6))
    tables, kept = with_aligned(Ruling((table(*cells),), ()), lines, 0.707)
    assert tables == ()
    assert in_reading_order(kept, tables) == tuple(lines)
