"""Answer sheets in drawn pages: every ring, its state, and none where there is no sheet."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest

from ingest.formats.contract import Image
from ingest.images.bubbles import bubble_grids

WIDTH, HEIGHT = 1654, 2339
INK = (40, 40, 40)


def sheet() -> Image:
    return np.full((HEIGHT, WIDTH, 3), 250, np.uint8)


def ring(image: Image, x: int, y: int, letter: str = "", size: tuple[int, int] = (18, 18)) -> None:
    cv2.ellipse(image, (x, y), size, 0, 0, 360, (90, 90, 90), 2, cv2.LINE_AA)
    if letter:
        cv2.putText(
            image, letter, (x - 8, y + 8), cv2.FONT_HERSHEY_SIMPLEX, 0.7, INK, 1, cv2.LINE_AA
        )


def fill(image: Image, x: int, y: int, radius: int = 17) -> None:
    cv2.circle(image, (x, y), radius, (70, 70, 70), -1, cv2.LINE_AA)


def answer_sheet(rows: int, options: str, marked: dict[int, int], step: int = 70) -> Image:
    image = sheet()
    for row in range(rows):
        for column, letter in enumerate(options):
            x, y = 400 + step * column, 500 + 56 * row
            ring(image, x, y, letter)
            if marked.get(row) == column:
                fill(image, x, y)
    return image


def filled(image: Image) -> list[tuple[int, int]]:
    (grid,) = bubble_grids(image)
    return [(one.row, one.column) for one in grid if one.filled]


@pytest.mark.parametrize("options", ["ABCD", "0123456789", "     "])
def test_every_ring_is_found_and_the_filled_ones_are_told(options: str) -> None:
    rng = Random(options)
    marked = {row: rng.randrange(len(options)) for row in range(0, 12, 2)}
    (grid,) = bubble_grids(answer_sheet(12, options, marked))
    assert [(one.row, one.column) for one in grid] == [
        (row, column) for row in range(12) for column in range(len(options))
    ]
    assert {one.row: one.column for one in grid if one.filled} == marked
    assert min(one.confidence for one in grid) > 0.7


def test_rings_with_letters_of_which_none_is_filled_are_all_empty() -> None:
    assert filled(answer_sheet(5, "ABCDE", {})) == []


def test_a_scribble_that_runs_over_its_ring_is_found_where_row_and_column_cross() -> None:
    image = answer_sheet(6, "ABCD", {0: 1})
    rng = Random(5)
    x, y = 400 + 70 * 2, 500 + 56 * 3
    points = [(x + rng.randint(-24, 24), y + rng.randint(-22, 22)) for _ in range(40)]
    cv2.polylines(image, [np.array(points, np.int32)], False, (60, 60, 60), 4, cv2.LINE_AA)
    assert filled(image) == [(0, 1), (3, 2)]


def test_a_sheet_that_lies_a_little_askew_in_poor_light_is_read() -> None:
    image = answer_sheet(20, "ABCD", {row: row % 4 for row in range(20)})
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), 1.2, 1.0)
    turned = cv2.warpAffine(image, turn, (WIDTH, HEIGHT), borderValue=(250, 250, 250))
    shade = np.linspace(1.0, 0.55, WIDTH)[None, :, None]
    dark = np.asarray(turned * shade, np.uint8)
    assert filled(dark) == [(row, row % 4) for row in range(20)]


def test_flat_ovals_in_blocks_make_a_grid_for_each_block() -> None:
    image = sheet()
    for left in (300, 800):
        for row in range(10):
            for column in range(4):
                ring(image, left + 80 * column, 600 + 44 * row, "", (19, 13))
    grids = bubble_grids(image)
    assert [len(grid) for grid in grids] == [40, 40]
    assert not any(one.filled for grid in grids for one in grid)


def test_circles_with_words_between_them_are_no_answer_sheet() -> None:
    image = sheet()
    for row in range(6):
        for column in range(4):
            x, y = 300 + 140 * column, 500 + 60 * row
            ring(image, x, y)
            cv2.putText(image, "yes", (x + 30, y + 10), cv2.FONT_HERSHEY_SIMPLEX, 1, INK, 2)
    assert bubble_grids(image) == ()


@pytest.mark.parametrize("text", ["0000000", "1000 2000", "OO8OO", "good book"])
def test_round_characters_in_lines_are_no_answer_sheet(text: str) -> None:
    image = sheet()
    for row in range(8):
        cv2.putText(
            image, text, (300, 500 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.4, INK, 3, cv2.LINE_AA
        )
    assert bubble_grids(image) == ()


def test_a_few_circles_prove_nothing() -> None:
    image = sheet()
    for x, y in ((300, 400), (380, 400), (460, 400), (300, 900), (900, 1500)):
        ring(image, x, y)
    assert bubble_grids(image) == ()
