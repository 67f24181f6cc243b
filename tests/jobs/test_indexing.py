"""The index follows the records, and its failing is told, noted, and made good."""

from __future__ import annotations

import threading

from jobs.contract import IndexBehind
from jobs.indexing import IndexFollower
from records.archive import Archive


class Index:
    """An index that fails as often as it is told to, and counts how often it was asked."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.asked = threading.Semaphore(0)

    def catch_up(self, _archive: Archive) -> int:
        self.asked.release()
        if self.failures:
            self.failures -= 1
            raise RuntimeError("broken")
        return 0


def test_it_catches_up_at_start_at_every_poke_and_at_the_end(archive: Archive) -> None:
    index = Index()
    follower = IndexFollower(archive, index.catch_up, lambda _: None, retry=3600)
    follower.start()
    assert index.asked.acquire(timeout=10)
    follower.poke()
    assert index.asked.acquire(timeout=10)
    follower.finish()
    assert index.asked.acquire(timeout=10)
    assert not index.asked.acquire(blocking=False)


def test_a_failure_is_told_once_noted_and_tried_again_unasked(archive: Archive) -> None:
    index = Index(failures=3)
    told: list[IndexBehind] = []
    follower = IndexFollower(archive, index.catch_up, told.append, retry=0.01)
    follower.start()
    for _ in range(4):
        assert index.asked.acquire(timeout=10)
    follower.finish()
    assert told == [IndexBehind("broken")]
    assert archive.journal.problems() == ()


def test_what_an_earlier_process_noted_is_withdrawn_when_the_index_is_well(
    archive: Archive,
) -> None:
    archive.journal.note_problem("index", "broken")
    follower = IndexFollower(archive, Index().catch_up, lambda _: None, retry=3600)
    follower.start()
    follower.finish()
    assert archive.journal.problems() == ()


def test_a_failure_at_the_end_is_left_noted(archive: Archive) -> None:
    follower = IndexFollower(archive, Index(failures=9).catch_up, lambda _: None, retry=3600)
    follower.start()
    follower.finish()
    assert [problem.message for problem in archive.journal.problems()] == ["broken"]
