"""A second customer whom a paper names is proposed once, answered once, and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.document import Document, DocumentDraft
from domain.errors import NotFound
from domain.filing import Evidence, EvidenceKind
from domain.ids import CustomerNumber
from domain.questions import QuestionKind
from domain.referring import SecondCustomer
from records.archive import Archive
from records.signature import Signature
from records.verify import verify
from tests.records.papers import BOX, correction, draft, filed, known

MAIN, SECOND, THIRD = "KH-2024-0007", "KH-2024-0009", "KH-2024-0011"
BY = Signature("王芳", "合同第三条")


@pytest.fixture(autouse=True)
def _customers(archive: Archive) -> None:
    known(archive)
    known(archive, SECOND, "上海安泰融资担保有限公司")
    known(archive, THIRD, "天津海河贸易有限公司")


def naming(
    customer: str | None = MAIN, second: str = SECOND, role: str = "guarantor", files: bool = False
) -> DocumentDraft:
    seen = Evidence(EvidenceKind.NAME, second, 0.93, "保证人 安泰担保", 1, BOX)
    named = SecondCustomer(CustomerNumber(second), role, 0.93, (seen,), files)
    return replace(draft(customer), named=(named,))


def asked(archive: Archive) -> list[tuple[str, int]]:
    listed = archive.queue.list(kinds=[QuestionKind.REFERENCE])
    return [(one.id, one.settles) for one in listed]


def see(archive: Archive, customer: str) -> list[str]:
    return [e.document for e in archive.files.of(customer).catalogue if e.see is not None]


def settle(archive: Archive, question: str, take: bool) -> str:
    return archive.proposals.settle(int(question[1:]), take=take, signature=BY).number


def test_one_answer_names_all_papers_that_are_alike_and_is_taken_back(archive: Archive) -> None:
    papers = [filed(archive, bytes([n]), naming())[0].id for n in range(3)]
    filed(archive, b"spouse", naming(role="spouse"))
    ((question, settles), other) = asked(archive)
    assert settles == 3
    told = archive.queue.get(question)
    assert (told.customer, "保证人 安泰担保" in told.about) == (SECOND, True)
    answer = settle(archive, question, take=True)
    assert see(archive, SECOND) == papers
    assert asked(archive) == [other]
    assert {one.taken for one in archive.proposals.of(papers[0])} == {True}
    archive.proposals.undo(answer, Signature("李强", "看错了"))
    assert see(archive, SECOND) == []
    assert {settles for _, settles in asked(archive)} == {3, 1}
    with pytest.raises(NotFound):
        archive.proposals.undo(answer, BY)
    assert list(verify(archive)) == []


def again(archive: Archive, document: Document, proposed: DocumentDraft) -> None:
    archive.filing.file(document.scan, [proposed], 1.0)


def test_a_refusal_is_not_asked_again_when_the_paper_is_read_again(archive: Archive) -> None:
    paper = filed(archive, b"1", naming())[0]
    ((question, _),) = asked(archive)
    answer = settle(archive, question, take=False)
    again(archive, paper, naming())
    assert (asked(archive), see(archive, SECOND)) == ([], [])
    archive.proposals.undo(answer, BY)
    again(archive, paper, naming())
    assert [settles for _, settles in asked(archive)] == [1]


def test_a_customer_refused_twice_in_a_role_is_proposed_in_it_no_more(archive: Archive) -> None:
    for content in (b"1", b"2"):
        filed(archive, content, naming())
        settle(archive, asked(archive)[0][0], take=False)
    filed(archive, b"3", naming())
    assert asked(archive) == []
    filed(archive, b"4", naming(role="spouse"))
    filed(archive, b"5", naming(second=THIRD))
    assert len(asked(archive)) == 2


def test_a_paper_that_waits_asks_once_a_person_has_said_whose_it_is(archive: Archive) -> None:
    paper = filed(archive, b"1", naming(customer=None))[0]
    assert asked(archive) == []
    archive.corrections.apply(correction(paper, customer=MAIN))
    assert len(asked(archive)) == 1
    archive.corrections.apply(correction(archive.documents.get(paper.id), customer=SECOND))
    assert asked(archive) == []


def test_by_the_setting_it_is_made_at_once_and_a_person_takes_it_out_for_good(
    archive: Archive,
) -> None:
    paper = filed(archive, b"1", naming(files=True))[0]
    assert see(archive, SECOND) == [paper.id]
    (held,) = archive.references.of(paper.id)
    assert (held.who, held.reason) == ("machine", "保证人 安泰担保")
    archive.references.remove(paper.id, SECOND, BY)
    again(archive, paper, naming(files=True))
    assert (see(archive, SECOND), asked(archive)) == ([], [])


def test_what_is_seen_no_longer_is_proposed_no_longer(archive: Archive) -> None:
    paper = filed(archive, b"1", naming())[0]
    again(archive, paper, draft(MAIN))
    assert (asked(archive), archive.proposals.of(paper.id)) == ([], ())


def test_after_a_merge_of_both_customers_nothing_is_asked(archive: Archive) -> None:
    filed(archive, b"1", naming())
    event = archive.changes.merge(MAIN, SECOND, BY)
    assert asked(archive) == []
    archive.changes.undo(event.number, BY)
    assert len(asked(archive)) == 1
