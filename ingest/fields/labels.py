"""Labels in a strip: where each begins and ends, and which field it names.

A label is known by its words and by what stands around it: a colon, a gap, a line to write on, or
the border of its cell. What looks like a label but is none of the catalogue's still ends the value
before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.fields import FieldKey, ValueKind
from domain.text import is_han
from domain.values import FORMAL_KINDS, parse
from ingest.fields.book import COLONS, FUZZY_FROM, LabelBook, unit_of
from ingest.fields.walk import ALONE, Anchor, End, Manner, Start, Walk
from ingest.forms.strips import LARGE_GAP, Strip

_LONG = 4
_LONGEST_UNKNOWN = 14
_GENERAL = frozenset(("no",))
"""Labels that mean what the words before them say."""
_HOUSE = re.compile(r"(?:公司|集團|集团|厂|廠|店|中心|院|所|行|部|局|社|合作社|工作室)$")
"""How names of houses end."""
_PLACE = re.compile(r"[一-鿿]{2,7}?[省市区區县縣州]")
"""How addresses begin."""


class Finder(Walk):
    """One walk over one strip, looking for its labels."""

    def anchors(self) -> list[Anchor]:
        """All labels, left to right, none overlapping."""
        found: list[Anchor] = []
        position, number = 0, None
        while position < len(self.chars):
            anchor = self._at(position) or self._next_item(position, number)
            if anchor is None:
                position += 1
                continue
            start, number = self._item(anchor.start, number)
            found.append(replace(anchor, start=start))
            while position < len(self.chars) and self.starts[position] < anchor.end:
                position += 1
        return found

    def _next_item(self, position: int, number: int | None) -> Anchor | None:
        """The next of numbered items begins here, whatever its label: it ends the value before."""
        begins, found = self._item(self.starts[position], number)
        glued = begins > 0 and not self.text[begins - 1].isspace()
        if number is None or found != number + 1 or begins == self.starts[position] or glued:
            return None
        length = self._token(position)
        return self._anchor(position, length, self.chars[position : position + length], None)

    def _at(self, position: int) -> Anchor | None:
        start = self._start(position)
        if self.starts[position] in self.manner.labels:
            return self._known(position, start, sure=True)
        if self.starts[position] in self.manner.values:
            closed = self._known(position, start)
            return closed if closed and closed.closing == End.COLON else None
        known = self._known(position, start)
        if known and known.closing > End.SPACE:
            return known
        if start < Start.MARK:
            return known
        length = self._token(position)
        return self._misread(position, length) or known or self._unknown(position, length)

    def _known(self, position: int, start: Start, *, sure: bool = False) -> Anchor | None:
        limit = min(self.book.longest, len(self.chars) - position)
        for length in range(limit, 0, -1):
            label = self.chars[position : position + length]
            if label not in self.book.labels:
                continue
            if self._within_word(position, length):
                continue
            anchor = self._anchor(position, length, label, self.book.labels[label])
            if sure or (self._holds_together(anchor, start) and self._accepted(anchor, start)):
                return anchor
        return None

    def _within_word(self, position: int, length: int) -> bool:
        """Whether a label's letters are the beginning of another word: No in Note."""
        end = self.ends[position + length - 1]
        after = self.text[end : end + 1]
        last = self.text[end - 1]
        return last.isascii() and last.islower() and after.isascii() and after.islower()

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
        if anchor.squeezed in _GENERAL and self._named_further(anchor):
            return False
        if length == 1:
            return anchor.closing == End.COLON and start == Start.EDGE
        if anchor.closing == End.COLON:
            return start >= Start.SPACE or self._after_value(anchor)
        if anchor.closing == End.LINE:
            return start >= Start.SPACE
        return not self._in_place_of_value(anchor) and self._stands_apart(anchor, start, length)

    def _named_further(self, anchor: Anchor) -> bool:
        """Whether words before a general label say of what it is: GST ID No., Slip No."""
        before = self.text[: anchor.start].rstrip()[-1:]
        gap = self.strip.gap_before(anchor.start, self.aspect)
        return before.isascii() and before.isalpha() and gap < LARGE_GAP

    def _in_place_of_value(self, anchor: Anchor) -> bool:
        """Whether a value that could be a label stands here, as in 方式：电话 or 职务  经理."""
        follows = self.text[: anchor.start].rstrip()[-1:] in COLONS and anchor.start > 0
        return follows or (anchor.closing == End.EDGE and anchor.squeezed in self.book.weak)

    def _stands_apart(self, anchor: Anchor, start: Start, length: int) -> bool:
        """Whether room around a label does what a colon would do."""
        if anchor.closing in (End.EDGE, End.GAP):
            if start == Start.EDGE or (start == Start.MARK and length >= FUZZY_FROM):
                return True
            return self._follows_house(anchor, length)
        return start == Start.EDGE and self._plausible(anchor, length)

    def _follows_house(self, anchor: Anchor, length: int) -> bool:
        """Whether a long label is glued to the name of a house that ends before it."""
        before = self.text[: anchor.start].rstrip()
        sure = length >= _LONG and anchor.key is not None and anchor.squeezed not in self.book.weak
        return sure and len(before) >= 2 * _LONG and _HOUSE.search(before) is not None

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


def find_anchors(
    strip: Strip, book: LabelBook, aspect: float, manner: Manner = ALONE
) -> list[Anchor]:
    """The labels in `strip`, left to right; `aspect` is the page's width over its height.

    A known word that begins where labels do in this `manner` is one without further proof.
    """
    return Finder(strip, book, aspect, manner).anchors()
