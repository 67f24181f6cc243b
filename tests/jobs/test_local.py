"""What is particular to the runner of one machine: its processes and signals."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from domain.outcome import ScanStatus
from jobs.contract import (
    IndexBehind,
    JobEvent,
    JobOptions,
    PagesCounted,
    ScanFinished,
    ScanHandedBack,
    usable_cores,
)
from records.archive import Archive
from tests.contract.runners import OPTIONS, Desk, local
from tests.jobs.fork_server import fast_processes


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    archive = Archive.create(tmp_path / "archive")
    with fast_processes():
        yield Desk(archive, tmp_path, local)
    archive.close()


def test_a_page_is_not_blamed_when_the_whole_service_is_ended(desk: Desk) -> None:
    """Service managers signal parent and children at once; the child is gone first."""
    scan = desk.drop("a.txt", f"!tell {desk.folder / 'pid'}\n!wait {desk.folder / 'never'}\n")
    runner = desk.runner()
    stop = threading.Event()
    thread = threading.Thread(target=runner.run, args=(stop,))
    thread.start()
    desk.wait_for(PagesCounted)
    child = psutil.Process(_number(desk.folder / "pid"))
    os.kill(child.pid, signal.SIGTERM)
    child.wait(10)
    stop.set()
    thread.join(30)
    runner.close()
    assert [event.scan for event in desk.heard(ScanHandedBack)] == [scan]
    assert desk.status(scan) is ScanStatus.QUEUED
    assert [task.attempts for task in desk.archive.journal.waiting_pages(scan)] == [0]


def _number(path: Path) -> int:
    """The number in a file, once it is there."""
    pause = threading.Event()
    while not (path.exists() and path.read_text()):
        pause.wait(0.01)
    return int(path.read_text())


def test_as_many_processes_as_cores_unless_said_otherwise() -> None:
    assert JobOptions().processes == usable_cores() >= 1
    assert JobOptions(workers=3).processes == 3


def test_only_as_many_processes_start_as_there_are_scans(desk: Desk) -> None:
    def processes() -> int:
        return len(psutil.Process().children(recursive=True))

    before = processes()
    at_work: list[int] = []
    hear = desk.hear

    def count(event: JobEvent | IndexBehind) -> None:
        hear(event)
        if isinstance(event, ScanFinished):
            at_work.append(processes())

    desk.hear = count  # type: ignore[method-assign]
    desk.drop("a.txt", "word\n")
    desk.work_off(options=JobOptions(workers=8))
    assert before < at_work[0] <= before + 3  # the fork server and its tracker may be new too


def test_closing_a_runner_that_never_ran_lets_go_of_the_archive(desk: Desk) -> None:
    for _ in range(2):
        desk.runner(options=OPTIONS).close()
