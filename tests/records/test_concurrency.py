"""Several threads and processes at once: no number twice, none left out, nothing lost."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path

from domain.document import Document
from domain.errors import AnjuanError, NotFound, StaleCorrection
from domain.forms import Part
from domain.ids import CustomerNumber, ScanId
from domain.outcome import ScanStatus
from domain.questions import QuestionKind
from records.archive import Archive
from records.profile import Profile, ProfileChoice, load_profile
from records.review.queue.answers import Answer
from records.verify import verify
from tests.records.conftest import Opened
from tests.records.papers import correction, draft, field, filed, known, scanned, source, taken

_SCANS = 32


def _together(works: Sequence[Callable[[], object]]) -> None:
    """Run all at once; the first error of any of them is raised."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - handed to the test below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _name(number: int) -> str:
    """Names no two of which are alike."""
    return chr(0x5000 + 3 * number) * 2 + chr(0x7000 + 5 * number) * 2 + "厂"


def _file_strangers(archive: Archive, scans: Sequence[ScanId]) -> None:
    for scan in scans:
        number = int(archive.journal.scan(scan).name.removesuffix(".jpg"))
        proposed = draft(provisional=(("customer_name", _name(number)),))
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
    _together([lambda part=scans[i::8]: _file_strangers(archive, part) for i in range(8)])  # type: ignore[misc]
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
    _together([lambda scan=scan: archive.filing.file(scan, [proposed], 1.0) for scan in scans])  # type: ignore[misc]
    (customer,) = archive.customers.list()
    assert len(archive.files.of(customer.number).catalogue) == 8


def test_one_scan_filed_by_eight_at_once_is_filed_once(archive: Archive) -> None:
    known(archive)
    scan = scanned(archive)
    _together([lambda: archive.filing.file(scan, [draft("KH-2024-0007")], 1.0) for _ in range(8)])
    (document,) = archive.documents.of_scan(scan)
    assert document.revision == 1
    assert len(archive.documents.history(document.id)) == 1


