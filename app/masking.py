"""What a person at the screen sees of personal numbers: tables mask them unless asked not to.

JSON is for machines and carries the values as they are, with the places of personal numbers, so
that who shows them further can mask them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.fields import FieldSpec, ValueKind
from domain.personal import masked
from domain.values.personal import personal_numbers, veiled
from domain.values.phones import SEPARATOR

__all__ = ["Masking", "masked"]

_NUMBERS = frozenset({ValueKind.PHONE, ValueKind.IDENTITY})
_MARK = re.compile("[【】]")


@dataclass(frozen=True, slots=True)
class Masking:
    """Masks personal numbers, or with `unmasked` leaves them as they are."""

    unmasked: bool = False

    def value(self, value: str, spec: FieldSpec | None) -> str:
        """A field's value; of a personal field all of it is masked, of others the numbers in it."""
        if self.unmasked:
            return value
        if spec is not None and (spec.personal or spec.kind in _NUMBERS):
            return SEPARATOR.join(masked(part) for part in value.split(SEPARATOR))
        return veiled(value)

    def text(self, text: str) -> str:
        """Any text, with the personal numbers in it masked."""
        return text if self.unmasked else veiled(text)

    def marked(self, text: str) -> str:
        """The same for a text in which 【】 mark what was looked for."""
        if self.unmasked:
            return text
        kept = [at for at, char in enumerate(text) if not _MARK.match(char)]
        shown = list(text)
        for one in personal_numbers("".join(text[at] for at in kept)):
            places = kept[one.start : one.end]
            for at, char in zip(places, masked("".join(text[at] for at in places)), strict=True):
                shown[at] = char
        return "".join(shown)
