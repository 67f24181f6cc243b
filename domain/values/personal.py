"""Personal numbers found in running text, whatever stands around them (个人信息).

An identity number proves itself (GB 11643), a card number too (ISO/IEC 7812, Luhn); an account
that proves nothing is known by the word before it. Source: REQ on personal data in domain.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.personal import PersonalKind, masked
from domain.values.codes import parse_identity

_GAP = r"[ \t\u00a0\u3000-]?"
_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9A-Za-z])")
_OLD_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{14}(?![0-9A-Za-z])")
_CARD = re.compile(rf"(?<![0-9A-Za-z.])[1-9](?:{_GAP}[0-9]){{13,18}}(?![0-9A-Za-z])")
_ACCOUNT = re.compile(
    r"(?:账号|帐号|賬號|帳號|账户|帐户|賬戶|帳戶|卡号|卡號|a/c(?:\s*no)?|account(?:\s*(?:no|number))?)"
    r"[.:：\s（）()]{0,6}(?P<number>[0-9](?:[ \t-]?[0-9]){7,29})(?![0-9])",
    re.IGNORECASE,
)
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z.])(?:\+?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?![0-9A-Za-z])"
)
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.-])(?:\+?86[ -]?)?[(（]?0(?:10|2[0-9]|[3-9][0-9]{2})[)）]?\s?[-—－]?\s?"
    r"[2-9][0-9]{3}[ -]?[0-9]{3,4}(?:\s?(?:转|轉|-|#|ext\.?)\s?[0-9]{1,6})?(?![0-9A-Za-z])"
)
_CALLED = re.compile(
    r"(?:电话|電話|手机|手機|传真|傳真|tel|phone|mobile|fax)[^0-9+(（\n]{0,8}"
    r"(?P<number>(?:\+[0-9]{1,3} ?)?[(（]?[0-9](?:[ ()（）-]{0,2}[0-9]){6,14})(?![0-9])",
    re.IGNORECASE,
)
_ISSUERS = re.compile(r"4|5[1-5]|2[2-7]|3[4-7]|6[0-9]|9[0-9]|10")
"""How numbers of cards begin: 62 is UnionPay, 95 and 10 are older cards of Chinese banks."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal number in a text, characters `start` to `end` of it."""

    kind: PersonalKind
    start: int
    end: int


def luhn(digits: str) -> bool:
    """Whether the last digit proves the others (ISO/IEC 7812-1)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def personal_numbers(text: str) -> list[Personal]:
    """The personal numbers in `text`, in order, none overlapping another."""
    found: list[Personal] = []
    for one in _candidates(text):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def veiled(text: str) -> str:
    """`text` with the digits of its personal numbers masked."""
    shown, at = "", 0
    for one in personal_numbers(text):
        shown += text[at : one.start] + masked(text[one.start : one.end])
        at = one.end
    return shown + text[at:]


def _candidates(text: str) -> Iterator[Personal]:
    """All that may be one, the surest first."""
    for pattern in (_IDENTITY, _OLD_IDENTITY):
        for match in pattern.finditer(text):
            if parse_identity(_digits(match[0])).well_formed:
                yield Personal(PersonalKind.IDENTITY, match.start(), match.end())
    for match in _CARD.finditer(text):
        digits = _digits(match[0])
        if _ISSUERS.match(digits) and luhn(digits):
            yield Personal(PersonalKind.BANK_ACCOUNT, match.start(), match.end())
    for match in _ACCOUNT.finditer(text):
        yield Personal(PersonalKind.BANK_ACCOUNT, match.start("number"), match.end("number"))
    for pattern in (_MOBILE, _LANDLINE):
        for match in pattern.finditer(text):
            yield Personal(PersonalKind.PHONE, match.start(), match.end())
    for match in _CALLED.finditer(text):
        yield Personal(PersonalKind.PHONE, match.start("number"), match.end("number"))


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isalnum())
