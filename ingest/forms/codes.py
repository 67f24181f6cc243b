"""Form codes (QMS-PM-31301): found whatever the printing and the reader did to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from domain.forms import DocumentType
from domain.text import fold

_CONFUSED = str.maketrans("OQDILZSG", "00011256")
"""Letters that a reader gives for digits, and digits for letters: both become the digit.

B stays: it is 6 as often as 8, and the two would be two forms."""

_FIGURES = 5
"""The last characters of a code tell it from its neighbours; here nothing is forgiven."""

_FEWEST_FIGURES = 4
"""Every code has so many; a text with fewer need not be searched."""

FULL = 0.97
"""Weight of a code that stands alone or beside a title."""
MENTIONED = 0.35
"""Weight of a code in a sentence: the paper speaks of the form, and may not be it."""


@dataclass(frozen=True, slots=True)
class CodeFound:
    """A code of the catalogue seen in a text, at `start` to `end` of it."""

    type_key: str
    code: str
    start: int
    end: int


def _canonical(text: str) -> tuple[str, tuple[int, ...]]:
    """Letters and digits alone, those that look alike made one, and where each came from."""
    whole = fold(text)
    kept = [
        (char.upper().translate(_CONFUSED), start)
        for char, start in zip(whole.text, whole.starts, strict=True)
        if char.isalnum()
    ]
    return "".join(char for char, _ in kept), tuple(start for _, start in kept)


@lru_cache(maxsize=1)
def _codes(known: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """(canonical, printed, type key) of every (code, type key), longest first."""
    canonical = [(_canonical(code)[0], code, key) for code, key in known]
    return tuple(sorted(canonical, key=lambda entry: -len(entry[0])))


def _near(seen: str, code: str) -> bool:
    """Whether a window of text is the code: its figures exactly, its letters within one mistake."""
    if seen == code:
        return True
    longer = len(seen) > len(code)
    begins = seen[:1].isascii() and (seen[:1] == code[:1] or not longer)
    figures = seen[-_FIGURES:] == code[-_FIGURES:]
    return begins and figures and Levenshtein.distance(seen, code) <= 1


def _glued(canonical: str, start: int, end: int) -> bool:
    """Whether more digits follow or more Latin letters come before: then it is another number."""
    after = canonical[end : end + 1]
    before = canonical[start - 1 : start] if start else ""
    return (after.isascii() and after.isdecimal()) or (before.isascii() and before.isalnum())


def _windows(canonical: str, code: str) -> Iterator[tuple[int, int]]:
    """Where the code stands: exactly first, then with a letter wrong, lost or added."""
    for change in (0, -1, 1):
        length = len(code) + change
        for start in range(len(canonical) - length + 1):
            if _near(canonical[start : start + length], code):
                yield start, start + length


def find_codes(text: str, types: Mapping[str, DocumentType]) -> Iterator[CodeFound]:
    """Every known code in `text`: any case, hyphens lost, O for 0, glued to Han characters."""
    canonical, places = _canonical(text)
    taken: list[tuple[int, int]] = []
    if sum(char.isdecimal() for char in canonical) < _FEWEST_FIGURES:
        return
    listed = tuple((code, kind.key) for kind in types.values() for code in kind.codes)
    for code, printed, key in _codes(listed):
        if code[-_FIGURES:] not in canonical:
            continue
        for start, end in _windows(canonical, code):
            overlaps = any(start < b and a < end for a, b in taken)
            if overlaps or _glued(canonical, start, end):
                continue
            taken.append((start, end))
            yield CodeFound(key, printed, places[start], places[end - 1] + 1)
