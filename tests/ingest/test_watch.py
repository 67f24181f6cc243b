"""Each file of an inbox is taken once, when it has come to rest, or it is explained."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from domain import steps
from ingest.intake import open_once
from ingest.watch import WatchOptions
from tests.ingest.watched import SETTLE, Desk


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
