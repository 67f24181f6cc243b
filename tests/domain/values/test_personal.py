"""Personal numbers are found in running text, and nothing else is taken for one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.personal import PersonalKind, masked
from domain.values.codes import identity_check
from domain.values.personal import luhn, personal_numbers, veiled


def _found(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, text[one.start : one.end]) for one in personal_numbers(text)]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("兹有王小明（身份证11010519491231002X）前来办理", "identity", "11010519491231002X"),
        ("身份证号 110105 19491231 002X。", "identity", "110105 19491231 002X"),
        ("旧证 110105491231002 已换", "identity", "110105491231002"),
        ("请汇入 6222 0210 0111 6245 702 谢谢", "bank_account", "6222 0210 0111 6245 702"),
        ("Card 4111-1111-1111-1111", "bank_account", "4111-1111-1111-1111"),
        ("账号：3300 1616 7350 5001 2345", "bank_account", "3300 1616 7350 5001 2345"),
        ("A/C No. 012-345678901", "bank_account", "012-345678901"),
        ("有事请打13800138000找我", "phone", "13800138000"),
        ("+86 138 0013 8000", "phone", "+86 138 0013 8000"),
        ("座机(0571)88123456转801", "phone", "(0571)88123456转801"),
        ("Tel: +1 (425) 555-0100", "phone", "+1 (425) 555-0100"),
    ],
)
def test_a_number_is_found_in_its_sentence(text: str, kind: str, number: str) -> None:
    assert _found(text) == [(kind, number)]


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码91330100799655058B",
        "发票号码 24332000000123456789",
        "合同金额 1234567890123.45 元",
        "2024-03-05 14:30:00",
        "110105194912310021 校验不对",
        "KH-2024-0007",
        "第123456789012345678901234页",
        "400-820-8820",
    ],
)
def test_other_numbers_are_nobodys_own(text: str) -> None:
    assert _found(text) == []


def test_an_identity_number_is_no_account_though_its_digits_might_be_one() -> None:
    assert _found("账号：11010519491231002X")[0][0] == PersonalKind.IDENTITY


def test_masking_a_text_leaves_its_words_and_hides_its_numbers() -> None:
    said = "王小明 13800138000，卡号 6222021001116245702"
    assert veiled(said) == "王小明 138******00，卡号 622**************02"


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_whatever_the_text_numbers_do_not_overlap_and_masking_keeps_its_length(text: str) -> None:
    found = personal_numbers(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len(veiled(text)) == len(text)


@settings(max_examples=40)
@given(
    st.text("甲乙丙，。：abc ", max_size=12),
    st.integers(10**5, 10**6 - 1),
    st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)),
    st.integers(0, 999),
)
def test_every_identity_number_is_found_and_masked(
    before: str, area: int, born: date, serial: int
) -> None:
    body = f"{area}{born:%Y%m%d}{serial:03d}"
    number = body + identity_check(body)
    text = f"{before}号{number}。"
    assert (PersonalKind.IDENTITY.value, number) in _found(text)
    assert number not in veiled(text)


@settings(max_examples=30)
@given(st.integers(10**14, 10**18))
def test_one_wrong_digit_breaks_the_proof_of_a_card(number: int) -> None:
    digits = str(number)
    proved = [d for d in "0123456789" if luhn(digits + d)]
    assert len(proved) == 1


@settings(max_examples=30)
@given(st.text(max_size=30))
def test_masking_hides_all_but_five_characters(value: str) -> None:
    assert len(masked(value)) == len(value)
    assert masked(value)[3:-2] == "*" * (len(value) - 5) or masked(value) == "*" * len(value)
