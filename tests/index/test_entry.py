"""What a document is found by."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customer import Customer, CustomerStatus
from domain.document import DocumentText
from domain.geometry import Box
from domain.ids import CustomerNumber
from domain.page import Line, Page, Word
from domain.text import fold
from index.entry import entries
from index.printed import Printed, Remark, WayBack, words_of
from tests.index.archives import document_text, page, value

CUSTOMER = Customer(
    CustomerNumber("KH-2024-0001"),
    "北京華潤大廈",
    CustomerStatus.ACTIVE,
    (("customer_name", "北京華潤大廈"), ("phone", "13800138000")),
)


def test_the_first_page_carries_title_and_customer_and_the_others_carry_them_apart() -> None:
    first, second = entries(document_text("第一页", "第二页", title="投訴記錄"), CUSTOMER)
    assert first.remarks == "投诉记录\n北京华润大厦\nkh-2024-0001"
    assert first.headings == ""
    assert second.remarks == ""
    assert second.headings == first.remarks
    assert "华润" in first.terms
    assert "华润" not in second.terms
    assert "华润" in second.heading_terms


def test_a_customers_phone_does_not_find_all_its_papers() -> None:
    (entry,) = entries(document_text("来函"), CUSTOMER)
    assert "13800138000" not in entry.terms


def test_a_value_that_is_not_printed_is_found_on_its_page_and_printed_ones_only_once() -> None:
    text = document_text("联系人 张三", "电话 13800138000")
    fields = (value("contact", "张三丰"), value("phone", "13900139000", 2), value("fax", "张三"))
    text = DocumentText(replace(text.document, fields=fields), text.pages)
    first, second = entries(text, None)
    assert first.remarks == "张三丰"
    assert second.remarks == "13900139000"
    assert Printed.unpack(first.printed).remarks == (Remark("张三丰", Box(0.5, 0.5, 0.7, 0.52)),)


def test_a_page_that_could_not_be_read_still_has_its_entry() -> None:
    whole = document_text("第一页", "第二页", title="合同")
    first, second = entries(DocumentText(whole.document, whole.pages[1:]), None)
    assert (first.page, first.body, first.remarks) == (1, "", "合同")
    assert second.body == "第二页"


def test_filing_goes_with_every_page() -> None:
    text = document_text("一", "二")
    document = replace(
        text.document, customer=CustomerNumber("KH-1"), document_date=date(2024, 3, 1)
    )
    for entry in entries(DocumentText(document, text.pages), None):
        assert (entry.customer, entry.type_key, entry.date) == ("KH-1", "letter", "2024-03-01")


@given(st.text(max_size=80))
def test_the_way_back_is_the_foldings_own(text: str) -> None:
    result = fold(text)
    way_back = WayBack.of(result)
    for start in range(len(result.text)):
        for end in {start + 1, len(result.text)}:
            assert way_back.span(start, end) == result.span(start, end)


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=3))
def test_what_is_packed_comes_back(text: str, remarks: list[str]) -> None:
    said = tuple(Remark(one) for one in remarks)
    printed = Printed(text, WayBack.of(fold(text)), words_of(page("客户 资料")), said)
    back = Printed.unpack(printed.pack())
    assert (back.text, back.remarks) == (printed.text, printed.remarks)
    assert back.words.tolist() == printed.words.tolist()
    assert back.way_back.rows.tolist() == printed.way_back.rows.tolist()


def _printed(*lines: Line) -> Printed:
    read = Page(1, 100, 100, lines)
    return Printed(read.text, WayBack.of(fold(read.text)), words_of(read))


def test_boxes_are_those_of_the_words_and_their_parts() -> None:
    words = (
        Word("客户", Box(0.1, 0.1, 0.3, 0.2), 1.0),
        Word("资料卡号", Box(0.4, 0.1, 0.8, 0.2), 1.0),
    )
    printed = _printed(Line("客户 资料卡号", Box(0.1, 0.1, 0.8, 0.2), 1.0, words))
    boxes = printed.boxes(1, 5)
    assert [box.as_tuple() for box in boxes] == [
        pytest.approx((0.2, 0.1, 0.3, 0.2)),
        pytest.approx((0.4, 0.1, 0.6, 0.2)),
    ]
    assert printed.boxes(0, 2) == (words[0].box,)


def test_a_hit_over_a_line_break_has_boxes_on_both_lines() -> None:
    upper, lower = Box(0.1, 0.1, 0.3, 0.2), Box(0.1, 0.3, 0.3, 0.4)
    printed = _printed(Line("客户", upper, 1.0), Line("资料", lower, 1.0))
    start, end = printed.way_back.span(0, 4)
    assert printed.boxes(start, end) == (upper, lower)


def test_words_that_do_not_make_up_the_line_leave_the_line_as_one() -> None:
    box = Box(0.1, 0.1, 0.5, 0.2)
    line = Line("客户资料", box, 1.0, (Word("别的", Box(0.1, 0.1, 0.2, 0.2), 1.0),))
    assert _printed(line).boxes(0, 4) == (box,)
