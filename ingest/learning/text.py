"""A paper as the learner sees it: its print as numbers, without the values written on it.

Pairs and triples of characters are hashed into a fixed number of features, so that nothing need be
agreed beforehand and a model holds no vocabulary, only numbers (scikit-learn's HashingVectorizer).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from domain.page import Line
from domain.reading import PageReading
from domain.text import squeezed

FEATURES = 1 << 14
_LONGEST = 1_500
"""Characters of a paper that are looked at; what comes after the head is mostly the writer's."""
_HEAD = 0.33
_NUMBER = re.compile(r"[0-9]+")
_BREAK = "\n"


def first_page(readings: Sequence[PageReading]) -> PageReading | None:
    """The page that says what a document is: the first with anything on it."""
    return next((reading for reading in readings if reading.page.lines), None)


def print_of(reading: PageReading) -> str:
    """The page's print, line by line; the head stands twice, as titles and senders are there."""
    lines = [(line, print_in(line, reading)) for line in reading.page.lines]
    head = [text for line, text in lines if line.box.centre[1] < _HEAD]
    return _BREAK.join(text for text in (*head, *(text for _, text in lines)) if text)[:_LONGEST]


def print_in(line: Line, reading: PageReading) -> str:
    """A line's print, squeezed: values that were read on the page are taken out of it."""
    text = squeezed(line.text)
    for value in _values(reading):
        text = text.replace(value, "")
    return _NUMBER.sub("0", text)


def _values(reading: PageReading) -> tuple[str, ...]:
    written = {squeezed(value.raw) for value in reading.fields}
    return tuple(sorted((text for text in written if len(text) > 1), key=len, reverse=True))


def vectors(texts: Iterable[str], rarity: np.ndarray | None = None) -> csr_matrix:
    """The texts as rows of length 1; `rarity` weighs each feature by how seldom it is.

    Pairs and triples count by the logarithm of their number, as a word said ten times does not
    say ten times as much.
    """
    counts = csr_matrix(_hashing().transform(texts), dtype=np.float32)
    counts.data = 1 + np.log(counts.data)
    if rarity is not None:
        counts = csr_matrix(counts.multiply(rarity.reshape(1, -1)), dtype=np.float32)
    return csr_matrix(normalize(counts), dtype=np.float32)


def rarities(rows: csr_matrix) -> np.ndarray:
    """How seldom each feature is among `rows`, from 1 (in every one) upward."""
    papers = rows.shape[0]
    having = np.bincount(rows.indices, minlength=FEATURES)
    return np.asarray(1 + np.log((1 + papers) / (1 + having)), dtype=np.float32)


@lru_cache(maxsize=1)
def _hashing() -> HashingVectorizer:
    return HashingVectorizer(
        analyzer=_grams, n_features=FEATURES, alternate_sign=False, norm=None, dtype=np.float32
    )


def _grams(text: str) -> list[str]:
    """Pairs and triples of neighbouring characters; none runs over a line's end."""
    return [
        gram
        for width in (2, 3)
        for start in range(len(text) - width + 1)
        if _BREAK not in (gram := text[start : start + width])
    ]
