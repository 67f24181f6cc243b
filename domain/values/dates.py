"""Dates as cards print them, in ISO form."""

from __future__ import annotations

import re
from datetime import date

from domain.text import folded
from domain.values.numerals import integer
from domain.values.parsed import Parsed
from domain.values.western_dates import western_date

_N = r"[0-9o〇零○一二三四五六七八九十百两元壹贰叁参肆伍陆柒捌玖拾佰廿卅]"
_DIGITS = r"[0-9]"
_WRITTEN = re.compile(
    rf"(?P<era>中华民国|民国|公元)?(?P<year>{_N}{{1,6}})年"
    rf"(?:(?P<month>{_N}{{1,3}})月(?:(?P<day>{_N}{{1,3}})[日号]?)?)?"
)
_POINTED = re.compile(
    rf"(?P<era>民国)?(?P<year>{_DIGITS}{{2,4}})(?P<point>[-./年_,])(?P<month>{_DIGITS}{{1,2}})"
    rf"(?:(?:(?P=point)|[-./月])(?P<day>{_DIGITS}{{1,2}})日?)?"
)
_PLAIN = re.compile(r"(?P<era>)(?P<year>[12][0-9]{3})(?P<month>[01][0-9])(?P<day>[0-3][0-9])")
_YEAR_ONLY = re.compile(r"(?P<era>)(?P<year>[12][0-9]{3})(?P<month>)(?P<day>)")
_TIME = re.compile(
    r"(?P<hour>[0-2]?[0-9])[:时点](?P<minute>[0-5][0-9])?分?(?::[0-5][0-9]|[0-5]?[0-9]秒)?"
)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-") | {"·": ".", "。": ".", "、": "."})
_TO = re.compile(r"至|到|~")
_DASHED = re.compile(r"(.*[0-9日月年]{1,4}[./年月].*?[0-9日])-+(.*[./年月].*)")
"""A period whose ends are parted by a dash, when the dates themselves use another mark."""

_FIRST_YEAR, _LAST_YEAR = 1850, 2150
_ERA_OFFSET = 1911
"""民国1年 is 1912."""


def _year(era: str, text: str) -> int | None:
    number = integer(text)
    if number is None:
        return None
    if era.endswith("民国"):
        return number + _ERA_OFFSET
    return number if _FIRST_YEAR <= number <= _LAST_YEAR else None


def _iso(match: re.Match[str]) -> str | None:
    """The matched date in ISO form; None when no calendar holds it."""
    year = _year(match["era"] or "", match["year"])
    if year is None:
        return None
    if not match["month"]:
        return f"{year:04d}"
    month = integer(match["month"])
    day = integer(match["day"]) if match["day"] else 1
    if month is None or day is None:
        return None
    try:
        whole = date(year, month, day)
    except ValueError:
        return None
    return whole.isoformat() if match["day"] else f"{year:04d}-{month:02d}"


def _time(text: str) -> str | None:
    """`T14:30` for a time of day, an empty string for none, None for anything else."""
    if not text:
        return ""
    match = _TIME.fullmatch(text)
    if not match or int(match["hour"]) > 23:
        return None
    return f"T{int(match['hour']):02d}:{int(match['minute'] or 0):02d}"


def _unclosed(match: re.Match[str]) -> bool:
    """Whether 月 is missing behind a month after 年: what followed was lost."""
    return match.re is _POINTED and match["point"] == "年" and match["day"] is None


def _single(text: str) -> str | None:
    for pattern in (_WRITTEN, _POINTED, _PLAIN, _YEAR_ONLY):
        match = pattern.match(text)
        if not match:
            continue
        if _unclosed(match):
            continue
        found, rest = _iso(match), _time(text[match.end() :])
        if found and rest is not None and (not rest or len(found) == 10):
            return found + rest
    return None


def _normal(raw: str) -> str:
    """Folded, without spaces, weekday or closing punctuation."""
    bare = "".join(folded(raw.replace("O", "0")).split()).translate(_DASHES)
    return _WEEKDAY.sub("", bare).strip(".,;:")


def _range(text: str) -> str | None:
    """`2024-01-01/2024-12-31` for a period; None when it is none."""
    dashed = _DASHED.fullmatch(text)
    ends = list(dashed.groups()) if dashed else _TO.split(text)
    if len(ends) != 2:
        return None
    first, last = _single(ends[0].rstrip("-")), _single(ends[1].lstrip("-").removesuffix("止"))
    return f"{first}/{last}" if first and last and first <= last else None


def parse_date(raw: str) -> Parsed:
    """Parse a date, a month, a year, a moment or a period; ISO 8601 comes out.

    民国 years count from 1912. A date that no calendar holds is not well formed, nor one in figures
    of which nobody can tell the day from the month (09/04/2018).
    """
    text = _normal(raw)
    found = _single(text) or _range(text) or western_date(folded(raw).strip(" .,;:"))
    return Parsed(found, True) if found else Parsed(" ".join(raw.split()), False)
