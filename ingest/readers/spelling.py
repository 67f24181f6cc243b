"""Words in Latin letters that the network spelt wrong while it saw the right letter too.

Small or broken print makes `dctermined` of `determined`, and the network then gives the `e` nearly
as much as the `c`. Where what was read is no word, the network was in doubt, and one word of the
list explains what it saw nearly as well, that word is taken. Its letters keep the confidence of
those they replace: a corrected word is never surer than it was.

Codes are left alone: what has more than a stray figure among letters is no word to be corrected,
and names are, unless they are in doubt and the list has another (it holds names too).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.readers.wordlist import WordList

Scores = NDArray[np.float32]


class Columns(Protocol):
    """Probabilities, columns x characters, of which a few columns are asked for."""

    def __len__(self) -> int: ...

    def __getitem__(self, columns: slice, /) -> Scores: ...


_Seen = tuple[int, int, float]
"""A column, a class other than the network's choice there, and its share of the column."""

_DOUBT = 0.02
"""Share of a column that the network gives to other than its choice, where it is in doubt."""

_NEARLY, _LONGER, _PARTED = {3: 0.3, 4: 0.1}, 0.02, 0.2
"""How likely a word of three or four letters must be, a longer one, and two in place of one, in
shares of what was read. Short words are found in any noise, and new words are made of two."""

_ALONE = 0.5
"""How likely the next best word may be at most, in shares of the best."""

_SHORTEST = 3
_LETTERED = 4
"""Letters of a word that is looked at, at least; and of one that has figures."""

_EDITS = 16
"""Single changes to a word that are tried, the likeliest first, alone and two together."""

_SEEN = 1e-3
"""Share of a column from which a character counts as seen there."""

_LEAST = 1e-6
"""Likelihood of what the network excludes: it may be wrong once."""

_ADDRESS = re.compile(r"@|[^\W\d_]\.[^\W\d_]{2}")
"""What stands in an address, and in no word."""

_BLANK = 0
"""The network's class for no character."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A character that was read, the column where it was, and the confidence in it."""

    text: str
    column: int
    confidence: float


@dataclass(frozen=True, slots=True)
class _Edit:
    """`count` letters (0 or 1) from `at` on become `put` (at most one), seen in `column`."""

    at: int
    count: int
    put: str
    column: int
    seen: float


