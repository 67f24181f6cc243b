"""Titles that a text nearly is: characters misread or lost, or a part of it covered."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ingest.forms.catalogue import Catalogue
from ingest.forms.lookalikes import LOOKALIKES

MISREAD = 0.96
"""Factor for a character taken for one that looks like it."""
LOST = 0.90
"""Factor for a character lost."""
ADDED = 0.70
"""Factor for one too many, which readers seldom give: it is rather a longer name."""
OTHER = 0.76
"""Factor for a character that looks like nothing in the title: it may be another form's name."""
COVERED = 0.59
"""Weight of a beginning or an end of a title: what is covered may have said something else."""
_NUMBER = re.compile(r"(?:(?:no|编号|号码)[0-9]*|[a-z]{0,2}[0-9]+)$")
_FEWEST = 3
_LEAST = 0.56
_SHARE_LEFT = 0.45
"""Share of a covered title's characters that must be left to know it by."""


@dataclass(frozen=True, slots=True)
class Near:
    """A listed title that a text nearly is; `factor` is how far, 0..1."""

    type_key: str
    title: str
    factor: float
    length: int


def _allowed(length: int) -> int:
    """How many characters of a title may be wrong for it to be told at all."""
    return 1 if length < 5 else 2 if length <= 9 else 3


def misread_titles(text: str, catalogue: Catalogue, most: int = 3) -> Iterator[Near]:
    """Titles of which `text` (without punctuation) is a bad reading, `most` characters wrong."""
    text = _NUMBER.sub("", text)
    if len(text) < _FEWEST:
        return
    found = process.extract(
        text, catalogue.title_texts, scorer=Levenshtein.distance, score_cutoff=most, limit=24
    )
    for title, distance, at in found:
        if not 0 < distance <= _allowed(len(title)) or len(title) < _FEWEST:
            continue
        factor = math.prod(_factors(text, title))
        if factor < (MISREAD if len(title) == _FEWEST else _LEAST):
            continue
        _, key, printed = catalogue.titles[at]
        yield Near(key, printed, factor, len(title))


def _factors(text: str, title: str) -> Iterator[float]:
    for edit in Levenshtein.editops(text, title):
        if edit.tag != "replace":
            yield LOST if edit.tag == "insert" else ADDED
            continue
        seen, meant = text[edit.src_pos], title[edit.dest_pos]
        alike = seen in LOOKALIKES.get(meant, ()) or meant in LOOKALIKES.get(seen, ())
        yield MISREAD if alike else OTHER


def covered_titles(text: str, catalogue: Catalogue) -> Iterator[Near]:
    """Titles that `text` is the beginning or the end of; the more types, the less each is meant."""
    found: dict[str, str] = {}
    for at in catalogue.title_parts.get(text, ()):
        title, key, printed = catalogue.titles[at]
        if len(text) >= _SHARE_LEFT * len(title):
            found.setdefault(key, printed)
    for key, printed in found.items():
        yield Near(key, printed, COVERED / len(found) ** 0.5, len(text))
