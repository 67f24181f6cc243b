"""One process at a time owns an archive's work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from domain.errors import ArchiveInUse, StorageError
from jobs.ownership import Ownership

HOLD = """
import sys
from pathlib import Path
from jobs.ownership import Ownership
held = Ownership(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_owner_is_told_who_is_the_first_and_since_when(tmp_path: Path) -> None:
    first = Ownership(tmp_path)
    try:
        with pytest.raises(ArchiveInUse, match=rf"pid {os.getpid()}, since .*\d\d:\d\d"):
            Ownership(tmp_path)
    finally:
        first.release()
    Ownership(tmp_path).release()


def test_releasing_twice_is_harmless_and_does_not_release_the_next_owner(tmp_path: Path) -> None:
    first = Ownership(tmp_path)
    first.release()
    second = Ownership(tmp_path)
    first.release()
    with pytest.raises(ArchiveInUse):
        Ownership(tmp_path)
    second.release()


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(ArchiveInUse, match=f"pid {holder.pid}"):
            Ownership(tmp_path)
        holder.kill()
    Ownership(tmp_path).release()


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        Ownership(tmp_path / "file" / "below")
