"""Telephone and fax numbers, one or several in a field."""

from __future__ import annotations

import re

from domain.text import folded
from domain.values.parsed import Parsed

SEPARATOR = "; "
"""Stands between the numbers of one field."""

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－_~·", "-"))
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|内线|#)[:.]?-?([0-9]{1,6})号?\)?$")
_SPLIT = re.compile(r"[/;,、；，|]|或|和")
_NOISE = re.compile(
    r"\((?:手机|办公|办|宅|家|公司|座机|传真|o|h|m)\)|(?:手机|电话|座机|传真|tel|fax|mob)[:.]?"
)
_WHOSE = re.compile(r"^[一-鿿]{1,4}[:：]")
"""What a form prints before a number inside its field: 家中：, 办公室："""
_COUNTRY = re.compile(r"^\(?(?:\+|00)\(?(?P<code>86|852|853|886)\)?-?|^(?P<bare>86)-(?=[1-9])")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SERVICE = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
_PARTED = re.compile(
    r"(?:\((0[1-9][0-9]{0,2})\)-?|(0[1-9][0-9]{0,2})-)([0-9]{3,8}(?:-[0-9]{3,4})?)"
)
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_SHORT = re.compile(r"1[12][0-9]|1[012][0-9]{3,4}|9[56][0-9]{3,4}")
_DASHED_EXTENSION = re.compile(r"(?P<number>.*[0-9]{7,8})-(?P<extension>[0-9]{1,6})")
_GROUPED = re.compile(r"(?<![0-9-])(1[3-9][0-9])[- ]([0-9]{4})[- ]([0-9]{4})(?![0-9-])")


def _area_length(digits: str) -> int:
    """Digits of the area code of an unparted number: 010 and 02x have three, others four."""
    return 3 if digits[1] in "12" else 4


def _trunk(text: str) -> str | None:
    """The number without extension and country in normal form; None when it is none."""
    if (match := _PARTED.fullmatch(text)) and 6 <= len(match[3].replace("-", "")) <= 8:
        return f"{match[1] or match[2]}-{match[3].replace('-', '')}"
    digits = text.replace("-", "")
    if not digits.isdecimal():
        return None
    if match := _SERVICE.fullmatch(digits):
        return "-".join(match.groups())
    if digits[0] == "0" and len(digits) in (10, 11, 12) and digits[1] != "0":
        area = _area_length(digits)
        return f"{digits[:area]}-{digits[area:]}" if len(digits) - area in (7, 8) else None
    known = (_MOBILE, _LOCAL, _SHORT)
    return digits if any(pattern.fullmatch(digits) for pattern in known) else None


def _one(text: str) -> str | None:
    """One number in normal form; None when it is none."""
    extension, prefix = "", ""
    if match := _EXTENSION.search(text):
        text, extension = text[: match.start()].rstrip("(-"), match[1]
    if country := _COUNTRY.match(text):
        code = country["code"] or country["bare"]
        text = text[country.end() :].replace("(0)", "0")
        if code != "86":
            prefix = f"+{code}-"
        elif not _MOBILE.fullmatch(text.replace("-", "")) and text[:1] not in "0(48":
            text = "0" + text
    trunk = _trunk(text)
    if trunk is None and not extension and (match := _DASHED_EXTENSION.fullmatch(text)):
        trunk, extension = _trunk(match["number"]), match["extension"]
    if trunk is None and prefix and re.fullmatch(r"[0-9-]{8,12}", text):
        trunk = text.replace("-", "")
    return None if trunk is None else prefix + trunk + (f"转{extension}" if extension else "")


def _parts(text: str) -> list[str]:
    """Split a field into its numbers; a space alone may also part them."""
    grouped = _GROUPED.sub(r" \1\2\3 ", text)
    pieces = [piece for part in _SPLIT.split(grouped) for piece in _spaced(part)]
    return [piece for piece in pieces if piece]


def _spaced(part: str) -> list[str]:
    words = part.split()
    for whole in ("".join(words), "-".join(words)):
        if _one(whole):
            return [whole]
    return words if all(_one(word) for word in words) else ["".join(words)]


def parse_phone(raw: str) -> Parsed:
    """Parse one or several numbers: mobiles, area code with 7 or 8 digits, extensions, +86.

    Several come out in order, parted by `SEPARATOR`; an extension follows 转. All must be
    numbers for the value to be well formed.
    """
    apart = re.sub(r"\s+", "\n", raw.strip())  # folding would join digits across other spaces
    apart = _WHOSE.sub("", apart)
    text = _NOISE.sub("", folded(apart).translate(_DASHES)).strip(" .:;")
    found = [_one(part) for part in _parts(text)]
    if not found or None in found:
        return Parsed(" ".join(raw.split()), False)
    return Parsed(SEPARATOR.join(number for number in found if number), True)
