"""The bench of forms counts what it says it counts."""

from __future__ import annotations

from bench.forms.figures import Figure
from bench.forms.values import Tally, Told, figures
from domain.fields import FieldKey, FieldReading
from domain.geometry import Box


def _found(raw: str, *, review: bool) -> FieldReading:
    place = Box(0.1, 0.1, 0.2, 0.2)
    return FieldReading(FieldKey("phone"), "电话", raw, raw, 1, place, 0.9, review)


def _told(*found: FieldReading, hand: bool = False) -> Told:
    return Told("0001", "lined", "phone", "电话", "138 0013 8000", hand, found)


def test_white_space_does_not_make_a_value_wrong() -> None:
    assert _told(_found("13800138000", review=False)).right


def test_a_wrong_value_is_silent_only_when_nobody_would_look() -> None:
    assert _told(_found("13800138001", review=False)).silently_wrong
    assert not _told(_found("13800138001", review=True)).silently_wrong
    assert not _told().silently_wrong


def test_a_right_value_that_needs_review_does_not_excuse_a_wrong_one_that_needs_none() -> None:
    both = _told(_found("13800138000", review=True), _found("13800138001", review=False))
    assert both.right
    assert both.silently_wrong


def test_figures_keep_print_and_hand_apart() -> None:
    told = [_told(_found("13800138000", review=False)), _told(hand=True)]
    by_name = {figure.name: figure for figure in figures(Tally(told))}
    assert by_name["printed values exact"].share == 1.0
    assert by_name["handwriting-like exact"].share == 0.0


def test_an_aim_is_met_or_missed_and_unknown_where_nothing_was_measured() -> None:
    assert Figure("a", 98, 100, ">= 0.98").met
    assert Figure("a", 97, 100, ">= 0.98").met is False
    assert Figure("a", 1, 200, "<= 0.005").met
    assert Figure("a", 0, 0, ">= 0.98").met is None
