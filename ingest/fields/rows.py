"""Rows of print with the labels in them, and what of a row is a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.text import is_han
from ingest.fields.book import LabelBook
from ingest.fields.labels import find_anchors
from ingest.fields.manner import manners
from ingest.fields.walk import Anchor, End
from ingest.forms.strips import Strip

_FAR = 4.5
"""In heights: what stands so far behind a value belongs to something else."""
_EMPTY = re.compile(r"[\s_＿‗—–\-\.·…:：,，;；|｜/／\\]*")
_GOES_ON = "，、,；;"
"""Marks behind which a value goes on in the next line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A strip and the labels in it."""

    strip: Strip
    anchors: tuple[Anchor, ...]

    @property
    def only_labels(self) -> bool:
        """Whether labels stand here and no value."""
        return bool(self.anchors) and all(
            value_strip(self, number) is None for number in range(len(self.anchors))
        )


def rows_of(strips: Sequence[Strip], book: LabelBook, aspect: float) -> list[Row]:
    """The strips with their labels."""
    return [
        Row(strip, tuple(find_anchors(strip, book, aspect, manner)))
        for strip, manner in zip(strips, manners(strips, book, aspect), strict=True)
    ]


def settled(rows: Sequence[Row], book: LabelBook) -> list[Row]:
    """The rows, where words below a row of labels are values though they could be labels too."""
    kept: list[Row] = []
    for row in rows:
        above = kept[-1] if kept else None
        headed = above is not None and len(above.anchors) > 1 and above.only_labels
        doubtful = bool(row.anchors) and all(
            anchor.squeezed in book.weak and anchor.closing not in (End.COLON, End.LINE)
            for anchor in row.anchors
        )
        kept.append(Row(row.strip, ()) if headed and doubtful else row)
    return kept


def is_empty(text: str) -> bool:
    """Whether nothing is written here but the line or dots to write on."""
    return _EMPTY.fullmatch(text) is not None


def value_strip(row: Row, number: int, aspect: float = 1.0) -> Strip | None:
    """What stands behind the label `number` of a row, up to the next; None for nothing."""
    anchor = row.anchors[number]
    following = row.anchors[number + 1].start if number + 1 < len(row.anchors) else None
    end = len(row.strip.glyphs) if following is None else following
    strip = row.strip.part(anchor.value_from, end)
    strip = trimmed(strip) if strip else None
    return _near(strip, aspect) if strip else None


def trimmed(strip: Strip) -> Strip | None:
    """A value without the line it is written on and a doubled colon; None when nothing is left."""
    text = strip.text
    start = len(text) - len(text.lstrip("_＿‗—:： \t.·…|｜"))
    end = len(text.rstrip("_＿‗—:： \t·…|｜；;，、"))
    if text[start:end].endswith(".") and end - start > 1 and is_han(text[end - 2]):
        end -= 1  # a speck; sentences in Han characters end with 。
    if start >= end or is_empty(text[start:end]):
        return None
    return strip.part(start, end)


def with_mark(row: Strip, strip: Strip) -> Strip:
    """The strip with the comma that stands behind it in its row."""
    last = strip.glyphs[-1]
    at = next((place for place, glyph in enumerate(row.glyphs) if glyph is last), len(row.glyphs))
    following = row.glyphs[at + 1 : at + 2]
    return (
        Strip((*strip.glyphs, *following))
        if following and following[0].character in _GOES_ON
        else strip
    )


def _near(strip: Strip, aspect: float) -> Strip:
    """Only what comes before a very wide gap."""
    for position in range(1, len(strip.glyphs)):
        if strip.glyphs[position].character.isspace():
            continue
        if strip.gap_before(position, aspect) >= _FAR:
            return strip.part(0, position) or strip
    return strip
