"""A label tied to its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.fields import Pair
from domain.geometry import Box
from ingest.fields.pairs.phrases import Phrase, joined

_ITEM = re.compile(r"^[(（]?[0-9]{1,2}(?:[)）][.、]?|[.、．])\s*(?=[^\W0-9])")
"""The number of an item before its label."""


@dataclass(frozen=True, slots=True)
class Link:
    """A label's phrases, top to bottom, and those of its value."""

    labels: tuple[Phrase, ...]
    values: tuple[Phrase, ...]

    @property
    def label(self) -> Box:
        return Box.around(phrase.box for phrase in self.labels)

    @property
    def box(self) -> Box:
        return Box.around(phrase.box for phrase in self.values)

    def pair(self, page: int) -> Pair:
        """The same as it is handed on, on `page`."""
        return Pair(
            label=_ITEM.sub("", " ".join(joined(self.labels).split())).strip(":：﹕︰·•●*- "),
            value=joined(self.values),
            page=page,
            label_box=self.label,
            box=self.box,
            confidence=min(phrase.confidence for phrase in (*self.labels, *self.values)),
        )


def beside(phrase: Phrase, others: Iterable[Phrase]) -> list[Phrase]:
    """Those that stand right of `phrase` on its row, nearest first."""
    return sorted(
        (
            other
            for other in others
            if other is not phrase
            and other.box.x0 >= phrase.box.x1 - 0.3 * phrase.height
            and other.box.same_row(phrase.box)
        ),
        key=lambda other: other.box.x0,
    )


def shared(one: Box, other: Box) -> float:
    """How far two boxes stand one above the other, as a share of the narrower one."""
    room = min(one.x1, other.x1) - max(one.x0, other.x0)
    return room / max(min(one.width, other.width), 1e-6)


def under(phrase: Phrase, others: Sequence[Phrase], pitch: float) -> list[Phrase]:
    """Those directly below `phrase`, within `pitch` heights, middle to middle, nearest first."""
    y = phrase.box.centre[1]
    return sorted(
        (
            other
            for other in others
            if 0.6 * phrase.height < other.box.centre[1] - y <= pitch * phrase.height
            and shared(phrase.box, other.box) > 0
        ),
        key=lambda other: other.box.centre[1],
    )
