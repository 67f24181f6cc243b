"""One reading process seen from outside: ask it, watch it, end it, and start another.

Each process has a pool of its own, so that one that must be killed takes nothing with it. Its
memory is watched from here through psutil: address-space limits (RLIMIT_AS) would count the
gigabytes that inference libraries only reserve, macOS ignores RLIMIT_RSS, and a watch inside
the process would sleep exactly while a library holds the interpreter.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import psutil
from pebble import ProcessExpired, ProcessPool

from domain.errors import InternalError, ReadingFailed
from domain.outcome import Category
from ingest.formats.memory import ask_for_large_pages
from ingest.options import FilingOptions, ReadingOptions
from jobs import child
from jobs.work import PageWork

if TYPE_CHECKING:
    from domain.reading import PageKey, PageReading
    from ingest.formats.contract import ScanContents

P = ParamSpec("P")
T = TypeVar("T")

_LOOK_EVERY = 0.25
"""Seconds between two looks at a process at work: its memory, and whether it must hurry."""

_GRACE = 5.0
"""Seconds beyond a page's limit after which a pool that did not keep it is given up."""


class ProcessDied(ReadingFailed):
    """The process ended, or had to be ended, while it did this; `cause` says which."""

    def __init__(self, subject: object, detail: object, cause: Category) -> None:
        super().__init__(subject, detail)
        self.cause = cause


class Abandoned(Exception):
    """The runner is stopping and will not wait for the answer any longer."""


class ReadingProcess:
    """A process that reads pages; started at the first question, replaced when it died or grew.

    `abandon` is asked while an answer is awaited; once it says yes, the process is ended and
    Abandoned raised. `method` is how the process is started: `spawn`, since a fork would take
    this process's threads' locks with it. Used by one thread.
    """

    def __init__(
        self,
        work: PageWork,
        reading: ReadingOptions,
        filing: FilingOptions,
        *,
        start_seconds: float,
        abandon: Callable[[], bool],
        method: str = "spawn",
    ) -> None:
        self._packed = pickle.dumps(work)
        self._reading = reading
        self._filing = filing
        self._start_seconds = start_seconds
        self._abandon = abandon
        self._context = multiprocessing.get_context(method)
        self._pool: ProcessPool | None = None
        self._process: psutil.Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process: begun by the first page, gone when let go."""
        return self._pool is not None

    def count_pages(self, path: Path) -> ScanContents:
        """Open the scan. Raises what the work raises, ProcessDied or Abandoned."""
        return self._ask(child.count_pages, path, self._reading)

    def read_page(self, path: Path, number: int) -> PageReading:
        """Read one page. Raises what the work raises, ProcessDied or Abandoned."""
        try:
            return self._ask(child.read_page, path, number, self._reading, self._filing)
        finally:
            self._renew()

    def page_key(self, path: Path, number: int) -> PageKey | None:
        """What reading the page depends on; raises as `read_page` does."""
        return self._ask(child.page_key, path, number, self._reading, self._filing)

    def close(self) -> None:
        """End the process, whatever it is doing; the next question starts another."""
        pool, process = self._pool, self._process
        self._pool = self._process = None
        if pool is None:
            return
        pool.stop()  # type: ignore[no-untyped-call]
        if process is not None:
            _kill_tree(process)
        pool.join()

    def _renew(self) -> None:
        """End a process that holds too much between two pages; the next page starts another."""
        if self._process and _megabytes(self._process) > self._reading.limits.renew_megabytes:
            self.close()

    def _ask(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        pool = self._pool or self._start()
        limit = self._reading.limits.seconds
        try:
            future = pool.schedule(function, args=args, kwargs=kwargs, timeout=limit)
            return self._answer(future, limit + _GRACE)
        except RuntimeError as error:
            self.close()
            raise ProcessDied("reading process", error, Category.CRASHED) from error

    def _start(self) -> ProcessPool:
        """Start the process and wait until it has loaded what it needs.

        Raises what kept it from getting ready; ReadingFailed when it died or hung over it.
        """
        ask_for_large_pages()
        self._pool = ProcessPool(
            max_workers=1,
            initializer=child.begin,
            initargs=(self._packed, self._reading),
            context=self._context,
        )
        try:
            pid = self._answer(self._pool.schedule(child.greet), self._start_seconds)
            self._process = psutil.Process(pid)
        except ProcessDied as died:
            raise ReadingFailed("reading process", f"it did not start: {died.detail}") from died
        except (psutil.NoSuchProcess, InternalError) as error:
            self.close()
            raise ReadingFailed("reading process", f"it did not start: {error}") from error
        except BaseException:
            self.close()
            raise
        return self._pool

    def _answer(self, future: Future[T], seconds: float) -> T:
        """Await the answer; whatever costs the process its life closes it here."""
        try:
            self._watch(future, time.monotonic() + seconds)
            return future.result()
        except TimeoutError as error:
            self.close()
            detail = f"took longer than {seconds - _GRACE:.0f} s 超时"
            raise ProcessDied("page", detail, Category.TIMED_OUT) from error
        except MemoryError as error:
            self.close()
            raise ProcessDied("page", "out of memory 内存不足", Category.OUT_OF_MEMORY) from error
        except (ProcessExpired, BrokenProcessPool) as error:
            self.close()
            raise ProcessDied("page", _how_it_ended(error), Category.CRASHED) from error
        except (ProcessDied, Abandoned):
            self.close()
            raise

    def _watch(self, future: Future[T], deadline: float) -> None:
        """Return when there is an answer; raise when there must be none."""
        while not wait([future], timeout=_LOOK_EVERY).done:
            if self._abandon():
                raise Abandoned
            if time.monotonic() > deadline:
                raise TimeoutError
            used = _megabytes(self._process) if self._process else 0
            limit = self._reading.limits.megabytes
            if used > limit:
                detail = f"used {used} MB of {limit} MB 内存超限"
                raise ProcessDied("page", detail, Category.OUT_OF_MEMORY)


def _megabytes(process: psutil.Process) -> int:
    """Resident memory of a process and all it has started; 0 when it has ended."""
    total = 0
    try:
        for member in (process, *process.children(recursive=True)):
            total += member.memory_info().rss
    except psutil.Error:
        pass
    return total >> 20


def _kill_tree(process: psutil.Process) -> None:
    """End a process and all it has started, at once."""
    try:
        members = [process, *process.children(recursive=True)]
    except psutil.Error:
        return
    for member in members:
        try:
            member.kill()
        except psutil.Error:
            continue


def _how_it_ended(error: ProcessExpired | BrokenProcessPool) -> str:
    """`ended by SIGSEGV`, or with which code."""
    code = getattr(error, "exitcode", None)
    if code is None:
        return "the process ended 进程终止"
    if code < 0:
        return f"the process was ended by {signal.Signals(-code).name} 进程被终止"
    return f"the process ended with code {code} 进程退出"
