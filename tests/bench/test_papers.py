"""Fresh pages are the same for one seed, and know what is printed on them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np
import pytest

from bench.reading import english, papers
from bench.reading.papers import ENGLISH, SIMPLIFIED, TRADITIONAL
from tests.factory import fonts
from tests.factory.fonts import Style
from tests.factory.layout import A4, Paper, Pen


@pytest.mark.fonts
def test_a_seed_gives_the_same_page_and_another_seed_another() -> None:
    one, same, other = papers.fresh(3, 12), papers.fresh(3, 12), papers.fresh(4, 12)
    assert np.array_equal(one.page.image, same.page.image)
    assert one.printed == same.printed != other.printed


def test_kinds_and_languages_take_turns_and_half_the_pages_are_treated_roughly() -> None:
    kinds = [papers.turn(number) for number in range(26)]
    assert {language for language, _, _ in kinds} == {SIMPLIFIED, TRADITIONAL, ENGLISH}
    assert sum(rough for _, _, rough in kinds) == 13


@pytest.mark.fonts
def test_a_dense_page_holds_as_much_as_it_says() -> None:
    assert 1500 < sum(len(line) for line in papers.dense(1, 0).printed) < 2200


@pytest.mark.parametrize("seed", range(5))
def test_english_paragraphs_are_filled_in_and_plain_latin(seed: int) -> None:
    text = english.paragraph(Random(seed))
    assert text.isascii()
    assert "{" not in text


@pytest.mark.fonts
@pytest.mark.parametrize("paper", [english.letter, english.form])
def test_nothing_of_an_english_page_stands_beside_the_sheet(
    paper: Callable[[Random, Pen], Paper],
) -> None:
    """A reader cannot read what was never on the paper."""
    pen = Pen(fonts.pick(Random(0), Style.SONG), 36)
    for seed in range(40):
        (sheet,) = paper(Random(seed), pen).sheets
        lowest = max(line.box.y1 for line in sheet.lines)
        assert lowest <= 1 - papers.MARGIN / A4[1] / 2
