"""The journal remembers every drop, hands out each scan once, and forgets nothing in a crash."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from domain.errors import NotFound, StorageError
from domain.ids import ScanId
from domain.outcome import Category, ScanStatus, Stage, StepFailure
from domain.steps import listening
from records.archive import Archive
from records.journal.journal import Arrival, Journal, Receipt
from records.vault import Stored
from tests.records.papers import source, taken

FAILURE = StepFailure(Stage.OPEN, Category.BAD_INPUT, "不是图片 no image")


def _receive(journal: Journal, scan: str, name: str, folder: str = "") -> Receipt:
    return journal.receive(Stored(ScanId(scan), 6, True), Arrival(name, folder))


def _scan(number: int) -> ScanId:
    return ScanId(f"{number:064x}")


def test_new_bytes_are_queued(archive: Archive) -> None:
    scan = taken(archive, name="卡片.jpg")
    record = archive.journal.scan(scan)
    assert (record.id, record.name, record.folder) == (scan, "卡片.jpg", "")
    assert record.status is ScanStatus.QUEUED
    assert record.size == len(b"a card")
    assert record.pages is None
    assert record.finished_at is None
    assert record.received_at.tzinfo is not None


def test_the_same_bytes_under_two_names_are_one_scan_and_two_arrivals(archive: Archive) -> None:
    first = _receive(archive.journal, _scan(1), "a.jpg")
    second = _receive(archive.journal, _scan(1), "b.jpg", "KH-2024-0007/2024")
    assert not first.duplicate
    assert second.duplicate
    assert second.first_name == "a.jpg"
    assert len(archive.journal.scans()) == 1
    assert archive.journal.arrivals(_scan(1)) == (
        Arrival("a.jpg"),
        Arrival("b.jpg", "KH-2024-0007/2024"),
    )


def test_a_receipt_says_where_the_known_scan_stands(archive: Archive) -> None:
    _receive(archive.journal, _scan(1), "a.jpg")
    archive.journal.quarantine(_scan(1), FAILURE)
    again = _receive(archive.journal, _scan(1), "a.jpg")
    assert (again.duplicate, again.status) == (True, ScanStatus.QUARANTINED)


def test_names_that_are_not_valid_text_are_kept_readable(archive: Archive) -> None:
    _receive(archive.journal, _scan(1), "caf\udce9.jpg", "\udcff")
    archive.journal.note_problem("bad\udce9", "caf\udce9")
    assert archive.journal.scan(_scan(1)).name == "caf\\udce9.jpg"
    assert archive.journal.problems()[0].path == "bad\\udce9"


def test_scans_are_claimed_oldest_first_and_once(archive: Archive) -> None:
    for number in (3, 1, 2):
        _receive(archive.journal, _scan(number), f"{number}.jpg")
    claimed = [archive.journal.claim() for _ in range(4)]
    assert [record.id if record else None for record in claimed] == [
        _scan(3),
        _scan(1),
        _scan(2),
        None,
    ]
    assert {record.status for record in claimed if record} == {ScanStatus.RUNNING}


def test_no_scan_is_claimed_twice_by_threads_side_by_side(archive: Archive) -> None:
    for number in range(24):
        _receive(archive.journal, _scan(number), f"{number}.jpg")
    claimed: list[ScanId] = []

    def work() -> None:
        while record := archive.journal.claim():
            claimed.append(record.id)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [_scan(number) for number in range(24)]


def test_what_was_left_running_is_queued_again(archive: Archive) -> None:
    for number in range(3):
        _receive(archive.journal, _scan(number), f"{number}.jpg")
    archive.journal.claim()
    archive.journal.claim()
    archive.journal.set_contents(_scan(0), 2, "image/tiff")
    archive.journal.start_page(_scan(0), 1)
    assert archive.journal.requeue_running() == 2
    assert archive.journal.requeue_running() == 0
    assert archive.journal.counts().pages_running == 0
    assert [archive.journal.claim() is not None for _ in range(4)] == [True, True, True, False]


def test_a_scan_that_is_handed_back_keeps_its_place_in_the_queue(archive: Archive) -> None:
    for number in range(2):
        _receive(archive.journal, _scan(number), f"{number}.jpg")
    archive.journal.claim()
    archive.journal.hand_back(_scan(0))
    again = archive.journal.claim()
    assert again is not None
    assert again.id == _scan(0)


def test_only_a_running_scan_is_handed_back(archive: Archive) -> None:
    _receive(archive.journal, _scan(0), "0.jpg")
    archive.journal.quarantine(_scan(0), FAILURE)
    archive.journal.hand_back(_scan(0))
    assert archive.journal.scan(_scan(0)).status is ScanStatus.QUARANTINED


@pytest.mark.parametrize("status", [ScanStatus.QUARANTINED, ScanStatus.FAILED])
def test_a_scan_that_ends_badly_says_why(archive: Archive, status: ScanStatus) -> None:
    scan = taken(archive)
    end = {
        ScanStatus.QUARANTINED: archive.journal.quarantine,
        ScanStatus.FAILED: archive.journal.fail,
    }[status]
    end(scan, FAILURE)
    end(scan, FAILURE)
    record = archive.journal.scan(scan)
    assert record.status is status
    assert record.failures == (FAILURE,)
    assert record.finished_at is not None
    assert archive.journal.claim() is None


def test_dropping_a_failed_scan_again_gives_it_another_try(archive: Archive) -> None:
    scan = taken(archive)
    archive.journal.set_contents(scan, 1, "image/jpeg")
    archive.journal.set_aside(scan, 1, StepFailure(Stage.READ, Category.CRASHED, "3 times", 1))
    archive.journal.fail(scan, StepFailure(Stage.FILE, Category.INTERNAL, "our mistake"))
    path = source(archive.root / "drop")
    receipt = archive.journal.receive(archive.vault.store(path), Arrival("card.jpg"))
    assert (receipt.duplicate, receipt.status) == (False, ScanStatus.QUEUED)
    assert archive.journal.failures(scan) == ()
    assert [task.attempts for task in archive.journal.waiting_pages(scan)] == [0]


def test_a_scan_is_found_by_a_prefix_that_only_it_has(archive: Archive) -> None:
    one, other = ScanId("abcdef0" + "1" * 57), ScanId("abcdef1" + "1" * 57)
    for scan in (one, other):
        _receive(archive.journal, scan, "a.jpg")
    assert archive.journal.scan("ABCDEF0").id == one
    assert archive.journal.scan(f" {other} ").id == other
    with pytest.raises(NotFound, match="Several"):
        archive.journal.scan("abcdef")


@pytest.mark.parametrize("ident", ["", "abcde", "0" * 64, "zzzzzzz", "%", "abcdef%", "'; --"])
def test_what_names_no_scan_is_not_found(archive: Archive, ident: str) -> None:
    _receive(archive.journal, "abcdef0" + "1" * 57, "a.jpg")
    with pytest.raises(NotFound):
        archive.journal.scan(ident)


def test_scans_are_listed_newest_first_and_by_status(archive: Archive) -> None:
    for number in range(5):
        _receive(archive.journal, _scan(number), f"{number}.jpg")
    archive.journal.claim()
    listed = [record.id for record in archive.journal.scans(ScanStatus.QUEUED, limit=3)]
    assert listed == [_scan(4), _scan(3), _scan(2)]
    assert [record.id for record in archive.journal.scans(ScanStatus.RUNNING)] == [_scan(0)]


def test_a_listing_of_very_many_scans_is_no_matter(archive: Archive) -> None:
    _receive(archive.journal, _scan(1), "1.jpg")
    assert len(archive.journal.scans(limit=10_000_000)) == 1


def test_counts_say_what_is_waiting_running_and_set_aside(archive: Archive) -> None:
    for number in range(3):
        _receive(archive.journal, _scan(number), f"{number}.jpg")
    archive.journal.claim()
    archive.journal.set_contents(_scan(0), 4, "image/tiff")
    archive.journal.start_page(_scan(0), 1)
    archive.journal.set_aside(_scan(0), 2, FAILURE)
    counts = archive.journal.counts()
    assert counts.by_status[ScanStatus.QUEUED] == 2
    assert counts.by_status[ScanStatus.RUNNING] == 1
    assert counts.by_status[ScanStatus.FILED] == 0
    assert (counts.pages_waiting, counts.pages_running, counts.pages_set_aside) == (2, 1, 1)
    assert [(page.name, page.number) for page in counts.running] == [("0.jpg", 1)]


def test_a_file_that_could_not_be_taken_is_a_problem_until_it_is(archive: Archive) -> None:
    journal = archive.journal
    journal.note_problem("sub/a.jpg", "locked")
    journal.note_problem("sub/a.jpg", "still locked")
    journal.note_problem("a.jpg", "another file of this name")
    assert [problem.message for problem in journal.problems() if problem.path == "sub/a.jpg"] == [
        "still locked"
    ]
    _receive(journal, _scan(1), "a.jpg", "sub")
    assert [problem.path for problem in journal.problems()] == ["a.jpg"]
    journal.clear_problem("a.jpg")
    assert journal.problems() == ()


def test_an_arrival_that_is_not_committed_never_was(archive: Archive) -> None:
    class Crash(Exception):
        pass

    def refuse(step: str) -> None:
        if step == "journal.before_commit":
            raise Crash

    with listening(refuse), pytest.raises(Crash):
        _receive(archive.journal, _scan(1), "a.jpg")
    assert archive.journal.scans() == ()
    receipt = _receive(archive.journal, _scan(1), "a.jpg")
    assert not receipt.duplicate
    assert archive.journal.arrivals(_scan(1)) == (Arrival("a.jpg"),)


def test_a_committed_arrival_outlives_the_process(archive: Archive) -> None:
    scan = taken(archive)
    again = Archive.open(archive.root)
    assert again.journal.scan(scan).status is ScanStatus.QUEUED
    again.close()


def test_a_database_that_cannot_be_written_is_a_storage_error(
    archive: Archive, tmp_path: Path
) -> None:
    scan = archive.vault.store(source(tmp_path))
    archive.close()
    (archive.root / "records.db").write_bytes(b"this is no database" * 1_000)
    with pytest.raises(StorageError):
        archive.journal.receive(scan, Arrival("a.jpg"))


def test_a_full_database_is_a_storage_error_and_keeps_what_it_had(archive: Archive) -> None:
    scan = taken(archive)
    with archive.database.connection() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    archive.close()

    def limit(connection: sqlite3.Connection, _entry: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    from sqlalchemy import event

    event.listen(archive.database._engine, "connect", limit)
    with pytest.raises(StorageError, match="full"):
        archive.journal.note_problem("a.jpg", "x" * 200_000)
    assert archive.journal.scan(scan).id == scan