class Spelling:
    """Puts right what a list of words and the network's second thoughts together can."""

    def __init__(self, characters: Sequence[str], words: WordList) -> None:
        self._characters = characters
        self._words = words
        self.version = words.version
        self._numbers = {
            char: number for number, char in enumerate(characters) if len(char) == 1 and char < "ɐ"
        }

    def settled(self, letters: Sequence[Letter], scores: Columns) -> list[Letter]:
        """The letters of a line, doubtful words put right; `scores` are columns x characters."""
        done = list(letters)
        text = "".join(letter.text for letter in letters)
        if len(text) != len(letters):
            return done
        for place in reversed(list(words_in(text))):
            start, end = place.start, place.stop
            if self.is_misspelt(text[start:end]):
                before = letters[start - 1].column + 1 if start else 0
                after = letters[end].column if end < len(letters) else len(scores)
                columns = range(max(before, letters[start].column - 1), after)
                done[start:end] = self._word(letters[start:end], scores, columns)
        return done

    def is_misspelt(self, word: str) -> bool:
        """Whether what was read looks like a word, and is none of the list."""
        count = sum(char.isalpha() for char in word)
        enough = _SHORTEST if count == len(word) else _LETTERED
        return (
            count >= max(enough, 0.6 * len(word))
            and all(char in self._numbers for char in word)
            and not self._words.holds(word)
        )

    def _word(self, word: Sequence[Letter], scores: Columns, columns: range) -> list[Letter]:
        """The word, or the one that the list has in its place."""
        part = scores[columns.start : columns.stop]
        seen = _seen(part, columns, set(self._numbers.values()))
        if not (others := self._others(word, seen)):
            return list(word)
        likely = {text: self._likelihood(text, part) for text in others}
        best = max(likely, key=lambda text: likely[text])
        second = max((share for text, share in likely.items() if text != best), default=0.0)
        wanted = _wanted(best) * self._likelihood(_text(word), part)
        sure = likely[best] >= wanted and second <= _ALONE * likely[best]
        return others[best] if sure else list(word)

    def _others(self, word: Sequence[Letter], seen: Sequence[_Seen]) -> dict[str, list[Letter]]:
        """Words of the list that are one or two changes away."""
        edits = sorted(self._edits(word, seen), key=lambda edit: -edit.seen)[:_EDITS]
        others: dict[str, list[Letter]] = {}
        for some in [*((one,) for one in edits), *combinations(edits, 2)]:
            letters = _changed(word, some)
            if letters and self.is_known(_text(letters)):
                others.setdefault(_text(letters), letters)
        return others

    def _edits(self, word: Sequence[Letter], seen: Sequence[_Seen]) -> Iterator[_Edit]:
        """What else the network saw: another letter, one more, or one less."""
        places = np.array([letter.column for letter in word])
        for column, number, share in seen:
            at = max(0, int(np.searchsorted(places, column, side="right")) - 1)
            char = self._characters[number]
            if number == _BLANK or (char == word[at].text and column != places[at]):
                yield _Edit(at, 1, "", column, share)
            if number != _BLANK:
                if char != " ":
                    yield _Edit(at, 1, char, column, share)
                yield _Edit(at + (column >= places[at]), 0, char, column, share)

    def is_known(self, text: str) -> bool:
        """Whether it is a word of the list, or several and numbers, a space between them."""
        parts = text.split(" ")
        if len(parts) > 1:
            return all(
                part.isdigit() or (len(part) > 1 and self._words.holds(part)) for part in parts
            )
        return len(text) >= _SHORTEST and text.isalpha() and self._words.holds(text)

    def _likelihood(self, text: str, scores: Scores) -> float:
        """How likely the columns say `text`, over all ways to place its letters (CTC)."""
        path = [_BLANK]
        for char in text:
            path += [self._numbers[char], _BLANK]
        shares = np.maximum(scores[:, path], _LEAST).astype(np.float64)
        leaps = [at > 1 and path[at] not in (_BLANK, path[at - 2]) for at in range(len(path))]
        skips = np.array(leaps[2:], dtype=np.float64)
        held = np.zeros(len(path))
        held[:2] = shares[0, :2]
        for row in shares[1:]:
            moved = held.copy()
            moved[1:] += held[:-1]
            moved[2:] += held[:-2] * skips
            held = moved * row
        return float(held[-1] + held[-2])


def words_in(text: str) -> Iterator[range]:
    """Places of runs of letters and figures; addresses of mail and web are made of no words."""
    for run in re.finditer(r"\S+", text):
        if not _ADDRESS.search(run.group()):
            for word in re.finditer(r"[^\W_]+", run.group()):
                yield range(run.start() + word.start(), run.start() + word.end())


def _seen(part: Scores, columns: range, known: set[int]) -> list[_Seen]:
    """What else the network saw in columns in which it was in doubt."""
    best = part.argmax(axis=1)
    doubtful = np.flatnonzero(part[np.arange(len(part)), best] < 1 - _DOUBT)
    return [
        (columns.start + int(row), int(number), float(part[row, number]))
        for row in doubtful
        for number in np.flatnonzero(part[row] >= _SEEN)
        if number != best[row] and (number == _BLANK or int(number) in known)
    ]


def _changed(word: Sequence[Letter], edits: Sequence[_Edit]) -> list[Letter]:
    """The word with the edits made; nothing where two of them are about one letter."""
    if len({edit.at for edit in edits}) < len(edits):
        return []
    letters = list(word)
    for edit in sorted(edits, key=lambda edit: -edit.at):
        old = letters[edit.at : edit.at + edit.count]
        confidence = old[0].confidence if old else edit.seen
        column = old[0].column if old else edit.column
        new = [Letter(edit.put, column, confidence)] if edit.put else []
        letters[edit.at : edit.at + edit.count] = new
    return letters


def _wanted(text: str) -> float:
    return _PARTED if " " in text else _NEARLY.get(len(text), _LONGER)


def _text(letters: Sequence[Letter]) -> str:
    return "".join(letter.text for letter in letters)
