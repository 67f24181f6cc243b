"""Whatever breaks off while an index is written, nothing is lost and nobody is locked out."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.errors import ArchiveInUse, StorageError
from domain.steps import listening
from index.catch_up import catch_up, rebuild
from index.place import Place
from records.archive import Archive
from tests.index.agreeing import agrees_with_records, found
from tests.index.archives import put

STEPS = ("index.batch_read", "index.before_commit", "index.after_commit")
BUILD_STEPS = (*STEPS, "index.rebuilt", "index.swapped")


class Killed(BaseException):
    """Stands for the end of the process."""


@contextmanager
def _killed_at(step: str) -> Iterator[None]:
    """What is done here ends at that step."""

    def kill(reached: str) -> None:
        if reached == step:
            raise Killed(step)

    with listening(kill), pytest.raises(Killed):
        yield


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_loses_nothing_and_doubles_nothing(
    archive: Archive, step: str
) -> None:
    put(archive, "客户一")
    catch_up(archive)
    put(archive, "客户二")
    put(archive, "客户三", "客户四")

    with _killed_at(step):
        catch_up(archive)
    catch_up(archive)
    agrees_with_records(archive)


@pytest.mark.parametrize("step", BUILD_STEPS)
def test_a_rebuild_that_fails_leaves_the_old_index_or_the_new(archive: Archive, step: str) -> None:
    put(archive, "客户一", "客户二")
    catch_up(archive)

    with _killed_at(step):
        rebuild(archive)
    agrees_with_records(archive)
    rebuild(archive)
    agrees_with_records(archive)
    generations = [path for path in archive.index_folder.glob("g-*") if path.is_dir()]
    assert generations == [Place(archive.index_folder).current()]


_CHILD = """
import os, signal, sys
from pathlib import Path
from domain.steps import listening
from index.catch_up import catch_up, rebuild
from records.archive import Archive
def kill(step):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
archive = Archive.open(Path(sys.argv[1]))
with listening(kill):
    {"catch_up": catch_up, "rebuild": rebuild}[sys.argv[2]](archive)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "step"),
    [
        ("catch_up", "index.before_commit"),
        ("catch_up", "index.after_commit"),
        ("rebuild", "index.rebuilt"),
        ("rebuild", "index.swapped"),
    ],
)
def test_a_killed_process_loses_nothing_and_locks_nobody_out(
    archive: Archive, work: str, step: str
) -> None:
    put(archive, "客户一")
    catch_up(archive)
    put(archive, "客户二", "客户三")
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, str(archive.root), work, step],
        cwd=Path(__file__).resolve().parents[2],
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert run.returncode == -signal.SIGKILL
    catch_up(archive)
    agrees_with_records(archive)


def test_a_full_disk_is_said_and_leaves_the_index_as_it_was(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, "客户一")
    catch_up(archive)
    put(archive, "客户二")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("index.whoosh_files.durable.sync", full)
        with pytest.raises(StorageError, match="No space left"):
            catch_up(archive)
    assert len(found(archive, "客户")) == 1
    catch_up(archive)
    agrees_with_records(archive)


def _hold(folder: Path, held: object, done: object) -> None:
    with Place(folder).writing():
        held.set()  # type: ignore[attr-defined]
        done.wait(60)  # type: ignore[attr-defined]


def test_a_second_writer_waits_and_then_is_told_so(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, done))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(ArchiveInUse), Place(tmp_path).writing(seconds=0.05):
            pytest.fail("two writers at once")
    finally:
        done.set()
        other.join(60)
    with Place(tmp_path).writing(seconds=5.0):
        assert Place(tmp_path).current() is None
