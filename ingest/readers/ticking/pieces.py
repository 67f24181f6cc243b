"""Lines cut at their boxes: words, box, words, box; and put together again with the boxes shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from domain.geometry import Box
from domain.page import Line, Word
from domain.text import is_han
from ingest.formats.contract import Image
from ingest.images.ink import grey, ink
from ingest.readers.ticking.looks import CropReader, is_mouth
from ingest.readers.ticking.states import Ticked
from ingest.readers.ticking.surroundings import MARKS, Surroundings, places_in

_LOOK_ALIKES = "口囗ロOoQ0〇。VvＶ×冈囚区"
"""What a reader may give for a box between words."""
_LEFT_BEHIND = "口囗Oo0〇×"
"""What it may leave of one at the end of a piece that was cut out."""
_NARROWEST = 0.35
"""Pieces narrower than this share of the line's height hold no character."""
_GAP = 0.9
"""White as wide as this, in heights of the line, parts what stands in one piece."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Words between boxes."""

    text: str
    box: Box


Item = Piece | Ticked


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A line and what it is made of, from left to right."""

    source: Line
    items: tuple[Item, ...]

    @property
    def boxes(self) -> tuple[Ticked, ...]:
        return tuple(item for item in self.items if isinstance(item, Ticked))

    def line(self) -> Line:
        """The line with its boxes shown; as it was where it has none."""
        if not self.boxes:
            return self.source
        words = tuple(self._words())
        return Line(
            text=" ".join(word.text for word in words).replace("： ", "：").replace(": ", ":"),
            box=Box.around(word.box for word in words),
            confidence=self.source.confidence,
            words=words,
            handwritten=self.source.handwritten,
        )

    def _words(self) -> Iterator[Word]:
        """A box and the words it belongs to are one word."""
        waiting: list[Item] = []
        for place, item in enumerate(self.items):
            waiting.append(item)
            following = self.items[place + 1] if place + 1 < len(self.items) else None
            if isinstance(item, Piece) or following is None or isinstance(following, Ticked):
                yield self._word(waiting)
                waiting = []

    def _word(self, items: Sequence[Item]) -> Word:
        text = "".join(item.text if isinstance(item, Piece) else item.symbol for item in items)
        return Word(text, Box.around(item.box for item in items), self.source.confidence)


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts the lines of one page. Without `read_crop` words are shared out by their places."""

    image: Image
    around: Surroundings
    read_crop: CropReader | None

    def cut(self, boxes: Sequence[Ticked]) -> tuple[Cut, ...]:
        """Every line in its order, cut at the boxes that stand in it or beside it."""
        hosted: dict[int, list[Ticked]] = {}
        for box in boxes:
            line = self.around.host(box.box)
            if line is not None:
                hosted.setdefault(id(line), []).append(box)
        return tuple(self._cut(line, hosted.get(id(line), [])) for line in self.around.lines)

    def _cut(self, line: Line, boxes: Sequence[Ticked]) -> Cut:
        if not boxes:
            return Cut(line, (Piece(line.text, line.box),))
        ordered = sorted(boxes, key=lambda box: box.box.x0)
        items: list[Item] = [*ordered, *(one for one in self._pieces(line, ordered) if one.text)]
        return Cut(line, tuple(sorted(items, key=lambda item: item.box.centre[0])))

    def _pieces(self, line: Line, boxes: Sequence[Ticked]) -> list[Piece]:
        """The words between the boxes; only where the text does not tell are they read again."""
        spans = _spans(line, boxes, self.around.aspect)
        if self.read_crop is None:
            return [_shared_out(line, span) for span in spans]
        parts = [list(self._parts(line, span)) for span in spans]
        texts = _parted(line, boxes, spans)
        if texts and all(len(inside) <= 1 for inside in parts):
            return [Piece(text, span) for text, span in zip(texts, spans, strict=True)]
        return [self._read(part, self.read_crop) for inside in parts for part in inside]

    def _parts(self, line: Line, span: Box) -> Iterator[Box]:
        """What in a span stands apart, with a little white on both sides."""
        columns = self.image.shape[1]
        left, part = self._pixels(span)
        height, width = part.shape[:2]
        if min(height, width) < 4:
            return
        found = ink(grey(part), reach=max(15, 2 * height)) > 0
        inked = np.flatnonzero(found.sum(axis=0) > max(1, height // 40))
        if not len(inked):
            return
        cuts = np.flatnonzero(np.diff(inked) > _GAP * height)
        starts = [int(inked[0]), *(int(inked[cut + 1]) for cut in cuts)]
        ends = [*(int(inked[cut]) for cut in cuts), int(inked[-1])]
        margin = max(2, height // 8)
        for start, end in zip(starts, ends, strict=True):
            if end - start >= 0.15 * height:
                x0, x1 = max(0, start - margin), min(width, end + margin + 1)
                yield Box.clipped(
                    (left + x0) / columns, line.box.y0, (left + x1) / columns, line.box.y1
                )

    def _pixels(self, box: Box) -> tuple[int, Image]:
        """The first column of a box and what it shows, without the pixels at its ends."""
        rows, columns = self.image.shape[:2]
        left, right = max(0, round(box.x0 * columns) + 1), round(box.x1 * columns) - 1
        part = self.image[round(box.y0 * rows) : round(box.y1 * rows), left:right]
        return left, np.ascontiguousarray(part)

    def _read(self, part: Box, read_crop: CropReader) -> Piece:
        shown = self._pixels(part)[1]
        text = read_crop(shown).text.strip(MARKS + " ") if min(shown.shape[:2]) >= 4 else ""
        if len(text) > 1 and text[-1] in _LEFT_BEHIND and is_han(text[-2]):
            text = text[:-1]
        return Piece(text, part)


def _spans(line: Line, boxes: Sequence[Ticked], aspect: float) -> list[Box]:
    """The stretches of a line that no box takes up; `aspect` is the page's width by its height."""
    narrowest = _NARROWEST * line.box.height / aspect
    starts = [line.box.x0, *(max(line.box.x0, box.box.x1) for box in boxes)]
    ends = [*(min(box.box.x0, line.box.x1) for box in boxes), line.box.x1]
    return [
        Box(start, line.box.y0, end, line.box.y1)
        for start, end in zip(starts, ends, strict=True)
        if end - start > narrowest
    ]


def _parted(line: Line, boxes: Sequence[Ticked], spans: Sequence[Box]) -> list[str]:
    """The line's text parted at its boxes, one text for each span; empty where they do not match.

    Boxes at the ends of a line need not be in its text.
    """
    text = line.text
    marks = [at for at, char in enumerate(text) if char in MARKS]
    alike = [at for at, char in enumerate(text) if char in _LOOK_ALIKES and not is_mouth(text, at)]
    beyond = sum(not line.box.x0 < box.box.centre[0] < line.box.x1 for box in boxes)
    for places in (marks, sorted({*marks, *alike})):
        if len(places) in (len(boxes), len(boxes) - beyond):
            edges = [-1, *places, len(text)]
            texts = [text[a + 1 : b].strip() for a, b in pairwise(edges)]
            texts = [part for part in texts if part]
            return texts if len(texts) == len(spans) else []
    return []


def _shared_out(line: Line, span: Box) -> Piece:
    """The characters whose places lie in a span."""
    held = [at for at, x0, x1 in places_in(line) if span.x0 <= (x0 + x1) / 2 <= span.x1]
    text = line.text[held[0] : held[-1] + 1] if held else ""
    return Piece(text.strip(MARKS + " "), span)
