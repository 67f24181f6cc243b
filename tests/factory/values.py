"""Single values as they are printed on office paper: numbers, dates, money, codes."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from random import Random

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100; I, O, S, V and Z are left out because they look like digits."""

_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"

_MOBILE_PREFIXES = (
    "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "150", "151", "152",
    "157", "158", "159", "166", "176", "177", "178", "180", "182", "186", "187", "188", "189",
    "199",
)  # fmt: skip

_DIGITS = "〇一二三四五六七八九"


def digits(rng: Random, count: int) -> str:
    """`count` random digits, the first of which may be 0."""
    return "".join(rng.choice("0123456789") for _ in range(count))


def credit_code(rng: Random, region: str) -> str:
    """A unified social credit code of a company in `region` (6 digits), check digit right."""
    organisation = "".join(rng.choice(CREDIT_ALPHABET) for _ in range(8))
    body = "91" + region + organisation + _organisation_check(organisation)
    return body + credit_check(body)


def credit_check(body: str) -> str:
    """The 18th character of a credit code from its first 17 (GB 32100-2015)."""
    total = sum(
        weight * CREDIT_ALPHABET.index(char)
        for weight, char in zip(_CREDIT_WEIGHTS, body, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def _organisation_check(body: str) -> str:
    """The 9th character of an organisation code (GB 11714); X, as in the standard, for 10."""
    values = (int(char, 36) for char in body)
    rest = -sum(w * v for w, v in zip(_ORGANISATION_WEIGHTS, values, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def identity_number(rng: Random, region: str, born: date, man: bool) -> str:
    """An identity number of a person born on `born` in `region`, check digit right."""
    serial = rng.randrange(0, 500) * 2 + int(man)
    body = f"{region}{born:%Y%m%d}{serial:03d}"
    return body + identity_check(body)


def identity_check(body: str) -> str:
    """The 18th character of an identity number from its first 17 (GB 11643)."""
    return _IDENTITY_CHECKS[
        sum(w * int(d) for w, d in zip(_IDENTITY_WEIGHTS, body, strict=True)) % 11
    ]


def mobile(rng: Random) -> str:
    """A mobile number, eleven digits."""
    return rng.choice(_MOBILE_PREFIXES) + digits(rng, 8)


def landline(rng: Random, area: str) -> str:
    """A landline number with its area code; eight digits in cities whose code has three."""
    length = 8 if len(area) == 3 or rng.random() < 0.6 else 7
    number = rng.choice("23456788") + digits(rng, length - 1)
    return rng.choice((f"{area}-{number}", f"{area}-{number}", f"({area}){number}"))


def extended(rng: Random, phone: str) -> str:
    """`phone` with an extension, in one of the ways they are written."""
    extension = str(rng.randrange(1, 10)) + digits(rng, rng.choice((2, 3)))
    return rng.choice((f"{phone}-{extension}", f"{phone}转{extension}", f"{phone}-{extension}"))


def day(rng: Random, first: int, last: int) -> date:
    """A day in one of the years `first` to `last`."""
    year, month = rng.randint(first, last), rng.randint(1, 12)
    return date(year, month, rng.randint(1, monthrange(year, month)[1]))


def chinese_date(when: date) -> str:
    """`when` in Chinese numerals: 二〇二四年三月十五日."""
    year = "".join(_DIGITS[int(char)] for char in str(when.year))
    return f"{year}年{below_hundred(when.month)}月{below_hundred(when.day)}日"


def below_hundred(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def printed_date(rng: Random, when: date) -> str:
    """`when` in one of the ways offices write dates."""
    return rng.choice(
        (
            f"{when.year}年{when.month}月{when.day}日",
            f"{when.year}年{when.month:02d}月{when.day:02d}日",
            when.isoformat(),
            f"{when:%Y/%m/%d}",
            f"{when.year}.{when.month}.{when.day}",
        )
    )


def capital(rng: Random) -> str:
    """A registered capital."""
    amount = rng.choice((10, 30, 50, 100, 200, 500, 800, 1000, 1200, 2000, 3000, 5000, 10000))
    return rng.choice((f"{amount}万元", f"{amount}万元", f"人民币{amount}万元", f"{amount}万元整"))


def price(rng: Random, low: int, high: int) -> str:
    """An amount of money with separators and two decimals, no sign."""
    return f"{rng.randint(low * 100, high * 100) / 100:,.2f}"


def in_words(amount: int) -> str:
    """Whole yuan below 100 million in the characters used on contracts: 壹万贰仟元整."""
    names = "零壹贰叁肆伍陆柒捌玖"
    high, low = divmod(amount, 10_000)
    text = _four(high, names) + "万" if high else ""
    if low:
        gap = "零" if high and low < 1000 else ""
        text += gap + _four(low, names)
    return (text or "零") + "元整"


def _four(number: int, names: str) -> str:
    text, pending = "", False
    for unit, label in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        figure = number // unit % 10
        if figure:
            text += ("零" if pending and text else "") + names[figure] + label
            pending = False
        else:
            pending = True
    return text
