"""Keeps the search index behind the records, never the records behind the index."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from domain.errors import AnjuanError
from jobs.contract import IndexBehind
from records.archive import Archive

_log = structlog.get_logger(__name__)

_PROBLEM = "index"
"""Under this name an index that is behind is listed among the archive's problems."""


class IndexFollower:
    """Lets the index catch up in a thread of its own whenever something was filed.

    A failing index is told to `on_behind`, noted in the journal and tried again after `retry`
    seconds and after every filing; scans are filed all the same.
    """

    def __init__(
        self,
        archive: Archive,
        catch_up: Callable[[Archive], int],
        on_behind: Callable[[IndexBehind], None],
        retry: float,
    ) -> None:
        self._archive = archive
        self._catch_up = catch_up
        self._on_behind = on_behind
        self._retry = retry
        self._poked = threading.Event()
        self._closing = threading.Event()
        self._behind = False
        self._may_be_noted = True  # by an earlier process
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to follow; whatever was filed before is caught up first."""
        self._closing.clear()
        self._poked.set()
        self._thread = threading.Thread(target=self._follow, name="index", daemon=True)
        self._thread.start()

    def poke(self) -> None:
        """Something was filed."""
        self._poked.set()

    def finish(self, seconds: float | None = None) -> None:
        """Catch up once more if anything is left, and stop; give up after `seconds`.

        What is given up loses nothing: the index goes on from its own mark another time.
        """
        self._closing.set()
        self._poked.set()
        if self._thread:
            self._thread.join(seconds)

    def _follow(self) -> None:
        while True:
            self._poked.wait(self._retry if self._behind else None)
            closing = self._closing.is_set()
            self._poked.clear()
            self._once()
            if closing:
                return

    def _once(self) -> None:
        """One catching up; a failing index must not end the runner."""
        try:
            self._catch_up(self._archive)
            self._behind = False
            if self._may_be_noted:
                self._archive.journal.clear_problem(_PROBLEM)
            self._may_be_noted = False
        except Exception as error:  # noqa: BLE001 - the index fails alone; recorded below
            self._record(error)

    def _record(self, error: Exception) -> None:
        reason = str(error) or type(error).__name__
        if not self._behind:
            _log.error("index_behind", reason=reason, exc_info=error)
            self._on_behind(IndexBehind(reason))
        self._behind = self._may_be_noted = True
        try:
            self._archive.journal.note_problem(_PROBLEM, reason)
        except AnjuanError as refused:
            _log.warning("index_problem_not_recorded", reason=str(refused))
