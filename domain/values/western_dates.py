"""Dates as English papers print them: 25/12/2018, 3 March 1995, Mar 3, 1995."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_SHAPES = (
    re.compile(rf"{_DAY}[-. /]{{0,2}}(?P<month>{_NAME})[-.,/ ]{{0,2}}{_YEAR}"),
    re.compile(rf"(?P<month>{_NAME})[-. ]{{0,2}}{_DAY}[-., ]{{1,2}}{_YEAR}"),
)
_FIGURES = re.compile(rf"(?P<first>[0-3]?[0-9])([-./])(?P<second>[0-3]?[0-9])\2{_YEAR}")
_TIME = re.compile(
    r"[ ,]*(?:at )?(?P<hour>[0-2]?[0-9]):(?P<minute>[0-5][0-9])(?::[0-5][0-9])? ?(?P<half>am|pm)?"
)


def western_date(text: str) -> str | None:
    """The date that folded `text` is, in ISO form, with its time if it has one; None for none.

    In figures alone the day is told from the month where one of them is above twelve or both are
    the same; else nobody knows which is meant, and it is none.
    """
    for shape in _SHAPES:
        if match := shape.match(text):
            found = _iso(match["year"], _MONTHS[match["month"]], int(match["day"]))
            return _timed(found, text[match.end() :])
    match = _FIGURES.match(text)
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    if first <= 12 and second <= 12 and first != second:
        return None
    day, month = (first, second) if first > 12 else (second, first)
    return _timed(_iso(match["year"], month, day), text[match.end() :])


def _iso(year: str, month: int, day: int) -> str | None:
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _timed(found: str | None, rest: str) -> str | None:
    """The date with the time of day behind it; None where something else follows."""
    if found is None or not rest.strip(" .,;"):
        return found
    match = _TIME.fullmatch(rest.strip(" .,;"))
    if match is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return f"{found}T{hour:02d}:{match['minute']}" if hour < 24 else None
