"""What a person typed, as phrases that must all be found.

    客户 投诉             both words, in any order
    "客户 投诉"           exactly so; also “ ” 「 」 『 』
    姓 名                 single characters set apart are one word: 姓名
    QMS-PM-31301          also finds qmspm31301, and is found by it
    13800138000           also finds 138-0013-8000

Everything is folded (`domain.text`): script, width, case and the reader's spaces do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.text import folded, is_han
from index.analysis import HYPHENS, Needed, needed, pieces

_QUOTED = re.compile(
    r'["“”„‟＂]([^"“”„‟＂]*)(?:["“”„‟＂]|$)|「([^「」]*)(?:」|$)|『([^『』]*)(?:』|$)'
)
_JOINT = f"(?: ?[{re.escape(HYPHENS)}] ?)?"

_CODE_LENGTH = 6
_CODE_DIGITS = 3


@dataclass(frozen=True)
class Phrase:
    """One folded stretch of text that must be found as it is.

    Codes and numbers, runs of six and more letters and digits with three digits among them, are
    found with and without hyphens.
    """

    text: str

    @cached_property
    def needed(self) -> Needed:
        """What the index must hold where this phrase stands."""
        return needed(self.text)

    @cached_property
    def is_code(self) -> bool:
        """Whether a code or number is part of it, so that hyphens do not count."""
        return any(not piece.han and _is_code(piece.joined) for piece in pieces(self.text))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the phrase in folded text."""
        if not self.is_code:
            return re.compile(re.escape(self.text))
        parts, position = [], 0
        for piece in pieces(self.text):
            parts.append(re.escape(self.text[position : piece.start]))
            inside = self.text[piece.start : piece.end]
            loose = not piece.han and _is_code(piece.joined)
            parts.append(_JOINT.join(map(re.escape, piece.joined)) if loose else re.escape(inside))
            position = piece.end
        return re.compile("".join([*parts, re.escape(self.text[position:])]))

    def stands_in(self, text: str) -> bool:
        """Whether folded `text` holds the phrase."""
        if self.text in text:
            return True
        return self.is_code and self.pattern.search(text) is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the phrase stands in folded `text`, from left to right without overlap."""
        return (match.span() for match in self.pattern.finditer(text))


def _is_code(run: str) -> bool:
    return len(run) >= _CODE_LENGTH and sum(char.isdigit() for char in run) >= _CODE_DIGITS


@dataclass(frozen=True)
class Query:
    """What is looked for: all of `phrases`; `whole` is everything typed, folded as one text."""

    whole: str
    phrases: tuple[Phrase, ...]


def parse(typed: str) -> Query:
    """Read what a person typed; a query without any letter, digit or ideograph has no phrases."""
    found: list[str] = []
    position = 0
    for match in _QUOTED.finditer(typed):
        found += _words(typed[position : match.start()])
        found.append(folded(next(group for group in match.groups() if group is not None)))
        position = match.end()
    found += _words(typed[position:])
    phrases = (Phrase(text) for text in dict.fromkeys(found))
    return Query(
        whole=folded(_QUOTED.sub(lambda match: " ".join(filter(None, match.groups())), typed)),
        phrases=tuple(phrase for phrase in phrases if phrase.needed.is_searchable),
    )


def _words(typed: str) -> list[str]:
    """The words of unquoted text, without the punctuation around them."""
    words: list[str] = []
    lonely = False
    for word in typed.split():
        text = _trimmed(folded(word))
        if not text:
            continue
        single = len(text) == 1 and is_han(text)
        if single and lonely:
            words[-1] += text
        else:
            words.append(text)
        lonely = single
    return words


def _trimmed(text: str) -> str:
    inner = [index for index, char in enumerate(text) if char.isalnum()]
    return text[inner[0] : inner[-1] + 1] if inner else ""
