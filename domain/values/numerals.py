"""Numbers written in Han characters, everyday (一百二十) and formal (壹佰贰拾)."""

from __future__ import annotations

DIGITS = {
    character: digit
    for digit, characters in enumerate(
        (
            "〇零○o0",
            "一壹弌1",
            "二贰两2",
            "三叁参3",
            "四肆4",
            "五伍5",
            "六陆6",
            "七柒7",
            "八捌8",
            "九玖9",
        )
    )
    for character in characters
}
"""Folded character to digit; circles and the letter O stand for zero in printed years."""

_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}

CHARACTERS = "".join(DIGITS) + "".join(_SMALL) + "".join(_LARGE) + "元廿卅"
"""Every folded character that may stand in such a number (元 as in 民国元年)."""


def positional(text: str) -> int | None:
    """Read digits one after the other, as in 二〇二四; None when anything else stands there."""
    if not text or any(character not in DIGITS for character in text):
        return None
    return int("".join(str(DIGITS[character]) for character in text))


def _section(text: str) -> int | None:
    """Read a number below ten thousand, as in 一千零二十四."""
    total, digit = 0, 0
    for character in text:
        if character in _SMALL:
            total += (digit or 1) * _SMALL[character]
            digit = 0
        elif character in DIGITS and (digit == 0 or DIGITS[character] == 0):
            digit = DIGITS[character]
        else:
            return None
    return total + digit


def counted(text: str) -> int | None:
    """Read a number with its units, as in 三亿二千万; None when it is not one."""
    if not text:
        return None
    for unit in ("亿", "万"):
        if unit in text:
            before, after = text.rsplit(unit, 1) if unit == "亿" else text.split(unit, 1)
            high = counted(before) if before else None
            low = counted(after) if after else 0
            if high is None or low is None or low >= _LARGE[unit]:
                return None
            return high * _LARGE[unit] + low
    return _section(text)


def integer(text: str) -> int | None:
    """Read Arabic digits, 廿/卅, positional or counted Han digits; None when it is no number."""
    if text.isascii() and text.isdecimal():
        return int(text)
    if text == "元":
        return 1
    if text[:1] in ("廿", "卅"):
        tens = 20 if text[0] == "廿" else 30
        rest = positional(text[1:]) if text[1:] else 0
        return None if rest is None or rest > 9 else tens + rest
    if len(text) > 1 and all(character in DIGITS for character in text):
        return positional(text)
    return counted(text)


_FORMAL = "零壹贰叁肆伍陆柒捌玖"


def _formal_section(number: int) -> str:
    written, skipped = "", False
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // place % 10
        if digit == 0:
            skipped = bool(written)
            continue
        written += ("零" if skipped else "") + _FORMAL[digit] + unit
        skipped = False
    return written


def formal(number: int) -> str:
    """Write `number` (0 to under 10**12) as money is written by hand: 12000 is 壹万贰仟."""
    if number == 0:
        return _FORMAL[0]
    written = ""
    for place, unit in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        section = number // place % 10_000
        if section:
            gap = "零" if written and section < 1000 else ""
            written += gap + _formal_section(section) + unit
    return written
