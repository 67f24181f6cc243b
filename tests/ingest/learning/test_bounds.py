"""The threshold keeps errors under the rate that the archive sets, as far as figures can."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.filing import Subject
from domain.ids import DocumentId
from domain.review import Asked, Review
from ingest.learning.bounds import NEVER, bound, enough, interval, upper_bound


def review(
    confidence: float, wrong: bool = False, asked: Asked = Asked.SAMPLED, decided: str = "a"
) -> Review:
    said = "b" if wrong else decided or "a"
    when = datetime(2026, 1, 1, tzinfo=UTC)
    ident = DocumentId("D0")
    return Review(1, ident, Subject.TYPE, decided, confidence, True, asked, said, "t", when)


def reviews(count: int, wrong: int, confidence: float) -> list[Review]:
    """Reviews of many types, the wrong ones spread over them."""
    return [
        review(confidence, number < wrong, decided=f"a{number % 30}") for number in range(count)
    ]


def set_by(seen: list[Review], before: float = 0.0) -> tuple[float, bool]:
    found = bound(seen, Subject.TYPE, 0.01, 0.80, before)
    return found.threshold, found.measured


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_what_was_seen_and_the_bound_lies_above(seen: tuple[int, int]) -> None:
    errors, of = seen
    low, high = interval(errors, of)
    assert 0.0 <= low <= errors / of <= high <= 1.0
    assert errors / of <= upper_bound(errors, of) <= high


def test_the_bound_is_passed_in_at_most_one_archive_of_twenty() -> None:
    rng, rate = Random(3), 0.02
    held = sum(
        upper_bound(sum(rng.random() < rate for _ in range(300)), 300) >= rate for _ in range(1000)
    )
    assert held >= 940


def test_enough_papers_all_of_them_right_show_that_errors_are_rare() -> None:
    fewest = enough(0.01)
    assert upper_bound(0, fewest, 0.99) <= 0.01 < upper_bound(0, fewest - 1, 0.99)


def test_the_setting_holds_until_enough_is_reviewed() -> None:
    assert set_by(reviews(enough(0.01) - 1, 0, 0.95)) == (0.80, False)


def test_the_threshold_is_lowered_where_less_sure_papers_were_right_too() -> None:
    threshold, measured = set_by(reviews(600, 0, 0.95) + reviews(100, 0, 0.65))
    assert measured
    assert threshold <= 0.65


def test_lowering_stops_above_the_papers_that_were_wrong() -> None:
    threshold, _ = set_by(reviews(600, 0, 0.95) + reviews(100, 30, 0.69))
    assert 0.69 < threshold <= 0.71


def test_the_threshold_is_raised_where_too_many_were_wrong() -> None:
    threshold, measured = set_by(reviews(600, 0, 0.97) + reviews(100, 30, 0.85))
    assert measured
    assert 0.85 < threshold <= 0.97


def test_nothing_is_decided_alone_where_no_threshold_will_do() -> None:
    assert set_by(reviews(400, 40, 0.97)) == (NEVER, True)


def test_the_setting_holds_while_the_figures_speak_neither_way() -> None:
    assert set_by(reviews(600, 4, 0.95)) == (0.80, False)


def test_right_papers_that_nobody_asked_about_do_not_count_but_wrong_ones_do() -> None:
    passed_by = [review(0.95, False, Asked.NOBODY) for _ in range(500)]
    found = [review(0.95, True, Asked.NOBODY, f"a{number}") for number in range(3)]
    counted = bound(passed_by + found + reviews(600, 0, 0.95), Subject.TYPE, 0.01, 0.80)
    assert (counted.errors, counted.reviewed) == (3, 603)


@pytest.mark.parametrize("subject", [Subject.TYPE, Subject.CUSTOMER])
def test_what_the_machine_did_not_answer_is_no_error_of_its(subject: Subject) -> None:
    unanswered = [review(0.0, True, Asked.WAITING, decided="") for _ in range(50)]
    assert bound(unanswered, subject, 0.01, 0.80).reviewed == 0


def test_errors_spread_over_all_types_make_none_stand_out() -> None:
    found = bound(reviews(600, 18, 0.95), Subject.TYPE, 0.01, 0.80)
    assert found.doubted == ()
    assert (found.errors, found.reviewed) == (18, 600)


def test_too_many_errors_are_heard_before_enough_is_reviewed_to_allow_anything() -> None:
    assert set_by(reviews(120, 12, 0.90)) == (NEVER, True)


def test_a_type_that_papers_are_wrongly_taken_for_is_doubted_by_itself() -> None:
    mistaken = [review(0.95, number < 8, decided="registration") for number in range(20)]
    found = bound(reviews(600, 0, 0.95) + mistaken, Subject.TYPE, 0.01, 0.80)
    assert found.doubted == ("registration",)
    assert found.measured
    assert found.threshold <= 0.80


def test_a_doubted_type_is_trusted_again_when_its_papers_have_long_been_right() -> None:
    mistaken = [review(0.95, number < 8, decided="registration") for number in range(20)]
    right = [review(0.95, decided="registration") for _ in range(100)]
    assert bound(mistaken + right, Subject.TYPE, 0.01, 0.80).doubted == ()


def test_a_slip_or_two_of_the_first_days_stop_nothing() -> None:
    assert set_by(reviews(8, 2, 0.95)) == (0.80, False)
