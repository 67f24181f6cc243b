"""Every scan is read and filed, whatever its pages do to the processes that read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.outcome import Category, DocumentState, ScanStatus
from index.catch_up import is_current
from ingest.options import ReadingOptions
from jobs.contract import (
    IndexBehind,
    JobEvent,
    PageRead,
    PagesCounted,
    PageSetAside,
    ScanFailed,
    ScanFinished,
    ScanTaken,
)
from tests.contract.runners import OPTIONS, READING, Desk


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
