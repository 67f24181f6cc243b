"""The system's events about an inbox, reduced to: something happened at this path."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import structlog
from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

_log = structlog.get_logger(__name__)

_ARRIVALS = (
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.FileClosedEvent,
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
)
"""Events that can bring a file; our own reading and removing makes others."""


class Notices:
    """Hears of arrivals in a folder and its sub-folders and tells `on_arrival` the path.

    Events are a convenience: where the system refuses them, nothing is heard and the caller's
    own looking must do.
    """

    def __init__(self, folder: Path, on_arrival: Callable[[Path], None]) -> None:
        self._folder = folder
        self._handler = _Handler(on_arrival)
        self._observer: BaseObserver | None = None
        self._heard: tuple[int, int] | None = None

    def listen(self) -> None:
        """Start to listen, or start again if the folder is no longer the one listened to."""
        present = self._present()
        if self._observer and self._observer.is_alive() and present == self._heard:
            return
        self.close()
        if present is None:
            return
        observer = Observer()
        try:
            observer.schedule(self._handler, str(self._folder), recursive=True)
            observer.start()
        except OSError as error:
            _log.warning("no_events_for_inbox", reason=str(error))
            return
        self._observer, self._heard = observer, present

    def close(self) -> None:
        """Hear nothing more."""
        if self._observer:
            self._observer.stop()
            self._observer.join()
        self._observer = self._heard = None

    def _present(self) -> tuple[int, int] | None:
        try:
            status = self._folder.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino


class _Handler(events.FileSystemEventHandler):
    def __init__(self, on_arrival: Callable[[Path], None]) -> None:
        self._on_arrival = on_arrival

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        if isinstance(event, _ARRIVALS):
            self._on_arrival(Path(os.fsdecode(event.dest_path or event.src_path)))
