"""Filing is one transaction, can be done twice, and never overrules a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.document import DocumentDraft
from domain.errors import InternalError, NotFound
from domain.filing import Subject
from domain.forms import OTHER, Part
from domain.ids import ScanId, document_id
from domain.outcome import DocumentState, ReasonCode, ScanStatus
from domain.steps import listening
from records.archive import Archive
from records.verify import verify
from tests.records.papers import (
    correction,
    decided,
    draft,
    field,
    filed,
    known,
    reading,
    scanned,
    taken,
)


def test_a_document_is_filed_as_it_was_proposed(archive: Archive) -> None:
    number = known(archive)
    fields = (field("customer_name", "上海宏达贸易有限公司"), field("phone", "021-58881234"))
    proposed = draft(number, fields=fields, day=date(2024, 3, 1))
    (document,) = filed(archive, b"1", proposed)
    assert document.id == document_id(document.scan, [1])
    assert document.revision == 1
    assert document.state is DocumentState.FILED
    assert (document.type_key, document.type_confidence) == ("customer_card", 0.98)
    assert (document.customer, document.customer_confidence) == (number, 0.98)
    assert (document.part, document.title) == (Part.CARD, "客户资料卡")
    assert document.document_date == date(2024, 3, 1)
    assert document.fields == fields
    assert document.reasons == ()
    assert archive.documents.get(document.id) == document
    assert archive.documents.decisions(document.id) == (proposed.type, proposed.customer)
    assert archive.journal.scan(document.scan).status is ScanStatus.FILED
    assert archive.journal.scan(document.scan).seconds == 1.0


def test_the_file_is_opened_with_the_first_paper(archive: Archive) -> None:
    number = known(archive)
    assert archive.files.of(number).number == ""
    filed(archive, b"1", draft(number))
    opened = archive.files.of(number)
    filed(archive, b"2", draft(number))
    again = archive.files.of(number)
    assert again.number == opened.number
    assert again.number.startswith("DA-")
    assert len(again.catalogue) == 2


@pytest.mark.parametrize(
    ("customers", "status"),
    [
        (("KH-2024-0007", "KH-2024-0007"), ScanStatus.FILED),
        (("KH-2024-0007", None), ScanStatus.REVIEW),
        ((None, None), ScanStatus.REVIEW),
    ],
)
def test_a_scan_is_filed_when_all_its_documents_are(
    archive: Archive, customers: tuple[str | None, ...], status: ScanStatus
) -> None:
    known(archive)
    drafts = [draft(customer, pages=(page,)) for page, customer in enumerate(customers, start=1)]
    documents = filed(archive, b"1", *drafts)
    record = archive.journal.scan(documents[0].scan)
    assert record.status is status
    assert record.finished_at is not None


def test_a_scan_without_any_document_is_for_a_person(archive: Archive) -> None:
    scan = scanned(archive)
    assert archive.filing.file(scan, [], 1.0) == ()
    assert archive.journal.scan(scan).status is ScanStatus.REVIEW


def test_documents_come_in_page_order_whatever_the_order_of_drafts(archive: Archive) -> None:
    drafts = [draft(pages=(3,)), draft(pages=(1, 2))]
    documents = filed(archive, b"1", *drafts)
    assert [document.pages for document in documents] == [(1, 2), (3,)]


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


def test_a_customer_that_vanished_from_the_records_is_not_guessed(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft("KH-1999-0001"))
    assert document.customer is None
    assert document.state is DocumentState.REVIEW
    assert document.reasons[-1].code is ReasonCode.CUSTOMER_UNKNOWN
    assert document.reasons[-1].detail == "KH-1999-0001"


def test_an_unknown_scan_cannot_be_filed(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.filing.file(ScanId("0" * 64), [draft()], 1.0)


def test_two_documents_cannot_begin_on_one_page(archive: Archive) -> None:
    scan = scanned(archive, pages=2)
    with pytest.raises(InternalError, match="begin on page 1"):
        archive.filing.file(scan, [draft(pages=(1,)), draft(pages=(1, 2))], 1.0)
    assert archive.documents.of_scan(scan) == ()


# What a person decided --------------------------------------------------------------------------


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


# Another split -----------------------------------------------------------------------------------


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


# Failures ----------------------------------------------------------------------------------------

FILING_STEPS = (
    "filing.customer_written",
    "filing.document_written",
    "filing.outbox_written",
    "filing.before_commit",
)


class _Crash(Exception):
    pass


def _crash_at(step: str, times: int = 1) -> object:
    left = [times]

    def listener(reached: str) -> None:
        if reached == step:
            left[0] -= 1
            if left[0] == 0:
                raise _Crash(step)

    return listening(listener)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("step", FILING_STEPS)
def test_a_filing_that_fails_at_any_step_leaves_no_trace_and_can_be_repeated(
    archive: Archive, step: str, times: int
) -> None:
    known(archive)
    drafts = [
        draft("KH-2024-0007", pages=(1,)),
        draft(pages=(2,), provisional=(("customer_name", "苏州恒信建材厂"),)),
        draft(pages=(3,), provisional=(("customer_name", "无锡大光电子厂"),)),
    ]
    scan = scanned(archive, pages=3)
    if step != "filing.before_commit" or times == 1:
        with _crash_at(step, times), pytest.raises(_Crash):  # type: ignore[attr-defined]
            archive.filing.file(scan, drafts, 1.0)
    assert archive.documents.of_scan(scan) == ()
    assert archive.customers.count() == 1
    assert archive.outbox.after(0, 10) == ()
    assert archive.files.of("KH-2024-0007").number == ""
    assert archive.journal.scan(scan).status is ScanStatus.QUEUED
    documents = archive.filing.file(scan, drafts, 1.0)
    numbers = [archive.files.of(document.customer or "").number[-4:] for document in documents]
    assert numbers == ["0001", "0002", "0003"]
    assert [(document.customer or "")[-4:] for document in documents[1:]] == ["0001", "0002"]
    assert [number for number, _ in archive.outbox.after(0, 10)] == [1, 2, 3]
    assert list(verify(archive)) == []


def test_a_failure_after_the_commit_loses_nothing(archive: Archive) -> None:
    scan = scanned(archive)
    with _crash_at("filing.after_commit"), pytest.raises(_Crash):  # type: ignore[attr-defined]
        archive.filing.file(scan, [draft()], 1.0)
    (document,) = archive.documents.of_scan(scan)
    assert archive.filing.file(scan, [draft()], 1.0) == (document,)


def test_the_steps_are_announced_in_order(archive: Archive) -> None:
    heard: list[str] = []
    scan = scanned(archive)
    with listening(heard.append):
        archive.filing.file(scan, [draft(provisional=(("customer_name", "苏州恒信"),))], 1.0)
    assert heard == [*FILING_STEPS, "filing.after_commit"]


def test_pages_that_failed_do_not_keep_the_rest_from_being_filed(archive: Archive) -> None:
    scan = taken(archive)
    archive.journal.set_contents(scan, 2, "image/tiff")
    archive.journal.store_page(scan, 2, reading(2))
    known(archive)
    (document,) = archive.filing.file(scan, [draft("KH-2024-0007", pages=(1, 2))], 1.0)
    assert [page.number for page in archive.documents.text(document.id).pages] == [2]


def test_a_machines_low_confidence_type_is_not_taken_for_decided(archive: Archive) -> None:
    known(archive)
    unsure = draft(None)
    unsure = replace(unsure, type=decided(Subject.TYPE, "customer_card", 0.4))
    reasons = (replace(unsure.reasons[0], code=ReasonCode.TYPE_UNSURE), *unsure.reasons)
    (document,) = filed(archive, b"1", replace(unsure, reasons=reasons))
    after = archive.corrections.apply(correction(document, customer="KH-2024-0007"))
    assert after.state is DocumentState.REVIEW
    assert [r.code for r in after.reasons] == [ReasonCode.BY_PERSON, ReasonCode.TYPE_UNSURE]
