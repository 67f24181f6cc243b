"""A finding that a person lets be is no fault, until the paper is another or it is undone."""

from __future__ import annotations

import pytest

from domain.division import join_of
from domain.document import Document
from domain.errors import Claimed, NotFound, UsageError
from domain.finding import Finding, FindingCode
from domain.questions import QuestionKind
from records.archive import Archive
from records.signature import Signature
from tests.records.papers import correction, draft, filed, known, note_findings

SEAL = Finding(FindingCode.SEAL_MISSING, "company", "公司公章", 1)
PAGES = Finding(FindingCode.PAGES_MISSING, "3", "2")
HER, HIM = Signature("王芳", "原件有章"), Signature("李强", "看错")


def _paper(archive: Archive, *findings: Finding) -> Document:
    (document,) = filed(archive, b"1", draft(known(archive)))
    note_findings(archive, *findings)
    return document


def _open(archive: Archive) -> list[Finding]:
    return [one.finding for one in archive.findings.open(FindingCode)]


def test_a_waived_finding_says_who_why_and_when_and_no_list_counts_it(archive: Archive) -> None:
    _paper(archive, SEAL, PAGES)
    seal = archive.findings.open([FindingCode.SEAL_MISSING])[0]
    told = archive.findings.waive(seal.number, HER)
    assert told.waived is not None
    assert (told.waived.who, told.waived.reason) == (HER.who, HER.reason)
    assert _open(archive) == [PAGES]
    assert archive.findings.counts()[FindingCode.SEAL_MISSING] == 0
    assert archive.findings.counts(waived=True)[FindingCode.SEAL_MISSING] == 1
    assert [one.waived for one in archive.findings.open(FindingCode, waived=True)] == [told.waived]


def test_reading_again_does_not_bring_it_back_and_undoing_does(archive: Archive) -> None:
    document = _paper(archive, SEAL)
    number = archive.findings.open(FindingCode)[0].number
    archive.findings.waive(number, HER)
    archive.corrections.apply(correction(document, fields=(("remarks", "新"),)))
    note_findings(archive, SEAL)
    assert _open(archive) == []
    archive.corrections.apply(correction(document, fields=(("remarks", "无"),)))
    note_findings(archive)  # a reading that misses it, and one that finds it again
    archive.corrections.apply(correction(document, fields=(("remarks", "有"),)))
    note_findings(archive, SEAL)
    assert _open(archive) == []
    (found,) = archive.findings.open(FindingCode, waived=True)
    archive.findings.unwaive(found.number, HIM)
    assert _open(archive) == [SEAL]
    with pytest.raises(NotFound):
        archive.findings.unwaive(found.number, HIM)


def test_a_document_of_other_pages_is_looked_at_anew(archive: Archive) -> None:
    owner = known(archive)
    papers = filed(archive, b"1", draft(owner), draft(owner, pages=(2,)))
    note_findings(archive, SEAL)
    for one in archive.findings.open(FindingCode):
        archive.findings.waive(one.number, HER)
    assert _open(archive) == []
    division = join_of(papers, HER.who, "一份")
    archive.divisions.apply(division, [draft(owner, pages=(1, 2))])
    note_findings(archive, SEAL)
    assert _open(archive) == [SEAL]


def test_missing_pages_that_are_let_be_are_not_asked_about(archive: Archive) -> None:
    _paper(archive, PAGES)
    (asked,) = archive.queue.list(kinds=[QuestionKind.PAPER])
    archive.claims.take(asked.id, HER.who, 30)
    with pytest.raises(Claimed):
        archive.findings.waive(int(asked.id[1:]), HIM)
    archive.findings.waive(int(asked.id[1:]), HER)
    assert archive.queue.list(kinds=[QuestionKind.PAPER]) == ()
    with pytest.raises(UsageError):
        archive.findings.waive(int(asked.id[1:]), HER)


def test_what_a_card_need_not_say_is_no_gap_of_its_customer(archive: Archive) -> None:
    _paper(archive)
    (before,) = archive.completeness.incomplete()
    lacking = [gap.key for gap in before.gaps]
    document = archive.documents.of_scan(archive.journal.scans()[0].id)[0]
    archive.corrections.apply(correction(document, fields=(("remarks", "新"),)))
    note_findings(archive, *(Finding(FindingCode.FIELD_MISSING, key) for key in lacking))
    first, *others = archive.findings.open(FindingCode)
    archive.findings.waive(first.number, HER)
    (after,) = archive.completeness.incomplete()
    assert [gap.key for gap in after.gaps] == [
        key for key in lacking if key != first.finding.subject
    ]
    for one in others:
        archive.findings.waive(one.number, HER)
    assert archive.completeness.incomplete() == ()
    assert archive.completeness.count() == 0
    archive.findings.unwaive(first.number, HIM)
    assert archive.completeness.count() == 1


def test_a_waiver_says_by_whom_and_why(archive: Archive) -> None:
    _paper(archive, SEAL)
    number = archive.findings.open(FindingCode)[0].number
    with pytest.raises(UsageError):
        archive.findings.waive(number, Signature("王芳", " "))
    with pytest.raises(NotFound):
        archive.findings.waive(99, HER)
