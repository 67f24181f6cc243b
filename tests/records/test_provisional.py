"""A customer nobody knew is opened once, found again, and confirmed or dropped by a person."""

from __future__ import annotations

import pytest

from domain.customer import CustomerStatus
from domain.ids import CustomerNumber
from domain.outcome import DocumentState
from records.archive import Archive
from tests.records.papers import correction, draft, field, filed, known

NAME = ("customer_name", "上海宏达贸易有限公司")
CODE = ("registration_no", "91310000MA1FL1XX5R")


def _opened(archive: Archive, content: bytes, *said: tuple[str, str]) -> CustomerNumber:
    (document,) = filed(archive, content, draft(provisional=said))
    assert document.customer is not None
    return document.customer


def test_a_customer_without_a_number_gets_one_of_the_archives_own(archive: Archive) -> None:
    number = _opened(archive, b"1", NAME, ("phone", "021-58881234"))
    customer = archive.customers.get(number)
    assert customer.status is CustomerStatus.PROVISIONAL
    assert customer.name == NAME[1]
    assert customer.values == (NAME, ("phone", "021-58881234"))
    assert number.startswith("LS-")
    assert number.endswith("-0001")
    assert archive.files.of(number).catalogue[0].title == "客户资料卡"


def test_a_card_in_review_stands_in_its_provisional_file(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(provisional=(NAME,)))
    assert document.state is DocumentState.REVIEW
    assert archive.documents.in_review() == (document,)


def test_the_number_on_the_card_is_used(archive: Archive) -> None:
    assert _opened(archive, b"1", ("customer_no", "KH-2024-0031"), NAME) == "KH-2024-0031"


@pytest.mark.parametrize("number", ["", " ", "---", "无", "9" * 65, "待定"])
def test_what_cannot_be_a_number_is_not_used(archive: Archive, number: str) -> None:
    assert _opened(archive, b"1", ("customer_no", number), NAME).startswith("LS-")


def test_a_number_that_is_taken_is_not_given_twice(archive: Archive) -> None:
    known(archive, "KH-2024-0031", "北京安泰物业管理公司")
    assert _opened(archive, b"1", ("customer_no", "KH20240031"), NAME).startswith("LS-")


def test_the_archives_own_numbers_have_no_gaps_and_skip_what_is_taken(archive: Archive) -> None:
    first = _opened(archive, b"1", ("customer_name", "甲商贸公司"))
    year = first.split("-")[1]
    archive.customers.put(f"LS-{year}-0002", {"customer_name": "手工录入的客户"})
    second = _opened(archive, b"2", ("customer_name", "乙建材市场"))
    assert [first[-4:], second[-4:]] == ["0001", "0003"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((NAME,), (NAME,)),
        ((NAME,), (("customer_name", "上海宏達貿易有限公司 "),)),
        ((NAME, CODE), (("customer_name", "上海宏达贸易有限公同"), CODE)),
        ((NAME, ("customer_no", "A-7")), (NAME, ("customer_no", "a7"))),
        ((NAME, ("phone", "1")), (NAME, ("phone", "2"))),
        ((("person_name", "王小芳"), ("id_card", "1")), (("person_name", "王小芳"),)),
        ((("person_name", "王小芳"),), (("person_name", "王小芳"), ("phone", "5"))),
    ],
)
def test_a_later_scan_of_the_same_customer_joins_the_first(
    archive: Archive, first: tuple[tuple[str, str], ...], second: tuple[tuple[str, str], ...]
) -> None:
    assert _opened(archive, b"1", *first) == _opened(archive, b"2", *second)
    assert archive.customers.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((NAME,), (("customer_name", "上海宏远贸易有限公司"),)),
        ((NAME, CODE), (NAME, ("registration_no", "91310000MA1FL9YY5R"))),
        ((NAME, ("customer_no", "A-7")), (NAME, ("customer_no", "A-8"))),
        ((NAME, CODE), (("customer_name", "北京安泰物业"), CODE)),
        (
            (NAME, ("customer_no", "A-7")),
            (("customer_name", "北京安泰物业"), ("customer_no", "A-7")),
        ),
        ((("person_name", "王芳"), ("phone", "1")), (("person_name", "王芳"), ("phone", "2"))),
        ((("person_name", "王芳"), ("id_card", "1")), (("person_name", "王芳"), ("id_card", "2"))),
        ((("phone", "1"),), (("phone", "1"),)),
    ],
)
def test_contradictions_keep_customers_apart(
    archive: Archive, first: tuple[tuple[str, str], ...], second: tuple[tuple[str, str], ...]
) -> None:
    assert _opened(archive, b"1", *first) != _opened(archive, b"2", *second)


