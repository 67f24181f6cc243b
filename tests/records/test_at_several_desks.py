"""Persons and machine at the same papers at once: no word is lost, none is said twice."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from domain.errors import AnjuanError, NotFound, StaleCorrection
from domain.ids import CustomerNumber, ScanId
from domain.questions import QuestionKind
from records.archive import Archive
from records.review.queue.answers import Answer
from records.verify import verify
from tests.records.papers import correction, draft, field, filed, known, scanned
from tests.records.together import stranger, together


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

    together([lambda number=number: correct(number) for number in range(8)])  # type: ignore[misc]
    assert len(stale) == 7
    assert archive.documents.get(document.id).revision == 2


def test_corrections_of_one_document_without_a_base_are_all_kept(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    works = [
        lambda key=f"key{n}": archive.corrections.apply(correction(document, fields=((key, "1"),)))
        for n in range(8)
    ]
    together(works)
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
    together(
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
        named = draft(fields=(field("customer_name", stranger(number)),))
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
    together(works)
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

    together([give for _ in range(8)])
    assert sorted(settled) == sorted(paper.id for paper in papers)
    assert all(len(archive.documents.history(paper.id)) == 2 for paper in papers)
