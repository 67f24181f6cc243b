"""Pages are read once, blamed for the processes they kill, and set aside without the scan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import InternalError, NotFound
from domain.ids import ScanId
from domain.outcome import Category, Stage, StepFailure
from domain.page import Line
from domain.reading import PageKey
from records.archive import Archive
from tests.records.papers import BOX, reading, taken

CRASHED = StepFailure(Stage.READ, Category.CRASHED, "killed 3 processes")


def _waiting(archive: Archive, scan: ScanId) -> list[int]:
    return [task.number for task in archive.journal.waiting_pages(scan)]


@pytest.fixture
def scan(archive: Archive) -> ScanId:
    scan = taken(archive)
    archive.journal.set_contents(scan, 3, "image/tiff")
    return scan


def test_pages_wait_in_order(archive: Archive, scan: ScanId) -> None:
    assert _waiting(archive, scan) == [1, 2, 3]
    assert archive.journal.scan(scan).pages == 3
    assert archive.journal.scan(scan).media_type == "image/tiff"


def test_counting_again_changes_nothing(archive: Archive, scan: ScanId) -> None:
    archive.journal.store_page(scan, 2, reading(2))
    archive.journal.blame_page(scan, 1)
    archive.journal.set_contents(scan, 3, "image/tiff")
    tasks = archive.journal.waiting_pages(scan)
    assert [(task.number, task.attempts) for task in tasks] == [(1, 1), (3, 0)]


def test_a_new_count_adds_and_drops_unread_pages(archive: Archive, scan: ScanId) -> None:
    archive.journal.set_contents(scan, 5, "image/tiff")
    assert _waiting(archive, scan) == [1, 2, 3, 4, 5]
    archive.journal.store_page(scan, 5, reading(5))
    archive.journal.set_contents(scan, 2, "image/tiff")
    assert _waiting(archive, scan) == [1, 2]
    assert [held.page.number for held in archive.journal.readings(scan)] == [5]


def test_a_page_that_is_read_waits_no_longer(archive: Archive, scan: ScanId) -> None:
    archive.journal.start_page(scan, 1)
    archive.journal.store_page(scan, 1, reading(1))
    assert _waiting(archive, scan) == [2, 3]
    assert archive.journal.readings(scan) == (reading(1),)


def test_a_page_left_running_still_waits(archive: Archive, scan: ScanId) -> None:
    archive.journal.start_page(scan, 1)
    assert _waiting(archive, scan) == [1, 2, 3]


def test_readings_come_in_page_order_whatever_the_order_of_reading(
    archive: Archive, scan: ScanId
) -> None:
    for number in (3, 1, 2):
        archive.journal.store_page(scan, number, reading(number))
    assert [held.page.number for held in archive.journal.readings(scan)] == [1, 2, 3]


def test_a_later_reading_takes_the_place_of_an_earlier(archive: Archive, scan: ScanId) -> None:
    failed = replace(reading(1), failures=(StepFailure(Stage.FIELDS, Category.INTERNAL, "oops"),))
    archive.journal.store_page(scan, 1, failed)
    assert archive.journal.failures(scan)[0].page == 1
    archive.journal.store_page(scan, 1, reading(1, "客户投诉"))
    assert archive.journal.readings(scan)[0].title == "客户投诉"
    assert archive.journal.failures(scan) == ()


def test_a_page_is_blamed_once_for_each_process(archive: Archive, scan: ScanId) -> None:
    archive.journal.start_page(scan, 2)
    assert [archive.journal.blame_page(scan, 2) for _ in range(3)] == [1, 2, 3]
    assert archive.journal.counts().pages_running == 0
    assert _waiting(archive, scan) == [1, 2, 3]


def test_a_page_set_aside_leaves_the_others_and_says_why(archive: Archive, scan: ScanId) -> None:
    archive.journal.set_aside(scan, 2, CRASHED)
    archive.journal.set_aside(scan, 2, CRASHED)
    assert _waiting(archive, scan) == [1, 3]
    assert archive.journal.failures(scan) == (replace(CRASHED, page=2),)
    archive.journal.store_page(scan, 2, reading(2))
    assert archive.journal.failures(scan) == ()


def test_failures_are_told_scan_first_then_page_by_page(archive: Archive, scan: ScanId) -> None:
    archive.journal.set_aside(scan, 3, CRASHED)
    archive.journal.set_aside(scan, 1, CRASHED)
    whole = StepFailure(Stage.FILE, Category.INTERNAL, "whole")
    archive.journal.fail(scan, whole)
    assert [failure.page for failure in archive.journal.failures(scan)] == [None, 1, 3]
    assert archive.journal.scan(scan).failures == archive.journal.failures(scan)


def test_a_failure_may_hold_any_text(archive: Archive, scan: ScanId) -> None:
    archive.journal.set_aside(scan, 1, replace(CRASHED, message="caf\udce9 \x00 客户"))
    assert "客户" in archive.journal.failures(scan)[0].message


KEY = PageKey("f" * 64, "a" * 64)


def test_a_reading_serves_for_every_page_that_is_the_same(archive: Archive, scan: ScanId) -> None:
    assert archive.journal.known_reading(KEY) is None
    archive.journal.store_page(scan, 1, reading(1), KEY)
    archive.journal.store_page(scan, 3, reading(3), KEY)
    assert archive.journal.known_reading(KEY) in (reading(1), reading(3))
    assert archive.journal.known_reading(replace(KEY, version="b" * 64)) is None
    assert archive.journal.known_reading(replace(KEY, page="0" * 64)) is None


def test_a_reading_of_which_a_part_failed_serves_for_no_other_page(
    archive: Archive, scan: ScanId
) -> None:
    failed = replace(reading(1), failures=(StepFailure(Stage.FIELDS, Category.INTERNAL, "oops"),))
    archive.journal.store_page(scan, 1, failed, KEY)
    assert archive.journal.known_reading(KEY) is None


def test_a_reading_that_gave_way_to_another_serves_no_longer(
    archive: Archive, scan: ScanId
) -> None:
    archive.journal.store_page(scan, 1, reading(1), KEY)
    archive.journal.store_page(scan, 1, reading(1), replace(KEY, version="b" * 64))
    assert archive.journal.known_reading(KEY) is None


def test_a_known_reading_says_on_which_page_it_was_found(archive: Archive, scan: ScanId) -> None:
    archive.journal.store_page(scan, 1, reading(1), KEY)
    known = archive.journal.known_reading(KEY)
    assert known is not None
    moved = known.on_page(7)
    numbers = {moved.page.number, *(value.page for value in moved.fields)}
    numbers |= {piece.page for piece in moved.type_evidence if piece.page is not None}
    assert numbers == {7}
    assert moved.page.text == reading(1).page.text
    assert moved.reader_seconds == 0.0


def test_reading_a_scan_again_lets_all_its_pages_wait_and_keeps_what_was_read(
    archive: Archive, scan: ScanId
) -> None:
    for number in (1, 2, 3):
        archive.journal.store_page(scan, number, reading(number))
    assert not archive.journal.read_again(scan)
    archive.journal.claim()
    archive.filing.file(scan, (), 1.0)
    assert archive.journal.read_again(scan)
    assert _waiting(archive, scan) == [1, 2, 3]
    assert len(archive.journal.readings(scan)) == 3
    assert archive.journal.claim() is not None
    with pytest.raises(NotFound):
        archive.journal.read_again(ScanId("0" * 64))


@pytest.mark.parametrize("number", [0, 4])
def test_a_page_that_is_not_there_is_not_found(archive: Archive, scan: ScanId, number: int) -> None:
    with pytest.raises(NotFound):
        archive.journal.start_page(scan, number)
    with pytest.raises(NotFound):
        archive.journal.store_page(scan, number, reading(1))


def test_contents_of_an_unknown_scan_are_not_found(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.journal.set_contents(ScanId("0" * 64), 1, "image/jpeg")


@pytest.mark.parametrize("confidence", [float("nan"), float("inf")])
def test_a_reading_that_could_not_be_opened_again_is_refused_at_once(
    archive: Archive, scan: ScanId, confidence: float
) -> None:
    broken = reading(1)
    page = replace(broken.page, lines=(Line("x", BOX, confidence),))
    with pytest.raises(InternalError, match="cannot be kept"):
        archive.journal.store_page(scan, 1, replace(broken, page=page))
    assert _waiting(archive, scan) == [1, 2, 3]
