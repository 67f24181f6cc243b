"""Dates come out in ISO form however they were printed, and impossible ones are told apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import ValueKind
from domain.values import Parsed, parse

_HAN = "〇一二三四五六七八九"


def _counted(number: int) -> str:
    """A month or day in Han numerals: 十二, 二十一."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_HAN[tens]}十")
    return head + (_HAN[ones] if ones or not tens else "")


def _printings(day: date) -> list[str]:
    year = "".join(_HAN[int(digit)] for digit in str(day.year))
    forms = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month:02d} 月 {day.day:02d} 日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}．{day.month}．{day.day}",
        f"{year}年{_counted(day.month)}月{_counted(day.day)}日",
        f"{year.replace('〇', '零')}年{_counted(day.month)}月{_counted(day.day)}日",
    ]
    if day.year > 1911:
        forms.append(f"民國{day.year - 1911}年{day.month}月{day.day}日")
        forms.append(f"中华民国{day.year - 1911}年{_counted(day.month)}月{_counted(day.day)}日")
    return forms


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.data())
def test_every_way_of_printing_a_date_comes_to_the_same(day: date, data: st.DataObject) -> None:
    printed = data.draw(st.sampled_from(_printings(day)))
    assert parse(ValueKind.DATE, printed).value == day.isoformat()
    assert parse(ValueKind.DATE, printed).well_formed


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2024年3月", "2024-03"),
        ("二〇二四年三月", "2024-03"),
        ("2010年", "2010"),
        ("2024年3月5日 14:30", "2024-03-05T14:30"),
        ("2024-3-5（星期二）", "2024-03-05"),
        ("2O24年3月5日", "2024-03-05"),
        ("2024年1月1日至2024年12月31日", "2024-01-01/2024-12-31"),
        ("2024.1.1-2024.12.31", "2024-01-01/2024-12-31"),
        ("民国元年1月1日", "1912-01-01"),
        ("二〇二四年十二月廿一日", "2024-12-21"),
    ],
)
def test_months_moments_and_periods_are_kept_as_precise_as_printed(
    printed: str, value: str
) -> None:
    assert parse(ValueKind.DATE, printed).value == value


@pytest.mark.parametrize(
    "printed",
    [
        "2024-02-30",
        "2023年2月29日",
        "2024年13月1日",
        "3月5日",
        "98.3.5",
        "2024 3 5",
        "2024-12-31至2024-01-01",
        "长期",
        "",
    ],
)
def test_what_no_calendar_holds_is_not_well_formed_and_stays_as_read(printed: str) -> None:
    parsed = parse(ValueKind.DATE, printed)
    assert not parsed.well_formed
    assert parsed.value == printed


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("25/12/2018", "2018-12-25"),
        ("12/25/2018", "2018-12-25"),
        ("31-3-1995", "1995-03-31"),
        ("25/12/2018 8:13:39 PM", "2018-12-25T20:13"),
        ("3 March 1995", "1995-03-03"),
        ("March 3rd, 1995", "1995-03-03"),
        ("3-Mar-1995", "1995-03-03"),
        ("Sept. 21, 1976", "1976-09-21"),
        ("4/4/2004", "2004-04-04"),
    ],
)
def test_dates_of_english_papers(printed: str, value: str) -> None:
    assert parse(ValueKind.DATE, printed) == Parsed(value, well_formed=True)


@pytest.mark.parametrize("printed", ["09/04/2018", "31/2/2018", "10-05-17", "13/13/2018", "May"])
def test_a_date_that_may_mean_two_days_or_none_is_not_well_formed(printed: str) -> None:
    parsed = parse(ValueKind.DATE, printed)
    assert (parsed.value, parsed.well_formed) == (printed, False)
