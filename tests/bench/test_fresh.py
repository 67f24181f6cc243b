"""Fresh pages become figures: errors by language, pages the right way up, confidence in bands."""

from __future__ import annotations

from bench.reading import fresh, papers, reliability
from bench.reading.fresh import Read, Tally
from bench.reading.scores import Errors
from domain.geometry import Box
from domain.page import Line, Word

BOX = Box(0.1, 0.1, 0.2, 0.2)


def page(number: int, language: str, wrong: int, *, right: bool = True) -> Read:
    errors = Errors(wrong=wrong, letters=100, exact=9, lines=10)
    skew = 0.1 if right else None
    marks = ((0.99, True), (0.6, False))
    return Read(number, language, "card", False, errors, right, skew, marks, marks, marks, 1.0)


def tally(*pages: Read) -> Tally:
    return Tally(seed=7, pages=list(pages))


def test_errors_are_summed_over_characters_of_one_language() -> None:
    told = fresh.figures(
        tally(page(0, papers.SIMPLIFIED, 0), page(1, papers.SIMPLIFIED, 1), page(2, "English", 9))
    )
    rates = {figure.what: figure.value for figure in told}
    assert rates["Simplified: character errors"] == 0.5
    assert rates["English: character errors"] == 9.0
    assert "Traditional: character errors" not in rates


def test_a_page_the_wrong_way_up_is_named_and_has_no_skew() -> None:
    told = fresh.figures(tally(page(0, "English", 0), page(1, "English", 0, right=False)))
    orientation = next(figure for figure in told if figure.what == "orientation right")
    assert (orientation.value, orientation.verdict) == (50.0, "MISSED")
    assert "wrong: 1 card" in orientation.note
    assert next(f for f in told if "residual skew" in f.what).value == 0.1


def test_characters_bear_the_confidence_of_their_word_and_lines_their_own() -> None:
    words = (Word("张三", BOX, 0.9), Word("1234", BOX, 0.5))
    characters, lines, chances = fresh.judged(
        [Line("张三 1234", BOX, 0.7, words)], ["张三", "1235"]
    )
    assert characters == [(0.9, True)] * 2 + [(0.5, True)] * 3 + [(0.5, False)]
    assert lines == [(0.7, False)]
    assert chances[0][0] == 0.9**2 * 0.5**4


def test_the_document_tells_every_band_and_the_error_over_all() -> None:
    told = reliability.document(tally(page(0, "English", 0)))
    assert told.count("| 0.99 to 0.995 | 1 | 0.9900 | 1.0000 |") == 3
    assert "seed 7" in told
    assert told.count("Expected calibration error: 30.50 %") == 3
