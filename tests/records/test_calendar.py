"""A deadline ends on the day that the office's own calendar says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import SettingsError
from records.files.calendar import WorkingDays
from records.rules.duties import Limit, LimitUnit

CHINA = WorkingDays()
WEEKENDS_OFF = WorkingDays("")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 10, 1), False),  # National Day
        (date(2024, 10, 12), True),  # a Saturday worked in its stead
        (date(2024, 9, 14), True),  # a Saturday worked for Mid-Autumn
        (date(2024, 2, 12), False),  # Spring Festival
        (date(2024, 6, 1), False),  # a Saturday
        (date(2024, 6, 3), True),
    ],
)
def test_holidays_and_the_weekends_worked_for_them_are_known(day: date, works: bool) -> None:
    assert CHINA.is_working(day) is works


def test_the_firms_own_days_win() -> None:
    own = WorkingDays(
        "CN", days_off=(date(2024, 6, 3),), working_days=(date(2024, 10, 1), date(2024, 6, 3))
    )
    assert own.is_working(date(2024, 10, 1))
    assert own.is_working(date(2024, 6, 3))
    assert not WorkingDays("CN", days_off=(date(2024, 6, 4),)).is_working(date(2024, 6, 4))


@pytest.mark.parametrize(
    ("start", "unit", "count", "due"),
    [
        (date(2024, 9, 30), LimitUnit.WORKING_DAYS, 2, date(2024, 10, 9)),
        (date(2024, 9, 30), LimitUnit.DAYS, 5, date(2024, 10, 5)),
        (date(2024, 10, 1), LimitUnit.WORKING_DAYS, 0, date(2024, 10, 8)),
        (date(2024, 1, 31), LimitUnit.MONTH_DAY, 10, date(2024, 2, 10)),
        (date(2024, 12, 1), LimitUnit.MONTH_DAY, 10, date(2025, 1, 10)),
        (date(2024, 6, 5), LimitUnit.WEEK, 0, date(2024, 6, 9)),
        (date(2024, 6, 30), LimitUnit.HALF_YEAR, 0, date(2024, 6, 30)),
        (date(2024, 7, 1), LimitUnit.HALF_YEAR, 0, date(2024, 12, 31)),
        (date(2024, 7, 1), LimitUnit.YEAR_END, 0, date(2024, 12, 31)),
    ],
)
def test_every_way_of_counting_ends_on_its_day(
    start: date, unit: LimitUnit, count: int, due: date
) -> None:
    assert CHINA.due(start, Limit(unit=unit, count=count)) == due


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 30))
def test_so_many_working_days_lie_between(start: date, count: int) -> None:
    due = WEEKENDS_OFF.after(start, count)
    days = [start + timedelta(days=n + 1) for n in range((due - start).days)]
    assert WEEKENDS_OFF.is_working(due)
    worked = sum(map(WEEKENDS_OFF.is_working, days))
    assert worked == (count if count else (0 if due == start else 1))


def test_a_country_nobody_knows_is_refused_by_the_name_of_the_setting() -> None:
    with pytest.raises(SettingsError, match="XX"):
        WorkingDays("XX").is_working(date(2024, 6, 3))
