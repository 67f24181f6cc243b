"""No page is read twice: not by another runner, not in another file, not a second time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from domain.outcome import ScanStatus
from ingest.options import Limits
from jobs.contract import (
    PageRead,
    PagesCounted,
    PageSetAside,
)
from tests.contract.runners import OPTIONS, READING, Desk
from tests.jobs import stub


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
