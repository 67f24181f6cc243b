"""Ids of questions that are a letter and a number."""

from __future__ import annotations


def numbered(letter: str, ident: str) -> int | None:
    """The number in an id made of `letter` and a number."""
    digits = ident.removeprefix(letter)
    return int(digits) if ident != digits and digits.isdecimal() and digits.isascii() else None
