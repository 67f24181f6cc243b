"""One process at a time owns an archive's work; a second one is told who does."""

from __future__ import annotations

import contextlib
import json
import os
from datetime import datetime
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from domain.errors import ArchiveInUse, StorageError

_LOCK = "anjuan.lock"
_OWNER = "anjuan.owner"


class Ownership:
    """Holds the archive's lock from construction to `release`.

    The lock is the system's own and ends with the process, however it ends; the file beside
    it only says who holds it. Raises ArchiveInUse, naming the holder and since when, and
    StorageError when the folder cannot be written to.
    """

    def __init__(self, root: Path) -> None:
        self._owner = root / _OWNER
        self._lock = FileLock(root / _LOCK, blocking=False)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise ArchiveInUse(root, _holder(self._owner)) from error
        except OSError as error:
            raise StorageError(root, error.strerror) from error
        self._sign()

    def release(self) -> None:
        """Let the next one in; doing it twice is harmless."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):
                self._owner.unlink(missing_ok=True)
            self._lock.release()

    def _sign(self) -> None:
        """Say who holds the lock; a full disk must not keep anybody from working."""
        since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        with contextlib.suppress(OSError):
            self._owner.write_text(json.dumps({"pid": os.getpid(), "since": since}), "utf-8")


def at_work(root: Path) -> str | None:
    """Who owns the archive's work now, for telling; None when nobody does."""
    try:
        pid = int(json.loads((root / _OWNER).read_text("utf-8"))["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _holder(root / _OWNER) if psutil.pid_exists(pid) else None


def _holder(owner: Path) -> str:
    try:
        said = json.loads(owner.read_text("utf-8"))
        return f"pid {said['pid']}, since 自 {said['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "pid unknown"
