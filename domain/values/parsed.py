"""What parsing a value yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value in normal form.

    `well_formed` says that it is written as its kind demands; `check_digit` that a check digit
    proves every character of it. A value that is not well formed keeps the characters read.
    """

    value: str
    well_formed: bool
    check_digit: bool = False
