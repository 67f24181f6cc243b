"""Lets the archive learn in the background of a service, whenever somebody has answered."""

from __future__ import annotations

import threading

import structlog

from domain.errors import AnjuanError
from jobs.learning import Learning
from records.archive import Archive

_log = structlog.get_logger(__name__)

_PROBLEM = "learning"
"""Under this name a failure to learn is listed among the archive's problems."""


class Learner:
    """Looks every `pause` seconds whether anything was answered, and learns from it.

    A failure to learn is noted among the archive's problems and costs nothing else: what was
    learned before goes on judging.
    """

    def __init__(self, archive: Archive, learning: Learning, pause: float) -> None:
        self._archive = archive
        self._learning = learning
        self._pause = pause
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="learning", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def finish(self, seconds: float | None = None) -> None:
        """Stop soon; a round that is broken off is done again another time."""
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _follow(self) -> None:
        while not self._closing.wait(self._pause):
            try:
                if self._learning.is_due():
                    self._learning.round(stop=self._closing.is_set)
                    if not self._closing.is_set():  # else it was broken off, and proves nothing
                        self._archive.journal.clear_problem(_PROBLEM)
            except Exception as error:  # noqa: BLE001 - learning fails alone; recorded here
                self._record(error)

    def _record(self, error: Exception) -> None:
        reason = str(error) or type(error).__name__
        _log.error("learning_failed", reason=reason, exc_info=error)
        try:
            self._archive.journal.note_problem(_PROBLEM, reason)
        except AnjuanError as refused:
            _log.warning("learning_problem_not_recorded", reason=str(refused))
