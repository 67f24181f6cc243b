"""Rings of an answer sheet as boxes to tick: options, questions, and the text around them."""

from __future__ import annotations

import pytest

from domain.geometry import Box
from domain.page import Line
from ingest.formats.contract import Image
from ingest.readers.contract import Crop
from ingest.readers.ticking import ticked
from tests.ingest.images.test_bubbles import answer_sheet
from tests.ingest.readers.test_marks_on_pages import line

MARKED = {0: 1, 1: 3, 2: 0}


def silent(_: Image) -> Crop:
    return Crop("", 0.0)


def beside(text: str, row: int) -> Line:
    return line(text, 330, 500 + 56 * row - 20, 350, 40)


def test_the_number_of_a_row_is_asked_and_the_head_of_a_column_is_its_option() -> None:
    image = answer_sheet(3, "    ", MARKED)
    heads = [line(head, 390 + 70 * at, 430, 410 + 70 * at, 30) for at, head in enumerate("ABCD")]
    numbers = [beside(f"{11 + row}.", row) for row in range(3)]
    _, found = ticked(image, [*heads, *numbers], (), silent)
    assert len(found) == 12
    assert [(box.group, box.option) for box in found if box.checked] == [
        ("11", "B"),
        ("12", "D"),
        ("13", "A"),
    ]


def test_a_lost_or_misread_number_of_a_row_follows_from_the_others() -> None:
    image = answer_sheet(6, "    ", MARKED)
    numbers = [beside(text, row) for row, text in ((0, "41"), (1, "20"), (3, "44"), (5, "46"))]
    _, found = ticked(image, numbers, (), silent)
    assert [box.group for box in found[::4]] == ["41", "42", "43", "44", "45", "46"]


@pytest.mark.parametrize("seen", [{0: "A", 2: "C"}, {0: "A"}, {0: "A", 1: "8", 3: "D"}])
def test_a_lost_head_of_a_column_follows_from_the_others(seen: dict[int, str]) -> None:
    image = answer_sheet(3, "    ", MARKED)
    heads = [line(head, 390 + 70 * at, 430, 410 + 70 * at, 30) for at, head in seen.items()]
    _, found = ticked(image, heads, (), lambda _: Crop("O", 0.9))
    assert [box.option for box in found] == list("ABCD" * 3)


def test_letters_in_the_rings_are_the_options_and_a_filled_ring_has_that_of_its_column() -> None:
    image = answer_sheet(3, "ABCD", MARKED)
    letters = iter("ACDABCBCD")
    _, found = ticked(image, [], (), lambda _: Crop(next(letters), 0.9))
    assert [box.option for box in found] == list("ABCD" * 3)


def test_where_rows_repeat_a_digit_the_columns_are_asked() -> None:
    image = answer_sheet(4, "    ", {})
    for row, digit in enumerate("0123"):
        part = answer_sheet(4, digit * 4, {2: 1})
        y = 500 + 56 * row
        image[y - 28 : y + 28] = part[y - 28 : y + 28]
    digits = iter("0000111122223333".replace("2222", "222"))
    heading = line("NUMBER", 420, 380, 560, 40)
    _, found = ticked(image, [heading], (), lambda _: Crop(next(digits), 0.9))
    assert [(box.group, box.option) for box in found if box.checked] == [("NUMBER 2", "2")]


def test_what_was_read_in_rings_is_taken_out_of_the_text_and_nothing_else_is() -> None:
    image = answer_sheet(3, "ABCD", MARKED)
    above = line("QUESTIONS", 380, 380, 640, 40)
    parts = line("7", 350, 480, 368, 40), line("@OCD", 378, 480, 628, 40)
    words = tuple(word for part in parts for word in part.words)
    read = Line("7 @OCD", Box.around(word.box for word in words), 0.9, words)
    inside = line("ABC", 390, 536, 560, 40)
    shown, _ = ticked(image, [above, read, inside], (), silent)
    assert [part.text for part in shown] == ["QUESTIONS", "7"]


@pytest.mark.parametrize("text", ["ABCD"])
def test_text_that_a_machine_has_set_stays_whole(text: str) -> None:
    image = answer_sheet(3, "ABCD", MARKED)
    lines = [line(text, 382, 480 + 56 * row, 628, 40) for row in range(3)]
    shown, found = ticked(image, lines, (), None)
    assert [part.text for part in shown] == [text] * 3
    assert [box.option for box in found if box.checked] == ["B", "D", "A"]
