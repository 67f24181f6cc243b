"""The threads of one run: each holds one reading process and works one scan at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from domain.errors import MissingTool, ReadingFailed, SettingsError, StorageError, VaultDamaged
from domain.ids import ScanId
from jobs.contract import JobOptions, ScanHandedBack
from jobs.halt import ended_together
from jobs.reading_process import Abandoned, ReadingProcess
from jobs.scan_work import Bench, ScanWork
from records.journal.journal import ScanRecord

_log = structlog.get_logger(__name__)


class Shift:
    """Claims scans and works on them until told to stop or, `until_idle`, nothing is left.

    `ended` is set when all threads have ended. A full disk ends a run until idle; otherwise it
    is waited out. What makes reading impossible ends either, and is raised by `raise_error`.
    """

    def __init__(
        self,
        bench: Bench,
        options: JobOptions,
        until_idle: bool,
        new_process: Callable[[], ReadingProcess],
    ) -> None:
        self._bench = bench
        self._halt = bench.halt
        self._journal = bench.archive.journal
        self._options = options
        self._until_idle = until_idle
        self._new_process = new_process
        self._news = threading.Condition()
        self._busy = 0
        self._owed: list[ScanId] = []
        self._error: Exception | None = None
        self._present = options.processes
        self.ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._attend, args=(number,), name=f"reading-{number}")
            for number in range(options.processes)
        ]

    def start(self) -> None:
        """Let the threads begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ask the threads to stop soon; what is in hand is finished or handed back."""
        self._halt.ask()
        self.wake()

    def join(self) -> None:
        """Wait until all threads that were started have ended."""
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def wake(self) -> None:
        """There may be something to claim, or a reason to stop."""
        with self._news:
            self._news.notify_all()

    def raise_error(self) -> None:
        """Raise what ended the run, if anything but the caller's wish did."""
        if self._error is not None:
            raise self._error

    def _attend(self, number: int) -> None:
        """One thread, from first to last."""
        process = self._new_process()
        try:
            self._serve(process, looks=number == 0)
        except Exception as error:  # noqa: BLE001 - the thread's end; raise_error tells the caller
            self._error = self._error or error
            self.stop()
        finally:
            process.close()
            with self._news:
                self._present -= 1
                if self._present == 0:
                    self.ended.set()

    def _serve(self, process: ReadingProcess, looks: bool) -> None:
        while not self._halt.asked:
            try:
                scan = self._next(process, looks)
                if scan is None:
                    return
                self._work(process, scan)
            except (StorageError, OSError) as error:
                _log.warning("archive_cannot_store", reason=str(error))
                if self._until_idle:
                    raise _as_storage_error(error, self._bench.archive.root) from error
                self._halt.wait(self._options.retry)

    def _next(self, process: ReadingProcess, looks: bool) -> ScanRecord | None:
        """Wait for the next scan; None when there will be none.

        Only the thread that `looks` does so from time to time; the others wait for news.
        """
        idle_since = time.monotonic()
        with self._news:
            while not self._halt.asked:
                self._hand_back_what_is_owed()
                scan = self._journal.claim()
                if scan is not None:
                    self._busy += 1
                    return scan
                if self._until_idle and self._busy == 0:
                    self._news.notify_all()
                    return None
                self._news.wait(self._rest(process, idle_since, looks))
        return None

    def _rest(self, process: ReadingProcess, idle_since: float, looks: bool) -> float | None:
        """How long to wait for news, None for ever; lets a process go that is long without work."""
        rests = [self._options.poll] if looks else []
        if process.is_running:
            left = idle_since + self._options.idle - time.monotonic()
            if left > 0:
                rests.append(left)
            else:
                process.close()
        return min(rests, default=None)

    def _work(self, process: ReadingProcess, scan: ScanRecord) -> None:
        """Carry one scan to its end; raises what concerns more than this scan."""
        job = ScanWork(self._bench, process, scan)
        try:
            job.do()
        except Abandoned:
            self._hand_back(scan, "the runner was stopped 已停止")
        except VaultDamaged as error:
            job.fail(error)
        except (StorageError, OSError) as error:
            if self._until_idle:
                self._halt.ask()
            self._hand_back(scan, str(error))
            raise
        except (MissingTool, SettingsError, ReadingFailed) as error:
            is_end_of_all = isinstance(error, ReadingFailed) and ended_together(self._halt)
            self._halt.ask()
            self._hand_back(scan, str(error))
            if not is_end_of_all:
                raise
        except Exception as error:  # noqa: BLE001 - one scan fails alone; recorded below
            _log.exception("scan_failed", scan=scan.id)
            job.fail(error)
        finally:
            with self._news:
                self._busy -= 1
                self._news.notify_all()

    def _hand_back(self, scan: ScanRecord, reason: str) -> None:
        """Queue the scan again, now or, if that cannot be written, before the next claim."""
        try:
            self._journal.hand_back(scan.id)
        except (StorageError, OSError):
            with self._news:
                self._owed.append(scan.id)
        self._bench.emit(ScanHandedBack(scan.id, scan.name, reason))

    def _hand_back_what_is_owed(self) -> None:
        while self._owed:
            self._journal.hand_back(self._owed[-1])
            self._owed.pop()


def _as_storage_error(error: StorageError | OSError, root: Path) -> StorageError:
    """What the operating system refused outside the records' own care, in the archive's words."""
    if isinstance(error, StorageError):
        return error
    return StorageError(root, error.strerror or repr(error))
