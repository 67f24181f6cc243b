"""Watches an inbox and hands each file to the intake once it has come to rest.

Three sources feed one list of sightings: the system's events, a scan of the whole inbox at
start, and the same scan again from time to time for whatever the events missed. A file is taken
when its size and time have stood still for a while; whether it is taken depends on nothing else.
"""

from __future__ import annotations

import queue
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from domain.errors import AnjuanError, BadInput, FileChanged, NotFound, StorageError
from ingest.inbox import files_below, folder_of, is_wanted
from ingest.intake import Identity, Intake
from ingest.notices import Notices

_log = structlog.get_logger(__name__)

_STOP_IS_SEEN_WITHIN = 1.0
"""Seconds; the loop sleeps no longer than this without looking whether it shall stop."""

_EVENTS_GATHER_FOR = 0.05
"""Seconds; a copy makes many events, and one look at what they concern is enough."""


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """How an inbox is watched; all times in seconds.

    `settle`: how long a file must stand still. `rescan`: how often the whole inbox is looked at
    besides the events. `polling`: for network folders, whose events never arrive; the inbox is
    then looked at every `poll`. `retry`: pause after the archive could not hold a file.
    """

    settle: float = 2.0
    rescan: float = 60.0
    polling: bool = False
    poll: float = 2.0
    retry: float = 10.0

    @property
    def look_every(self) -> float:
        return self.poll if self.polling else self.rescan


@dataclass(frozen=True, slots=True)
class _Sighting:
    """The state in which a file was last seen, and since when it has been in it."""

    identity: Identity
    since: float


