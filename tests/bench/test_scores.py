"""The bench's own sums: what counts as an error, a word found, a confidence that keeps its word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from bench.reading import scores
from bench.reading.scores import Errors, Match, Words

short = st.text("abc中文", max_size=12)


@given(short, short)
def test_the_likest_part_is_the_one_that_trying_all_parts_finds(needle: str, text: str) -> None:
    match = scores.within(needle, text)
    parts = [text[a:b] for a in range(len(text) + 1) for b in range(a, len(text) + 1)]
    assert match.distance == min(Levenshtein.distance(needle, part) for part in parts)
    assert match.distance == Levenshtein.distance(needle, text[match.start : match.end])


def test_plain_text_keeps_script_and_case_and_drops_spaces_and_punctuation() -> None:
    assert scores.plain("ＡＢ c：「測试」 ①\n— d") == "ABc測试1d"


def test_lines_are_found_wherever_they_were_read() -> None:
    errors = scores.by_line(["姓名：张三", "电话 123"], "电话123\n姓名 张三")
    assert errors == Errors(wrong=0, letters=9, exact=2, lines=2, extra=0)


def test_one_piece_of_text_does_not_serve_two_lines() -> None:
    assert scores.by_line(["张三", "张三"], "张三").wrong == 2


def test_text_that_belongs_to_no_line_is_told_apart_from_errors() -> None:
    errors = scores.by_line(["合同"], "合同 GARBAGE")
    assert (errors.wrong, errors.extra) == (0, 7)


def test_a_line_never_costs_more_than_it_has_characters() -> None:
    assert scores.by_line(["ab"], "xyzxyzxyz").wrong == 2


def test_prose_out_of_order_is_an_error() -> None:
    assert scores.in_order(["甲乙", "丙丁"], "丙丁甲乙").wrong > 0
    assert scores.in_order(["甲乙", "丙丁"], "甲乙\n丙丁").rate == 0.0


def test_each_word_counts_as_often_as_it_stands_there() -> None:
    assert scores.word_recall("the cat the dog", "THE dog, cat") == Words(3, 3, 4)


def test_punctuation_parts_words_and_counts_for_nothing() -> None:
    assert scores.word_recall("12/05/99 - (Total):", "12 05-99 total").recall == 1.0


def test_words_run_together_or_broken_are_found_once_spaces_are_ignored() -> None:
    run_together = scores.word_recall("account number 42", "accountnumber 42")
    assert (run_together.found, run_together.joined) == (1, 3)
    assert scores.word_recall("account", "acc ount").joined == 1


def test_a_misread_word_stays_missing_when_spaces_are_ignored() -> None:
    assert scores.word_recall("quality control", "qualify control") == Words(1, 1, 2)


def test_what_was_matched_once_is_not_used_again_when_spaces_are_ignored() -> None:
    assert scores.word_recall("art art", "art smart") == Words(1, 2, 2)
    assert scores.word_recall("art art", "art x") == Words(1, 1, 2)


def test_bands_tell_what_was_stated_and_what_was_right() -> None:
    judged = [(0.96, True), (0.97, False), (0.2, False)]
    low, high = scores.reliability(judged)
    assert (low.count, low.right) == (1, 0.0)
    assert (high.low, high.high, high.count, high.right) == (0.95, 0.98, 2, 0.5)
    assert high.stated == pytest.approx(0.965)


def test_certainty_has_a_place_in_the_highest_band() -> None:
    (band,) = scores.reliability([(1.0, True)])
    assert (band.high, band.right) == (1.0, 1.0)


def test_confidence_that_keeps_its_word_has_no_calibration_error() -> None:
    kept = scores.reliability([(0.75, True)] * 3 + [(0.75, False)])
    broken = scores.reliability([(0.75, False)] * 4)
    assert scores.calibration_error(kept) == pytest.approx(0.0)
    assert scores.calibration_error(broken) == pytest.approx(0.75)


def test_a_misread_character_is_told_from_its_neighbours() -> None:
    answer = scores.judged_line("张王,五", [0.9, 0.4, 1.0, 0.8], "李四张三五赵六")
    assert answer == ([(0.9, True), (0.4, False), (0.8, True)], False, Match(2, 5, 1))


def test_a_line_of_nothing_but_signs_is_not_judged() -> None:
    assert scores.judged_line("——", [0.9, 0.9], "甲") is None
