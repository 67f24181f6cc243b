"""Whether a box is ticked: by the ink inside, compared with the emptiest boxes of its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from domain.geometry import Box
from ingest.images.marks import Frame

EMPTY, INKED = 0.03, 0.05
"""Share of a box's inside up to which it is surely empty, and from which it is ticked."""
_PRINTED_INSIDE, _MARKED_OVER_PRINT = 0.12, 0.15
"""Where even the emptiest boxes hold this much, and others more by that, letters are printed in
them, or the emptiest are ticked themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class Ticked:
    """A box to tick, whether it is, and how sure that is (0..1)."""

    box: Box
    round: bool
    checked: bool
    confidence: float

    @property
    def symbol(self) -> str:
        if self.round:
            return "●" if self.checked else "○"
        return "☑" if self.checked else "□"


def judged(frames: Sequence[Frame]) -> tuple[Ticked, ...]:
    """The boxes with their states, from top to bottom."""
    found = [*_states([one for one in frames if one.round])]
    found += _states([one for one in frames if not one.round])
    return tuple(sorted(found, key=lambda one: (one.box.y0, one.box.x0)))


def _states(alike: Sequence[Frame]) -> Iterator[Ticked]:
    if not alike:
        return
    limit = _limit(sorted(frame.inked for frame in alike))
    for frame in alike:
        away = abs(frame.inked - limit)
        confidence = min(0.99, 0.6 + 0.4 * away / max(limit, 0.05))
        yield Ticked(frame.box, frame.round, frame.inked >= limit, round(confidence, 3))


def _limit(inked: Sequence[float]) -> float:
    """The share of ink that parts ticked from empty boxes."""
    emptiest = median(inked[: max(1, len(inked) // 3)])
    if emptiest >= _PRINTED_INSIDE and inked[-1] - emptiest >= _MARKED_OVER_PRINT:
        return emptiest + 0.4 * (inked[-1] - emptiest)
    return INKED + (emptiest if emptiest < _PRINTED_INSIDE else 0.0)
