"""Numbers that prove themselves: credit codes, registration numbers, identity numbers.

A reader mistakes O for 0 or I for 1. Such a mistake is mended only where the letter cannot stand
at all, and only when the check digit then proves exactly one mending.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

from domain.text import folded
from domain.values.parsed import Parsed

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Characters of GB 32100; I, O, S, V and Z are left out because they look like others."""

_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_IDENTITY_CHECK = "10X98765432"
_LETTERS_FOR_CREDIT = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "UY", "l": "1L", "|": "1"}
_LETTERS_FOR_DIGITS = {
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "l": "1",
    "|": "1",
    "Z": "2",
    "S": "5",
    "B": "8",
}
_MOST_MENDINGS = 4


def credit_check(body: str) -> str:
    """The 18th character of a credit code, from its first 17 (GB 32100)."""
    total = sum(
        CREDIT_ALPHABET.index(char) * weight
        for char, weight in zip(body, _CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def organisation_check(body: str) -> str:
    """The 9th character of an organisation code, from its first 8 (GB 11714)."""
    total = sum(
        int(char, 36) * weight for char, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    rest = -total % 11
    return "X" if rest == 10 else str(rest)


def registration_check(body: str) -> str:
    """The 15th digit of an old registration number, from its first 14 (ISO 7064 MOD 11,10)."""
    carry = 10
    for char in body:
        total = (carry + int(char)) % 10 or 10
        carry = total * 2 % 11
    return str((11 - carry) % 10)


def identity_check(body: str) -> str:
    """The 18th character of an identity number, from its first 17 (GB 11643)."""
    total = sum(int(char) * weight for char, weight in zip(body, _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECK[total % 11]


def _is_credit_code(text: str) -> bool:
    return (
        len(text) == 18
        and all(char in CREDIT_ALPHABET for char in text)
        and text[2:8].isdecimal()
        and credit_check(text[:17]) == text[17]
    )


def _is_organisation_code(text: str) -> bool:
    bare = text.replace("-", "")
    return (
        len(bare) == 9
        and bare.isalnum()
        and bare.isascii()
        and organisation_check(bare[:8]) == bare[8]
    )


def _is_registration_number(text: str) -> bool:
    return len(text) == 15 and text.isdecimal() and registration_check(text[:14]) == text[14]


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return False
    return born.year >= 1850


def _is_identity_number(text: str) -> bool:
    return (
        len(text) == 18
        and text[:17].isdecimal()
        and _is_date(text[6:10], text[10:12], text[12:14])
        and identity_check(text[:17]) == text[17]
    )


def _bare(raw: str) -> str:
    """Without spaces and stops, full-width made narrow, but still with its own small letters."""
    narrow = "".join(char if char in "lI|" else folded(char).upper() for char in raw)
    return "".join(char for char in narrow if not char.isspace() and char not in ".,;:。、'`()*")


def _mendings(text: str, letters: dict[str, str]) -> Iterator[str]:
    """Every reading of `text` with its impossible characters put right, if there are few."""
    choices = [letters.get(char, char) for char in text]
    if sum(char in letters for char in text) <= _MOST_MENDINGS:
        for chosen in product(*choices):
            yield "".join(chosen).upper()


def _proved(text: str, letters: dict[str, str], proof: Callable[[str], bool]) -> str | None:
    """The one reading that the check digit proves; None when there is none, or more than one."""
    if proof(text.upper()):
        return text.upper()
    found = {mended for mended in _mendings(text, letters) if proof(mended)}
    return found.pop() if len(found) == 1 else None


def parse_credit_code(raw: str) -> Parsed:
    """Parse a credit code (18), an organisation code (8+1), or an old registration number.

    Numbers of 15 digits are well formed even unproved, as old tax numbers had no check of their
    own; all others must prove themselves.
    """
    bare = _bare(raw)
    compact = bare.replace("-", "")
    if len(compact) == 18 and (code := _proved(compact, _LETTERS_FOR_CREDIT, _is_credit_code)):
        return Parsed(code, True, True)
    if len(compact) == 15:
        number = _proved(compact, _LETTERS_FOR_DIGITS, _is_registration_number)
        return Parsed(
            number or compact.upper(), bool(number) or _old_tax_number(compact), bool(number)
        )
    if len(compact) == 9 and _is_organisation_code(compact.upper()):
        return Parsed(f"{compact[:8]}-{compact[8]}".upper(), True, True)
    well_formed = len(compact) in (13, 20) and compact.isdecimal()
    return Parsed(compact.upper(), well_formed)


def _old_tax_number(text: str) -> bool:
    return text.isdecimal() or (text[:6].isdecimal() and _is_organisation_code(text[6:].upper()))


def parse_identity(raw: str) -> Parsed:
    """Parse an identity number: 18 characters with check digit and a real date, or 15 digits."""
    bare = _bare(raw).replace("-", "")
    if len(bare) == 18 and (number := _proved(bare, _LETTERS_FOR_DIGITS, _is_identity_number)):
        return Parsed(number, True, True)
    old = (
        len(bare) == 15 and bare.isdecimal() and _is_date("19" + bare[6:8], bare[8:10], bare[10:12])
    )
    return Parsed(bare.upper(), old)
