"""The watcher on a real clock: every way of arriving is noticed, each file is taken once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.watch import Watcher, WatchOptions
from tests.ingest.watched import Desk


@contextmanager
def _watching(desk: Desk, options: WatchOptions) -> Iterator[threading.Event]:
    """A watcher at work in a thread of its own, its start-up scan done."""
    watcher = Watcher(desk.inbox, desk.intake, options)
    stop = threading.Event()
    thread = threading.Thread(target=watcher.run, args=(stop,))
    thread.start()
    try:
        assert watcher.watching.wait(10)
        yield stop
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def _await(desk: Desk, count: int) -> None:
    with desk.news:
        assert desk.news.wait_for(lambda: len(desk.taken) >= count, timeout=60), desk.names


BY_EVENTS = WatchOptions(settle=0.2, rescan=3600)
BY_POLLING = WatchOptions(settle=0.2, rescan=3600, polling=True, poll=0.1)


@pytest.mark.parametrize("options", [BY_EVENTS, BY_POLLING], ids=["events", "polling"])
def test_200_files_at_once_are_each_taken_once(desk: Desk, options: WatchOptions) -> None:
    with _watching(desk, options):
        for number in range(200):
            desk.drop(f"{number:03}.jpg")
        _await(desk, 200)
    assert sorted(desk.names) == [f"{number:03}.jpg" for number in range(200)]
    assert len(desk.archive.journal.scans(limit=1000)) == 200
    assert list(desk.inbox.iterdir()) == []


@pytest.mark.parametrize("options", [BY_EVENTS, BY_POLLING], ids=["events", "polling"])
def test_every_way_of_arriving_is_noticed(
    desk: Desk, options: WatchOptions, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    (outside / "folder" / "deep").mkdir(parents=True)
    (outside / "renamed.jpg").write_bytes(b"renamed")
    (outside / "folder" / "deep" / "inside.jpg").write_bytes(b"inside")
    desk.drop("there-at-start.jpg")
    with _watching(desk, options):
        (outside / "renamed.jpg").rename(desk.inbox / "renamed.jpg")
        (outside / "folder").rename(desk.inbox / "folder")
        desk.drop("written.jpg")
        desk.drop("new/folder/written.pdf")
        desk.drop("part.jpg.tmp").rename(desk.inbox / "part.jpg")
        _await(desk, 6)
    assert sorted(desk.names) == [
        "inside.jpg",
        "part.jpg",
        "renamed.jpg",
        "there-at-start.jpg",
        "written.jpg",
        "written.pdf",
    ]


def test_a_file_written_slowly_while_watched_is_taken_whole(desk: Desk) -> None:
    options = WatchOptions(settle=0.5, rescan=3600)
    pause = threading.Event()
    with _watching(desk, options), (desk.inbox / "a.jpg").open("wb") as file:
        for _ in range(10):
            file.write(b"x" * 1000)
            file.flush()
            pause.wait(0.1)
        assert desk.names == []
        _await(desk, 1)
    assert desk.archive.journal.scan(desk.taken[0].receipt.scan).size == 10_000
