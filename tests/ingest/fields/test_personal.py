"""Personal numbers are found with their places, in fields and outside of them."""

from __future__ import annotations

from domain.fields import FieldReading
from domain.page import Page
from domain.personal import PersonalKind, PersonalNumber
from ingest.fields.extract import extract
from ingest.fields.personal import personal_on
from ingest.forms.catalogue import load
from ingest.options import FilingOptions
from tests.ingest.fields.desk import line, page, titled

NUMBER, CARD = "11010519491231002X", "6222021001116245702"


def _fields(read: Page) -> tuple[FieldReading, ...]:
    return extract(read, load(), None, FilingOptions().field_threshold)


def _personal(read: Page) -> list[PersonalNumber]:
    return list(personal_on(read, _fields(read), load().fields))


def test_a_number_in_a_sentence_has_its_own_place_and_not_the_lines() -> None:
    whole = line(f"兹有员工王小明 {NUMBER} 前来办理", 0.1, 0.3)
    (found,) = _personal(page([titled("介绍信"), whole]))
    assert (found.kind, found.text) == (PersonalKind.IDENTITY, NUMBER)
    assert whole.box.x0 < found.box.x0 < found.box.x1 < whole.box.x1


def test_a_number_in_a_field_is_known_once_and_from_its_label_alone() -> None:
    card = page(
        [
            titled("客户资料卡"),
            line("联系电话：8812345", 0.1, 0.2),
            line(f"身份证号码：{NUMBER}", 0.1, 0.25),
            line(f"银行账号：{CARD}", 0.1, 0.3),
        ]
    )
    assert [(one.kind.value, one.text) for one in _personal(card)] == [
        ("phone", "8812345"),
        ("identity", NUMBER),
        ("bank_account", CARD),
    ]


def test_a_page_without_such_numbers_has_none() -> None:
    assert _personal(page([titled("发票"), line("发票号码：24332000000123456789", 0.1, 0.2)])) == []
