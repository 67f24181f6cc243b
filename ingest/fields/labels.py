"""Labels in a strip: where each begins and ends, and which field it names.

A label is known by its words and by what stands around it: a colon, a gap, a line to write on, or
the border of its cell. What looks like a label but is none of the catalogue's still ends the value
before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from domain.fields import FieldKey, ValueKind
from domain.text import fold, is_han, squeezed
from domain.values import FORMAL_KINDS, parse
from ingest.fields.book import COLONS, FUZZY_FROM, LabelBook, unit_of
from ingest.forms.strips import LARGE_GAP, Strip

_LINES = "_＿‗"
_OPENING = "(（[【〔"
_CLOSING = ")）]】〕"
_SMALL_GAP = 0.3
_LONGEST_UNKNOWN = 14
_HOUSE = re.compile(r"(?:公司|集團|集团|厂|廠|店|中心|院|所|行|部|局|社|合作社|工作室)$")
"""How names of houses end."""
_PLACE = re.compile(r"[一-鿿]{2,7}?[省市区區县縣州]")
"""How addresses begin."""


class Start(IntEnum):
    """What stands before a label, from nothing to the edge of its strip."""

    INSIDE = 0
    SPACE = 1
    MARK = 2
    EDGE = 3


class End(IntEnum):
    """What stands behind a label."""

    TEXT = 0
    SPACE = 1
    GAP = 2
    EDGE = 3
    LINE = 4
    COLON = 5


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label in a strip: characters `start` to `end` of it; its value begins at `value_from`.

    `key` is None for a label of no field the catalogue knows. `unit` is what the label says in
    brackets about the value's unit (万元).
    """

    start: int
    end: int
    value_from: int
    squeezed: str
    printed: str
    key: FieldKey | None
    closing: End
    unit: str = ""


