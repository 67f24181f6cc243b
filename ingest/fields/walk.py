"""A strip walked through by its characters: where runs of text begin, what closes a label.

What stands before and behind a word makes it a label or not: the edge of the strip, a gap, a colon,
a line to write on, the number of an item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from domain.fields import FieldKey
from domain.text import fold, is_han, squeezed
from ingest.fields.book import COLONS, LabelBook
from ingest.forms.strips import LARGE_GAP, Strip

_LINES = "_＿‗"
_OPENING = "(（[【〔"
_CLOSING = ")）]】〕"
_SMALL_GAP = 0.3
_ITEM = re.compile(r"[(（]?(?P<number>[0-9]{1,20})\s*[)）.、．]\s*$")
_ITEM_OPENS = re.compile(r"[(（]?[0-9]{1,2}\s*[)）.、．](?![0-9])")
_AREA_CODE = re.compile(r"[(（]\s*\+?[0-9-]{2,6}\s*[)）]")
"""A bracket that belongs to the value: (0571) 88123456."""


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


@dataclass(frozen=True, slots=True)
class RunStart:
    """A run of text that begins at a strip's edge, behind a wide gap, or as a numbered item.

    `item` is the character at which its number begins, `position` that of its words; `key` and
    `length` are those of the label it begins with, `value_from` where the value of that begins,
    `closing` is what closes it. They are None, 0 and EDGE where it begins with no label.
    """

    item: int
    position: int
    value_from: int
    length: int
    key: FieldKey | None
    closing: End = End.EDGE


@dataclass(frozen=True, slots=True)
class Manner:
    """What its block says about a strip: the characters where labels begin, and where values do."""

    labels: frozenset[int] = frozenset()
    values: frozenset[int] = frozenset()


ALONE = Manner()
"""A strip about which nothing else says anything."""


class Walk:
    """One strip with its folded characters, which stands in a block of this `manner`."""

    def __init__(
        self, strip: Strip, book: LabelBook, aspect: float, manner: Manner = ALONE
    ) -> None:
        self.manner = manner
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

    def starts_of_runs(self) -> list[RunStart]:
        """Where runs of text begin, left to right, and with which label."""
        runs, number, numbered_until = [], None, 0
        for position, at in enumerate(self.starts):
            item, number = self._item(at, number)
            edge = self._start(position) == Start.EDGE
            if at < numbered_until or not (edge or item < at):
                continue
            if edge and self._opens_item(at):
                continue
            runs.append(self._run(item, position))
            numbered_until = self.ends[position + max(1, runs[-1].length) - 1]
        return runs

    def _run(self, item: int, position: int) -> RunStart:
        at = self.starts[position]
        for length in range(min(self.book.longest, len(self.chars) - position), 1, -1):
            key = self.book.labels.get(self.chars[position : position + length])
            if key is not None:
                closing, value_from, _ = self._closing(self._past_bracket(position, length))
                held = min(value_from, len(self.text) - 1)
                return RunStart(item, at, held, length, key, closing)
        return RunStart(item, at, 0, 0, None)

    def _opens_item(self, at: int) -> bool:
        """Whether an item's number begins here, and no words."""
        return _ITEM_OPENS.match(self.text, at) is not None

    def _item(self, at: int, number: int | None) -> tuple[int, int | None]:
        """Where the number of the item begins whose words begin at `at`, and that number.

        `number` is that of the item before; it alone tells the number from a value's last digits
        where both are glued: ...FND37 and 8、 in `FND378、纳税人资格`.
        """
        match = _ITEM.search(self.text[:at])
        if match is None:
            return at, number
        digits, start = match["number"], match.start()
        glued = start > 0 and self.text[start - 1].isalnum()
        if number is not None and digits.endswith(str(number + 1)):
            begins = match.end("number") - len(str(number + 1))
            return (begins if len(digits) > len(str(number + 1)) else start), number + 1
        if glued or len(digits) > 2:
            return at, number
        return start, int(digits)

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
        dialled = _AREA_CODE.match(self.text, opened)
        if opened >= len(self.text) or self.text[opened] not in _OPENING or dialled:
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
