"""How like two texts are: errors, words found, and how far confidence keeps its word.

Texts are compared after NFKC without anything but letters and digits. Script counts: a Simplified
character read for a Traditional one is an error. Case counts in characters, not in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Levenshtein

_TAKEN = "\0"
"""Stands where text was that has found its like."""


def plain(text: str) -> str:
    """`text` after NFKC, letters and digits only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


@dataclass(frozen=True, slots=True)
class Match:
    """Where in a text something stands, start to end (exclusive), and the edits between."""

    start: int
    end: int
    distance: int


def within(needle: str, text: str) -> Match:
    """The part of `text` that is most like `needle`: Sellers' approximate search, exactly."""
    at = text.find(needle)
    if at >= 0:
        return Match(at, at + len(needle), 0)
    if not text:
        return Match(0, 0, len(needle))
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    steps = np.arange(len(text) + 1)
    row = np.zeros(len(text) + 1, dtype=np.int64)
    for count, char in enumerate(needle, 1):
        fresh = np.empty_like(row)
        fresh[0] = count
        fresh[1:] = np.minimum(row[:-1] + (codes != ord(char)), row[1:] + 1)
        # what is inserted runs on from the left: a running minimum over value less place
        row = np.minimum.accumulate(fresh - steps) + steps
    end = int(row.argmin())
    distance = int(row[end])
    starts = range(max(0, end - len(needle) - distance), end + 1)
    start = min(starts, key=lambda at: Levenshtein.distance(needle, text[at:end]))
    return Match(start, end, distance)


@dataclass(frozen=True, slots=True)
class Errors:
    """Characters wrong or missing, of how many; lines without any error, of how many; and how
    many characters were read that stand in no line."""

    wrong: int = 0
    letters: int = 0
    exact: int = 0
    lines: int = 0
    extra: int = 0

    def __add__(self, other: Errors) -> Errors:
        return Errors(
            self.wrong + other.wrong,
            self.letters + other.letters,
            self.exact + other.exact,
            self.lines + other.lines,
            self.extra + other.extra,
        )

    @property
    def rate(self) -> float:
        """Character error rate in percent."""
        return 100.0 * self.wrong / max(1, self.letters)

    @property
    def found(self) -> float:
        """Share of lines without any error."""
        return self.exact / max(1, self.lines)


def by_line(lines: Iterable[str], text: str) -> Errors:
    """Each line against the part of `text` most like it, wherever it stands, the longest first.

    No part of the text serves two lines. This is independent of the order of reading, which a
    form does not have; text that belongs to no line is counted in `extra` only.
    """
    left = plain(text)
    total = Errors()
    for line in sorted(map(plain, lines), key=len, reverse=True):
        if not line:
            continue
        match = within(line, left)
        wrong = min(match.distance, len(line))
        total += Errors(wrong, len(line), wrong == 0, 1)
        if wrong < len(line):
            span = match.end - match.start
            left = left[: match.start] + _TAKEN * span + left[match.end :]
    return total + Errors(extra=sum(char != _TAKEN for char in left))


def in_order(lines: Iterable[str], text: str) -> Errors:
    """The whole page in its order of reading, as one string."""
    wanted = plain("".join(lines))
    return Errors(Levenshtein.distance(wanted, plain(text)), len(wanted))


@dataclass(frozen=True, slots=True)
class Words:
    """Words found as they are, words found once spaces are ignored, and how many there are."""

    found: int = 0
    joined: int = 0
    words: int = 0

    def __add__(self, other: Words) -> Words:
        return Words(self.found + other.found, self.joined + other.joined, self.words + other.words)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.words)

    @property
    def joined_recall(self) -> float:
        return self.joined / max(1, self.words)


def words(text: str) -> list[str]:
    """Runs of letters and digits after NFKC and case folding: punctuation parts words."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def word_recall(truth: str, text: str) -> Words:
    """How many of the truth's words, each as often as it stands there, were read anywhere.

    Boxes need not match. What is missing is then looked for, the longest first, in the unmatched
    words of the text written without spaces: words run together or broken are `joined`.
    """
    wanted, got = Counter(words(truth)), Counter(words(text))
    missing = list((wanted - got).elements())
    spare = got - wanted
    left: list[str] = []
    for word in words(text):
        if spare[word]:
            spare[word] -= 1
            left.append(word)
        else:
            left.append(_TAKEN)
    rest, rescued = "".join(left), 0
    for word in sorted(missing, key=len, reverse=True):
        at = rest.find(word)
        if at >= 0:
            rescued += 1
            rest = rest[:at] + _TAKEN * len(word) + rest[at + len(word) :]
    found = wanted.total() - len(missing)
    return Words(found, found + rescued, wanted.total())


Judged = tuple[float, bool]
"""A confidence, and whether what it was given for is right."""


@dataclass(frozen=True, slots=True)
class Band:
    """What came of all that was read with a confidence in this band (up to, not including)."""

    low: float
    high: float
    count: int
    stated: float
    right: float


BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0001)


def reliability(judged: Sequence[Judged], edges: Sequence[float] = BANDS) -> list[Band]:
    """Confidence band against the share that was right; empty bands are left out."""
    bands = []
    for low, high in pairwise(edges):
        held = [(stated, right) for stated, right in judged if low <= stated < high]
        if held:
            stated = sum(stated for stated, _ in held) / len(held)
            right = sum(right for _, right in held) / len(held)
            bands.append(Band(low, min(1.0, high), len(held), stated, right))
    return bands


def calibration_error(bands: Sequence[Band]) -> float:
    """Expected calibration error: mean gap between what is stated and what is right, 0..1."""
    total = sum(band.count for band in bands)
    return sum(band.count * abs(band.stated - band.right) for band in bands) / max(1, total)


def judged_line(
    read: str, confidences: Sequence[float], truth: str
) -> tuple[list[Judged], bool, Match] | None:
    """The characters of a line that was read, each with its confidence and whether it is right.

    `confidences` are one for each character of `read`. The line is compared with the part of
    `truth` (plain already) most like it; None where nothing of it is a letter or digit.
    """
    kept = [
        (char, confidence)
        for raw, confidence in zip(read, confidences, strict=True)
        for char in plain(raw)
    ]
    if not kept:
        return None
    line = "".join(char for char, _ in kept)
    match = within(line, truth)
    right = [False] * len(line)
    for step in Levenshtein.opcodes(line, truth[match.start : match.end]):
        if step.tag == "equal":
            right[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
    marks = [(confidence, good) for (_, confidence), good in zip(kept, right, strict=True)]
    return marks, match.distance == 0, match