class _Finder:
    """One walk over one strip."""

    def __init__(self, strip: Strip, book: LabelBook, aspect: float) -> None:
        self.strip = strip
        self.book = book
        self.aspect = aspect
        self.text = strip.text
        whole = fold(self.text)
        kept = [
            (char, start, end)
            for char, start, end in zip(whole.text, whole.starts, whole.ends, strict=True)
            if char.isalnum()
        ]
        self.chars = "".join(char for char, _, _ in kept)
        self.starts = [start for _, start, _ in kept]
        self.ends = [end for _, _, end in kept]

    def anchors(self) -> list[Anchor]:
        """All labels, left to right, none overlapping."""
        found: list[Anchor] = []
        position = 0
        while position < len(self.chars):
            anchor = self._at(position)
            if anchor is None:
                position += 1
                continue
            found.append(anchor)
            while position < len(self.chars) and self.starts[position] < anchor.end:
                position += 1
        return found

    def _at(self, position: int) -> Anchor | None:
        start = self._start(position)
        known = self._known(position, start)
        if known and known.closing > End.SPACE:
            return known
        if start < Start.MARK:
            return known
        length = self._token(position)
        return self._misread(position, length) or known or self._unknown(position, length)

    def _known(self, position: int, start: Start) -> Anchor | None:
        limit = min(self.book.longest, len(self.chars) - position)
        for length in range(limit, 0, -1):
            label = self.chars[position : position + length]
            if label not in self.book.labels:
                continue
            anchor = self._anchor(position, length, label, self.book.labels[label])
            if self._holds_together(anchor, start) and self._accepted(anchor, start):
                return anchor
        return None

    def _misread(self, position: int, length: int) -> Anchor | None:
        """A known label with one character wrong; only where it is clearly closed."""
        token = self.chars[position : position + length]
        label = self.book.near(token) if length else None
        if label is None:
            return None
        anchor = self._anchor(position, length, label, self.book.labels[label])
        edge = self._start(position) == Start.EDGE
        alone = edge and anchor.closing == End.EDGE
        apart = edge and anchor.closing == End.GAP and length > FUZZY_FROM
        return anchor if anchor.closing >= End.LINE or alone or apart else None

    def _unknown(self, position: int, length: int) -> Anchor | None:
        fits = 2 <= length <= _LONGEST_UNKNOWN and is_han(self.chars[position])
        if not fits or self._start(position) < Start.EDGE:
            return None
        token = self.chars[position : position + length]
        anchor = self._anchor(position, length, token, None)
        colon = self.text[anchor.end : anchor.value_from].rstrip()[-1:] in (":", "：")
        return anchor if anchor.closing == End.COLON and colon else None

    def _anchor(self, position: int, length: int, label: str, key: FieldKey | None) -> Anchor:
        start, end = self.starts[position], self._past_bracket(position, length)
        closing, value_from, bracket = self._closing(end)
        return Anchor(
            start=start,
            end=end,
            value_from=value_from,
            squeezed=label,
            printed="".join(self.text[start:end].split()),
            key=key,
            closing=closing,
            unit=unit_of(bracket),
        )

    def _past_bracket(self, position: int, length: int) -> int:
        """Where a label ends, with the bracket that its last word stands in: 甲方（委托方）."""
        start, end = self.starts[position], self.ends[position + length - 1]
        inside = self.text[start:end]
        opened = sum(inside.count(mark) for mark in _OPENING)
        closed = sum(inside.count(mark) for mark in _CLOSING)
        if opened > closed and self.text[end : end + 1] and self.text[end] in _CLOSING:
            return end + 1
        return end

    def _start(self, position: int) -> Start:
        at = self.starts[position]
        before = self.text[:at].rstrip()
        if not before:
            return Start.EDGE
        gap = self.strip.gap_before(at, self.aspect)
        if gap >= LARGE_GAP:
            return Start.EDGE
        if not before[-1].isalnum():
            return Start.MARK
        foreign = before[-1].isascii() and is_han(self.chars[position])
        return Start.SPACE if gap >= _SMALL_GAP or foreign else Start.INSIDE

    def _closing(self, end: int) -> tuple[End, int, str]:
        """What closes a label that ends at `end`, where its value begins, and a bracket between."""
        at, bracket = self._after_bracket(end)
        rest = self.text[at:]
        ahead = at + len(rest) - len(rest.lstrip())
        if ahead >= len(self.text):
            return End.EDGE, len(self.text), bracket
        if self.text[ahead] in COLONS:
            return End.COLON, ahead + 1, bracket
        if self.text[ahead] in _LINES:
            return End.LINE, ahead, bracket
        gap = self.strip.gap_before(ahead, self.aspect)
        bilingual = re.match(r"\s*([A-Za-z][A-Za-z ./'&-]{1,30})[:：]", rest)
        if bilingual and gap < LARGE_GAP and squeezed(bilingual[1]) not in self.book.labels:
            return End.COLON, at + bilingual.end(), bracket
        if gap >= LARGE_GAP:
            return End.GAP, ahead, bracket
        return (End.SPACE if gap >= _SMALL_GAP else End.TEXT), ahead, bracket

    def _after_bracket(self, end: int) -> tuple[int, str]:
        """Pass over `（甲方）` or `（万元）` behind a label."""
        rest = self.text[end:]
        opened = end + len(rest) - len(rest.lstrip())
        if opened >= len(self.text) or self.text[opened] not in _OPENING:
            return end, ""
        closed = next(
            (
                place
                for place in range(opened + 1, min(len(self.text), opened + 16))
                if self.text[place] in _CLOSING
            ),
            None,
        )
        return (closed + 1, self.text[opened + 1 : closed]) if closed else (end, "")

    def _token(self, position: int) -> int:
        """How many characters run from `position` without a mark or a wide gap."""
        length = 1
        while position + length < len(self.chars) and length <= self.book.longest:
            before, at = self.ends[position + length - 1], self.starts[position + length]
            between = self.text[before:at].strip(" -")
            if between or self.strip.gap_before(at, self.aspect) >= LARGE_GAP:
                break
            length += 1
        return length

    def _accepted(self, anchor: Anchor, start: Start) -> bool:
        """Whether a known label's surroundings are those of a label."""
        length = len(anchor.squeezed)
        if length == 1:
            return anchor.closing == End.COLON and start == Start.EDGE
        if anchor.closing == End.COLON:
            return start >= Start.SPACE or self._after_value(anchor)
        if anchor.closing == End.LINE:
            return start >= Start.SPACE
        return not self._in_place_of_value(anchor) and self._stands_apart(anchor, start, length)

    def _in_place_of_value(self, anchor: Anchor) -> bool:
        """Whether a value that could be a label stands here, as in 方式：电话 or 职务  经理."""
        follows = self.text[: anchor.start].rstrip()[-1:] in COLONS and anchor.start > 0
        return follows or (anchor.closing == End.EDGE and anchor.squeezed in self.book.weak)

    def _stands_apart(self, anchor: Anchor, start: Start, length: int) -> bool:
        """Whether room around a label does what a colon would do."""
        if anchor.closing in (End.EDGE, End.GAP):
            return start == Start.EDGE or (start == Start.MARK and length >= FUZZY_FROM)
        return start == Start.EDGE and self._plausible(anchor, length)

    def _up_to_gap(self, start: int) -> str:
        """The text from `start` to the next wide gap."""
        for at in range(start + 1, len(self.text)):
            if not self.text[at].isspace() and self.strip.gap_before(at, self.aspect) >= LARGE_GAP:
                return self.text[start:at].strip()
        return self.text[start:].strip()

    def _after_value(self, anchor: Anchor) -> bool:
        """Whether a label glued to the text before it follows a value, not a longer label."""
        before = self.text[: anchor.start]
        cut = max(before.rfind(colon) for colon in COLONS)
        if cut < 0 or len(before) - cut <= 2:
            return False
        inside = range(cut + 1, anchor.start)
        gaps = (
            self.strip.gap_before(at, self.aspect) for at in inside if not self.text[at].isspace()
        )
        return max(list(gaps)[1:], default=0.0) < LARGE_GAP

    def _gaps(self, anchor: Anchor) -> list[float]:
        """The room between a label's characters."""
        inside = range(anchor.start + 1, anchor.end)
        return [
            self.strip.gap_before(at, self.aspect) for at in inside if not self.text[at].isspace()
        ]

    def _spread(self, anchor: Anchor) -> bool:
        """Whether a label is drawn apart to the width of longer ones: `名    称`."""
        return max(self._gaps(anchor), default=0.0) >= LARGE_GAP

    def _holds_together(self, anchor: Anchor, start: Start) -> bool:
        """Whether a label is one: wide gaps in it must stand between all its characters."""
        if not self._spread(anchor):
            return True
        gaps = self._gaps(anchor)
        return start == Start.EDGE and min(gaps) >= 0.5 * max(gaps)

    def _plausible(self, anchor: Anchor, length: int) -> bool:
        """Whether what follows a label without any mark can be its value."""
        if self._spread(anchor):
            return True
        rest = self._up_to_gap(anchor.value_from)
        kind = self.book.kinds[anchor.key] if anchor.key else ValueKind.TEXT
        if kind in FORMAL_KINDS:
            return parse(kind, rest).well_formed
        if kind == ValueKind.COMPANY and _HOUSE.search(rest) and len(rest) <= 40:
            return anchor.squeezed not in self.book.weak
        if kind == ValueKind.ADDRESS and _PLACE.match(rest):
            return True
        if anchor.closing == End.SPACE:
            return length >= 4 and len(rest) <= 60
        return length >= 4 and kind == ValueKind.PERSON and 2 <= len(rest) <= 4


def find_anchors(strip: Strip, book: LabelBook, aspect: float) -> list[Anchor]:
    """The labels in `strip`, left to right; `aspect` is the page's width over its height."""
    return _Finder(strip, book, aspect).anchors()
