"""An inbox that is watched, and a clock to put forward."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.intake import Intake, Taken, open_once
from ingest.watch import Watcher, WatchOptions
from records.archive import Archive

SETTLE = 2.0


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """An inbox, its archive, a clock under control, and what was taken so far."""

    archive: Archive
    inbox: Path
    clock: Clock = field(default_factory=Clock)
    taken: list[Taken] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    try_open: Callable[[Path], None] = open_once

    def __post_init__(self) -> None:
        self.intake = Intake(
            self.archive, on_taken=self._hear, try_open=lambda path: self.try_open(path)
        )
        self.watcher = Watcher(self.inbox, self.intake, WatchOptions(settle=SETTLE), self.clock)

    def _hear(self, taken: Taken) -> None:
        with self.news:
            self.taken.append(taken)
            self.news.notify_all()

    def drop(self, name: str, content: bytes | None = None) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if content is not None else f"scan {name}".encode())
        return path

    def let_pass(self, seconds: float = SETTLE) -> None:
        """Let time pass, then look again and take what has settled."""
        self.clock.now += seconds
        self.watcher.tick()

    @property
    def names(self) -> list[str]:
        return [taken.path.name for taken in self.taken]

    def explanations(self) -> dict[str, str]:
        return {problem.path: problem.message for problem in self.archive.journal.problems()}
