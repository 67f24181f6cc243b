"""What the journal tells: arrivals, receipts, scans, counts and problems."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.ids import ScanId
from domain.outcome import ScanStatus, StepFailure
from records.journal.pages import RunningPage


@dataclass(frozen=True, slots=True)
class Arrival:
    """One drop of a file; `folder` is the sub-folder of the inbox, posix style, empty for none."""

    name: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the journal made of an arrival; `first_name` is the name the bytes came under first."""

    scan: ScanId
    duplicate: bool
    first_name: str
    status: ScanStatus


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """A scan as the journal knows it.

    `name` and `folder` are those of its first arrival, `size` its bytes, `pages` None until
    they were counted, `seconds` the work spent on it.
    """

    id: ScanId
    name: str
    folder: str
    size: int
    media_type: str
    status: ScanStatus
    pages: int | None
    received_at: datetime
    finished_at: datetime | None
    seconds: float
    failures: tuple[StepFailure, ...]


@dataclass(frozen=True, slots=True)
class JournalCounts:
    """How much there is, and how much is still to do."""

    by_status: dict[ScanStatus, int]
    pages_waiting: int
    pages_running: int
    pages_set_aside: int
    running: tuple[RunningPage, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be taken, and why."""

    path: str
    message: str
    at: datetime
