"""Several threads and processes at once: no number twice, none left out, nothing lost."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from domain.document import Document
from domain.forms import Part
from domain.ids import ScanId
from domain.outcome import ScanStatus
from records.archive import Archive
from records.profile import Profile, ProfileChoice, load_profile
from records.verify import verify
from tests.records.conftest import Opened
from tests.records.papers import draft, field, filed, known, scanned, source, taken
from tests.records.together import stranger, together

_SCANS = 32


def _file_strangers(archive: Archive, scans: Sequence[ScanId]) -> None:
    for scan in scans:
        number = int(archive.journal.scan(scan).name.removesuffix(".jpg"))
        proposed = draft(provisional=(("customer_name", stranger(number)),))
        archive.filing.file(scan, [proposed], 1.0)


def _strangers(archive: Archive) -> list[ScanId]:
    scans = [taken(archive, f"scan {n}".encode(), f"{n}.jpg") for n in range(_SCANS)]
    for scan in scans:
        archive.journal.set_contents(scan, 1, "image/jpeg")
    return scans


def _assert_gap_free(archive: Archive) -> None:
    customers = archive.customers.list(limit=1_000)
    expected = [f"{number:04d}" for number in range(1, _SCANS + 1)]
    assert sorted(customer.number[-4:] for customer in customers) == expected
    files = [archive.files.of(customer.number) for customer in customers]
    assert sorted(file.number[-4:] for file in files) == expected
    assert all(len(file.catalogue) == 1 for file in files)
    entries = archive.outbox.after(0, 1_000)
    assert [number for number, _ in entries] == list(range(1, _SCANS + 1))
    assert list(verify(archive)) == []


def test_eight_threads_give_numbers_without_gap_or_repeat(archive: Archive) -> None:
    scans = _strangers(archive)
    together([lambda part=scans[i::8]: _file_strangers(archive, part) for i in range(8)])  # type: ignore[misc]
    _assert_gap_free(archive)


def _in_process(root: str, scans: list[ScanId]) -> None:
    archive = Archive.open(Path(root))
    _file_strangers(archive, scans)
    archive.close()


def _by_two_processes(
    work: Callable[[str, list[ScanId]], None], archive: Archive, scans: list[ScanId]
) -> None:
    """Let each of two processes do half of the scans, at the same time."""
    spawn = multiprocessing.get_context("spawn")
    children = [
        spawn.Process(target=work, args=(str(archive.root), scans[part::2])) for part in range(2)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]


def test_two_processes_give_numbers_without_gap_or_repeat(archive: Archive) -> None:
    scans = _strangers(archive)
    _by_two_processes(_in_process, archive, scans)
    _assert_gap_free(archive)


def test_eight_scans_of_one_stranger_open_one_file(archive: Archive) -> None:
    scans = [scanned(archive, bytes([n])) for n in range(8)]
    proposed = draft(provisional=(("customer_name", "苏州恒信建材厂"), ("phone", "1")))
    together([lambda scan=scan: archive.filing.file(scan, [proposed], 1.0) for scan in scans])  # type: ignore[misc]
    (customer,) = archive.customers.list()
    assert len(archive.files.of(customer.number).catalogue) == 8


def test_one_scan_filed_by_eight_at_once_is_filed_once(archive: Archive) -> None:
    known(archive)
    scan = scanned(archive)
    together([lambda: archive.filing.file(scan, [draft("KH-2024-0007")], 1.0) for _ in range(8)])
    (document,) = archive.documents.of_scan(scan)
    assert document.revision == 1
    assert len(archive.documents.history(document.id)) == 1


def test_the_same_file_stored_by_eight_at_once_is_stored_once(
    archive: Archive, tmp_path: Path
) -> None:
    paths = [source(tmp_path, f"{n}.jpg", b"the same bytes" * 1_000) for n in range(8)]
    together([lambda path=path: archive.vault.store(path) for path in paths])  # type: ignore[misc]
    (scan,) = archive.vault.scans()
    archive.vault.verify(scan)
    assert [path.name for path in archive.vault.path(scan).parent.iterdir()] == [scan]


def test_readers_are_not_kept_waiting_by_a_writer(archive: Archive) -> None:
    scan: Document = filed(archive, b"1", draft())[0]
    with archive.database.write() as session:
        session.connection().exec_driver_sql("UPDATE scans SET name = 'half done'")
        assert archive.documents.get(scan.id) == scan
        assert archive.journal.scan(scan.scan).name == "card.jpg"
    assert archive.journal.scan(scan.scan).status is ScanStatus.REVIEW


_FLATS = 4


def _file_flats(archive: Archive, scans: Sequence[ScanId]) -> None:
    """Papers of four flats and their contracts, by eight hands: all numbers are the profile's."""
    for scan in scans:
        number = int(archive.journal.scan(scan).name.removesuffix(".jpg"))
        proposed = draft(
            "KH-2024-0007",
            type_key="contract",
            part=Part.CONTRACT,
            fields=(field("unit_no", f"12{number % _FLATS:02d}"),),
            day=date(2024, 1, 1) + timedelta(days=(number * 7) % _SCANS),
        )
        archive.filing.file(scan, [proposed], 1.0)


def _by_flat() -> Profile:
    own = {"numbers": {"file": "{unit}-{sequence:2}", "papers": {"P06": "{file}/{sequence:3}"}}}
    return load_profile(ProfileChoice("property", rules=own))


def _flats_in_process(root: str, scans: list[ScanId]) -> None:
    archive = Archive.open(Path(root), _by_flat())
    _file_flats(archive, scans)
    archive.close()


def _assert_flats(archive: Archive) -> None:
    files = archive.files.all_of("KH-2024-0007")
    assert sorted(file.number for file in files) == [f"12{n:02d}-01" for n in range(_FLATS)]
    each = _SCANS // _FLATS
    for file in files:
        days = [entry.document_date for entry in file.catalogue]
        assert days == sorted(days, key=lambda day: day or date.min, reverse=True)
        assert [entry.sequence for entry in file.catalogue] == list(range(1, each + 1))
        numbers = sorted(entry.number for entry in file.catalogue)
        assert numbers == [f"{file.number}/{n:03d}" for n in range(1, each + 1)]
        versions = [change.version for change in archive.files.changes(file.number)]
        assert versions == list(range(1, each + 1))
    assert list(verify(archive)) == []


def test_files_papers_and_versions_are_numbered_without_gap_by_eight_threads(
    opened_by: Opened,
) -> None:
    plain = opened_by()
    archive = Archive.open(plain.root, _by_flat())
    known(archive)
    scans = _strangers(archive)
    together([lambda part=scans[i::8]: _file_flats(archive, part) for i in range(8)])  # type: ignore[misc]
    _assert_flats(archive)
    archive.close()


def test_files_papers_and_versions_are_numbered_without_gap_by_two_processes(
    opened_by: Opened,
) -> None:
    plain = opened_by()
    known(plain)
    scans = _strangers(plain)
    _by_two_processes(_flats_in_process, plain, scans)
    archive = Archive.open(plain.root, _by_flat())
    _assert_flats(archive)
    archive.close()


def _open_only(root: str) -> None:
    Archive.open(Path(root)).close()


def test_two_processes_may_bring_an_archive_up_to_date_at_once(tmp_path: Path) -> None:
    root = tmp_path / "archive"
    root.mkdir()
    (root / "records.db").touch()  # made, and then the power went
    spawn = multiprocessing.get_context("spawn")
    children = [spawn.Process(target=_open_only, args=(str(root),)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0, 0]
    archive = Archive.open(root)
    assert archive.customers.count() == 0
    archive.close()
