"""Values that are chosen by a tick."""

from __future__ import annotations

from dataclasses import replace

from domain.geometry import Box
from domain.page import CheckBox
from ingest.fields.choices import answered
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from tests.ingest.fields.desk import line, page, titled


def box(x: float, option: str, group: str, *, checked: bool = False) -> CheckBox:
    return CheckBox(Box(x, 0.30, x + 0.015, 0.311), checked, 0.9, option, group)


ASKED = (
    box(0.20, "男", "性别"),
    box(0.30, "女", "性别", checked=True),
    box(0.50, "未婚", "婚姻状况", checked=True),
    box(0.60, "已婚", "婚姻状况"),
)


def test_the_ticked_options_of_a_question_are_its_answer() -> None:
    answer = answered(ASKED, Box(0.19, 0.29, 0.40, 0.32))
    assert answer is not None
    assert (answer.text, answer.confidence) == ("女", 0.9)


def test_boxes_beyond_a_wide_gap_answer_the_same_question() -> None:
    answer = answered(ASKED, Box(0.19, 0.29, 0.24, 0.32))
    assert answer is not None
    assert answer.text == "女"


def test_no_box_no_answer_and_a_lone_empty_box_asks_nothing() -> None:
    assert answered(ASKED, Box(0.0, 0.8, 1.0, 0.9)) is None
    assert answered(ASKED[:1], Box(0.0, 0.2, 1.0, 0.4)) is None


def test_a_question_without_a_tick_is_answered_by_nothing() -> None:
    answer = answered((ASKED[0], box(0.3, "女", "性别")), Box(0.0, 0.2, 1.0, 0.4))
    assert answer is not None
    assert answer.text == ""


def test_a_field_takes_what_the_boxes_say_where_the_text_has_lost_them() -> None:
    rows = [titled("客户资料卡"), line("性别： 男 女", 0.1, 0.3)]
    boxes = (box(0.15, "男", "性别"), box(0.18, "女", "性别", checked=True))
    (reading,) = extract(replace(page(rows), checkboxes=boxes), load(), None, 0.9)
    assert (reading.label, reading.value) == ("性别", "女")
