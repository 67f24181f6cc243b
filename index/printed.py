"""A text as it was printed, with the way back from its folded form to glyphs and boxes.

Kept beside the index so that a hit can be shown without reading the records again: the snippet
is cut from the printed text, and the boxes are those of the words that were printed there.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from domain.geometry import Box
from domain.page import Line, Page
from domain.text import Folded

_MILLIONTHS = 1_000_000
"""Boxes are kept in millionths of the page: exact to six digits, far finer than a pixel."""

_LENGTHS = Struct("<IIII")
_NO_BOX = (0, 0, 0, 0)

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class WayBack:
    """From places in a folded text to places in the printed one.

    Each row (folded, start, end) begins a stretch in which every folded character came from one
    printed character further on.
    """

    rows: Numbers

    @classmethod
    def of(cls, folded: Folded) -> WayBack:
        """The way back from a folded text."""
        triples: list[tuple[int, int, int]] = []
        previous = (-2, -2)
        for index, place in enumerate(zip(folded.starts, folded.ends, strict=True)):
            if place != (previous[0] + 1, previous[1] + 1):
                triples.append((index, *place))
            previous = place
        return cls(np.array(triples, dtype=np.uint32).reshape(-1, 3))

    def _place(self, index: int) -> tuple[int, int]:
        row = bisect_right(self.rows[:, 0], index) - 1
        folded, start, end = (int(number) for number in self.rows[row])
        return start + index - folded, end + index - folded

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the printed text the folded characters `start` to `end` (exclusive) stand."""
        return self._place(start)[0], self._place(end - 1)[1]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is true of a page without being printed on it: a title, a name, a value.

    `box` is where on the page it belongs, if anywhere.
    """

    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What a page's entry can show: its text, its words' places, and the remarks about it.

    Rows of `words` are (start, end, x0, y0, x1, y1): characters of `text` and their box.
    """

    text: str
    way_back: WayBack
    words: Numbers
    remarks: tuple[Remark, ...] = ()

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the printed characters `start` to `end` (exclusive), word by word.

        A word of which only a part is meant gives a part of its box, by the share of its
        characters.
        """
        touched = self.words[(self.words[:, 0] < end) & (self.words[:, 1] > start)]
        return tuple(_part(row.tolist(), start, end) for row in touched)

    def pack(self) -> bytes:
        """These things as bytes for an index to keep; `unpack` gives them back."""
        remarks = [[remark.text, _millionths(remark.box)] for remark in self.remarks]
        parts = (
            self.text.encode(errors="surrogatepass"),
            self.way_back.rows.astype("<u4").tobytes(),
            self.words.astype("<u4").tobytes(),
            json.dumps(remarks).encode(),
        )
        return zlib.compress(_LENGTHS.pack(*map(len, parts)) + b"".join(parts), 6)

    @classmethod
    def unpack(cls, packed: bytes) -> Printed:
        """What `pack` made bytes of. Raises zlib.error or ValueError for other bytes."""
        raw = zlib.decompress(packed)
        ends = [_LENGTHS.size]
        for length in _LENGTHS.unpack_from(raw):
            ends.append(ends[-1] + length)
        text, rows, words, remarks = (raw[start:end] for start, end in pairwise(ends))
        return cls(
            text.decode(errors="surrogatepass"),
            WayBack(np.frombuffer(rows, dtype="<u4").reshape(-1, 3)),
            np.frombuffer(words, dtype="<u4").reshape(-1, 6),
            tuple(Remark(said, _box(numbers)) for said, numbers in json.loads(remarks)),
        )


def _part(row: list[int], start: int, end: int) -> Box:
    first, last = row[0], row[1]
    x0, y0, x1, y1 = (number / _MILLIONTHS for number in row[2:])
    width, length = x1 - x0, last - first
    left = x0 + width * (max(start, first) - first) / length if start > first else x0
    right = x0 + width * (min(end, last) - first) / length if end < last else x1
    return Box(left, y0, max(left, right), y1)


def _millionths(box: Box | None) -> tuple[int, int, int, int]:
    if box is None:
        return _NO_BOX
    x0, y0, x1, y1 = (round(side * _MILLIONTHS) for side in box.as_tuple())
    return x0, y0, x1, y1


def _box(numbers: list[int]) -> Box | None:
    if tuple(numbers) == _NO_BOX:
        return None
    x0, y0, x1, y1 = (number / _MILLIONTHS for number in numbers)
    return Box(x0, y0, x1, y1)


def words_of(page: Page) -> Numbers:
    """The places of the words of `page` in its text, one row each (see `Printed`).

    A line whose words do not make up its text, or that has none, counts as one word.
    """
    rows: list[tuple[int, ...]] = []
    begin = 0
    for line in page.lines:
        rows += [(begin + start, begin + end, *box) for start, end, box in _words_of_line(line)]
        begin += len(line.text) + 1
    return np.array(rows, dtype=np.uint32).reshape(-1, 6)


def _words_of_line(line: Line) -> list[tuple[int, int, tuple[int, int, int, int]]]:
    placed: list[tuple[int, int, tuple[int, int, int, int]]] = []
    position = 0
    for word in line.words:
        found = line.text.find(word.text, position) if word.text else -1
        if found < 0:
            placed = []
            break
        position = found + len(word.text)
        placed.append((found, position, _millionths(word.box)))
    if not placed and line.text:
        return [(0, len(line.text), _millionths(line.box))]
    return placed