class Watcher:
    """Sees files arrive in `inbox` and has `intake` take them.

    `clock` counts seconds and never goes back. `run` does everything; `look`, `notice` and
    `tick` are its parts, all to be called from one thread.
    """

    def __init__(
        self,
        inbox: Path,
        intake: Intake,
        options: WatchOptions | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inbox = inbox.resolve()
        self._intake = intake
        self._options = options or WatchOptions()
        self._clock = clock
        self._stop = threading.Event()
        self._noticed: queue.SimpleQueue[Path] = queue.SimpleQueue()
        self._wake = threading.Event()
        self._waiting: dict[Path, _Sighting] = {}
        self._kept: dict[Path, Identity] = {}
        self._explained: dict[Path, str] = {}
        self._paused_until = float("-inf")
        self.watching = threading.Event()
        """Set once events are heard and the start-up scan is done."""

    def run(self, stop: threading.Event) -> None:
        """Watch until `stop` is set; a file that is being taken is finished first."""
        self._stop = stop
        notices = Notices(self._inbox, self._hear)
        try:
            self._watch(notices)
        finally:
            notices.close()
            self.watching.clear()

    def _watch(self, notices: Notices) -> None:
        next_look = self._clock()
        while not self._stop.is_set():
            if self._clock() >= next_look:
                if not self._options.polling:
                    notices.listen()
                self.look()
                next_look = self._clock() + self._options.look_every
                self.watching.set()
            self._read_notices()
            due = self.tick()
            until_look = next_look - self._clock()
            rest = until_look if due is None else min(due, until_look)
            if self._wake.wait(max(0.0, min(rest, _STOP_IS_SEEN_WITHIN))):
                self._stop.wait(_EVENTS_GATHER_FOR)
                self._wake.clear()

    def _hear(self, path: Path) -> None:
        """Called from the thread of the system's events."""
        self._noticed.put(path)
        self._wake.set()

    def _read_notices(self) -> None:
        seen: set[Path] = set()
        while not self._noticed.empty():
            path = self._noticed.get()
            if path not in seen:
                seen.add(path)
                self.notice(path)

    def look(self) -> None:
        """Look at the whole inbox; what was in trouble before is tried again."""
        if not self._inbox.is_dir():
            self._explain(self._inbox, "the inbox is not there 收件箱不存在")
            return
        unlisted: set[Path] = set()

        def cannot_list(folder: Path, error: OSError) -> None:
            unlisted.add(folder)
            self._cannot_list(folder, error)

        for path in files_below(self._inbox, self._inbox, cannot_list):
            self._sight(path)
        for path in set(self._explained) | set(self._kept):
            if path not in unlisted and _identity(path) is None:
                self._forget(path)

    def notice(self, path: Path) -> None:
        """Something happened at `path`, a file or a folder below the inbox."""
        if not path.is_relative_to(self._inbox) or path.parent.resolve() != path.parent:
            return
        if path.is_dir() and not path.is_symlink():
            for file in files_below(path, self._inbox, self._cannot_list):
                self._sight(file)
        elif is_wanted(path, self._inbox):
            self._sight(path)

    def tick(self) -> float | None:
        """Take what has settled; seconds until the next file may have, None if none waits."""
        for path, seen in list(self._waiting.items()):
            if self._stop.is_set() or self._clock() < self._paused_until:
                break
            if self._clock() - seen.since >= self._options.settle:
                self._consider(path, seen)
        if not self._waiting:
            return None
        settled_at = min(seen.since for seen in self._waiting.values()) + self._options.settle
        return max(0.0, max(settled_at, self._paused_until) - self._clock())

    def _sight(self, path: Path) -> None:
        """Note `path` and its present state, unless that state is known already."""
        identity = _identity(path)
        if identity is None:
            self._forget(path)
        elif self._kept.get(path) != identity:
            known = self._waiting.get(path)
            if known is None or known.identity != identity:
                self._waiting[path] = _Sighting(identity, self._clock())

    def _consider(self, path: Path, seen: _Sighting) -> None:
        """Take the file, if it has stood still since it was seen."""
        self._sight(path)
        if self._waiting.get(path) is seen:
            del self._waiting[path]
            self._take(path, seen.identity)

    def _take(self, path: Path, identity: Identity) -> None:
        if identity.size == 0:
            self._explain(path, "the file is empty; it is taken once it has content 文件为空")
            return
        try:
            self._intake.take(path, folder_of(path, self._inbox), remove=True)
        except NotFound:
            self._forget(path)
        except FileChanged:
            self._sight(path)
        except BadInput as error:
            self._explain(path, error.message())
        except StorageError as error:
            self._paused_until = self._clock() + self._options.retry
            self._waiting[path] = _Sighting(identity, self._clock())
            self._explain(path, error.message())
        else:
            self._settle_accounts(path, identity)

    def _settle_accounts(self, path: Path, identity: Identity) -> None:
        """After a file was taken: it has left, or stays for a reason, or is a new one."""
        self._explained.pop(path, None)
        now = _identity(path)
        if now is None:
            return
        if now == identity:
            self._kept[path] = identity
            self._explain(path, "it is in the archive but cannot be removed 已入库但无法移除")
        else:
            self._sight(path)

    def _forget(self, path: Path) -> None:
        """The file is gone, or the folder well again: nothing about it needs to be said."""
        self._waiting.pop(path, None)
        self._kept.pop(path, None)
        _log.debug("inbox_file_vanished", file=path.name)
        if self._explained.pop(path, None):
            try:
                self._intake.forget(self._place(path))
            except AnjuanError as error:
                _log.warning("explanation_not_withdrawn", reason=str(error))

    def _cannot_list(self, folder: Path, error: OSError) -> None:
        self._explain(folder, f"the folder cannot be read 文件夹无法读取 ({error.strerror})")

    def _explain(self, path: Path, message: str) -> None:
        """Say once why a file stays; it is tried again at every look."""
        if self._explained.get(path) == message:
            return
        _log.warning("inbox_file_not_taken", file=path.name, reason=message)
        try:
            self._intake.explain(self._place(path), message)
        except AnjuanError as error:
            _log.warning("explanation_not_recorded", reason=str(error))
        else:
            self._explained[path] = message

    def _place(self, path: Path) -> str:
        """How a path is named in explanations: within the inbox, or the inbox itself."""
        return str(path) if path == self._inbox else path.relative_to(self._inbox).as_posix()


def _identity(path: Path) -> Identity | None:
    """State of the regular file at `path`, links not followed; None if there is none."""
    try:
        status = path.stat(follow_symlinks=False)
    except OSError:
        return None
    return Identity.of(status) if stat.S_ISREG(status.st_mode) else None
