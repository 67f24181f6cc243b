"""Amounts become decimal strings in yuan; the unit never gets lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import ValueKind
from domain.values import parse, parse_money
from domain.values.numerals import counted, formal


@given(st.integers(0, 10**12 - 1))
def test_formal_numerals_read_back_as_the_number_they_write(number: int) -> None:
    assert counted(formal(number)) == number


@given(st.integers(1, 10**10), st.integers(0, 99))
def test_figures_with_separators_and_words_with_jiao_and_fen_agree(yuan: int, fen: int) -> None:
    figures = f"￥{yuan:,}.{fen:02d}"
    jiao, rest = divmod(fen, 10)
    digits = "零壹贰叁肆伍陆柒捌玖"
    tail = (f"{digits[jiao]}角" if jiao else "") + (f"{digits[rest]}分" if rest else "")
    words = f"人民币{formal(yuan)}元{tail or '整'}"
    assert Decimal(parse(ValueKind.MONEY, figures).value) == yuan + Decimal(fen) / 100
    assert parse(ValueKind.MONEY, words).value == parse(ValueKind.MONEY, figures).value


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("500万元", "5000000"),
        ("500 萬元", "5000000"),
        ("1.2亿元", "120000000"),
        ("人民币壹万贰仟元整", "12000"),
        ("壹仟零伍拾万元", "10500000"),
        ("贰拾萬圓正", "200000"),
        ("人民币伍佰万元整（¥5,000,000.00）", "5000000"),
        ("陆佰元整(小写)¥600.00", "600"),
        ("3500元/月", "3500"),
        ("-200.50", "-200.50"),
        ("100万美元", "1000000 USD"),
        ("HK$ 1,200.5", "1200.50 HKD"),
    ],
)
def test_amounts_as_papers_print_them(printed: str, value: str) -> None:
    parsed = parse(ValueKind.MONEY, printed)
    assert (parsed.value, parsed.well_formed) == (value, True)


@pytest.mark.parametrize(
    "printed",
    ["1,20,000", "12.000.000", "壹万贰仟元整（¥12,001.00）", "面议", "元", "五五开", ""],
)
def test_doubtful_amounts_are_not_well_formed(printed: str) -> None:
    assert not parse(ValueKind.MONEY, printed).well_formed


def test_the_unit_of_the_label_counts_only_where_the_value_has_none() -> None:
    assert parse_money("500", "万元").value == "5000000"
    assert parse_money("500元", "万元").value == "500"
