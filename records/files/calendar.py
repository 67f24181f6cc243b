"""The working days of an office, and the day on which a deadline ends.

Public holidays and the weekends worked in their stead come from the `holidays` library, which
follows what the State Council announces for each year; the firm's own days come from the settings.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from domain.errors import SettingsError
from records.rules.duties import Limit, LimitUnit

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """Which days are worked: in `country` (ISO 3166, empty: all Mondays to Fridays), with the
    firm's own `days_off` and `working_days`, which win.
    """

    country: str = "CN"
    days_off: Collection[date] = field(default=frozenset())
    working_days: Collection[date] = field(default=frozenset())

    @cached_property
    def _public(self) -> HolidayBase | None:
        if not self.country:
            return None
        import holidays  # a third of a second that only deadlines pay

        try:
            return holidays.country_holidays(self.country)
        except NotImplementedError as error:
            raise SettingsError("calendar.country", f"no holidays are known of {error}") from error

    def is_working(self, day: date) -> bool:
        """Whether the office works on `day`. Raises SettingsError for an unknown country."""
        if day in self.working_days:
            return True
        if day in self.days_off:
            return False
        public = self._public
        return day.weekday() < _SATURDAY if public is None else public.is_working_day(day)

    def after(self, day: date, count: int) -> date:
        """The working day `count` after `day`; 0 is the day itself, or the next one worked."""
        while not self.is_working(day) and not count:
            day += _DAY
        while count:
            day += _DAY
            count -= int(self.is_working(day))
        return day

    def due(self, start: date, limit: Limit) -> date:
        """The last day of the deadline that begins to run on `start`."""
        if limit.unit is LimitUnit.WORKING_DAYS:
            return self.after(start, limit.count)
        if limit.unit is LimitUnit.DAYS:
            return start + limit.count * _DAY
        if limit.unit is LimitUnit.WEEK:
            return start + (6 - start.weekday()) * _DAY
        if limit.unit is LimitUnit.MONTH_DAY:
            following = start.replace(day=28) + 4 * _DAY
            return following.replace(day=limit.count)
        first_half = limit.unit is LimitUnit.HALF_YEAR and start.month <= 6
        return date(start.year, 6, 30) if first_half else date(start.year, 12, 31)