def test_of_eight_corrections_of_one_revision_one_wins_and_none_is_lost(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    stale: list[AnjuanError] = []

    def correct(number: int) -> None:
        fields = (("phone", str(number)),)
        try:
            archive.corrections.apply(correction(document, fields=fields, base_revision=1))
        except StaleCorrection as error:
            stale.append(error)

    _together([lambda number=number: correct(number) for number in range(8)])  # type: ignore[misc]
    assert len(stale) == 7
    assert archive.documents.get(document.id).revision == 2


def test_corrections_of_one_document_without_a_base_are_all_kept(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    works = [
        lambda key=f"key{n}": archive.corrections.apply(correction(document, fields=((key, "1"),)))
        for n in range(8)
    ]
    _together(works)
    after = archive.documents.get(document.id)
    assert {str(held.key) for held in after.fields} == {f"key{n}" for n in range(8)}
    assert len(archive.documents.history(document.id)) == 9


_OFFICES = ("KH-2024-0007", "KH-2024-0009")


def _papers(archive: Archive, count: int) -> list[ScanId]:
    """Scans of two customers, waiting to be filed."""
    for number, name in zip(_OFFICES, ("上海宏达贸易有限公司", "北京安泰物业公司"), strict=True):
        known(archive, number, name)
    return [scanned(archive, f"paper {number}".encode()) for number in range(count)]


def _file_and_correct(archive: Archive, scans: Sequence[ScanId], mark: str) -> None:
    """File papers under one customer, and move and correct each at once."""
    for place, scan in enumerate(scans):
        day = date(2024, 1 + place % 12, 1 + len(mark))
        (paper,) = archive.filing.file(scan, [draft(_OFFICES[0], day=day)], 1.0)
        to = _OFFICES[place % 2]
        archive.corrections.apply(correction(paper, customer=to))
        archive.corrections.apply(correction(paper, fields=(("phone", mark),)))


def _assert_nothing_lost(archive: Archive, count: int) -> None:
    listed = [entry for number in _OFFICES for entry in archive.files.of(number).catalogue]
    assert len({entry.document for entry in listed}) == count
    for number in _OFFICES:
        catalogue = archive.files.of(number).catalogue
        assert [entry.sequence for entry in catalogue] == list(range(1, len(catalogue) + 1))
        days = [entry.document_date for entry in catalogue if entry.document_date]
        assert days == sorted(days)
    for entry in listed:
        assert len(archive.documents.history(entry.document)) == 3
        assert [f.key for f in archive.documents.get(entry.document).fields] == ["phone"]
    assert list(verify(archive)) == []


def test_eight_threads_that_file_and_correct_lose_no_word_and_keep_the_order(
    archive: Archive,
) -> None:
    scans = _papers(archive, 16)
    _together(
        [lambda i=i: _file_and_correct(archive, scans[i::8], "1" * (i + 1)) for i in range(8)]  # type: ignore[misc]
    )
    _assert_nothing_lost(archive, 16)


def _at_a_desk(root: str, scans: list[ScanId], who: str) -> list[str]:
    """File and correct, and claim whatever is asked; the questions that were claimed."""
    archive = Archive.open(Path(root))
    try:
        _file_and_correct(archive, scans, who)
        return _claim_all(archive, who)
    finally:
        archive.close()


def _claim_all(archive: Archive, who: str) -> list[str]:
    """Claim one question after another until none is free; what was claimed."""
    claimed: list[str] = []
    while (question := archive.claims.take_next(f"{who} {len(claimed)}", 30)) is not None:
        claimed.append(question.id)
    return claimed


def _ask(archive: Archive, count: int) -> None:
    for number in range(count):
        named = draft(fields=(field("customer_name", _name(number)),))
        filed(archive, f"asked {number}".encode(), named)


def test_two_processes_that_file_correct_and_claim_do_nothing_twice(archive: Archive) -> None:
    scans = _papers(archive, 8)
    _ask(archive, 8)
    asked = {question.id for question in archive.queue.list()}
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        desks = [
            pool.submit(_at_a_desk, str(archive.root), scans[part::2], who)
            for part, who in enumerate(("1", "22"))
        ]
        claimed = [question for desk in desks for question in desk.result()]
    assert len(claimed) == len(set(claimed))
    assert asked <= set(claimed) | {q.id for q in archive.queue.list() if q.claim}
    _assert_nothing_lost(archive, 8)


def test_of_eight_threads_no_two_hold_one_claim(archive: Archive) -> None:
    _ask(archive, 8)
    claimed: list[str] = []
    works = [lambda i=i: claimed.extend(_claim_all(archive, f"archivist {i}")) for i in range(8)]
    _together(works)
    assert sorted(claimed) == sorted(question.id for question in archive.queue.list())


def test_one_answer_given_by_eight_at_once_holds_once(archive: Archive) -> None:
    known(archive)
    papers = [
        filed(archive, bytes([n]), draft(fields=(field("customer_name", "宏达"),)))[0]
        for n in range(3)
    ]
    (question,) = archive.queue.list(kinds=[QuestionKind.CUSTOMER])
    answer = Answer("王芳", "就是宏达", customer=CustomerNumber("KH-2024-0007"))
    settled: list[str] = []

    def give() -> None:
        try:
            settled.extend(archive.answers.give(question.id, answer).settled)
        except NotFound:
            return  # it was answered before this one looked

    _together([give for _ in range(8)])
    assert sorted(settled) == sorted(paper.id for paper in papers)
    assert all(len(archive.documents.history(paper.id)) == 2 for paper in papers)


def test_the_same_file_stored_by_eight_at_once_is_stored_once(
    archive: Archive, tmp_path: Path
) -> None:
    paths = [source(tmp_path, f"{n}.jpg", b"the same bytes" * 1_000) for n in range(8)]
    _together([lambda path=path: archive.vault.store(path) for path in paths])  # type: ignore[misc]
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
    _together([lambda part=scans[i::8]: _file_flats(archive, part) for i in range(8)])  # type: ignore[misc]
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
