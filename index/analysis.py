"""What is written into the index for a text, and what must stand there for a phrase to be found.

Both sides work on folded text (`domain.text`). A document yields, for each run of Han characters,
its bigrams and its last character; for each run of letters and digits the run itself, its
trigrams and its last two and last one characters. Runs joined by hyphens (`QMS-PM-31301`) also
yield the same for the joined run. So every stretch of characters, from one on, is found:

    any two Han characters          are a term
    any one Han character           begins a term
    three letters or digits         are a term
    one or two letters or digits    begin a term

Positions are not kept; whether a phrase really stands in a text is read from the text itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FORMAT = 3
"""Number of this analysis; an index made by another one must be built again."""

HYPHENS = "-‐‒–—−_"
"""What readers make of a hyphen inside a code."""

_HAN_RANGES = "㐀-䶿一-鿿豈-\ufaff〇\U00020000-\U0003ffff"
_RUN = rf"[^\W_{_HAN_RANGES}]+"
_JOINT = rf" ?[{re.escape(HYPHENS)}] ?"
_PIECES = re.compile(rf"[{_HAN_RANGES}]+|{_RUN}(?:{_JOINT}{_RUN})*")
_RUNS = re.compile(_RUN)
_HAN = re.compile(rf"[{_HAN_RANGES}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one kind: Han characters, or runs of letters and digits joined by hyphens.

    `runs` are its parts, one for Han; `start` and `end` are its place in the folded text.
    """

    han: bool
    runs: tuple[str, ...]
    start: int
    end: int

    @property
    def joined(self) -> str:
        """The stretch without its hyphens."""
        return "".join(self.runs)


def pieces(text: str) -> Iterator[Piece]:
    """The stretches of folded `text` that can be searched for, in order."""
    for match in _PIECES.finditer(text):
        found = match.group()
        if _HAN.match(found):
            yield Piece(True, (found,), match.start(), match.end())
        else:
            yield Piece(False, tuple(_RUNS.findall(found)), match.start(), match.end())


def _grams(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]


@lru_cache(maxsize=1 << 14)
def _run_terms(run: str) -> tuple[str, ...]:
    terms = [run]
    if len(run) > 3:
        terms += _grams(run, 3)
    if len(run) > 2:
        terms.append(run[-2:])
    if len(run) > 1:
        terms.append(run[-1:])
    return tuple(terms)


def terms(text: str) -> Counter[str]:
    """Every term that folded `text` is to be found by, and how often."""
    counted: Counter[str] = Counter()
    for piece in pieces(text):
        if piece.han:
            run = piece.runs[0]
            counted.update(_grams(run, 2))
            counted[run[-1]] += 1
            continue
        for run in piece.runs:
            counted.update(_run_terms(run))
        if len(piece.runs) > 1:
            counted.update(_run_terms(piece.joined))
    return counted


@dataclass(frozen=True, slots=True)
class Needed:
    """What a text must hold if a phrase stands in it.

    `terms` must all be there. Where there are none, the phrase is a single character or two
    letters, and a term beginning with `prefix` must be there. `exact` says that the terms alone
    prove the phrase, so that the text need not be looked at. Nothing at all is needed of a
    phrase without a letter, digit or ideograph: such a phrase cannot be searched for.
    """

    terms: tuple[str, ...]
    prefix: str = ""
    exact: bool = False

    @property
    def is_searchable(self) -> bool:
        """Whether anything of the phrase can be looked for."""
        return bool(self.terms or self.prefix)


def needed(phrase: str) -> Needed:
    """The terms without which folded `phrase` cannot stand in a text."""
    found: list[str] = []
    loose: list[str] = []
    for piece in pieces(phrase):
        closed_left, closed_right = piece.start > 0, piece.end < len(phrase)
        if piece.han:
            certain = _needed_of_han(piece.joined, closed_right)
        else:
            certain = _needed_of_runs(piece, closed_left, closed_right)
        found += certain
        if not certain:
            loose.append(piece.joined)
    if not found and loose:
        return Needed((), max(loose, key=len), exact=len(phrase) == 1)
    return Needed(tuple(dict.fromkeys(found)), exact=len(phrase) == 2 and found == [phrase])


def _needed_of_han(run: str, closed_right: bool) -> list[str]:
    grams = _grams(run, 2)
    return [*grams, run[-1]] if closed_right else grams


def _needed_of_runs(piece: Piece, closed_left: bool, closed_right: bool) -> list[str]:
    joined = piece.joined
    certain = _grams(joined, 3)
    if closed_right:
        last = piece.runs[-1]
        certain.append(last[-2:] if len(last) > 1 else last)
        if closed_left and len(piece.runs) == 1:
            certain.append(last)
    return certain


def weighed_terms(query: str) -> tuple[str, ...]:
    """The terms by which texts are compared with a whole folded `query`, for likeness."""
    found: list[str] = []
    for piece in pieces(query):
        if piece.han:
            found += _grams(piece.joined, 2)
            continue
        found += piece.runs
        if len(piece.joined) > 4:
            found += _grams(piece.joined, 3)
    return tuple(dict.fromkeys(found))
