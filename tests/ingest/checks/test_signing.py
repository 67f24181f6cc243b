"""Who was to sign is seen from the print, and whether anybody did from the ink."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from domain.geometry import Box
from domain.page import Cell, Line, Page, Seal, SealColour, SealShape, Table, Word
from domain.signing import SignState
from ingest.checks.signing import sign_places
from ingest.formats.contract import Image

LABELS = ("出纳", "会计", "制表人", "审核", "甲方", "乙方")
WIDE, TALL, EM = 1000, 1400, 28


def line(text: str, x: float, y: float, *, hand: bool = False) -> Line:
    """A line of `text` whose upper left corner is at these pixels."""
    length = sum(1.0 if ord(char) > 0x2E80 else 0.5 for char in text) * EM
    box = Box(x / WIDE, y / TALL, min(1.0, (x + length) / WIDE), (y + EM) / TALL)
    return Line(text, box, 0.99, (Word(text, box, 0.99, hand),), hand)


def page(*lines: Line, cells: Sequence[Cell] = (), seals: Sequence[Seal] = ()) -> Page:
    tables = (Table(Box(0.1, 0.1, 0.9, 0.9), 9, 9, tuple(cells)),) if cells else ()
    return Page(1, WIDE, TALL, lines, tables, seals=tuple(seals))


def paper() -> Image:
    return np.full((TALL, WIDE, 3), 250, np.uint8)


def scribble(image: Image, x: int, y: int, ink: tuple[int, int, int] = (130, 50, 30)) -> None:
    points = [(x + 12 * n, y + (EM if n % 2 else 0)) for n in range(8)]
    cv2.polylines(image, [np.array(points, np.int32)], False, ink, 3, cv2.LINE_AA)


def states(seen: Page, image: Image) -> dict[str, SignState]:
    return {one.label: one.state for one in sign_places(seen, image, LABELS)}


def test_each_box_of_a_sign_off_row_is_looked_at_by_itself() -> None:
    row = page(line("出纳：", 100, 1000), line("会计：", 400, 1000), line("制表人：", 700, 1000))
    image = paper()
    scribble(image, 500, 1000)
    seen = sign_places(row, image, LABELS)
    assert [one.state for one in seen] == [SignState.EMPTY, SignState.SIGNED, SignState.EMPTY]
    assert all(one.in_row for one in seen)


def test_a_line_to_write_upon_and_specks_are_no_signature() -> None:
    image = paper()
    cv2.line(image, (190, 1035), (500, 1035), (40, 40, 40), 2)
    for x in range(200, 480, 40):
        cv2.circle(image, (x, 1010), 2, (60, 60, 60), -1)
    assert states(page(line("审核：", 100, 1000)), image) == {"审核": SignState.EMPTY}


def test_a_red_seal_over_the_place_is_no_signature() -> None:
    image = paper()
    cv2.circle(image, (300, 1010), 70, (60, 60, 210), 4)
    assert states(page(line("审核：", 100, 1000)), image) == {"审核": SignState.EMPTY}


def test_nothing_is_said_of_a_place_beneath_a_copied_seal() -> None:
    seal = Seal(Box(0.2, 0.68, 0.35, 0.76), SealColour.GREY, SealShape.ROUND)
    assert states(page(line("审核：", 100, 1000), seals=(seal,)), paper()) == {}


def test_a_typed_name_is_told_from_a_signature_and_from_nothing() -> None:
    row = page(
        line("审核：王建国", 100, 1000), line("出纳：", 100, 1100), line("年  月  日", 260, 1100)
    )
    found = states(row, paper())
    assert found == {"审核": SignState.PRINTED, "出纳": SignState.EMPTY}
    by_hand = page(line("审核：", 100, 1000), line("王建国", 200, 1000, hand=True))
    assert states(by_hand, paper()) == {"审核": SignState.SIGNED}


def grid(texts: Sequence[Sequence[str]]) -> tuple[list[Cell], list[Line]]:
    """A wired table of these texts from (100, 200), cells of 200 by 70 pixels."""
    cells, lines = [], []
    for row, held in enumerate(texts):
        for column, text in enumerate(held):
            x, y = 100 + 200 * column, 200 + 70 * row
            box = Box(x / WIDE, y / TALL, (x + 200) / WIDE, (y + 70) / TALL)
            cells.append(Cell(row, column, box, text))
            if text:
                lines.append(line(text, x + 60, y + 20))
    return cells, lines


@pytest.mark.parametrize(
    ("texts", "signed_at"),
    [
        ([["审核", "", "制表人", ""]], (330, 220)),
        ([["审核", "制表人", "备注"], ["", "", ""]], (130, 290)),
    ],
)
def test_in_a_table_one_signs_in_the_empty_cell_beside_or_below(
    texts: list[list[str]], signed_at: tuple[int, int]
) -> None:
    cells, lines = grid(texts)
    image = paper()
    scribble(image, *signed_at)
    seen = states(page(*lines, cells=cells), image)
    assert seen == {"审核": SignState.SIGNED, "制表人": SignState.EMPTY}


def test_under_an_opinion_one_signs_where_it_says_so() -> None:
    cells, lines = grid([["审核", ""]])
    lines.append(line("签字：", 310, 220))
    image = paper()
    scribble(image, 400, 220)
    (only,) = sign_places(page(*lines, cells=cells), image, LABELS)
    assert (only.label, only.state) == ("审核", SignState.SIGNED)


def test_labels_that_a_reader_glued_to_the_column_before_are_found() -> None:
    glued = page(line("甲方（盖章）：某某公司乙方（盖章）：", 100, 1000))
    assert set(states(glued, paper())) >= {"乙方(盖章)"}


def test_a_sentence_that_mentions_the_auditor_asks_nobody_to_sign() -> None:
    assert states(page(line("本表经审核后由会计存档，不得涂改。", 100, 1000)), paper()) == {}