def test_a_joining_scan_adds_what_was_not_known_and_changes_nothing(archive: Archive) -> None:
    number = _opened(archive, b"1", NAME, ("phone", "1"))
    _opened(archive, b"2", NAME, ("phone", "2"), ("address", "南京路1号"))
    assert archive.customers.get(number).values == (
        NAME,
        ("phone", "1"),
        ("address", "南京路1号"),
    )


def test_a_known_customer_of_that_name_is_not_joined_without_proof(archive: Archive) -> None:
    known(archive, "KH-2024-0007", NAME[1])
    assert _opened(archive, b"1", NAME) != "KH-2024-0007"


def test_a_known_customer_with_that_credit_code_is_joined_and_left_as_it_is(
    archive: Archive,
) -> None:
    archive.customers.put("KH-2024-0007", dict([NAME, CODE]))
    before = archive.customers.get("KH-2024-0007")
    assert _opened(archive, b"1", NAME, CODE, ("phone", "1")) == "KH-2024-0007"
    assert archive.customers.get("KH-2024-0007") == before


def test_reading_the_card_again_does_not_open_a_second_customer(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(provisional=(("phone", "1"),)))
    better = draft(provisional=(NAME, ("phone", "021-1")))
    (after,) = archive.filing.file(document.scan, [better], 1.0)
    assert after.customer == document.customer
    assert archive.customers.count() == 1


def test_a_person_confirms_a_provisional_customer(archive: Archive) -> None:
    (document,) = filed(archive, b"1", draft(provisional=(NAME,)))
    after = archive.corrections.apply(correction(document, customer=document.customer))
    assert after.state is DocumentState.FILED
    assert archive.customers.get(after.customer or "").status is CustomerStatus.ACTIVE


def test_a_corrected_card_corrects_the_customer_it_opened(archive: Archive) -> None:
    read = (field("customer_name", "上海宏达贸易有限公同"),)
    (document,) = filed(
        archive, b"1", draft(fields=read, provisional=(("customer_name", "上海宏达贸易有限公同"),))
    )
    said = (NAME, ("remark", "与客户无关"))
    archive.corrections.apply(correction(document, customer=document.customer, fields=said))
    customer = archive.customers.get(document.customer or "")
    assert customer.name == NAME[1]
    assert customer.values == (NAME,)
    assert [held.value for held in archive.customers.history(customer.number)] == [
        "上海宏达贸易有限公同",
        NAME[1],
    ]
    assert archive.customers.by_value(*NAME) == (customer,)


def test_another_paper_does_not_correct_the_customer(archive: Archive) -> None:
    number = _opened(archive, b"1", NAME)
    (other,) = filed(archive, b"2", draft(number, type_key="letter"))
    archive.corrections.apply(correction(other, fields=(("customer_name", "别的公司"),)))
    assert archive.customers.get(number).name == NAME[1]


def test_an_empty_provisional_customer_is_no_longer_offered(archive: Archive) -> None:
    right = known(archive, "KH-2024-0007", "上海宏达贸易公司")
    (document,) = filed(archive, b"1", draft(provisional=(NAME,)))
    archive.corrections.apply(correction(document, customer=right))
    assert archive.customers.get(document.customer or "").status is CustomerStatus.WITHDRAWN
    assert archive.customers.by_value(*NAME) == ()
    assert [c.number for c in archive.customers.names_like(NAME[1])] == [right]
    assert [c.number for c in archive.customers.named_in(f"致{NAME[1]}：")] == []
    assert archive.files.of(document.customer or "").catalogue == ()
    assert _opened(archive, b"2", NAME).endswith("-0002")


def test_a_provisional_customer_with_another_paper_stays(archive: Archive) -> None:
    right = known(archive)
    number = _opened(archive, b"1", NAME)
    (second,) = filed(archive, b"2", draft(provisional=(NAME,)))
    archive.corrections.apply(correction(second, customer=right))
    assert archive.customers.get(number).status is CustomerStatus.PROVISIONAL


def test_a_person_can_bring_a_dropped_customer_back(archive: Archive) -> None:
    right = known(archive, name="北京安泰物业")
    (document,) = filed(archive, b"1", draft(provisional=(NAME,)))
    archive.corrections.apply(correction(document, customer=right))
    back = archive.corrections.apply(correction(document, customer=document.customer))
    assert back.customer == document.customer
    assert [c.status for c in archive.customers.by_value(*NAME)] == [CustomerStatus.ACTIVE]
