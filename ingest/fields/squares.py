"""A table's cells with what stands in them: a label alone, a label with its value, or a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from domain.fields import FieldKey
from domain.geometry import Box
from domain.page import Cell, Line
from domain.text import squeezed
from ingest.fields.book import LabelBook
from ingest.fields.found import Found
from ingest.fields.labels import find_anchors
from ingest.fields.rows import Row, is_empty, rows_of, trimmed, value_strip
from ingest.fields.walk import End, Manner, Walk
from ingest.forms.strips import Strip, glyphs_of, rows, spread

_GLOSS = re.compile(r"[A-Za-z](?:[A-Za-z .,'/&()-]|[0-9](?![0-9]))*[:：]?")
_SMALL = 0.85
"""A foreign name below a label is set in print so much smaller, at most."""
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Square:
    """A cell with its strips, and the label it holds if it holds nothing else.

    The strips of a label leave out its name in another language, printed small below it.
    """

    cell: Cell
    strips: tuple[Strip, ...]
    rows: tuple[Row, ...]
    label: tuple[str, FieldKey, str] | None

    @property
    def text(self) -> str:
        return "\n".join(strip.text for strip in self.strips)

    @property
    def blank(self) -> bool:
        return is_empty(self.text)

    @property
    def holds_label(self) -> bool:
        """Whether any label stands here, alone or with its value."""
        return self.label is not None or any(row.anchors for row in self.rows)

    @property
    def closed(self) -> bool:
        """Whether a colon says that this is a label."""
        return self.text.rstrip()[-1:] in (":", "：")

    @property
    def begins_with_label(self) -> bool:
        """Whether a label stands first and its value behind or below it."""
        first = self.rows[0] if self.rows else None
        if first is None or not first.anchors or first.strip.text[: first.anchors[0].start].strip():
            return False
        return len(self.rows) > 1 or value_strip(first, 0) is not None

    @property
    def last_column(self) -> int:
        return self.cell.column + self.cell.column_span

    @property
    def last_row(self) -> int:
        return self.cell.row + self.cell.row_span

    def emptied(self) -> Square:
        """The same cell without its words, which only say again what stands above."""
        return replace(self, strips=(), label=None, rows=())

    def plain(self) -> Square:
        """The same cell taken for a value."""
        return replace(self, label=None, rows=())


def square_of(cell: Cell, lines: Iterable[Line], book: LabelBook, aspect: float) -> Square:
    """The cell with the lines that stand in it."""
    own = [line for line in lines if line.text.strip() and cell.box.holds(line.box.centre)]
    if own:
        strips = rows(glyphs_of(line) for line in own)
    else:
        strips = spread(cell.text, cell.box, cell.confidence, cell.handwritten)
    named = _without_gloss(strips, book)
    whole = "".join(strip.text for strip in named)
    label = book.whole(whole) if len(whole) <= _LONGEST_LABEL else None
    if label and _is_label_and_more(named, book):
        label = None
    label = label or _drawn_apart(named, book)
    if label:
        return Square(cell, tuple(named), (), label)
    if len(named) > 1 and book.whole(named[0].text):
        strips = named
    return Square(cell, tuple(strips), tuple(rows_of(strips, book, aspect)), None)


def _is_label_and_more(strips: Sequence[Strip], book: LabelBook) -> bool:
    """Whether a label fills the first line and a lone character, its value, the second."""
    rest = "".join(strip.text for strip in strips[1:]).strip()
    return len(rest) == 1 and rest.isalnum() and squeezed(strips[0].text) in book.labels


def _drawn_apart(strips: Sequence[Strip], book: LabelBook) -> tuple[str, FieldKey, str] | None:
    """A label whose few characters stand side by side, though not quite level: 职    务."""
    across = sorted(strips, key=lambda strip: strip.box.centre[0])
    apart = all(
        a.box.centre[0] + 0.4 * a.box.width < b.box.centre[0] and a.box.same_row(b.box)
        for a, b in pairwise(across)
    )
    few = len(strips) > 1 and all(len(strip.text) <= 2 for strip in strips)
    return book.whole("".join(strip.text for strip in across)) if few and apart else None


def _without_gloss(strips: Sequence[Strip], book: LabelBook) -> list[Strip]:
    """The strips without those that say a label again in English: 姓名 over Name."""
    kept: list[Strip] = []
    for strip in strips:
        if not (len(kept) == 1 and _is_gloss(strip, kept[0], book)):
            kept.append(strip)
    return kept


def _is_gloss(strip: Strip, label: Strip, book: LabelBook) -> bool:
    text = strip.text.strip()
    if label.text.isascii() or not _GLOSS.fullmatch(text):
        return False
    small = strip.height <= _SMALL * label.height and any(char.islower() for char in text)
    return small or book.is_english(text)


def is_gloss(text: str, book: LabelBook) -> bool:
    """Whether a text is a label's name in English."""
    return _GLOSS.fullmatch(text.strip()) is not None and book.is_english(text)


def opened(square: Square, book: LabelBook, aspect: float) -> Square:
    """The cell of a table whose cells all begin with their label: so does this, if any can."""
    if not square.strips or square.label or square.begins_with_label:
        return square
    first, *rest = square.strips
    runs = Walk(first, book, aspect).starts_of_runs()
    if not runs or runs[0].key is None:
        return square
    anchors = find_anchors(first, book, aspect, Manner(frozenset({runs[0].position})))
    return replace(square, rows=(Row(first, tuple(anchors)), *rows_of(rest, book, aspect)))


def below_its_label(square: Square) -> Found | None:
    """The value that fills a cell below its label; None where a label closes with a colon there."""
    if len(square.rows) < 2 or len(square.rows[0].anchors) != 1:
        return None
    first, rest = square.rows[0], square.rows[1:]
    anchor = first.anchors[0]
    closed = any(other.closing == End.COLON for row in rest for other in row.anchors)
    if anchor.key is None or value_strip(first, 0) is not None or closed:
        return None
    strips = tuple(strip for row in rest if (strip := trimmed(row.strip)) is not None)
    box = Box.around(glyph.box for glyph in first.strip.glyphs[anchor.start : anchor.end])
    place = Box.around(strip.box for strip in strips) if strips else square.cell.box
    return Found(anchor.key, anchor.squeezed, anchor.printed, strips, place, box, anchor.unit)
