"""Values beside and below their labels where no wires part them: on lines, or inside one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from domain.fields import FieldKey, ValueKind
from domain.geometry import Box
from domain.text import squeezed
from domain.values import FORMAL_KINDS, parse
from ingest.fields.book import LabelBook
from ingest.fields.found import Found
from ingest.fields.rows import Row, settled, trimmed, value_strip, with_mark
from ingest.fields.walk import Anchor, End
from ingest.forms.strips import Strip

_ROW_PITCH = 2.6
"""In heights: a continuation's row follows no farther below, middle to middle."""
_WRAPS = frozenset({ValueKind.TEXT, ValueKind.ADDRESS, ValueKind.COMPANY, ValueKind.CHOICE})
"""Kinds of values that may be too long for one line."""
_NUMBERED = re.compile(
    r"^\s*(?:[●■◆▲▼※★☆◇]|第.{1,3}[条章页]|[(（]?[0-9一二三四五六七八九十]{1,2}[)）.、．](?![A-Za-z]))"
)
_FULL_STOP = "。！？"


class _Page:
    """The rows of one region: a page's free text, or a cell."""

    def __init__(self, rows: Sequence[Row], book: LabelBook, aspect: float, limit: Box) -> None:
        self.rows = settled(rows, book)
        self.book = book
        self.aspect = aspect
        self.limit = limit
        self.left = min((row.strip.box.x0 for row in rows), default=limit.x0)
        self.right = max((row.strip.box.x1 for row in rows), default=limit.x1)
        self.starts = self._column_starts()
        self.used: set[int] = set()
        """Characters of further rows that belong to a value already, by identity."""

    def found(self) -> list[Found]:
        values = []
        for at, row in enumerate(self.rows):
            for number, anchor in enumerate(row.anchors):
                if anchor.key is not None:
                    values.append(self._value(at, number, anchor.key))
        return values

    def _column_starts(self) -> list[float]:
        """Where labels begin in several rows: the left edges of the columns."""
        edges = sorted(
            row.strip.glyphs[anchor.start].box.x0 for row in self.rows for anchor in row.anchors
        )
        return [a for a, b in pairwise(edges) if b - a < 0.015]

    def _kind(self, key: FieldKey) -> ValueKind:
        return self.book.kinds[key]

    def _value(self, at: int, number: int, key: FieldKey) -> Found:
        row, anchor = self.rows[at], self.rows[at].anchors[number]
        beside = value_strip(row, number, self.aspect)
        if beside is None:
            strips = self._below(at, number)
        else:
            strips = self._unbroken(at, [beside, *self._continued(at, number, beside)])
        label = Box.around(glyph.box for glyph in row.strip.glyphs[anchor.start : anchor.end])
        place = Box.around(strip.box for strip in strips) if strips else self._blank(at, number)
        return Found(key, anchor.squeezed, anchor.printed, tuple(strips), place, label, anchor.unit)

    def _unbroken(self, at: int, strips: Sequence[Strip]) -> list[Strip]:
        """A value's lines, with the mark at the end of each that goes on in the next."""
        rows = self.rows[at : at + len(strips)]
        ended = [with_mark(row.strip, strip) for row, strip in zip(rows, strips, strict=False)]
        return [*ended[: len(strips) - 1], *strips[-1:]]

    def _column_end(self, at: int, number: int) -> float:
        """Where the column of a label's value ends: at the next label, or the region's edge."""
        row = self.rows[at]
        if number + 1 < len(row.anchors):
            return row.strip.glyphs[row.anchors[number + 1].start].box.x0
        reached = row.strip.box.x1
        start = next((edge for edge in self.starts if edge >= reached), None)
        return max(self.right, reached) if start is None else start

    def _blank(self, at: int, number: int) -> Box:
        """Where a value would stand: from the label to the end of its column."""
        row, anchor = self.rows[at], self.rows[at].anchors[number]
        left = row.strip.glyphs[anchor.end - 1].box.x1
        right = max(self._column_end(at, number), left)
        if number + 1 == len(row.anchors):
            right = max(right, min(self.limit.x1, left + 0.2))
        box = row.strip.box
        return Box.clipped(left, box.y0, right, box.y1)

    def _follows(self, upper: Strip, lower: Strip) -> bool:
        """Whether one row comes directly below the other."""
        height = max(upper.height, lower.height)
        apart = lower.box.centre[1] - upper.box.centre[1]
        similar = 0.6 <= lower.height / max(upper.height, 1e-6) <= 1.6
        return 0 < apart <= _ROW_PITCH * height and similar

    def _piece(self, at: int, left: float, right: float) -> Strip | None:
        """What of a row stands between `left` and `right`, if no label is in it."""
        row = self.rows[at]
        inside = [
            place
            for place, glyph in enumerate(row.strip.glyphs)
            if left <= glyph.box.centre[0] <= right
            and not glyph.character.isspace()
            and id(glyph) not in self.used
        ]
        if not inside:
            return None
        first, last = inside[0], inside[-1] + 1
        if any(a.start < last and first < a.value_from for a in row.anchors):
            return None
        owned = any(a.value_from <= first and a.start < first for a in row.anchors)
        crossed = first > 0 and row.strip.gap_before(first, self.aspect) < 1.0
        if owned or crossed:
            return None
        piece = row.strip.part(first, last)
        return trimmed(piece) if piece else None

    def _use(self, piece: Strip) -> None:
        self.used.update(id(glyph) for glyph in piece.glyphs)

    def _continued(self, at: int, number: int, beside: Strip) -> list[Strip]:
        """The rows into which a long value runs on."""
        anchor = self.rows[at].anchors[number]
        kind = self._kind(anchor.key) if anchor.key else ValueKind.TEXT
        if anchor.key is None or (kind not in _WRAPS and parse(kind, beside.text).well_formed):
            return []
        label_left = self.rows[at].strip.glyphs[anchor.start].box.x0
        end = self._column_end(at, number)
        em = beside.height / self.aspect
        taken: list[Strip] = []
        upper = beside
        for below in range(at + 1, len(self.rows)):
            full = upper.box.x1 >= end - 4.0 * em
            strip = self.rows[below].strip
            if not full or not self._follows(upper, strip):
                break
            piece = self._piece(below, label_left - em, end + em)
            if piece is None or not self._runs_on(beside, upper, piece, em):
                break
            self._use(piece)
            taken.append(piece)
            upper = piece
        whole = "".join(strip.text for strip in (beside, *taken))
        return taken if kind in _WRAPS or parse(kind, whole).well_formed else []

    def _runs_on(self, beside: Strip, upper: Strip, piece: Strip, em: float) -> bool:
        """Whether a row goes on with the value above: under its first row, or from the margin.

        What begins at the margin goes on only if the row above reached the other margin; else it
        is a heading or a sentence of its own.
        """
        if _NUMBERED.match(piece.text) or piece.box.x0 > beside.box.x0 + 3 * em:
            return False
        if piece.box.x0 >= beside.box.x0 - 1.5 * em:
            return True
        other_margin = self.limit.x1 - (self.left - self.limit.x0)
        return upper.box.x1 >= other_margin - 2.5 * em

    def _below(self, at: int, number: int) -> list[Strip]:
        """A value under its label: only in a row of labels alone, when the next row has none."""
        row, anchor = self.rows[at], self.rows[at].anchors[number]
        lower = at + 1
        lined = anchor.closing == End.LINE
        if lined or lower >= len(self.rows) or not row.only_labels or self.rows[lower].anchors:
            return []
        strip = self.rows[lower].strip
        if not self._follows(row.strip, strip):
            return []
        em = strip.height / self.aspect
        left = row.strip.glyphs[anchor.start].box.x0
        last = number + 1 == len(row.anchors)
        right = 1.0 if last else self._column_end(at, number) - 0.5 * em
        piece = self._piece(lower, left - 1.5 * em, right)
        if piece is None or not self._fits(anchor, piece, len(row.anchors)):
            return []
        return [piece, *self._more(lower, piece, left, anchor)]

    def _fits(self, anchor: Anchor, piece: Strip, together: int) -> bool:
        """Whether a piece below a label can be its value."""
        if anchor.key is None or _NUMBERED.match(piece.text):
            return False
        if squeezed(piece.text) in self.book.labels:
            return False
        kind = self._kind(anchor.key)
        if kind in FORMAL_KINDS:
            return parse(kind, piece.text).well_formed
        if parse(ValueKind.DATE, piece.text).well_formed and kind != ValueKind.TEXT:
            return False
        sentence = any(mark in piece.text for mark in _FULL_STOP) and kind != ValueKind.TEXT
        headed = anchor.closing != End.COLON or together == 1 or len(piece.text) <= 20
        return parse(kind, piece.text).well_formed and not sentence and headed

    def _more(self, lower: int, piece: Strip, left: float, anchor: Anchor) -> list[Strip]:
        """Further rows of a paragraph under its label."""
        if anchor.key is None or self._kind(anchor.key) not in (ValueKind.TEXT, ValueKind.ADDRESS):
            return []
        taken: list[Strip] = []
        upper = piece
        em = piece.height / self.aspect
        for below in range(lower + 1, len(self.rows)):
            strip = self.rows[below].strip
            full = upper.box.x1 >= self.right - 4.0 * em
            if self.rows[below].anchors or not full or not self._follows(upper, strip):
                break
            further = self._piece(below, left - 2 * em, 1.0)
            if further is None:
                break
            self._use(further)
            taken.append(further)
            upper = further
        return taken


def values_on(rows: Sequence[Row], book: LabelBook, aspect: float, limit: Box) -> list[Found]:
    """Every known label of the rows with its value, blanks among them, in reading order.

    `limit` is the region the rows stand in: the page, or a cell.
    """
    return _Page(rows, book, aspect, limit).found()
