"""Amounts of money, in yuan unless another currency is printed."""

from __future__ import annotations

import re
from decimal import Decimal

from domain.text import folded
from domain.values.numerals import DIGITS, counted
from domain.values.parsed import Parsed

_CURRENCIES = {
    "CNY": ("人民币", "rmb", "cny", "¥", "元", "圆", "块"),
    "USD": ("美元", "美金", "usd", "us$", "$"),
    "HKD": ("港元", "港币", "hkd", "hk$"),
    "TWD": ("新台币", "台币", "twd", "nt$"),
    "EUR": ("欧元", "eur", "€"),
    "JPY": ("日元", "日圆", "jpy"),
    "GBP": ("英镑", "gbp", "£"),
    "MYR": ("马币", "令吉", "myr", "rm"),
    "SGD": ("新币", "新加坡元", "sgd", "s$"),
    "AUD": ("澳元", "aud", "a$"),
    "MOP": ("澳门币", "mop"),
    "KRW": ("韩元", "krw", "₩"),
    "THB": ("泰铢", "thb", "฿"),
}
_NAMES = {name: code for code, names in _CURRENCIES.items() for name in names}
_CURRENCY = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_SCALE = "|".join(sorted((scale for scale in _SCALES if scale), key=len, reverse=True))
_FIGURES = re.compile(
    rf"(?P<before>(?:{_CURRENCY})*)(?P<sign>-?)"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?P<scale>{_SCALE})?(?P<after>(?:{_CURRENCY})*)[整正]?(?:/[年月日天间次晚件套]|每[年月日天间])?"
)
_FORMAL = re.compile(
    rf"(?P<before>(?:{_CURRENCY})*)(?P<yuan>[零〇壹贰叁参肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百千两]+)"
    r"(?P<name>美元|港元|港币|欧元|日元|元|圆)?"
    r"(?:零?(?P<jiao>[零壹贰叁参肆伍陆柒捌玖一二三四五六七八九])角)?"
    r"(?:零?(?P<fen>[零壹贰叁参肆伍陆柒捌玖一二三四五六七八九])分)?[整正]?"
)
_WORDS = re.compile(r"大写|小写|合计|共计|金额|约")
_BRACKETED = re.compile(
    r"(?P<first>[^()]+)(?:\((?P<second>[^()]+)\)|(?:\(\))?(?P<figures>¥[0-9.,]+元?))"
)


def _plain(amount: Decimal) -> str:
    if amount == amount.to_integral_value():
        return str(int(amount))
    shown = amount.normalize()
    places = max(2, -int(shown.as_tuple().exponent))
    return f"{amount:.{places}f}"


def _currency(*names: str) -> str:
    """ISO code of the currency named; yuan when none is."""
    codes = [_NAMES[name] for text in names for name in re.findall(_CURRENCY, text or "")]
    foreign = [code for code in codes if code != "CNY"]
    return foreign[0] if foreign else "CNY"


def _figures(text: str, unit: str) -> tuple[Decimal, str] | None:
    match = _FIGURES.fullmatch(text)
    if not match:
        return None
    scale, after = match["scale"] or "", match["after"]
    if not scale and not after and (stated := _FIGURES.fullmatch("1" + unit)):
        scale, after = stated["scale"] or "", stated["after"]
    amount = Decimal(match["number"].replace(",", "")) * _SCALES[scale]
    return (-amount if match["sign"] else amount), _currency(match["before"], after)


def _formal(text: str) -> tuple[Decimal, str] | None:
    match = _FORMAL.fullmatch(text)
    whole = counted(match["yuan"]) if match else None
    if match is None or whole is None:
        return None
    tenths, hundredths = (DIGITS[match[part] or "零"] for part in ("jiao", "fen"))
    amount = whole + Decimal(tenths) / 10 + Decimal(hundredths) / 100
    return amount, _currency(match["before"], match["name"])


def _amount(text: str, unit: str) -> tuple[Decimal, str] | None:
    return _figures(text, unit) or _formal(text)


def _twice(text: str) -> tuple[Decimal, str] | None:
    """An amount given in words and again in figures; None when the two differ."""
    match = _BRACKETED.fullmatch(text)
    if not match:
        return None
    first = _amount(match["first"], "")
    second = _amount(match["second"] or match["figures"], "")
    return first if first and second and first[0] == second[0] else None


def parse_money(raw: str, unit: str = "") -> Parsed:
    """Parse an amount, in figures, in formal numerals, or in both when they agree.

    The value is a decimal string in yuan; another currency follows as its ISO code
    (`1200.50 USD`). `unit` is what the label prints (万元) and counts when the value has none.
    """
    text = _WORDS.sub("", "".join(folded(raw).split())).strip(":;。")
    text = text.replace("¥:", "¥").rstrip("-")
    found = _amount(text, folded(unit)) or _twice(text)
    if found is None:
        return Parsed(" ".join(raw.split()), False)
    amount, currency = found
    return Parsed(_plain(amount) + ("" if currency == "CNY" else f" {currency}"), True)
