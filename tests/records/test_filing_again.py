"""A better reading changes what the machine said, and never what a person did."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.document import DocumentDraft
from domain.errors import NotFound
from domain.filing import Subject
from domain.forms import OTHER, Part
from domain.outcome import DocumentState, ReasonCode
from records.archive import Archive
from tests.records.papers import (
    correction,
    draft,
    field,
    filed,
    known,
    scanned,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.sets(st.integers(2, 6)))
def test_filing_twice_changes_nothing_and_lets_the_index_look_again(
    archive: Archive, cuts: set[int]
) -> None:
    known(archive)
    starts = [1, *sorted(cuts)]
    drafts = [
        draft(
            "KH-2024-0007" if start % 2 else None,
            pages=range(start, following),
            fields=(field("phone", str(start)), field("phone", "2"), field("fax", "")),
            provisional=(("customer_name", f"第{start}贸易公司"),) if start % 3 == 0 else (),
        )
        for start, following in zip(starts, [*starts[1:], 8], strict=True)
    ]
    scan = scanned(archive, uuid4().bytes, 7)
    once = archive.filing.file(scan, drafts, 1.0)
    told, customers = archive.outbox.last(), archive.customers.count()
    twice = archive.filing.file(scan, drafts, 2.0)
    assert twice == once
    assert archive.outbox.last() == told + len(once)
    assert archive.customers.count() == customers
    assert all(len(archive.documents.history(document.id)) == 1 for document in once)


def test_a_better_reading_makes_a_new_revision_and_says_what_changed(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft(None, type_key=None, fields=(field("phone", "12"),)))
    better = draft("KH-2024-0007", fields=(field("phone", "123"), field("fax", "9")))
    (after,) = archive.filing.file(document.scan, [better], 1.0)
    assert (after.revision, after.state) == (2, DocumentState.FILED)
    change = archive.documents.history(document.id)[-1]
    assert change.who == "machine"
    assert change.what == (
        ("state", "review", "filed"),
        ("type", "other", "customer_card"),
        ("customer", "", "KH-2024-0007"),
        ("field phone", "12", "123"),
        ("field fax", "", "9"),
    )
    assert archive.outbox.after(0, 10) == ((1, document.id), (2, document.id))


def test_every_decision_of_the_machine_is_kept_but_repetitions(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft(None))
    archive.filing.file(document.scan, [draft(None)], 1.0)
    archive.filing.file(document.scan, [draft("KH-2024-0007")], 1.0)
    subjects = [decision.subject for decision in archive.documents.decisions(document.id)]
    assert subjects == [Subject.TYPE, Subject.CUSTOMER]
    assert archive.documents.decisions(document.id)[1].chosen == "KH-2024-0007"


def test_a_persons_customer_is_kept(archive: Archive) -> None:
    known(archive)
    right = known(archive, "KH-2024-0009", "北京安泰物业")
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    archive.corrections.apply(correction(document, customer=right))
    (after,) = archive.filing.file(document.scan, [draft("KH-2024-0007")], 1.0)
    assert (after.customer, after.customer_confidence) == (right, 1.0)
    assert after.state is DocumentState.FILED


def test_a_persons_type_is_kept_with_its_part(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    archive.corrections.apply(correction(document, type_key="complaint", part=Part.COMPLAINT))
    (after,) = archive.filing.file(document.scan, [draft("KH-2024-0007")], 1.0)
    assert (after.type_key, after.type_confidence) == ("complaint", 1.0)
    assert after.part is Part.COMPLAINT


def test_a_persons_value_is_kept_and_the_other_fields_follow_the_machine(archive: Archive) -> None:
    known(archive)
    first = draft("KH-2024-0007", fields=(field("phone", "1"), field("fax", "2")))
    (document,) = filed(archive, b"1", first)
    archive.corrections.apply(correction(document, fields=(("phone", "111"),)))
    later = draft("KH-2024-0007", fields=(field("fax", "22"), field("phone", "1X")))
    (after,) = archive.filing.file(document.scan, [later], 1.0)
    assert [(held.key, held.value, held.raw) for held in after.fields] == [
        ("fax", "22", "22 "),
        ("phone", "111", "1X "),
    ]


def test_a_value_that_only_a_person_saw_is_kept(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    archive.corrections.apply(correction(document, fields=(("phone", "111"), ("phone", "222"))))
    (after,) = archive.filing.file(document.scan, [draft("KH-2024-0007")], 1.0)
    assert [held.value for held in after.fields] == ["111", "222"]


@pytest.mark.parametrize(
    "worse", [draft(None), draft(None, type_key=None), draft("KH-2024-0009"), draft(None, pages=())]
)
def test_what_a_person_left_filed_is_not_moved_by_a_worse_reading(
    archive: Archive, worse: DocumentDraft
) -> None:
    known(archive)
    known(archive, "KH-2024-0009", "北京安泰物业")
    (document,) = filed(archive, b"1", draft("KH-2024-0007", fields=(field("phone", "1"),)))
    before = archive.corrections.apply(correction(document, fields=(("phone", "111"),)))
    drafts = [worse] if worse.pages else []
    (after,) = archive.filing.file(document.scan, drafts, 1.0)
    assert (after.customer, after.type_key) == ("KH-2024-0007", "customer_card")
    assert after.state is DocumentState.FILED
    assert [held.value for held in after.fields] == ["111"]
    assert after.reasons == before.reasons


def test_a_document_in_review_takes_from_the_machine_what_no_person_said(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft(None, type_key=None))
    waiting = archive.corrections.apply(correction(document, type_key="letter"))
    assert waiting.state is DocumentState.REVIEW
    (after,) = archive.filing.file(document.scan, [draft("KH-2024-0007", type_key=OTHER)], 1.0)
    assert (after.type_key, after.customer) == ("letter", "KH-2024-0007")
    assert after.state is DocumentState.FILED
    assert [reason.code for reason in after.reasons] == [ReasonCode.BY_PERSON]


def test_a_scan_split_anew_has_each_page_in_one_document(archive: Archive) -> None:
    known(archive)
    before = filed(archive, b"1", draft("KH-2024-0007", pages=(1, 2)), draft(pages=(3,)))
    told = archive.outbox.last()
    drafts = [draft("KH-2024-0007", pages=(1,)), draft(None, pages=(2, 3))]
    after = archive.filing.file(before[0].scan, drafts, 1.0)
    assert [document.pages for document in after] == [(1,), (2, 3)]
    assert {name for _, name in archive.outbox.after(told, 10)} == {
        *(document.id for document in before),
        *(document.id for document in after),
    }
    with pytest.raises(NotFound):
        archive.documents.get(before[1].id)
    assert list(archive.documents.ids()) == sorted(document.id for document in after)
    assert [entry.document for entry in archive.files.of("KH-2024-0007").catalogue] == [after[0].id]


def test_a_document_that_was_withdrawn_can_come_back(archive: Archive) -> None:
    first = filed(archive, b"1", draft(pages=(1,)), draft(pages=(2,)))
    scan = first[0].scan
    archive.filing.file(scan, [draft(pages=(1, 2))], 1.0)
    again = archive.filing.file(scan, [draft(pages=(1,)), draft(pages=(2,))], 1.0)
    assert [document.id for document in again] == [document.id for document in first]
    assert again[1].revision == 3


def test_a_document_a_person_touched_keeps_its_pages(archive: Archive) -> None:
    known(archive)
    documents = filed(archive, b"1", draft(pages=(1, 2)), draft(pages=(3, 4)))
    archive.corrections.apply(correction(documents[0], customer="KH-2024-0007"))
    drafts = [draft(pages=(1,)), draft(pages=(2, 3)), draft(pages=(4,))]
    after = archive.filing.file(documents[0].scan, drafts, 1.0)
    assert [document.pages for document in after] == [(1, 2), (3,), (4,)]
    assert after[0].customer == "KH-2024-0007"


def test_a_document_a_person_touched_is_never_withdrawn(archive: Archive) -> None:
    known(archive)
    documents = filed(archive, b"1", draft(pages=(1,)), draft(pages=(2,)))
    archive.corrections.apply(correction(documents[1], customer="KH-2024-0007"))
    after = archive.filing.file(documents[0].scan, [draft(pages=(1, 2))], 1.0)
    assert [document.pages for document in after] == [(1,), (2,)]
    assert after[1].customer == "KH-2024-0007"
