"""What every runner promises, whoever carries the work and wherever.

The journal is the queue: nothing is submitted to a runner. It claims scans from the journal,
has their pages read, files them, and leaves the journal such that another runner can go on
wherever this one stopped. `tests/contract` holds the suite that every runner must pass.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from domain.document import Document
from domain.ids import ScanId
from domain.outcome import ScanStatus, StepFailure


@dataclass(frozen=True, slots=True)
class JobOptions:
    """How the work is carried; all times in seconds.

    `workers`: reading processes, 0 for as many as there are cores to use. `attempts`: how often
    a page may kill its process before it is set aside. `poll`: how long an idle runner goes
    without looking into the journal, if nobody wakes it. `finish`: how long a page in hand may
    take after the runner was told to stop. `idle`: after how long without work the reading
    processes are let go, with the memory of their models. `start`: how long a reading process
    may take to be ready. `retry`: pause after the archive could not store something.
    `learn`: pause between two looks of a service at whether anybody has answered.
    """

    workers: int = 0
    attempts: int = 3
    poll: float = 5.0
    finish: float = 8.0
    idle: float = 120.0
    start: float = 180.0
    retry: float = 10.0
    learn: float = 60.0

    @property
    def processes(self) -> int:
        """The number of reading processes meant by `workers`."""
        return self.workers or usable_cores()


def usable_cores() -> int:
    """Cores this process may run on, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class JobEvent:
    """Something happened to a scan; `name` is the file's, as it was dropped."""

    scan: ScanId
    name: str


@dataclass(frozen=True, slots=True)
class ScanTaken(JobEvent):
    """Work on a scan has begun."""


@dataclass(frozen=True, slots=True)
class PagesCounted(JobEvent):
    """The scan can be opened and has `pages` pages, of which `read` were read before."""

    pages: int
    read: int


@dataclass(frozen=True, slots=True)
class PageRead(JobEvent):
    """Page `number` is read and stored; it stayed `seconds` in its process."""

    number: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PageSetAside(JobEvent):
    """A page was given up; the rest of the scan goes on."""

    failure: StepFailure


@dataclass(frozen=True, slots=True)
class ScanFinished(JobEvent):
    """The scan has reached its end: filed, or in review; some pages may have failed."""

    status: ScanStatus
    documents: tuple[Document, ...]
    failures: tuple[StepFailure, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class ScanFailed(JobEvent):
    """Nothing of the scan could be read: it is quarantined, or has failed."""

    status: ScanStatus
    failures: tuple[StepFailure, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class ScanHandedBack(JobEvent):
    """The runner stopped, or could not store, before the scan was done; it waits again."""

    reason: str


@dataclass(frozen=True, slots=True)
class IndexBehind:
    """The index could not follow the records; the scans are filed all the same."""

    reason: str


OnEvent = Callable[[JobEvent | IndexBehind], None]
"""Hears of events, one at a time, from the runner's own threads."""


class Runner(Protocol):
    """Carries the work of one archive."""

    def run_until_idle(self) -> None:
        """Work until no scan is queued and the index has caught up.

        Raises StorageError when the archive cannot store (what was in hand is queued again),
        MissingTool or SettingsError when reading is impossible.
        """

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; waits out a full disk. Raises as run_until_idle, else."""

    def wake(self) -> None:
        """Look into the journal now: something was queued."""

    def close(self) -> None:
        """Let go of the archive; what is in hand is finished or handed back within seconds."""
