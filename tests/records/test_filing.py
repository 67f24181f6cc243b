"""Filing is one transaction, can be done twice, and never overrules a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import InternalError, NotFound
from domain.filing import Subject
from domain.forms import Part
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
