"""Re-shelving (重新立卷): papers filed by a former profile are put where the present one says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.ids import CustomerNumber


@dataclass(frozen=True, slots=True)
class ShelvingState:
    """How many documents lie, and how many files are listed, by a former profile.

    `documents` counts all that lie anywhere. `begun` is a re-shelving that was broken off.
    """

    documents: int
    placed_formerly: int
    listed_formerly: int
    begun: int | None = None

    @property
    def is_current(self) -> bool:
        return not (self.placed_formerly or self.listed_formerly)


@dataclass(frozen=True, slots=True)
class FileMove:
    """Papers that go from one file to another, or to none (`to` empty).

    `opens`: the file they go to is opened for them, with the number `to`, as far as can be
    foreseen.
    """

    left: str
    to: str
    unit: str
    customer: CustomerNumber | None
    documents: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a re-shelving would do now: moves in the order of the first paper, files left empty."""

    state: ShelvingState
    moves: tuple[FileMove, ...]
    emptied: tuple[str, ...]

    @property
    def moving(self) -> int:
        return sum(move.documents for move in self.moves)

    @property
    def opened(self) -> tuple[str, ...]:
        """The numbers of the files that would be opened."""
        return tuple(dict.fromkeys(move.to for move in self.moves if move.opens))


@dataclass(frozen=True, slots=True)
class Reshelved:
    """A re-shelving as it stands: who had it done, why, and what it has done so far.

    `finished_at` is None for one that was broken off or is under way. `listed` counts files
    that were listed anew.
    """

    number: int
    profile: str
    who: str
    reason: str
    begun_at: datetime
    finished_at: datetime | None
    moved: int
    opened: int
    closed: int
    listed: int
