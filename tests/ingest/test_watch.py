"""Each file of an inbox is taken once, when it has come to rest, or it is explained."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain import steps
from ingest.intake import Intake, Taken, open_once
from ingest.watch import Watcher, WatchOptions
from records.archive import Archive

SETTLE = 2.0


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """An inbox, its archive, a clock under control, and what was taken so far."""

    archive: Archive
    inbox: Path
    clock: Clock = field(default_factory=Clock)
    taken: list[Taken] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    try_open: Callable[[Path], None] = open_once

    def __post_init__(self) -> None:
        self.intake = Intake(
            self.archive, on_taken=self._hear, try_open=lambda path: self.try_open(path)
        )
        self.watcher = Watcher(self.inbox, self.intake, WatchOptions(settle=SETTLE), self.clock)

    def _hear(self, taken: Taken) -> None:
        with self.news:
            self.taken.append(taken)
            self.news.notify_all()

    def drop(self, name: str, content: bytes | None = None) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if content is not None else f"scan {name}".encode())
        return path

    def let_pass(self, seconds: float = SETTLE) -> None:
        """Let time pass, then look again and take what has settled."""
        self.clock.now += seconds
        self.watcher.tick()

    @property
    def names(self) -> list[str]:
        return [taken.path.name for taken in self.taken]

    def explanations(self) -> dict[str, str]:
        return {problem.path: problem.message for problem in self.archive.journal.problems()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    archive = Archive.create(tmp_path / "archive")
    yield Desk(archive, inbox.resolve())
    archive.close()


def test_files_there_at_start_are_taken_when_they_have_stood_still(desk: Desk) -> None:
    desk.drop("b.jpg")
    desk.drop("a.jpg")
    desk.watcher.look()
    desk.let_pass(SETTLE / 2)
    assert desk.names == []
    desk.let_pass(SETTLE / 2)
    assert desk.names == ["a.jpg", "b.jpg"]
    assert list(desk.inbox.iterdir()) == []


def test_a_file_that_grows_is_taken_once_it_has_stopped(desk: Desk) -> None:
    path = desk.drop("a.jpg", b"0")
    desk.watcher.look()
    for _ in range(5):
        with path.open("ab") as file:
            file.write(b"more")
        desk.watcher.notice(path)
        desk.let_pass(SETTLE * 0.9)
    assert desk.names == []
    desk.let_pass()
    assert desk.names == ["a.jpg"]
    stored = desk.archive.vault.path(desk.taken[0].receipt.scan)
    assert stored.read_bytes() == b"0" + b"more" * 5


def test_growing_is_noticed_without_any_event(desk: Desk) -> None:
    path = desk.drop("a.jpg", b"0")
    desk.watcher.look()
    path.write_bytes(b"longer than before")
    desk.let_pass()
    assert desk.names == []
    desk.let_pass()
    assert desk.names == ["a.jpg"]


def test_a_change_of_time_alone_is_noticed_too(desk: Desk) -> None:
    path = desk.drop("a.jpg", b"same size")
    desk.watcher.look()
    os.utime(path, (1, 1))
    desk.let_pass()
    assert desk.names == []


def test_a_file_renamed_from_a_temporary_name_is_taken_under_its_final_one(desk: Desk) -> None:
    part = desk.drop("a.jpg.part")
    desk.watcher.look()
    desk.let_pass()
    assert desk.names == []
    desk.watcher.notice(part.rename(desk.inbox / "a.jpg"))
    desk.let_pass()
    assert desk.names == ["a.jpg"]


def test_a_folder_dropped_whole_is_taken_with_its_place(desk: Desk, tmp_path: Path) -> None:
    whole = tmp_path / "KH-2024-0007"
    (whole / "2024").mkdir(parents=True)
    (whole / "a.jpg").write_bytes(b"a")
    (whole / "2024" / "b.jpg").write_bytes(b"b")
    desk.watcher.notice(whole.rename(desk.inbox / "KH-2024-0007"))
    desk.let_pass()
    assert [(t.path.name, t.folder) for t in desk.taken] == [
        ("b.jpg", "KH-2024-0007/2024"),
        ("a.jpg", "KH-2024-0007"),
    ]


def test_what_is_no_scan_is_never_taken(desk: Desk, tmp_path: Path) -> None:
    for name in (".hidden", "~$a.docx", "a.part", "Thumbs.db", "README.md", "@eaDir/a.jpg"):
        desk.drop(name)
    (tmp_path / "real").write_bytes(b"x")
    (desk.inbox / "link.jpg").symlink_to(tmp_path / "real")
    os.mkfifo(desk.inbox / "pipe.jpg")
    desk.watcher.look()
    for path in desk.inbox.rglob("*"):
        desk.watcher.notice(path)
    desk.let_pass()
    assert desk.names == []
    assert desk.explanations() == {}


def test_a_linked_folder_is_not_entered_even_when_an_event_names_it(
    desk: Desk, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.jpg").write_bytes(b"x")
    (desk.inbox / "link").symlink_to(outside)
    desk.watcher.notice(desk.inbox / "link")
    desk.watcher.notice(desk.inbox / "link" / "a.jpg")
    desk.watcher.notice(outside / "a.jpg")
    desk.let_pass()
    assert desk.names == []


def test_a_file_that_vanishes_is_forgotten_without_a_word(desk: Desk) -> None:
    path = desk.drop("a.jpg")
    desk.watcher.look()
    path.unlink()
    desk.let_pass()
    assert desk.names == []
    assert desk.explanations() == {}
    assert desk.watcher.tick() is None


def test_an_unreadable_file_is_explained_once_and_taken_when_it_can_be_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    note = desk.archive.journal.note_problem

    def listen_and_note(path: str, message: str) -> None:
        said.append(path)
        note(path, message)

    monkeypatch.setattr(desk.archive.journal, "note_problem", listen_and_note)

    def denied(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    desk.try_open = denied
    desk.drop("KH-1/a.jpg")
    for _ in range(3):
        desk.watcher.look()
        desk.let_pass()
    assert said == ["KH-1/a.jpg"]
    assert "Permission denied" in desk.explanations()["KH-1/a.jpg"]
    desk.try_open = open_once
    desk.watcher.look()
    desk.let_pass()
    assert desk.names == ["a.jpg"]
    assert desk.explanations() == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_explained(desk: Desk) -> None:
    desk.drop("a.jpg").chmod(0)
    desk.watcher.look()
    desk.let_pass()
    assert "a.jpg" in desk.explanations()


def test_a_problem_is_withdrawn_when_its_file_is_gone(desk: Desk) -> None:
    path = desk.drop("a.jpg", b"")
    desk.watcher.look()
    desk.let_pass()
    assert "empty" in desk.explanations()["a.jpg"]
    path.unlink()
    desk.watcher.look()
    assert desk.explanations() == {}


def test_an_empty_file_waits_until_it_is_filled(desk: Desk) -> None:
    path = desk.drop("a.jpg", b"")
    desk.watcher.look()
    desk.let_pass()
    assert path.exists()
    path.write_bytes(b"content")
    desk.watcher.notice(path)
    desk.let_pass()
    assert desk.names == ["a.jpg"]
    assert desk.explanations() == {}


def test_a_full_disk_pauses_the_watcher_and_loses_nothing(desk: Desk) -> None:
    full = True

    def refuse(step: str) -> None:
        if full and step == "vault.temp_opened":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for name in ("a.jpg", "b.jpg", "c.jpg"):
        desk.drop(name)
    desk.watcher.look()
    with steps.listening(refuse):
        desk.let_pass()
        assert desk.names == []
        assert list(desk.explanations()) == ["a.jpg"]
        full = False
        desk.let_pass(WatchOptions().retry)
    assert sorted(desk.names) == ["a.jpg", "b.jpg", "c.jpg"]
    assert desk.explanations() == {}


def test_a_file_that_cannot_be_removed_is_taken_once_and_explained(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlink = Path.unlink

    def denied(path: Path, missing_ok: bool = False) -> None:
        if path.is_relative_to(desk.inbox):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        unlink(path, missing_ok)

    desk.drop("a.jpg")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", denied)
        for _ in range(3):
            desk.watcher.look()
            desk.let_pass()
    assert desk.names == ["a.jpg"]
    assert "cannot be removed" in desk.explanations()["a.jpg"]


def test_an_inbox_that_is_not_there_is_explained_and_used_when_it_comes(desk: Desk) -> None:
    desk.inbox.rmdir()
    desk.watcher.look()
    assert list(desk.explanations()) == [str(desk.inbox)]
    desk.inbox.mkdir()
    desk.drop("a.jpg")
    desk.watcher.look()
    desk.let_pass()
    assert desk.names == ["a.jpg"]
    assert desk.explanations() == {}


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
