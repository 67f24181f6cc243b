"""A file leaves the inbox only when the archive surely holds it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from domain import steps
from domain.errors import BadInput, FileChanged, NotFound, StorageError, TooLarge
from ingest.intake import Intake, Taken, readable_name
from ingest.options import Limits
from records.archive import Archive


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def _drop(folder: Path, name: str, content: bytes = b"a scan") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _at(step: str, act: Callable[[], object]) -> Callable[[str], None]:
    def listener(reached: str) -> None:
        if reached == step:
            act()

    return listener


def _refuse() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_goes_to_vault_and_journal_and_leaves(archive: Archive, inbox: Path) -> None:
    path = _drop(inbox, "客户资料卡.jpg")
    receipt = Intake(archive).take(path, "KH-2024-0007", remove=True)
    assert not path.exists()
    assert archive.vault.path(receipt.scan).read_bytes() == b"a scan"
    scan = archive.journal.scan(receipt.scan)
    assert (scan.name, scan.folder, scan.size) == ("客户资料卡.jpg", "KH-2024-0007", 6)
    assert not receipt.duplicate


def test_a_file_that_shall_stay_stays(archive: Archive, inbox: Path) -> None:
    path = _drop(inbox, "a.jpg")
    Intake(archive).take(path)
    assert path.read_bytes() == b"a scan"


def test_the_same_bytes_under_two_names_are_kept_once_and_noted_twice(
    archive: Archive, inbox: Path
) -> None:
    intake = Intake(archive)
    first = intake.take(_drop(inbox, "a.jpg"), remove=True)
    second = intake.take(_drop(inbox, "b.jpg"), remove=True)
    assert (second.scan, second.duplicate, second.first_name) == (first.scan, True, "a.jpg")
    assert list(inbox.iterdir()) == []
    assert list(archive.vault.scans()) == [first.scan]
    assert [a.name for a in archive.journal.arrivals(first.scan)] == ["a.jpg", "b.jpg"]


def test_the_same_file_dropped_again_later_is_a_duplicate(archive: Archive, inbox: Path) -> None:
    intake = Intake(archive)
    intake.take(_drop(inbox, "a.jpg"), remove=True)
    assert intake.take(_drop(inbox, "a.jpg"), remove=True).duplicate


def test_a_file_left_by_a_crash_before_its_removal_is_no_second_copy(
    archive: Archive, inbox: Path
) -> None:
    path = _drop(inbox, "a.jpg")

    def crash() -> None:
        raise KeyboardInterrupt

    with (
        steps.listening(_at("intake.before_remove", crash)),
        pytest.raises(KeyboardInterrupt),
    ):
        Intake(archive).take(path, remove=True)
    assert path.exists()
    receipt = Intake(archive).take(path, remove=True)
    assert not receipt.duplicate
    assert not path.exists()
    assert len(archive.journal.arrivals(receipt.scan)) == 1


@pytest.mark.parametrize(
    "step",
    [
        step
        for step in steps.STEPS
        if step.startswith(("intake.", "vault.", "journal."))
        and step not in ("intake.before_remove", "intake.after_remove")
    ],
)
def test_a_full_disk_at_any_step_is_a_storage_error_and_loses_nothing(
    step: str, archive: Archive, inbox: Path
) -> None:
    path = _drop(inbox, "a.jpg")
    intake = Intake(archive)
    with steps.listening(_at(step, _refuse)), pytest.raises(StorageError):
        intake.take(path, remove=True)
    assert path.read_bytes() == b"a scan"
    receipt = intake.take(path, remove=True)
    assert not receipt.duplicate
    assert not path.exists()
    archive.vault.verify(receipt.scan)
    assert len(archive.journal.scans()) == 1


def test_a_file_that_changes_while_it_is_copied_stays_and_leaves_no_trace(
    archive: Archive, inbox: Path
) -> None:
    path = _drop(inbox, "a.jpg")

    def grow() -> None:
        with path.open("ab") as file:
            file.write(b" and more")

    with steps.listening(_at("vault.verified", grow)), pytest.raises(FileChanged):
        Intake(archive).take(path, remove=True)
    assert path.read_bytes() == b"a scan and more"
    assert archive.journal.scans() == ()


def test_a_file_that_changes_after_it_was_copied_is_not_removed(
    archive: Archive, inbox: Path
) -> None:
    path = _drop(inbox, "a.jpg")
    with steps.listening(_at("intake.after_journal", lambda: path.write_bytes(b"a new scan"))):
        first = Intake(archive).take(path, remove=True)
    assert path.read_bytes() == b"a new scan"
    second = Intake(archive).take(path, remove=True)
    assert not path.exists()
    assert archive.vault.path(first.scan).read_bytes() == b"a scan"
    assert archive.vault.path(second.scan).read_bytes() == b"a new scan"


def test_a_link_is_not_followed(archive: Archive, inbox: Path, tmp_path: Path) -> None:
    secret = _drop(tmp_path, "secret")
    link = inbox / "a.jpg"
    link.symlink_to(secret)
    with pytest.raises(BadInput):
        Intake(archive).take(link, remove=True)
    assert link.is_symlink()
    assert archive.journal.scans() == ()


def test_a_pipe_does_not_hang_the_intake(archive: Archive, inbox: Path) -> None:
    os.mkfifo(inbox / "a.jpg")
    with pytest.raises(BadInput):
        Intake(archive).take(inbox / "a.jpg")


def test_a_file_beyond_the_limit_is_refused_before_it_is_copied(
    archive: Archive, inbox: Path
) -> None:
    path = _drop(inbox, "a.jpg", b"12345")
    with pytest.raises(TooLarge):
        Intake(archive, Limits(bytes=4)).take(path, remove=True)
    assert path.exists()
    assert list(archive.vault.scans()) == []


def test_a_file_that_is_gone_is_not_found(archive: Archive, inbox: Path) -> None:
    with pytest.raises(NotFound):
        Intake(archive).take(inbox / "gone.jpg")


def test_a_file_that_vanishes_before_it_is_copied_is_not_found(
    archive: Archive, inbox: Path
) -> None:
    path = _drop(inbox, "a.jpg")
    with steps.listening(_at("intake.before_copy", path.unlink)), pytest.raises(NotFound):
        Intake(archive).take(path, remove=True)


def test_a_file_that_may_not_be_opened_is_explained(archive: Archive, inbox: Path) -> None:
    def denied(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)

    path = _drop(inbox, "a.jpg")
    with pytest.raises(BadInput, match="Permission denied"):
        Intake(archive, try_open=denied).take(path, remove=True)
    assert path.exists()


def test_whoever_waits_for_scans_hears_of_each(archive: Archive, inbox: Path) -> None:
    heard: list[Taken] = []
    path = _drop(inbox, "a.jpg")
    receipt = Intake(archive, on_taken=heard.append).take(path, "KH-1", remove=True)
    assert heard == [Taken(path, "KH-1", receipt, removed=True)]


def test_a_name_that_is_no_utf8_is_read_as_gb18030() -> None:
    assert readable_name(os.fsdecode("客户.jpg".encode("gb18030"))) == "客户.jpg"
    assert readable_name("客户.jpg") == "客户.jpg"
