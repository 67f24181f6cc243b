"""The runner for one machine: the journal is the queue, one process at a time owns it.

Each reading process has one thread here that claims a scan, has its pages read in order, files
it, and claims the next; so pages of one scan come in order and scans go side by side.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from index.catch_up import catch_up
from ingest.options import FilingOptions, ReadingOptions
from jobs.contract import IndexBehind, JobEvent, JobOptions, OnEvent
from jobs.halt import Halt
from jobs.indexing import IndexFollower
from jobs.learned import LearnedSource
from jobs.learner import Learner
from jobs.learning import Learning
from jobs.ownership import Ownership
from jobs.reading_process import ReadingProcess
from jobs.scan_work import Bench
from jobs.shift import Shift
from jobs.work import Work, standard_work
from records.archive import Archive

_log = structlog.get_logger(__name__)

_STOP_IS_SEEN_WITHIN = 0.2
"""Seconds between two looks of the waiting caller at its stop event."""

_INDEX_MAY_TAKE = 1.0
"""Seconds the index may take to come to an end when the runner is stopped."""


class LocalRunner:
    """Carries the work of `archive` with reading processes of this machine.

    Owns the archive's work from construction to `close`. Raises ArchiveInUse. `on_event` hears
    what happens. `work`, `follow` (the index's catching up) and `method` (how processes start) are
    replaced by tests only.
    """

    def __init__(
        self,
        archive: Archive,
        reading: ReadingOptions,
        filing: FilingOptions,
        options: JobOptions | None = None,
        on_event: OnEvent | None = None,
        *,
        work: Work | None = None,
        follow: Callable[[Archive], int] = catch_up,
        method: str = "spawn",
    ) -> None:
        self._archive = archive
        self._reading = reading
        self._filing = filing
        self._options = options or JobOptions()
        self._on_event = on_event
        self._work = work
        self._follow = follow
        self._method = method
        self._learned = LearnedSource(archive)
        self._telling = threading.Lock()
        self._shift: Shift | None = None
        self._ownership = Ownership(archive.root)

    def run_until_idle(self, stop: threading.Event | None = None) -> None:
        """Work until no scan is queued and the index has caught up, or `stop` is set.

        Raises StorageError when the archive cannot store (what was in hand is queued again),
        MissingTool, SettingsError or ReadingFailed when reading is impossible.
        """
        self._run(stop or threading.Event(), until_idle=True)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set, waiting out a full disk.

        Raises MissingTool, SettingsError or ReadingFailed when reading is impossible.
        """
        self._run(stop, until_idle=False)

    def wake(self) -> None:
        """Look into the journal now: something was queued."""
        if shift := self._shift:
            shift.wake()

    def close(self) -> None:
        """Stop, finish or hand back what is in hand within seconds, and let go of the archive."""
        if shift := self._shift:
            shift.stop()
            shift.join()
        self._ownership.release()

    def _run(self, stop: threading.Event, until_idle: bool) -> None:
        self._archive.journal.requeue_running()
        work = self._work = self._work or standard_work()
        halt = Halt(self._options.finish)
        follower = IndexFollower(self._archive, self._follow, self._tell, self._options.retry)
        shift = Shift(
            self._bench(work, halt, follower),
            self._options,
            until_idle,
            lambda: self._new_process(work, halt),
        )
        self._shift = shift
        learner = self._learner(work)
        try:
            if not until_idle:
                learner.start()
            follower.start()
            shift.start()
            while not (shift.ended.wait(_STOP_IS_SEEN_WITHIN) or stop.is_set()):
                pass
        finally:
            in_peace = until_idle and shift.ended.is_set()
            shift.stop()
            shift.join()
            learner.finish(_INDEX_MAY_TAKE)
            follower.finish(None if in_peace else _INDEX_MAY_TAKE)
            self._shift = None
        shift.raise_error()

    def _learner(self, work: Work) -> Learner:
        learning = Learning(self._archive, self._filing, work.propose, self._learned)
        return Learner(self._archive, learning, self._options.learn)

    def _bench(self, work: Work, halt: Halt, follower: IndexFollower) -> Bench:
        return Bench(
            archive=self._archive,
            filing=self._filing,
            propose=work.propose,
            learned=self._learned,
            attempts=self._options.attempts,
            halt=halt,
            filing_lock=threading.Lock(),
            emit=self._tell,
            filed=follower.poke,
        )

    def _new_process(self, work: Work, halt: Halt) -> ReadingProcess:
        return ReadingProcess(
            work.pages,
            self._reading,
            self._filing,
            start_seconds=self._options.start,
            abandon=lambda: halt.overdue,
            method=self._method,
        )

    def _tell(self, event: JobEvent | IndexBehind) -> None:
        """Tell the listener; its own mistakes (a closed pipe) must not cost a scan its place."""
        if self._on_event is None:
            return
        with self._telling:
            try:
                self._on_event(event)
            except Exception as error:  # noqa: BLE001 - somebody else's code; recorded below
                _log.warning("listener_failed", event_type=type(event).__name__, reason=str(error))
