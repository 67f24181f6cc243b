"""The runners that must pass the contract suite: one factory each, and a desk to try them at.

Another runner joins by adding its factory to `FACTORIES`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from domain.document import Document
from domain.ids import ScanId
from domain.outcome import ScanStatus
from index.catch_up import catch_up
from ingest.intake import Intake
from ingest.options import FilingOptions, Limits, ReadingOptions
from jobs.contract import IndexBehind, JobEvent, JobOptions, OnEvent, Runner, ScanHandedBack
from jobs.local import LocalRunner
from jobs.work import Work
from records.archive import Archive
from tests.jobs import stub

E = TypeVar("E", bound=JobEvent | IndexBehind)

READING = ReadingOptions(limits=Limits(seconds=20, megabytes=400))
OPTIONS = JobOptions(workers=2, poll=3600, finish=1.0, retry=0.2)


class Factory(Protocol):
    """Makes a runner of one kind."""

    def __call__(
        self,
        archive: Archive,
        on_event: OnEvent,
        *,
        reading: ReadingOptions = READING,
        options: JobOptions = OPTIONS,
        work: Work | None = None,
        follow: Callable[[Archive], int] = catch_up,
    ) -> Runner: ...


def local(
    archive: Archive,
    on_event: OnEvent,
    *,
    reading: ReadingOptions = READING,
    options: JobOptions = OPTIONS,
    work: Work | None = None,
    follow: Callable[[Archive], int] = catch_up,
) -> Runner:
    """The runner of one machine; its processes come from a fork server, for speed."""
    return LocalRunner(
        archive,
        reading,
        FilingOptions(),
        options,
        on_event,
        work=work or stub.work(),
        follow=follow,
        method="forkserver",
    )


FACTORIES: dict[str, Factory] = {"local": local}


@dataclass
class Desk:
    """An archive, a way to put stub scans into it, and everything a runner said."""

    archive: Archive
    folder: Path
    factory: Factory
    events: list[JobEvent | IndexBehind] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)

    def hear(self, event: JobEvent | IndexBehind) -> None:
        with self.news:
            self.events.append(event)
            self.news.notify_all()

    def drop(self, name: str, text: str) -> ScanId:
        """Queue a scan whose pages say `text` (see tests.jobs.stub)."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return Intake(self.archive).take(path, remove=True).scan

    def runner(
        self,
        *,
        reading: ReadingOptions = READING,
        options: JobOptions = OPTIONS,
        work: Work | None = None,
        follow: Callable[[Archive], int] = catch_up,
    ) -> Runner:
        return self.factory(
            self.archive, self.hear, reading=reading, options=options, work=work, follow=follow
        )

    def work_off(self, reading: ReadingOptions = READING, options: JobOptions = OPTIONS) -> None:
        """Let a runner work until nothing is left."""
        runner = self.runner(reading=reading, options=options)
        try:
            runner.run_until_idle()
        finally:
            runner.close()

    def heard(self, kind: type[E], scan: ScanId | None = None) -> list[E]:
        """Events of one kind, in order, of one scan or of all."""
        with self.news:
            return [
                event
                for event in self.events
                if isinstance(event, kind)
                and (scan is None or (isinstance(event, JobEvent) and event.scan == scan))
            ]

    def wait_for(self, kind: type[E], count: int = 1) -> list[E]:
        """Wait until so many events of one kind have been heard."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.heard(kind)) >= count, timeout=60), (
                self.events
            )
        return self.heard(kind)

    def status(self, scan: ScanId) -> ScanStatus:
        return self.archive.journal.scan(scan).status

    def documents(self, scan: ScanId) -> tuple[Document, ...]:
        return self.archive.documents.of_scan(scan)

    def text(self, scan: ScanId) -> str:
        """All text filed of a scan."""
        return "\n".join(
            page.text
            for document in self.documents(scan)
            for page in self.archive.documents.text(document.id).pages
        )

    def nothing_was_handed_back(self) -> bool:
        return not self.heard(ScanHandedBack)
