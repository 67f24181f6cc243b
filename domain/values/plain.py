"""Values that are words: names, addresses, choices, and the short codes of post and mail."""

from __future__ import annotations

import re
import unicodedata

from domain.text import folded, is_han
from domain.values.parsed import Parsed

_BRACKETS = str.maketrans("()", "（）")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_CUT_SHORT = re.compile(r".*(?:有限|股份|有限责任?|(?:有限|股份|责任)公|集)")
"""A name of which the last characters are missing: no company is called …有限."""
_STOPS = "，。、；：！？（）《》“”‘’【】"


def _is_wide(char: str) -> bool:
    return is_han(char) or char in _STOPS


def _needless(before: str, after: str) -> bool:
    """Whether a space between the two was put there by the reader."""
    return _is_wide(before) or _is_wide(after)


def tidy(raw: str) -> str:
    """`raw` without the spaces a reader puts beside Han characters; other runs become one."""
    words = raw.split()
    if not words:
        return ""
    text = words[0]
    for word in words[1:]:
        text += word if _needless(text[-1], word[0]) else " " + word
    return text


def narrow(raw: str) -> str:
    """`raw` with full-width letters and digits made narrow, and no space at all."""
    return "".join(unicodedata.normalize("NFKC", raw).split())


def parse_text(raw: str) -> Parsed:
    """Tidy free text; anything is well formed but nothing."""
    value = tidy(raw)
    return Parsed(value, bool(value))


def parse_person(raw: str) -> Parsed:
    """Tidy a person's name, or several; figures and sentences are not well formed."""
    value = tidy(raw).strip("，。、；：,.;:")
    letters = [char for char in value if char.isalpha()]
    strange = any(char.isdigit() or char in "，。；：！？@#%" for char in value)
    return Parsed(value, 2 <= len(letters) <= 40 and not strange)


def parse_company(raw: str) -> Parsed:
    """Tidy a company's name; its brackets become full-width, as registers print them."""
    value = tidy(raw).strip("，。、；：,;:")
    if any(is_han(char) for char in value):
        value = tidy(value.translate(_BRACKETS))
    letters = sum(char.isalnum() for char in value)
    return Parsed(value, 2 <= letters <= 80 and not _CUT_SHORT.fullmatch(folded(value)))


def parse_address(raw: str) -> Parsed:
    """Tidy an address; below six characters it is hardly one."""
    value = tidy(raw).strip("，。；：,;:")
    return Parsed(value, len(value) >= 6)


def parse_postcode(raw: str) -> Parsed:
    """Parse a postcode of six digits."""
    value = narrow(raw).strip(".,。，")
    return Parsed(value, bool(re.fullmatch(r"[0-9]{6}", value)))


def parse_email(raw: str) -> Parsed:
    """Parse an e-mail address; a Chinese full stop can only be a point read wrongly."""
    value = narrow(raw).replace("。", ".").strip(".,;:，；：")
    return Parsed(value, bool(_EMAIL.fullmatch(value)))


def parse_number(raw: str) -> Parsed:
    """Parse a number; thousands separators go, a unit after it stays."""
    value = _GROUPED.sub("", narrow(raw)).strip(".,;:，。；：")
    return Parsed(value, bool(_NUMBER.match(value)))
