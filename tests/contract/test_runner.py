"""What every runner promises, tried on each."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from domain import steps
from domain.errors import ArchiveInUse, MissingTool, StorageError
from domain.outcome import Category, DocumentState, ScanStatus
from index.catch_up import catch_up, is_current
from ingest.options import Limits, ReadingOptions
from jobs.contract import (
    IndexBehind,
    JobEvent,
    PageRead,
    PagesCounted,
    PageSetAside,
    Runner,
    ScanFailed,
    ScanFinished,
    ScanHandedBack,
    ScanTaken,
)
from jobs.work import PageWork, Work
from records.archive import Archive
from tests.contract.runners import FACTORIES, OPTIONS, READING, Desk
from tests.jobs import stub
from tests.jobs.fork_server import fast_processes


@pytest.fixture(params=sorted(FACTORIES))
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    archive = Archive.create(tmp_path / "archive")
    with fast_processes():
        yield Desk(archive, tmp_path, FACTORIES[request.param])
    archive.close()


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


def test_with_nothing_to_do_it_returns(desk: Desk) -> None:
    desk.work_off()
    assert desk.events == []


def test_every_queued_scan_is_read_filed_and_found(desk: Desk) -> None:
    scans = [desk.drop(f"{n}.txt", f"word{n}\n\fsecond{n}\n") for n in range(5)]
    desk.work_off()
    for number, scan in enumerate(scans):
        assert desk.status(scan) in (ScanStatus.FILED, ScanStatus.REVIEW)
        assert desk.text(scan) == f"word{number}\nsecond{number}"
        assert [d.pages for d in desk.documents(scan)] == [(1, 2)]
    assert is_current(desk.archive)


def test_it_tells_what_happens_in_order(desk: Desk) -> None:
    scan = desk.drop("a.txt", "one\n\ftwo\n\fthree\n")
    desk.work_off()
    told = [event for event in desk.events if isinstance(event, JobEvent)]
    assert [type(event) for event in told] == [
        ScanTaken,
        PagesCounted,
        PageRead,
        PageRead,
        PageRead,
        ScanFinished,
    ]
    assert [event.number for event in desk.heard(PageRead)] == [1, 2, 3]
    assert {(event.scan, event.name) for event in told} == {(scan, "a.txt")}
    finished = desk.heard(ScanFinished)[0]
    assert finished.documents == desk.documents(scan)
    assert finished.status is desk.status(scan)


def test_scans_go_side_by_side(desk: Desk) -> None:
    gate = desk.folder / "gate"
    slow = desk.drop("slow.txt", f"!wait {gate}\nslow\n")
    quick = desk.drop("quick.txt", "quick\n")
    hear = desk.hear

    def open_gate(event: JobEvent | IndexBehind) -> None:
        hear(event)
        if isinstance(event, ScanFinished) and event.scan == quick:
            gate.touch()

    desk.hear = open_gate  # type: ignore[method-assign]
    desk.work_off()
    assert [event.scan for event in desk.heard(ScanFinished)] == [quick, slow]


def test_a_page_that_kills_its_process_once_is_read_the_next_time(desk: Desk) -> None:
    scan = desk.drop("a.txt", f"!crash 1 {desk.folder / 'counter'}\nsurvived\n")
    desk.work_off()
    assert desk.text(scan) == "survived"
    assert desk.archive.journal.failures(scan) == ()


def test_a_page_that_kills_its_process_three_times_is_set_aside_and_the_rest_goes_on(
    desk: Desk,
) -> None:
    counter = desk.folder / "counter"
    scan = desk.drop("a.txt", f"first\n\f!crash 99 {counter}\nsecond\n\fthird\n")
    desk.work_off()
    assert counter.stat().st_size == 3
    assert desk.text(scan) == "first\nthird"
    assert desk.status(scan) is ScanStatus.REVIEW
    (failure,) = desk.archive.journal.failures(scan)
    assert (failure.category, failure.page) == (Category.CRASHED, 2)
    assert desk.heard(PageSetAside)[0].failure == failure
    assert desk.heard(ScanFinished)[0].failures == (failure,)


@pytest.mark.parametrize(
    ("order", "category", "reading"),
    [
        ("!hang", Category.TIMED_OUT, replace(READING, limits=replace(READING.limits, seconds=1))),
        ("!swell", Category.OUT_OF_MEMORY, READING),
        ("!bad", Category.BAD_INPUT, READING),
        ("!raise", Category.INTERNAL, READING),
    ],
)
def test_a_page_that_fails_is_set_aside_with_its_category(
    desk: Desk, order: str, category: Category, reading: ReadingOptions
) -> None:
    scan = desk.drop("a.txt", f"first\n\f{order}\n")
    desk.work_off(reading, replace(OPTIONS, attempts=1))
    (failure,) = desk.archive.journal.failures(scan)
    assert (failure.category, failure.page) == (category, 2)
    assert desk.text(scan) == "first"


def test_a_scan_of_which_no_page_survives_has_failed(desk: Desk) -> None:
    scan = desk.drop("a.txt", f"!crash 99 {desk.folder / 'counter'}\n")
    other = desk.drop("b.txt", "fine\n")
    desk.work_off()
    assert desk.status(scan) is ScanStatus.FAILED
    assert desk.documents(scan) == ()
    assert desk.heard(ScanFailed)[0].status is ScanStatus.FAILED
    assert desk.text(other) == "fine"
    desk.archive.vault.verify(scan)


@pytest.mark.parametrize("text", ["!uncountable\n", "!bad\n\f!bad\n"])
def test_what_cannot_be_read_at_all_is_quarantined_with_its_reason_beside_it(
    desk: Desk, text: str
) -> None:
    scan = desk.drop("坏档案.txt", text)
    desk.work_off()
    assert desk.status(scan) is ScanStatus.QUARANTINED
    place = desk.archive.quarantine_folder / f"{scan[:8]}-坏档案.txt"
    assert (place / "坏档案.txt").read_text("utf-8") == text
    reason = (place / "reason.txt").read_text("utf-8")
    assert "The file is kept as it was." in reason
    assert "文件原样保留。" in reason
    assert scan in reason
    assert desk.heard(ScanFailed)[0].status is ScanStatus.QUARANTINED
    desk.archive.vault.verify(scan)


def test_a_file_that_kills_its_process_when_opened_is_quarantined(desk: Desk) -> None:
    once = desk.drop("once.txt", f"!opening-crash 1 {desk.folder / 'once'}\nopened\n")
    always = desk.drop("always.txt", f"!opening-crash 99 {desk.folder / 'always'}\n")
    desk.work_off()
    assert "opened" in desk.text(once)
    assert desk.status(always) is ScanStatus.QUARANTINED


def test_a_scan_nobody_can_make_documents_of_is_filed_for_review_with_its_text(
    desk: Desk,
) -> None:
    scan = desk.drop("a.txt", "unproposable\nprecious\n")
    desk.work_off()
    (document,) = desk.documents(scan)
    assert document.state is DocumentState.REVIEW
    assert "precious" in desk.text(scan)
    assert "proposing went wrong" in document.reasons[0].detail
    assert is_current(desk.archive)


def test_an_original_that_is_missing_fails_its_scan_alone(desk: Desk) -> None:
    lost = desk.drop("lost.txt", "lost\n")
    other = desk.drop("other.txt", "other\n")
    desk.archive.vault.path(lost).unlink()
    desk.work_off()
    assert desk.status(lost) is ScanStatus.FAILED
    assert desk.text(other) == "other"


def test_what_a_dead_runner_left_running_is_done_and_read_pages_stay_read(desk: Desk) -> None:
    scan = desk.drop("a.txt", "first\n\fsecond\n")
    journal = desk.archive.journal
    assert journal.claim() is not None
    journal.set_contents(scan, 2, "text/plain")
    journal.start_page(scan, 1)
    path = desk.archive.vault.path(scan)
    journal.store_page(scan, 1, stub.read_page(path, 1, READING, None))  # type: ignore[arg-type]
    journal.start_page(scan, 2)
    desk.work_off()
    assert [event.number for event in desk.heard(PageRead)] == [2]
    assert desk.heard(PagesCounted)[0].read == 1
    assert desk.text(scan) == "first\nsecond"


def _times_read(note: Path) -> int:
    return len(note.read_text()) if note.exists() else 0


def test_the_same_page_is_read_once_wherever_it_lies(desk: Desk, tmp_path: Path) -> None:
    note = tmp_path / "note"
    same = f"!note {note}\nthe same sheet\n"
    first = desk.drop("first.txt", same)
    desk.work_off(options=replace(OPTIONS, workers=1))
    second = desk.drop("second.txt", f"a cover\n\f{same}\f{same}")
    desk.work_off()
    assert _times_read(note) == 1
    assert desk.text(first) == "the same sheet"
    assert desk.text(second) == "a cover\nthe same sheet\nthe same sheet"
    assert [held.page.number for held in desk.archive.journal.readings(second)] == [1, 2, 3]


def test_reading_again_reads_only_what_is_read_otherwise_now(desk: Desk, tmp_path: Path) -> None:
    note = tmp_path / "note"
    scan = desk.drop("a.txt", f"!note {note}\nthe sheet\n")
    desk.work_off()
    assert desk.archive.journal.read_again(scan)
    desk.work_off(reading=replace(READING, limits=Limits(seconds=30, megabytes=500)))
    assert _times_read(note) == 1
    assert desk.archive.journal.read_again(scan)
    desk.work_off(reading=replace(READING, dpi=300))
    assert _times_read(note) == 2
    assert desk.status(scan) is ScanStatus.REVIEW
    assert len(desk.documents(scan)) == 1


def test_a_page_whose_process_died_is_read_anew_and_nothing_half_is_kept(
    desk: Desk, tmp_path: Path
) -> None:
    note = tmp_path / "note"
    text = f"!note {note}\n!crash 1 {tmp_path / 'count'}\nthe sheet\n"
    first = desk.drop("first.txt", text)
    second = desk.drop("second.txt", f"{text}\fmore\n")
    desk.work_off(options=replace(OPTIONS, workers=1))
    assert _times_read(note) == 2
    assert desk.text(first) == "the sheet"
    assert desk.text(second) == "the sheet\nmore"


def test_a_page_blamed_often_enough_before_is_not_tried_again(desk: Desk) -> None:
    scan = desk.drop("a.txt", "first\n\fsecond\n")
    journal = desk.archive.journal
    assert journal.claim() is not None
    journal.set_contents(scan, 2, "text/plain")
    for _ in range(OPTIONS.attempts):
        journal.blame_page(scan, 1)
    desk.work_off()
    assert desk.text(scan) == "second"
    assert desk.heard(PageSetAside)[0].failure.page == 1


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
