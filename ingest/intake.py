"""The safe way in: a file leaves the inbox only when the archive surely holds it.

Vault first (copied, synced, read back), then the journal (committed), and only then the inbox.
A crash anywhere leaves the file in the inbox or the scan in the archive, or both; never neither.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog

from domain import steps
from domain.errors import BadInput, FileChanged, NotFound, StorageError, TooLarge
from ingest.options import Limits
from records.archive import Archive
from records.journal.journal import Arrival, Receipt
from records.vault import Stored

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one state of a file from another: the file itself, its size, its last change."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, status: os.stat_result) -> Identity:
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Taken:
    """One file that is now safe: where it lay, what the journal says, whether it has left."""

    path: Path
    folder: str
    receipt: Receipt
    removed: bool


def open_once(path: Path) -> None:
    """Open the file and close it again; whoever may not read it gets the OSError here."""
    with path.open("rb"):
        pass


class Intake:
    """Takes files into the archive, one at a time or from several threads.

    `on_taken` hears of every file that is safe, so that the runner can be woken. `try_open` is
    how a file is tried before anything is copied.
    """

    def __init__(
        self,
        archive: Archive,
        limits: Limits | None = None,
        on_taken: Callable[[Taken], None] | None = None,
        try_open: Callable[[Path], None] = open_once,
    ) -> None:
        self._archive = archive
        self._limits = limits or Limits()
        self._on_taken = on_taken
        self._try_open = try_open

    def take(self, path: Path, folder: str = "", remove: bool = False) -> Receipt:
        """Bring the file at `path` into vault and journal, then remove it if `remove`.

        `folder` is its sub-folder of the inbox, posix style. Raises NotFound when there is no
        such file (any more), BadInput when it is none that may be taken, FileChanged when it
        was written to meanwhile, StorageError when the archive cannot hold it now. A file that
        cannot be removed, or that changed after it was copied, stays; the copy is safe.
        """
        before = self._look(path)
        with _storage_errors(path):
            steps.reached("intake.seen")
            receipt = self._keep(path, folder, before, may_be_left=remove)
            steps.reached("intake.after_journal")
        removed = remove and _remove(path, before)
        if self._on_taken:
            self._on_taken(Taken(path, folder, receipt, removed))
        return receipt

    def explain(self, path: str, message: str) -> None:
        """Record why the file at `path` (posix, within the inbox) could not be taken."""
        self._archive.journal.note_problem(readable_name(path), message)

    def forget(self, path: str) -> None:
        """The file at `path` is gone, or no longer a problem."""
        self._archive.journal.clear_problem(readable_name(path))

    def _look(self, path: Path) -> Identity:
        """The file's state, links not followed; refuses what may not be taken."""
        status = _status(path)
        if not stat.S_ISREG(status.st_mode):
            raise BadInput(path.name, "it is no regular file 不是普通文件")
        if status.st_size > self._limits.bytes:
            detail = f"{status.st_size:,} > {self._limits.bytes:,} bytes (limits.bytes)"
            raise TooLarge(path.name, detail)
        try:
            self._try_open(path)
        except FileNotFoundError as error:
            raise NotFound(path.name) from error
        except OSError as error:
            detail = f"it cannot be opened 无法打开 ({error.strerror})"
            raise BadInput(path.name, detail) from error
        return Identity.of(status)

    def _keep(self, path: Path, folder: str, before: Identity, may_be_left: bool) -> Receipt:
        """Copy, make sure that one single state of the file was copied, and commit."""
        steps.reached("intake.before_copy")
        stored = self._store(path, before)
        steps.reached("intake.before_journal")
        arrival = Arrival(readable_name(path.name), readable_name(folder))
        if may_be_left and (receipt := self._left_over(path, stored, arrival)):
            self.forget(f"{folder}/{path.name}" if folder else path.name)
            return receipt
        return self._archive.journal.receive(stored, arrival)

    def _store(self, path: Path, before: Identity) -> Stored:
        try:
            stored = self._archive.vault.store(path)
        except BadInput as error:
            if Identity.of(_status(path)) != before:
                raise FileChanged(path.name) from error
            raise
        if Identity.of(_status(path)) != before:
            raise FileChanged(path.name)
        return stored

    def _left_over(self, path: Path, stored: Stored, arrival: Arrival) -> Receipt | None:
        """The receipt this very file had, if only its removal was prevented, e.g. by a crash.

        It is the same file, and no second copy, when it has lain in this place since before
        the journal noted it: the system sets the time of change (ctime) of whatever is written
        or moved into a place, and nobody else can.
        """
        if stored.was_new:
            return None
        try:
            scan = self._archive.journal.scan(stored.scan)
        except NotFound:
            return None
        same_place = (scan.name, scan.folder) == (arrival.name, arrival.folder)
        if not same_place or _status(path).st_ctime >= scan.received_at.timestamp():
            return None
        return Receipt(scan.id, duplicate=False, first_name=scan.name, status=scan.status)


def readable_name(name: str) -> str:
    """`name` as text that can be stored: bytes that are no UTF-8 are read as GB18030."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def _status(path: Path) -> os.stat_result:
    try:
        return path.stat(follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound(path.name) from error
    except OSError as error:
        raise BadInput(path.name, error.strerror) from error


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    """Whatever the operating system refuses while a file is being kept is a StorageError."""
    try:
        yield
    except OSError as error:
        raise StorageError(path.name, error.strerror or error) from error


def _remove(path: Path, before: Identity) -> bool:
    """Remove the file if it is still the one that was copied; whether it was removed."""
    try:
        steps.reached("intake.before_remove")
        if Identity.of(path.stat(follow_symlinks=False)) != before:
            return False
        path.unlink()
        steps.reached("intake.after_remove")
    except FileNotFoundError:
        return True
    except OSError as error:
        _log.warning("inbox_file_stays", file=path.name, reason=str(error))
        return False
    return True
