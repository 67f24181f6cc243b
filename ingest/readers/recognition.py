"""What a line of text says: PP-OCR's recogniser, with the place of every character."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.formats.contract import Image
from ingest.images import inference
from ingest.images.likeliest import Answer
from ingest.readers import handwriting, wordlist
from ingest.readers.spelling import Letter, Spelling

MODEL = "PP-OCRv6_rec_small.onnx"
"""The network; weights for telling handwriting hold for this one only."""

HEIGHT = 48
"""Pixels of a line's height as the network is shown it."""

_WIDTHS = (96, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1152, 1280)
_STEP = 256
"""Widths to which lines are padded: these, and beyond them multiples of the step. Every new shape
costs the network as much as reading a line of a thousand pixels, and memory, so it shall meet few.
"""

_TOGETHER = 4
_NARROW = 192
"""Lines up to this width are shown four at a time, which halves the time of the narrowest; of
wider ones a batch takes as long as its lines one by one, and would only be one more shape."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A character, the place of its middle along the line (0..1), and the confidence in it.

    `handwritten` says whether the piece of the line in which it stands was written by hand.
    """

    text: str
    at: float
    confidence: float
    handwritten: bool = False


class Recogniser:
    """Reads images that hold one line each."""

    def __init__(self, threads: int) -> None:
        self._network = inference.load("rapidocr", MODEL, threads, handwriting.INSIDE, bare=True)
        # The network's first class is "no character", its last a space.
        self._characters = ("", *self._network.labels, " ")
        words = wordlist.english()
        self.spelling = Spelling(self._characters, words) if words else None

    def read(self, lines: Sequence[Image]) -> list[list[Mark]]:
        """The characters of each image, in the order given."""
        widths = [_width(line) for line in lines]
        found: list[list[Mark]] = [[] for _ in lines]
        for batch in _batches(widths):
            widest = max(widths[index] for index in batch)
            answer, inner = self._network.both(_stacked([lines[i] for i in batch], widest))
            for row, index in enumerate(batch):
                told = Answer(answer[row], bare=self._network.bare)
                found[index] = self._decoded(told, inner[row], widest, lines[index])
        return found

    def inner(self, line: Image) -> NDArray[np.float32]:
        """What the network makes of a line before it names characters: numbers x columns."""
        widest = _width(line)
        _, inner = self._network.both(_stacked([line], widest))
        share = min(1.0, HEIGHT * line.shape[1] / line.shape[0] / widest)
        columns: NDArray[np.float32] = inner[0].reshape(inner.shape[1], -1)
        return columns[:, : max(1, round(columns.shape[1] * share))].copy()

    def _decoded(
        self,
        told: Answer,
        inner: NDArray[np.float32],
        widest: int,
        line: Image,
    ) -> list[Mark]:
        """Best class of every column, repeats and gaps taken out.

        The network speaks half a column late, so a character's middle is its column's start.
        """
        best = told.best()
        fresh = np.ones(len(best), dtype=bool)
        fresh[1:] = best[1:] != best[:-1]
        columns = np.flatnonzero(fresh & (best != 0))
        own = min(widest, math.ceil(HEIGHT * line.shape[1] / line.shape[0]))
        per_column = widest / len(best)
        letters = [
            Letter(self._characters[best[column]], int(column), sure)
            for column, sure in zip(columns, told.sureness(columns), strict=True)
        ]
        if self.spelling:
            letters = self.spelling.settled(letters, told)
            columns = np.array([letter.column for letter in letters], dtype=np.intp)
        places = [min(1.0, float(column) * per_column / own) for column in columns]
        pens = _by_character(handwriting.scores(inner), columns)
        texts = [letter.text for letter in letters]
        by_hand = handwriting.written(list(zip(texts, places, pens, strict=True)))
        return [
            Mark(letter.text, at, letter.confidence, hand)
            for letter, at, hand in zip(letters, places, by_hand, strict=True)
        ]


def _by_character(scores: NDArray[np.float32], columns: NDArray[np.intp]) -> list[float]:
    """Mean score around each character's column, half way to its neighbours."""
    if len(columns) == 0:
        return []
    cuts = (columns[1:] + columns[:-1] + 1) // 2
    first = max(0, 2 * columns[0] - cuts[0]) if len(cuts) else 0
    last = min(len(scores), 2 * columns[-1] - cuts[-1] + 1) if len(cuts) else columns[0] + 2
    borders = [first, *cuts, last]
    sums = np.concatenate([[0.0], np.cumsum(scores, dtype=np.float64)])
    starts = np.minimum(borders[:-1], len(scores) - 1)
    ends = np.minimum(np.maximum(borders[1:], starts + 1), len(scores))
    means: list[float] = ((sums[ends] - sums[starts]) / (ends - starts)).tolist()
    return means


def _width(line: Image) -> int:
    """The width at which a line is shown to the network."""
    height, width = line.shape[:2]
    wanted: int = math.ceil(HEIGHT * width / height)
    fitting = next((step for step in _WIDTHS if step >= wanted), None)
    return fitting or math.ceil(wanted / _STEP) * _STEP


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Lines of one width: narrow ones four at a time, the others and what is left one by one."""
    for width in sorted(set(widths)):
        waiting = [index for index, own in enumerate(widths) if own == width]
        while waiting:
            size = _TOGETHER if width <= _NARROW and len(waiting) >= _TOGETHER else 1
            yield waiting[:size]
            waiting = waiting[size:]


def _stacked(lines: Sequence[Image], widest: int) -> inference.Tensor:
    scaled = []
    for line in lines:
        width = min(widest, math.ceil(HEIGHT * line.shape[1] / line.shape[0]))
        scaled.append(np.asarray(cv2.resize(line, (width, HEIGHT)), dtype=np.uint8))
    return inference.pixels(scaled, widest)
