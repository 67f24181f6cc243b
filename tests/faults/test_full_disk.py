"""The disk is full at every named step; nothing is lost, and with space all is completed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from domain import steps
from domain.errors import StorageError
from index.catch_up import catch_up, rebuild
from ingest.intake import Intake
from records.archive import Archive
from tests.faults import story

SAID = {"intake.before_remove": "cannot be removed", "intake.after_remove": None}
"""What is said where a refusal harms no scan: one is safe already, but lies in the inbox still;
the other has even left it, and there is nothing to say."""


def _refused(archive: Archive) -> list[str]:
    """Tell the story stage by stage; what was refused, as raised or as recorded.

    A few steps are announced where nothing is written, so that no room of the archive puts
    their refusal into its own words; it comes up as the system's, and nothing else may.
    """
    refused: list[str] = []
    stages: tuple[Callable[[Archive], object], ...] = (
        story.take,
        story.work,
        story.correct,
        story.divide,
        story.reshelve,
        catch_up,
        rebuild,
    )
    for stage in stages:
        if stage is story.reshelve and refused:
            continue  # nobody renumbers while the disk is known to be full
        try:
            stage(archive)
        except StorageError as error:
            refused.append(error.detail)
        except OSError as error:
            refused.append(str(error))
    return refused + [problem.message for problem in archive.journal.problems()]


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize("step", steps.STEPS)
def test_full_at(step: str, root: Path) -> None:
    archive = Archive.open(root / "archive")
    try:
        with story.full_at(step) as seen:
            refused = _refused(archive)
        assert seen[step] > 0
        expected = SAID.get(step, os.strerror(errno.ENOSPC))
        assert expected is None or any(expected in said for said in refused)
        for content in story.FILES.values():
            assert _is_safe(root, archive, content)
    finally:
        archive.close()
    story.tell(root)
    story.assert_all_is_well(root)


def _is_safe(root: Path, archive: Archive, content: str) -> bool:
    """Whether the bytes are in the inbox still, or in the vault and in the journal."""
    left = [p for p in (root / "inbox").rglob("*") if p.is_file()]
    if any(path.read_text("utf-8") == content for path in left):
        return True
    scan = story.scan_id(content)
    archive.vault.verify(scan)
    return archive.journal.scan(scan).id == scan


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 4 MB, where the machine lets us mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("mounting a small file system needs root")
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine lets nobody mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    archive = Archive.create(small_disk / "archive")
    intake = Intake(archive)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    contents = [os.urandom(700_000) for _ in range(10)]
    for number, content in enumerate(contents):
        (inbox / f"{number}.bin").write_bytes(content)
    refused = 0
    for path in sorted(inbox.iterdir()):
        try:
            intake.take(path, remove=True)
        except StorageError:
            refused += 1
    taken = len(contents) - refused
    assert 0 < taken < len(contents)
    assert len(archive.journal.scans()) == taken
    assert sorted(p.read_bytes() for p in inbox.iterdir()) == sorted(contents[-refused:])
    for scan in archive.vault.scans():
        archive.vault.verify(scan)
    subprocess.run(["mount", "-o", "remount,size=32m", str(small_disk)], check=True)
    for path in sorted(inbox.iterdir()):
        with suppress(StorageError):
            intake.take(path, remove=True)
    assert list(inbox.iterdir()) == []
    assert len(archive.journal.scans()) == len(contents)
    archive.close()
