"""What is lacking on a scan is told with the day since when, until it is lacking no more."""

from __future__ import annotations

from domain.division import join_of
from domain.finding import Finding, FindingCode
from records.archive import Archive
from tests.records.papers import correction, draft, filed, known, note_findings

SEAL = Finding(FindingCode.SEAL_MISSING, "company", "公司公章", 1)
FIELD = Finding(FindingCode.FIELD_MISSING, "phone")
COPY = Finding(FindingCode.COPY_NUMBER, "2", "财务", 1)


def test_a_finding_keeps_its_day_until_it_is_found_no_more(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(known(archive)))
    note_findings(archive, SEAL, FIELD)
    before = archive.findings.of(document.id)
    assert [one.finding for one in before] == [SEAL, FIELD]
    archive.corrections.apply(correction(document, fields=(("phone", "1"),)))
    note_findings(archive, SEAL)
    (still,) = archive.findings.of(document.id)
    assert (still.finding, still.since) == (SEAL, before[0].since)
    gone = [one for one in archive.findings.of(document.id, ended=True) if one.until]
    assert [one.finding for one in gone] == [FIELD]


def test_everything_filed_or_said_waits_for_its_check_once(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(known(archive)))
    assert archive.findings.waiting(100)[1] == (document.id,)
    note_findings(archive)
    assert archive.findings.waiting(100) == (archive.outbox.last(), ())
    assert archive.findings.is_current
    archive.corrections.apply(correction(document, fields=(("phone", "1"),)))
    assert archive.findings.waiting(100)[1] == (document.id,)


def test_checking_twice_finds_the_same_once(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(known(archive)))
    last, _ = archive.findings.waiting(100)
    for _ in range(2):
        archive.findings.note({document.id: (SEAL, COPY)}, last)
    assert len(archive.findings.of(document.id, ended=True)) == 2


def test_findings_are_listed_by_kind_and_counted(archive: Archive) -> None:
    filed(archive, b"1", draft(known(archive)))
    filed(archive, b"2", draft(known(archive)))
    note_findings(archive, SEAL, COPY)
    counts = archive.findings.counts()
    assert (counts[FindingCode.SEAL_MISSING], counts[FindingCode.FIELD_MISSING]) == (2, 0)
    listed = archive.findings.open([FindingCode.SEAL_MISSING], limit=1)
    assert [one.finding for one in listed] == [SEAL]
    assert len(archive.findings.open(FindingCode)) == 4


def test_a_document_that_was_joined_to_another_lacks_nothing_any_more(archive: Archive) -> None:
    number = known(archive)
    drafts = (draft(number), draft(number, pages=(2,)))
    pile = filed(archive, b"1", *drafts)
    note_findings(archive, SEAL)
    whole = (draft(number, pages=(1, 2)),)
    archive.divisions.apply(join_of(pile, "李娜", "一份"), whole)
    assert archive.findings.counts()[FindingCode.SEAL_MISSING] == 1
