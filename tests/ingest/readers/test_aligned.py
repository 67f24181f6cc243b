"""Tables without lines down: seen where they are, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np
import pytest

from domain.geometry import Box
from domain.page import Line, Page, Table, Word
from ingest.images.grid import Ruling, ruling
from ingest.readers.aligned import with_aligned
from ingest.readers.cells import filled
from tests.factory import letter, people, render
from tests.factory.layout import Sheet
from tests.factory.lists import CellTruth, ListSheet, list_sheet
from tests.factory.lists import Ruling as Lines
from tests.ingest.sheets import noisy


def read_by_truth(sheet: Sheet) -> tuple[Line, ...]:
    """The lines of a sheet as a reader without fault would give them."""
    return tuple(
        Line(line.text, line.box, 0.99, (Word(line.text, line.box, 0.99),)) for line in sheet.lines
    )


def found_on(listed: ListSheet, seed: int, strength: float = 0.0) -> tuple[Table, ...]:
    image = render.draw(listed.sheet, Random(seed))
    if strength:
        image = noisy(image, seed, strength)
    tables, lines = with_aligned(
        ruling(image), read_by_truth(listed.sheet), image.shape[1] / image.shape[0]
    )
    return filled(tables, lines)


def cells_of(table: Table) -> set[CellTruth]:
    return {
        CellTruth(cell.row, cell.column, cell.row_span, cell.column_span, squeezed(cell.text))
        for cell in table.cells
    }


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("ruled", [Lines.ACROSS, Lines.THREE_LINE, Lines.UNWIRED])
@pytest.mark.parametrize("strength", [0.0, 9.0])
def test_most_cells_of_a_list_come_out_at_their_place_with_their_text(
    ruled: Lines, strength: float
) -> None:
    right = drawn = 0
    for seed in range(3):
        listed = list_sheet(Random(f"{ruled}{seed}"), ruled)
        tables = found_on(listed, seed, strength)
        assert len(tables) == 1
        assert not tables[0].wired
        truth = {
            CellTruth(cell.row, cell.column, cell.row_span, cell.column_span, squeezed(cell.text))
            for cell in listed.cells
        }
        right += len(truth & cells_of(tables[0]))
        drawn += len(truth)
    assert right >= 0.8 * drawn


def page_of(*rows: Sequence[tuple[float, str]]) -> tuple[Line, ...]:
    """Lines at the given x, one row below the other, letters 0.012 wide."""
    lines = []
    for number, row in enumerate(rows):
        for x, text in row:
            y = 0.1 + 0.03 * number
            box = Box(x, y, min(1.0, x + 0.012 * len(text)), y + 0.015)
            lines.append(Line(text, box, 0.99, (Word(text, box, 0.99),)))
    return tuple(lines)


def aligned(lines: Sequence[Line], across: Sequence[Box] = ()) -> tuple[Table, ...]:
    return with_aligned(Ruling((), tuple(across)), lines, 0.707)[0]


LIST = page_of(
    [(0.1, "Name"), (0.4, "Age"), (0.7, "Weight")],
    [(0.1, "Duke"), (0.4, "34"), (0.7, "70")],
    [(0.1, "Ella"), (0.4, "26"), (0.7, "58")],
    [(0.1, "Eartha"), (0.4, "8"), (0.7, "29")],
)


def test_three_columns_with_figures_over_four_rows_are_a_table() -> None:
    (table,) = aligned(LIST)
    assert (table.rows, table.columns, table.wired) == (4, 3, False)


def test_a_form_with_colons_is_no_table() -> None:
    rows = [[(0.1, "Name:"), (0.3, "Duke"), (0.6, "Tel:"), (0.75, "5550134")] for _ in range(5)]
    assert aligned(page_of(*rows)) == ()


def test_columns_of_prose_are_no_table() -> None:
    text = "the parties shall meet"
    rows = [[(0.05, text), (0.37, text), (0.69, text)] for _ in range(12)]
    assert aligned(page_of(*rows)) == ()


def test_two_rows_or_two_columns_or_no_figures_are_no_table() -> None:
    assert aligned(LIST[:6]) == ()
    assert aligned(page_of(*[[(0.1, "Duke"), (0.5, str(n))] for n in range(6)])) == ()
    assert aligned(page_of(*[[(0.1, "red"), (0.4, "blue"), (0.7, "green")]] * 5)) == ()


def test_rules_of_one_length_make_a_table_of_two_columns() -> None:
    lines = page_of(*[[(0.15, f"item {n}"), (0.6, "of good make")] for n in range(4)])
    rules = [Box(0.1, y, 0.9, y) for y in (0.092, 0.122, 0.215)]
    (table,) = aligned(lines, rules)
    assert (table.rows, table.columns) == (4, 2)
    assert aligned(lines, rules[:2]) == ()


def test_rules_around_prose_are_no_table() -> None:
    lines = page_of(*[[(0.1, "the parties shall meet once in every quarter of a year")]] * 6)
    assert aligned(lines, [Box(0.1, y, 0.9, y) for y in (0.09, 0.155, 0.3)]) == ()


def test_a_stray_line_of_prose_is_not_cut_into_cells() -> None:
    prose = page_of([], [], [], [], [(0.1, "as the preceding representative sample showed them")])
    lines = with_aligned(Ruling((), ()), (*LIST, *prose), 0.707)[1]
    assert prose[0] in lines


def test_a_letter_and_a_notice_hold_no_table() -> None:
    rng = Random(7)
    client = people.company(rng, "A0001")
    for paper in (letter.letter(rng, client), letter.notice(rng)):
        sheet = paper.sheets[0]
        image = np.asarray(render.draw(sheet, rng))
        assert with_aligned(ruling(image), read_by_truth(sheet), 0.707)[0] == ()


def test_a_page_keeps_what_kind_of_table_it_has() -> None:
    assert Page(1, 10, 10, (), aligned(LIST)).tables[0].wired is False
