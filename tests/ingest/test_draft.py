"""A draft says what a document is, whose it is, and why it waits if it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pytest

from domain.document import DocumentDraft
from domain.fields import FieldReading
from domain.filing import EvidenceKind
from domain.forms import Part
from domain.outcome import Category, DocumentState, ReasonCode, Stage, StepFailure
from domain.page import Page
from domain.reading import PageReading
from ingest.options import FilingOptions
from ingest.proposing import propose
from records.journal.journal import ScanRecord
from tests.ingest.known import KnownCustomers, customer, reading, value

KNOWN = customer("KH-2024-0007", "深圳市恒通达物流有限公司", phone="0755-26001234")
TITLE = EvidenceKind.TITLE


@dataclass
class Scan:
    """The part of a scan's record that drafting looks at."""

    pages: int | None
    folder: str = ""
    name: str = "scan.jpg"


def drafted(
    readings: Sequence[PageReading],
    folder: str = "",
    failures: Sequence[StepFailure] = (),
    pages: int | None = None,
    options: FilingOptions | None = None,
) -> tuple[DocumentDraft, ...]:
    scan = cast(ScanRecord, Scan(pages or len(readings), folder))
    return propose(scan, readings, failures, KnownCustomers([KNOWN]), options or FilingOptions())


def card(*fields: FieldReading, number: int = 1) -> PageReading:
    return reading(
        *fields, number=number, title="客户资料卡", says=[(TITLE, "customer_card", 0.97)]
    )


def codes(draft: DocumentDraft) -> set[ReasonCode]:
    return {reason.code for reason in draft.reasons}


def test_a_clean_card_of_a_known_customer_files_itself() -> None:
    (draft,) = drafted(
        [card(value("customer_no", KNOWN.number), value("customer_name", KNOWN.name))]
    )
    assert draft.state is DocumentState.FILED
    assert draft.type.chosen == "customer_card"
    assert draft.customer.chosen == KNOWN.number
    assert draft.part is Part.CARD
    assert draft.title == "客户资料卡"
    assert codes(draft) == {ReasonCode.BY_EVIDENCE}
    assert draft.provisional == ()


def test_a_card_of_somebody_unknown_opens_a_provisional_file_in_review() -> None:
    (draft,) = drafted(
        [
            card(
                value("customer_name", "成都锦江食品有限公司"),
                value("customer_no", "KH-2024-0999"),
                value("phone", "028-8666", confidence=0.5, review=True),
                value("address", ""),
            )
        ]
    )
    assert draft.state is DocumentState.REVIEW
    assert draft.customer.chosen is None
    assert codes(draft) == {ReasonCode.NEW_CUSTOMER, ReasonCode.FIELDS_DOUBTFUL}
    assert dict(draft.provisional) == {
        "customer_name": "成都锦江食品有限公司",
        "customer_no": "KH-2024-0999",
    }


@pytest.mark.parametrize("name", ["深圳市恒迪达物流有限公司", "深圳市恒通达物流有限公司广州分公司"])
def test_a_card_that_may_be_a_known_customers_opens_no_second_file(name: str) -> None:
    (draft,) = drafted([card(value("customer_name", name), value("customer_no", KNOWN.number))])
    if draft.customer.chosen is None:
        assert codes(draft) == {ReasonCode.CUSTOMER_CONFLICT}
    assert draft.provisional == ()


def test_no_file_is_opened_for_a_name_nobody_can_read() -> None:
    (draft,) = drafted([card(value("customer_name", "成口锦口", confidence=0.4, review=True))])
    assert draft.provisional == ()
    assert ReasonCode.CUSTOMER_UNKNOWN in codes(draft)


def test_only_papers_that_open_files_open_one() -> None:
    page = reading(
        value("customer_name", "成都锦江食品有限公司"), says=[(TITLE, "complaint_record", 0.97)]
    )
    (draft,) = drafted([page])
    assert draft.provisional == ()
    assert codes(draft) == {ReasonCode.CUSTOMER_UNKNOWN}


def test_the_firm_itself_is_no_new_customer() -> None:
    options = FilingOptions(own_names=("安居物业管理有限公司",))
    (draft,) = drafted([card(value("customer_name", "安居物业管理有限公司"))], options=options)
    assert draft.provisional == ()


def test_a_paper_of_no_known_form_waits_even_if_its_customer_is_clear() -> None:
    (draft,) = drafted([reading(lines=("来件",))], folder=KNOWN.number)
    assert draft.customer.chosen == KNOWN.number
    assert draft.type.chosen == "other"
    assert draft.state is DocumentState.REVIEW
    assert ReasonCode.TYPE_UNKNOWN in codes(draft)


def test_a_register_over_many_customers_belongs_in_no_file() -> None:
    page = reading(lines=("档案台帐", KNOWN.name), says=[(TITLE, "archive_ledger", 0.97)])
    (draft,) = drafted([page], folder=KNOWN.number)
    assert draft.part is Part.REGISTER
    assert draft.customer.chosen is None
    assert draft.state is DocumentState.REVIEW
    assert codes(draft) == {ReasonCode.REGISTER}


def test_blank_pages_alone_are_one_document_in_review() -> None:
    pages = [PageReading(Page(n, 9, 9, (), blank=True), starts_document=False) for n in (1, 2)]
    (draft,) = drafted(pages, folder=KNOWN.number)
    assert draft.pages == (1, 2)
    assert codes(draft) == {ReasonCode.BLANK}
    assert draft.state is DocumentState.REVIEW


def test_a_page_set_aside_is_named_and_its_document_waits() -> None:
    failure = StepFailure(Stage.READ, Category.CRASHED, "died", 2)
    pages = [card(value("customer_no", KNOWN.number), value("customer_name", KNOWN.name))]
    (draft,) = drafted(pages, failures=[failure])
    assert draft.pages == (1, 2)
    assert draft.customer.chosen == KNOWN.number
    assert draft.state is DocumentState.REVIEW
    assert any(r.code is ReasonCode.PAGES_FAILED and r.detail == "2" for r in draft.reasons)


def test_doubtful_values_are_listed_and_do_not_hold_the_paper_back() -> None:
    (draft,) = drafted(
        [
            card(
                value("customer_no", KNOWN.number),
                value("customer_name", KNOWN.name),
                value("address", "深圳", confidence=0.5, review=True),
            )
        ]
    )
    assert draft.state is DocumentState.FILED
    assert codes(draft) == {ReasonCode.BY_EVIDENCE, ReasonCode.FIELDS_DOUBTFUL}


def test_two_cards_in_one_scan_are_two_documents_each_with_its_own_values() -> None:
    first = card(value("customer_no", KNOWN.number), value("customer_name", KNOWN.name))
    second = card(value("customer_name", "成都锦江食品有限公司", page=2), number=2)
    one, two = drafted([first, second])
    assert (one.pages, two.pages) == ((1,), (2,))
    assert one.state is DocumentState.FILED
    assert two.customer.chosen is None
    assert {field.page for field in two.fields} == {2}


def test_drafting_twice_says_the_same() -> None:
    pages = [card(value("customer_no", KNOWN.number), value("customer_name", KNOWN.name))]
    assert drafted(pages) == drafted(pages)
