"""The words and shapes by which the parts of a receipt are told apart, English and Chinese."""

from __future__ import annotations

import re

from domain.text import folded

AMOUNT = re.compile(
    r"(?:(?:RM|US\$|NT\$|HK\$|[$￥¥€£])\s?)?(?<![0-9.,/-])"
    r"-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}(?![0-9%])"
    r"|(?:(?:RM|US\$|NT\$|HK\$|[$￥¥€£])\s?)?(?<![0-9.,/-])-?[0-9]{1,7}\.[0-9]{2}(?![0-9.%])",
    re.IGNORECASE,
)
"""An amount with its two decimals, and the sign of its currency."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
DATE = re.compile(
    r"(?<![0-9./-])(?:"
    r"(?:19|20)[0-9]{2}([-./])[0-1]?[0-9]\1[0-3]?[0-9]"
    r"|[0-3]?[0-9]([-./])[0-1]?[0-9]\2(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    r"|[0-1]?[0-9]([-./])[0-3]?[0-9]\3(?:(?:19|20)[0-9]{2}|[0-9]{2})"
    rf"|[0-3]?[0-9][-. ]?{_MONTH}[-., ']{{0,2}}(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})"
    rf"|{_MONTH}[-. ]?[0-3]?[0-9],?\s?(?:19|20)[0-9]{{2}}"
    r"|(?:19|20)[0-9]{2}年[0-1]?[0-9]月[0-3]?[0-9]日"
    r")(?![0-9./-])",
    re.IGNORECASE,
)
"""A date of many kinds, anywhere in a row."""

LABELLED_DATE = re.compile(r"(?:date|日期|时间)\s*[:.：]?\s*$")
NO_DATE = re.compile(r"(?:valid|expir|until|before|since|due|有效|截止)[^0-9]*$")

COMPANY = re.compile(
    r"\b(?:sdn\.?\s*bhd|s/b|bhd|enterprise|pte|ltd|limited|llc|inc|corp|gmbh|s\.?a\.?r\.?l|trading"
    r"|restaurant|cafe|bakery|mart|supermarket|store|stores|shop|pharmacy|stationery|books?|hotel"
    r"|hardware|electrical|motor|gallery|centre|center|company|co\.)(?![a-z])"
    r"|公司|商店|超市|酒家|餐厅|饭店|酒店|药房|书店|便利店|商行|专卖店"
)
"""How names of sellers end, or what they hold."""
SUFFIX = re.compile(
    r"\(?(?:co\.|company|sdn|bhd|s/b|ltd|limited|pte|\(m\)|m\)|inc|enterprise)(?![a-z])"
)
"""What no name begins with: the row above belongs to it."""
REGISTERED = re.compile(r"\s*[(（][A-Za-z. :]{0,12}[0-9][0-9A-Za-z -]{3,14}[)）]?\s*$")
"""The company's number in brackets."""
NUMBER = re.compile(r"\W*[0-9]{4,12}\s?-\s?[A-Z]\W*")
"""The company's number alone in its row."""
STOPS = re.compile(
    r"^\W*(?:tel|phone|fax|h/?p|gst|sst|vat|tax|reg|co\.?\s*(?:reg|no)|company\W{0,2}(?:no|reg)"
    r"|roc|brn|e-?mail|www|http|date|time|cash|receipt|invoice|inv0ice|bill|doc|table|cashier|pos|simplified"
    r"|guest|member|welcome|shopping|business hours|customer)(?![a-z])"
    r"|^\W*(?:电话|传真|税号|日期|单号|收银|欢迎|流水)"
    r"|\btax invoice\b|\bcash bill\b|\bofficial receipt\b|^[\d\s()+/-]{8,}$|\bhours\b"
)
"""Rows that belong neither to the name nor to the address."""

MARKS = re.compile(
    r"\b(?:cash|change|tax|gst|vat|invoice|receipt|subtotal|sub-total|qty|rounding|cashier|tel"
    r"|total|payment|tender|visa|card)\b|合计|总计|实收|找零|现金|收银|小计|单价|数量"
)
"""Words that stand on receipts; two different ones at least."""

_TOTAL = re.compile(
    r"\bt[o0]ta[li1|](?![a-z])|amount (?:due|payable)|amt payable|balance due"
    r"|合计|总计|总额|应收|应付|实付"
)
_NOT = re.compile(
    r"sub\s?-?\s?t[o0]ta|\bqty|quantity|\bitem|\btax\b(?! invoice)(?!.*incl)"
    r"|total (?:gst|vat|sst|tax|disc|sav)"
    r"|excl|\bex\)|exdl|before|saving|discount|summary|\bpoints?\b|rounding adj|小计|件数|数量|优惠"
)
_TENDERED = re.compile(r"tender|paid amount|\bcash\b|\bchange\b|找零|实收|现金")
_PAYABLE = re.compile(
    r"payable|due|rounded|grand|net total|nett|after (?:adj|round)|应付|应收|实付"
)
_INCLUSIVE = re.compile(r"incl|总计|合计")


def plain(text: str) -> str:
    """A row folded word by word: in figures, room parts one amount from the next."""
    return " ".join(folded(word) for word in text.split())


def total_rank(text: str) -> int:
    """How surely a folded row names the amount to be paid: 0 not at all, 3 most surely."""
    if not _TOTAL.search(text) or _TENDERED.search(text):
        return 0
    if _NOT.search(text) and not _PAYABLE.search(text):
        return 0
    if _PAYABLE.search(text):
        return 3
    return 2 if not re.search(r"sales", text) or _INCLUSIVE.search(text) else 1
