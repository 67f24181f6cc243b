"""A second look at lines in which a word of Latin letters is none: Samplc No. 6030.

Shown a little lower and narrower, the same line often reads right, as another slip of the network's
is seldom the same. Only words that are none give way, and only to words of the list at the same
place and much like them, so a second look cannot spoil what was read well.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from ingest.readers.recognition import Mark
from ingest.readers.spelling import Spelling, words_in

TALLER = 0.1
"""Paper shown with the line a second time, above and below together, in shares of its height."""

NARROWER = 0.88
"""Width at which it is shown, in shares of what its height would ask for."""

_ALIKE = 0.35
"""Letters by which the two words differ, at most, in shares of the first's; one at least."""

_SURE = 0.999
"""Confidence in every letter from which a word is believed that is in no list."""

_LONGEST = 3
"""Letters of the longest of the words that take a word's place, at least."""


def is_doubtful(marks: Sequence[Mark], spelling: Spelling) -> bool:
    """Whether a second look at a line is worth its time."""
    return any(_is_none(marks, word, spelling) for word in _words(marks))


def corrected(first: Sequence[Mark], second: Sequence[Mark], spelling: Spelling) -> list[Mark]:
    """The first reading, its words that are none replaced by what the second has at their place."""
    done = list(first)
    others = _words(second)
    for word in reversed(_words(first)):
        if not _is_none(first, word, spelling):
            continue
        there = [other for other in others if _same_place(first, word, second, other)]
        if there and _is_better(
            _text(first, word), [_text(second, other) for other in there], spelling
        ):
            done[word.start : word.stop] = second[there[0].start : there[-1].stop]
    return done


def _words(marks: Sequence[Mark]) -> list[range]:
    """Places of the words among the marks; none where a mark is more than one character."""
    text = "".join(mark.text for mark in marks)
    return list(words_in(text)) if len(text) == len(marks) else []


def _text(marks: Sequence[Mark], word: range) -> str:
    return "".join(marks[at].text for at in word)


def _is_none(marks: Sequence[Mark], word: range, spelling: Spelling) -> bool:
    unsure = min(marks[at].confidence for at in word) < _SURE
    return unsure and spelling.is_misspelt(_text(marks, word))


def _same_place(first: Sequence[Mark], word: range, second: Sequence[Mark], other: range) -> bool:
    """Whether the middle of the second reading's word is within the first's."""
    reach = 0.5 * (first[-1].at - first[0].at) / max(1, len(first) - 1)
    middle = (second[other[0]].at + second[other[-1]].at) / 2
    return first[word[0]].at - reach <= middle <= first[word[-1]].at + reach


def _is_better(read: str, others: Sequence[str], spelling: Spelling) -> bool:
    apart = Levenshtein.distance(read, "".join(others))
    return (
        spelling.is_known(" ".join(others))
        and max(map(len, others)) >= _LONGEST
        and apart <= max(1, _ALIKE * len(read))
    )
