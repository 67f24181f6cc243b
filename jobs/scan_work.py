"""The way of one scan through a reading process: counted, read page by page, filed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from domain import steps
from domain.document import Document, DocumentDraft
from domain.errors import AnjuanError, BadInput, InternalError, StorageError, UnreadableFile
from domain.filing import Decision, Subject
from domain.forms import OTHER, Part
from domain.outcome import (
    Category,
    DocumentState,
    Reason,
    ReasonCode,
    ScanStatus,
    Stage,
    StepFailure,
)
from domain.reading import PageReading
from ingest import quarantine
from ingest.options import FilingOptions
from jobs.contract import (
    JobEvent,
    PageRead,
    PagesCounted,
    PageSetAside,
    ScanFailed,
    ScanFinished,
    ScanTaken,
)
from jobs.halt import Halt, ended_together
from jobs.learned import LearnedSource
from jobs.reading_process import Abandoned, ProcessDied, ReadingProcess
from jobs.work import Propose
from records.archive import Archive
from records.journal.journal import ScanRecord
from records.journal.pages import PageTask

if TYPE_CHECKING:
    from ingest.formats.contract import ScanContents

_log = structlog.get_logger(__name__)

_FAULTS_OF_THE_FILE = {Category.BAD_INPUT, Category.NEEDS_PASSWORD, Category.TOO_LARGE}


@dataclass(frozen=True, slots=True)
class Bench:
    """What all reading processes of a runner share.

    `filing_lock` lets one scan be filed at a time, so that each is judged knowing everything
    that was filed before it. `filed` is called after each filing.
    """

    archive: Archive
    filing: FilingOptions
    propose: Propose
    learned: LearnedSource
    attempts: int
    halt: Halt
    filing_lock: threading.Lock
    emit: Callable[[JobEvent], None]
    filed: Callable[[], None]


class ScanWork:
    """One scan in the hands of one reading process."""

    def __init__(self, bench: Bench, process: ReadingProcess, scan: ScanRecord) -> None:
        self._bench = bench
        self._journal = bench.archive.journal
        self._process = process
        self._scan = scan
        self._began = time.monotonic()

    def do(self) -> None:
        """Carry the scan to its end.

        Raises Abandoned when the runner stops first, StorageError when the archive cannot
        store, and whatever kept the reading process from starting; the scan is then still
        running in the journal, and what was read of it stays read.
        """
        steps.reached("jobs.claimed")
        self._emit(ScanTaken(self._scan.id, self._scan.name))
        path = self._bench.archive.vault.path(self._scan.id)
        try:
            contents = self._contents(path)
        except BadInput as error:
            self._quarantine(path, error)
            return
        self._announce(contents)
        for task in self._journal.waiting_pages(self._scan.id):
            if self._bench.halt.asked:
                raise Abandoned
            self._page(path, task)
        readings = self._journal.readings(self._scan.id)
        if readings:
            self._file(readings)
        else:
            self._give_up(path)

    def _contents(self, path: Path) -> ScanContents:
        """Open the scan; a file that kills its process again and again counts as unreadable."""
        for _ in range(self._bench.attempts):
            try:
                contents = self._process.count_pages(path)
            except ProcessDied as died:
                self._give_way()
                last = died
            except InternalError as error:
                raise UnreadableFile(self._scan.name, error.detail) from error
            else:
                if contents.pages < 1:
                    raise UnreadableFile(self._scan.name, "it has no pages 没有页面")
                return contents
        raise UnreadableFile(self._scan.name, last.detail) from last

    def _announce(self, contents: ScanContents) -> None:
        self._journal.set_contents(self._scan.id, contents.pages, contents.media_type)
        steps.reached("jobs.pages_counted")
        waiting = len(self._journal.waiting_pages(self._scan.id))
        known = contents.pages - waiting
        self._emit(PagesCounted(self._scan.id, self._scan.name, contents.pages, known))

    def _page(self, path: Path, task: PageTask) -> None:
        """Read one page, or set it aside."""
        attempts = task.attempts
        last = "its process died on it before 此前识读进程终止"
        category = Category.CRASHED
        while attempts < self._bench.attempts:
            try:
                self._read(path, task.number)
                return
            except ProcessDied as died:
                self._give_way()
                last, category = died.detail, died.cause
                attempts = self._journal.blame_page(self._scan.id, task.number)
            except (BadInput, InternalError) as error:
                self._set_aside(task.number, error.category, error.detail)
                return
        self._set_aside(task.number, category, last)

    def _read(self, path: Path, number: int) -> None:
        self._journal.start_page(self._scan.id, number)
        steps.reached("jobs.page_started")
        key = self._process.page_key(path, number)
        known = self._journal.known_reading(key) if key else None
        reading = known.on_page(number) if known else self._process.read_page(path, number)
        steps.reached("jobs.page_read")
        self._journal.store_page(self._scan.id, number, reading, key)
        steps.reached("jobs.page_stored")
        self._emit(PageRead(self._scan.id, self._scan.name, number, reading.seconds))

    def _give_way(self) -> None:
        """A process that was ended together with the whole service is not the page's fault."""
        if ended_together(self._bench.halt):
            raise Abandoned

    def _set_aside(self, number: int, category: Category, message: str) -> None:
        failure = StepFailure(Stage.READ, category, message, number)
        self._journal.set_aside(self._scan.id, number, failure)
        self._emit(PageSetAside(self._scan.id, self._scan.name, failure))

    def _file(self, readings: tuple[PageReading, ...]) -> None:
        steps.reached("jobs.before_filing")
        with self._bench.filing_lock:
            drafts = self._drafts(readings)
            documents = self._bench.archive.filing.file(
                self._scan.id, drafts, self._seconds, self._bench.filing.check_one_in
            )
        self._bench.filed()
        self._finished(documents)

    def _finished(self, documents: tuple[Document, ...]) -> None:
        record = self._journal.scan(self._scan.id)
        event = ScanFinished(
            record.id, record.name, record.status, documents, record.failures, self._seconds
        )
        self._emit(event)

    def _drafts(self, readings: tuple[PageReading, ...]) -> tuple[DocumentDraft, ...]:
        """What the pipeline proposes; should it fail, everything that was read, for review."""
        failures = self._journal.failures(self._scan.id)
        archive = self._bench.archive
        try:
            return self._bench.propose(
                self._scan,
                readings,
                failures,
                archive.customers,
                self._bench.learned.options(self._bench.filing),
                templates=archive.templates.current(),
                learned=self._bench.learned.current(),
                said=archive.divisions.said(self._scan.id),
            )
        except (StorageError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - judged by nobody, yet filed; recorded below
            _log.exception("proposing_failed", scan=self._scan.id)
            return (_draft_without_judgement(readings, error),)

    def _give_up(self, path: Path) -> None:
        """No page could be read: the file's own fault, or ours."""
        failures = self._journal.failures(self._scan.id)
        categories = {failure.category for failure in failures}
        message = failures[0].message if failures else "no page could be read 没有可识读的页"
        if categories and categories <= _FAULTS_OF_THE_FILE:
            self._quarantine(path, UnreadableFile(self._scan.name, message))
            return
        category = failures[0].category if failures else Category.INTERNAL
        self._journal.fail(self._scan.id, StepFailure(Stage.READ, category, message))
        self._failed(ScanStatus.FAILED)

    def _quarantine(self, path: Path, error: BadInput) -> None:
        named = error.about(self._scan.name)  # the vault knows it by its hash only
        quarantine.put(self._bench.archive.quarantine_folder, path, self._scan, named)
        failure = StepFailure(Stage.OPEN, error.category, error.detail)
        self._journal.quarantine(self._scan.id, failure)
        self._failed(ScanStatus.QUARANTINED)

    def fail(self, error: Exception) -> None:
        """End the scan because of an error nobody foresaw, or of an original that is damaged."""
        known = error if isinstance(error, AnjuanError) else None
        category = known.category if known else Category.INTERNAL
        message = known.detail if known else f"{type(error).__name__}: {error}"
        self._journal.fail(self._scan.id, StepFailure(Stage.FILE, category, message))
        self._failed(ScanStatus.FAILED)

    def _failed(self, status: ScanStatus) -> None:
        failures = self._journal.failures(self._scan.id)
        event = ScanFailed(self._scan.id, self._scan.name, status, failures, self._seconds)
        self._emit(event)

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._began

    def _emit(self, event: JobEvent) -> None:
        self._bench.emit(event)


def _draft_without_judgement(readings: tuple[PageReading, ...], error: Exception) -> DocumentDraft:
    """One document of all pages that were read, undecided, so that a person can find it."""
    detail = f"{type(error).__name__}: {error}"
    return DocumentDraft(
        pages=tuple(reading.page.number for reading in readings),
        title=readings[0].title,
        type=Decision(Subject.TYPE, OTHER, 0.0),
        part=Part.CORRESPONDENCE,
        customer=Decision(Subject.CUSTOMER, None, 0.0),
        state=DocumentState.REVIEW,
        fields=tuple(field for reading in readings for field in reading.fields),
        reasons=(Reason(ReasonCode.TYPE_UNKNOWN, detail),),
    )
