"""What happens inside a reading process.

A page may crash, hang or swell; it does so here, alone. The process ends with its parent, says
nothing on standard output, and sends back only errors that surely survive the journey.
"""

from __future__ import annotations

import errno
import faulthandler
import multiprocessing
import os
import pickle
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import AnjuanError, InternalError, StorageError, UnreadableFile
from jobs.work import PageWork

if TYPE_CHECKING:  # loaded by `begin`, after the number of threads is set
    from domain.reading import PageKey, PageReading
    from ingest.formats.contract import ScanContents
    from ingest.options import FilingOptions, ReadingOptions

_OVERTIME = 30.0
"""Seconds after its limit at which a process ends itself, should nobody else have ended it."""


class _State:
    """What this process has been given to work with."""

    work: PageWork | None = None
    trouble: AnjuanError | None = None


def begin(packed: bytes, options: ReadingOptions) -> None:
    """Make this process ready; `packed` is the pickled PageWork.

    It arrives packed so that the number of threads is set before any library is loaded, and so
    that a library that cannot be loaded is told by `greet` instead of ending the process.
    """
    _end_with_parent()
    with suppress(OSError):  # a service may run without standard error
        os.dup2(2, 1)
    for variable in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"):
        os.environ[variable] = str(options.threads)
    try:
        with _travelling_errors("warm-up"):
            work: PageWork = pickle.loads(packed)  # noqa: S301 - from our own parent
            work.warm_up(options)
            _State.work = work
    except AnjuanError as error:
        _State.trouble = error


def greet() -> int:
    """The process's id once it is ready. Raises what kept it from getting ready."""
    if _State.trouble:
        raise _State.trouble
    return os.getpid()


def count_pages(path: Path, options: ReadingOptions) -> ScanContents:
    """Open the scan at `path`; BadInput and MemoryError go up as they are."""
    with _own_deadline(options.limits.seconds), _travelling_errors(path.name):
        return _work().count_pages(path, options)


def read_page(
    path: Path, number: int, options: ReadingOptions, filing: FilingOptions
) -> PageReading:
    """Read page `number` of the scan at `path`; errors as in `count_pages`."""
    with _own_deadline(options.limits.seconds), _travelling_errors(f"{path.name}:{number}"):
        return _work().read_page(path, number, options, filing)


def page_key(
    path: Path, number: int, options: ReadingOptions, filing: FilingOptions
) -> PageKey | None:
    """What reading page `number` depends on; errors as in `count_pages`."""
    with _own_deadline(options.limits.seconds), _travelling_errors(f"{path.name}:{number}"):
        return _work().page_key(path, number, options, filing)


def _work() -> PageWork:
    if _State.work is None:
        raise InternalError("reading process", "not ready")
    return _State.work


def _end_with_parent() -> None:
    """Wait for the parent's end beside the work, and end too: no orphan goes on reading."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, name="follow-parent", daemon=True).start()


@contextmanager
def _own_deadline(seconds: float) -> Iterator[None]:
    """End the process even if it hangs deep in a library and its parent is gone.

    The system's own timer does this, which needs no turn at the interpreter.
    """
    faulthandler.dump_traceback_later(seconds + _OVERTIME, exit=True, file=sys.__stderr__ or 2)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


@contextmanager
def _travelling_errors(subject: str) -> Iterator[None]:
    """Let out our own errors and MemoryError only; others may not survive being sent."""
    try:
        yield
    except (AnjuanError, MemoryError):
        raise
    except OSError as error:
        raise _of_the_system(subject, error) from None
    except Exception as error:  # noqa: BLE001 - the process boundary; recorded below
        traceback.print_exc()
        raise InternalError(subject, f"{type(error).__name__}: {error}") from None


def _of_the_system(subject: str, error: OSError) -> AnjuanError:
    """What an OSError means: no room, or (without a number) a library's word for a bad file."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError(subject, error.strerror)
    if error.errno is None:
        return UnreadableFile(subject, error)
    return InternalError(subject, f"{type(error).__name__}: {error}")
