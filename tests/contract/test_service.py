"""A runner in service: woken, stopped, and going on through what fails around it."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psutil
import pytest

from domain import steps
from domain.errors import ArchiveInUse, MissingTool, StorageError
from domain.outcome import ScanStatus
from index.catch_up import catch_up, is_current
from jobs.contract import (
    IndexBehind,
    JobEvent,
    PageRead,
    PagesCounted,
    Runner,
    ScanFinished,
    ScanHandedBack,
)
from jobs.work import PageWork, Work
from records.archive import Archive
from tests.contract.runners import OPTIONS, Desk
from tests.jobs import stub


@contextmanager
def _running(desk: Desk, runner: Runner) -> Iterator[threading.Event]:
    """The runner at work in a thread until the block ends; what it raised is raised here."""
    stop = threading.Event()
    errors: list[BaseException] = []

    def work() -> None:
        try:
            runner.run(stop)
        except BaseException as error:  # noqa: BLE001 - raised again below
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(30)
        runner.close()
    assert not thread.is_alive(), desk.events
    if errors:
        raise errors[0]


def _page_processes() -> set[int]:
    """Processes below this one, the helpers of multiprocessing itself left out."""
    return {
        child.pid
        for child in psutil.Process().children(recursive=True)
        if child.status() != psutil.STATUS_ZOMBIE
        and not any("resource_tracker" in word for word in child.cmdline())
    }


def test_it_is_woken_for_new_scans_and_stops_when_told(desk: Desk) -> None:
    runner = desk.runner()
    with _running(desk, runner):
        for number in range(3):
            scan = desk.drop(f"{number}.txt", f"word{number}\n")
            runner.wake()
            desk.wait_for(ScanFinished, number + 1)
            assert desk.text(scan) == f"word{number}"
    assert desk.nothing_was_handed_back()


def test_it_looks_into_the_journal_unasked(desk: Desk) -> None:
    with _running(desk, desk.runner(options=replace(OPTIONS, poll=0.1))):
        desk.drop("a.txt", "word\n")
        desk.wait_for(ScanFinished)


def test_told_to_stop_it_hands_back_what_takes_too_long_and_leaves_no_process(
    desk: Desk,
) -> None:
    before = _page_processes()
    gate = desk.folder / "gate"
    scan = desk.drop("a.txt", f"first\n\f!wait {gate}\nsecond\n")
    with _running(desk, desk.runner()) as stop:
        desk.wait_for(PageRead)
        began = time.monotonic()
        stop.set()
    assert time.monotonic() - began < 10
    assert [event.scan for event in desk.heard(ScanHandedBack)] == [scan]
    assert desk.status(scan) is ScanStatus.QUEUED
    assert len(_page_processes() - before) <= 1  # the fork server itself stays
    gate.touch()
    desk.work_off()
    assert [event.number for event in desk.heard(PageRead)] == [1, 2]
    assert desk.text(scan) == "first\nsecond"


def test_told_to_stop_it_finishes_the_page_in_hand(desk: Desk) -> None:
    gate = desk.folder / "gate"
    scan = desk.drop("a.txt", f"!wait {gate}\nfirst\n\fsecond\n")
    with _running(desk, desk.runner(options=replace(OPTIONS, finish=30))) as stop:
        desk.wait_for(PagesCounted)
        stop.set()
        threading.Timer(1.0, gate.touch).start()
    assert [event.number for event in desk.heard(PageRead)] == [1]
    assert desk.status(scan) is ScanStatus.QUEUED
    assert len(desk.archive.journal.readings(scan)) == 1


def test_a_second_owner_is_refused(desk: Desk) -> None:
    first = desk.runner()
    with pytest.raises(ArchiveInUse, match=f"pid {os.getpid()}"):
        desk.runner()
    first.close()
    desk.runner().close()


def test_a_failing_index_fails_no_scan_and_is_made_good_later(desk: Desk) -> None:
    def broken(_archive: Archive) -> int:
        raise RuntimeError("the index is broken")

    scan = desk.drop("a.txt", "word\n")
    runner = desk.runner(follow=broken)
    runner.run_until_idle()
    runner.close()
    assert desk.text(scan) == "word"
    assert "broken" in desk.heard(IndexBehind)[0].reason
    assert [p.message for p in desk.archive.journal.problems()] == ["the index is broken"]
    assert not is_current(desk.archive)
    desk.work_off()
    assert is_current(desk.archive)


def test_an_index_that_failed_for_a_while_catches_up_without_being_asked(desk: Desk) -> None:
    tried: list[bool] = []

    def mending(archive: Archive) -> int:
        tried.append(True)
        if len(tried) < 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return catch_up(archive)

    desk.drop("a.txt", "word\n")
    mended = threading.Event()
    with _running(desk, desk.runner(follow=mending)):
        desk.wait_for(ScanFinished)
        for _ in range(200):
            if len(tried) >= 3 and is_current(desk.archive):
                mended.set()
                break
            mended.wait(0.05)
    assert mended.is_set()
    assert desk.archive.journal.problems() == ()


def _full_at(step: str, times: int) -> Iterator[None]:
    left = [times]

    def refuse(reached: str) -> None:
        if reached == step and left[0]:
            left[0] -= 1
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with steps.listening(refuse):
        yield


full_at = contextmanager(_full_at)


@pytest.mark.parametrize(
    "step", ["jobs.claimed", "jobs.page_read", "jobs.page_stored", "filing.before_commit"]
)
def test_a_full_disk_ends_a_run_until_idle_and_loses_nothing(desk: Desk, step: str) -> None:
    scan = desk.drop("a.txt", "word\n")
    runner = desk.runner()
    with full_at(step, 1), pytest.raises(StorageError):
        runner.run_until_idle()
    assert desk.documents(scan) == ()
    assert desk.status(scan) is ScanStatus.QUEUED
    runner.run_until_idle()
    runner.close()
    assert desk.text(scan) == "word"
    assert len(desk.documents(scan)) == 1


def test_a_service_waits_a_full_disk_out(desk: Desk) -> None:
    scan = desk.drop("a.txt", "word\n")
    with full_at("jobs.page_read", 2), _running(desk, desk.runner()):
        desk.wait_for(ScanFinished)
    assert desk.text(scan) == "word"
    assert len(desk.heard(ScanHandedBack)) == 2


def test_a_missing_tool_ends_the_run_and_blames_no_scan(desk: Desk) -> None:
    scan = desk.drop("a.txt", "word\n")
    pages = stub.work().pages
    work = Work(PageWork(stub.lacks_a_tool, pages.count_pages, pages.read_page), stub.propose)
    runner = desk.runner(work=work)
    with pytest.raises(MissingTool):
        runner.run_until_idle()
    with pytest.raises(MissingTool), _running(desk, runner):
        desk.wait_for(ScanHandedBack, 2)
    assert desk.status(scan) is ScanStatus.QUEUED


def test_a_listener_that_fails_costs_no_scan_its_place(desk: Desk) -> None:
    def broken(event: JobEvent | IndexBehind) -> None:
        raise BrokenPipeError(event)

    scan = desk.drop("a.txt", "word\n")
    desk.hear = broken  # type: ignore[method-assign]
    desk.work_off()
    assert desk.text(scan) == "word"


def test_reading_processes_are_let_go_when_there_is_no_work(desk: Desk) -> None:
    before = _page_processes()
    runner = desk.runner(options=replace(OPTIONS, idle=0.1))
    gone = threading.Event()
    with _running(desk, runner):
        desk.drop("a.txt", "word\n")
        runner.wake()
        desk.wait_for(ScanFinished)
        for _ in range(200):
            if len(_page_processes() - before) <= 1:  # the fork server itself stays
                gone.set()
                break
            gone.wait(0.05)
        assert gone.is_set()
        desk.drop("b.txt", "more\n")
        runner.wake()
        desk.wait_for(ScanFinished, 2)
