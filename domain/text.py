"""One folding for everything that is compared: documents, queries, names, labels.

Folded text is NFKC, caseless, Simplified, without the spaces OCR puts between Han characters or
into runs of digits, and keeps a map back to the original, so that a hit is marked on the glyphs
that were printed (search.md, design 1).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from domain.han import SIMPLIFIED


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded `text`; character i came from `source[starts[i]:ends[i]]` of the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original the folded characters `start` to `end` (exclusive) stand."""
        if start >= end:
            raise ValueError(f"empty span {start}..{end}")
        return self.starts[start], self.ends[end - 1]


def is_han(char: str) -> bool:
    """Whether `char` is an ideograph, of the basic block or the extensions."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or code == 0x3007
    )


@lru_cache(maxsize=1 << 16)
def _fold_cluster(cluster: str) -> str:
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(
        " " if char.isspace() else SIMPLIFIED.get(char, char)
        for char in once
        if unicodedata.category(char) != "Cf"
    )


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not unicodedata.combining(text[position]):
            yield start, position
            start = position


def _joins(before: str, after: str, breaks_line: bool) -> bool:
    """Whether the space between two characters was put there by the reader, not the writer."""
    if is_han(before) and is_han(after):
        return True
    return before.isdecimal() and after.isdecimal() and not breaks_line


def fold(text: str) -> Folded:
    """Fold `text`, keeping for each folded character where it came from."""
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gap: tuple[int, int] | None = None
    breaks_line = False
    for start, end in _clusters(text):
        for char in _fold_cluster(text[start:end]):
            if char == " ":
                gap = (gap[0] if gap else start, end)
                breaks_line = breaks_line or text[start] in "\n\r\f\v"
                continue
            if gap and chars and not _joins(chars[-1], char, breaks_line):
                chars.append(" ")
                starts.append(gap[0])
                ends.append(gap[1])
            gap, breaks_line = None, False
            chars.append(char)
            starts.append(start)
            ends.append(end)
    return Folded("".join(chars), tuple(starts), tuple(ends))


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Only the folded text, for comparing."""
    return fold(text).text


def squeezed(text: str) -> str:
    """Folded text without any space or punctuation: for comparing names, labels and codes."""
    return "".join(char for char in folded(text) if char.isalnum())
