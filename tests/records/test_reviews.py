"""What a person answers is kept beside what the machine had said; checks are drawn and settled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.document import Correction
from domain.filing import Candidate, Decision, Subject
from domain.forms import Part
from domain.ids import CustomerNumber, DocumentId
from domain.review import Asked, CheckKind
from records.archive import Archive
from tests.records.papers import draft, scanned


@pytest.fixture
def known(archive: Archive) -> Archive:
    for number, name in (("KH-1", "青岛海丰贸易有限公司"), ("KH-2", "宁波凯达机械有限公司")):
        archive.customers.put(number, {"customer_name": name})
    return archive


def filed(archive: Archive, content: bytes = b"one", one_in: int = 0) -> DocumentId:
    scan = scanned(archive, content)
    return archive.filing.file(scan, [draft(customer="KH-1")], 1.0, one_in)[0].id


def said(document: DocumentId, customer: str | None = None, kind: str | None = None) -> Correction:
    number = CustomerNumber(customer) if customer else None
    part = Part.CARD if kind else None
    return Correction(document, "小林", "核对原件", kind, part, number)


def test_a_word_nobody_asked_for_is_kept_beside_the_machines(known: Archive) -> None:
    document = filed(known)
    known.corrections.apply(said(document, "KH-2"))
    (review,) = known.reviews.settled()
    assert (review.subject, review.decided, review.said) == (Subject.CUSTOMER, "KH-1", "KH-2")
    assert review.wrong
    assert review.filed
    assert review.asked is Asked.NOBODY


def test_the_last_word_counts_beside_the_machines_first(known: Archive) -> None:
    document = filed(known)
    known.corrections.apply(said(document, "KH-2"))
    known.corrections.apply(said(document, "KH-1"))
    (review,) = known.reviews.settled()
    assert (review.decided, review.said, review.wrong) == ("KH-1", "KH-1", False)


def test_a_waiting_paper_is_reviewed_with_its_best_candidate(known: Archive) -> None:
    unsure = Decision(Subject.CUSTOMER, None, 0.7, (Candidate("KH-2", "宁波", 0.7),))
    waiting = replace(draft(customer=None), customer=unsure)
    document = known.filing.file(scanned(known), [waiting], 1.0)[0].id
    known.corrections.apply(said(document, "KH-2", "customer_card"))
    by_subject = {review.subject: review for review in known.reviews.settled()}
    assert by_subject[Subject.CUSTOMER].decided == "KH-2"
    assert by_subject[Subject.CUSTOMER].confidence == pytest.approx(0.7)
    assert {review.asked for review in by_subject.values()} == {Asked.WAITING}


def test_the_lot_draws_the_same_papers_however_often_they_are_filed(known: Archive) -> None:
    for count in range(30):
        filed(known, f"{count}".encode(), one_in=5)
    drawn = {check.document for check in known.checks.open()}
    assert 0 < len(drawn) < 30
    for count in range(30):
        filed(known, f"{count}".encode(), one_in=5)
    assert {check.document for check in known.checks.open()} == drawn
    assert known.checks.count()[CheckKind.SAMPLED] == len(drawn)


def test_a_persons_word_settles_a_check_for_good(known: Archive) -> None:
    document = filed(known, one_in=1)
    assert [check.kind for check in known.checks.open(document)] == [CheckKind.SAMPLED]
    known.corrections.apply(said(document, "KH-1", "customer_card"))
    assert known.checks.open(document) == ()
    assert {review.asked for review in known.reviews.settled()} == {Asked.SAMPLED}
    filed(known, one_in=1)
    assert known.checks.open(document) == ()


def test_a_value_put_right_settles_no_check(known: Archive) -> None:
    document = filed(known, one_in=1)
    known.corrections.apply(Correction(document, "小林", "看错", fields=(("phone", "1"),)))
    assert len(known.checks.open(document)) == 1
    assert known.reviews.settled() == ()


def test_a_doubted_answer_is_not_settled(known: Archive) -> None:
    document = filed(known)
    known.corrections.apply(said(document, "KH-2"))
    assert known.checks.demand(document, CheckKind.SECOND_LOOK, "KH-1")
    assert not known.checks.demand(document, CheckKind.SECOND_LOOK, "KH-1")
    assert known.reviews.settled() == ()
    known.corrections.apply(said(document, "KH-2"))
    assert len(known.reviews.settled()) == 1


def test_saying_who_a_provisional_customer_is_refutes_no_decision(known: Archive) -> None:
    nobody = draft(customer=None, provisional=(("customer_name", "苏州新客户有限公司"),))
    first = known.filing.file(scanned(known, b"one"), [nobody], 1.0)[0]
    assert first.customer is not None
    again = Decision(
        Subject.CUSTOMER, None, 0.99, (Candidate(first.customer, "苏州新客户有限公司", 0.99),)
    )
    waiting = replace(draft(customer=None), customer=again)
    second = known.filing.file(scanned(known, b"two"), [waiting], 1.0)[0].id
    known.corrections.apply(said(first.id, "KH-2"))
    known.corrections.apply(said(second, "KH-2"))
    assert [(review.decided, review.confidence) for review in known.reviews.settled()] == [
        ("", 0.0),
        ("", 0.0),
    ]
