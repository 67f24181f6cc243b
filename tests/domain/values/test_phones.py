"""Telephone numbers come to one form, several of them in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import ValueKind
from domain.values import parse

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(MOBILES)
def test_a_mobile_is_the_same_however_it_is_grouped(number: str) -> None:
    for printed in (
        number,
        f"{number[:3]} {number[3:7]} {number[7:]}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
        f"+86 {number}",
        f"(+86){number}",
        f"手机：{number}",
    ):
        assert parse(ValueKind.PHONE, printed).value == number, printed


@given(
    st.lists(MOBILES, min_size=2, max_size=4), st.sampled_from(["/", "、", "；", ", ", "\n", " "])
)
def test_several_numbers_in_a_field_keep_their_order(numbers: list[str], mark: str) -> None:
    assert parse(ValueKind.PHONE, mark.join(numbers)).value == "; ".join(numbers)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0571-88123456", "0571-88123456"),
        ("（0571）8812 3456", "0571-88123456"),
        ("057188123456", "0571-88123456"),
        ("010 62345678", "010-62345678"),
        ("+86-571-88123456", "0571-88123456"),
        ("0571-88123456转801", "0571-88123456转801"),
        ("0571-88123456-801", "0571-88123456转801"),
        ("0571-88123456 ext 12", "0571-88123456转12"),
        ("021—6234 5678", "021-62345678"),
        ("400-8008-888", "400-800-8888"),
        ("(02)2712-3456", "02-27123456"),
        ("+852 2345 6789", "+852-23456789"),
        ("0571-88123456 / 138 0013 8000", "0571-88123456; 13800138000"),
        ("家中：0731-56494164", "0731-56494164"),
        ("88123456", "88123456"),
        ("95588", "95588"),
    ],
)
def test_numbers_as_papers_print_them(printed: str, value: str) -> None:
    parsed = parse(ValueKind.PHONE, printed)
    assert (parsed.value, parsed.well_formed) == (value, True)


@pytest.mark.parametrize(
    "printed", ["1380013800", "138001380001", "O571-88123456", "13800138000（张经理）", "无", ""]
)
def test_a_number_with_a_wrong_or_missing_digit_is_not_well_formed(printed: str) -> None:
    parsed = parse(ValueKind.PHONE, printed)
    assert not parsed.well_formed
    assert parsed.value == printed
