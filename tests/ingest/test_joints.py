"""Where one paper ends and the next begins, told by what the pages say of themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.filing import EvidenceKind
from domain.geometry import Box
from domain.page import Barcode, Line
from domain.reading import PageReading
from ingest.joints import begins
from ingest.paging import Marker, goes_on, is_attached, page_marker
from tests.ingest.known import page, reading, value

CARD = ("customer_no", "customer_name", "phone", "address")


def form(number: int, name: str, customer: str, *, starts: bool, title: str = "") -> PageReading:
    said = dict(zip(CARD, (customer, name, "0731-5550123", "长沙市某路1号"), strict=True))
    fields = tuple(value(key, text, page=number) for key, text in said.items())
    return reading(*fields, number=number, starts=starts, title=title)


def text(number: int, *lines: str, starts: bool = False, title: str = "") -> PageReading:
    return reading(lines=lines, number=number, starts=starts, title=title)


def foot(said: str) -> PageReading:
    made = text(2, *["正文"] * 6)
    last = Line(said, Box(0.45, 0.95, 0.55, 0.97), 0.98)
    return replace(made, page=replace(made.page, lines=(*made.page.lines, last)))


FIRST = form(1, "长沙明德商贸有限公司", "KH-2024-0001", starts=True, title="客户资料卡")


def test_the_same_form_for_another_customer_is_another_document_though_its_title_was_lost() -> None:
    assert begins([FIRST], form(2, "武汉宏远物流有限公司", "KH-2024-0932", starts=False), None)


def test_a_second_page_that_names_the_same_customer_goes_on() -> None:
    assert not begins([FIRST], form(2, "长沙明德商贸有限公司", "KH-2024-0001", starts=False), None)


def test_a_misread_character_makes_no_other_customer() -> None:
    assert not begins([FIRST], form(2, "长沙明德商贸有艮公司", "KH-2024-0001", starts=False), None)


def test_a_title_on_every_page_begins_no_document_on_each() -> None:
    report = text(1, "信用调查报告", "正文如下", starts=True, title="信用调查报告")
    later = text(2, "信用调查报告", "正文续前", starts=True, title="信用调查报吿")
    assert not begins([report], later, None)


def test_the_same_form_filled_in_twice_is_two_documents_of_one_customer() -> None:
    again = replace(FIRST, page=replace(FIRST.page, number=2))
    assert begins([FIRST], again, None)


def test_a_letter_that_has_ended_does_not_go_on_under_the_same_title() -> None:
    letter = text(
        1, "关于付款的函", "正文", "二〇二四年三月五日", starts=True, title="关于付款的函"
    )
    later = text(2, "关于付款的函", "正文", starts=True, title="关于付款的函")
    assert begins([letter], later, None)


@pytest.mark.parametrize("heading", ["续表", "（背面）", "客户资料卡（续）", "接上页"])
def test_a_page_that_says_it_goes_on_goes_on_whatever_its_title(heading: str) -> None:
    assert not begins([FIRST], text(2, heading, "信用情况", starts=True, title=heading), None)


def test_an_annex_stays_with_its_main_paper_whether_it_says_so_or_is_listed_there() -> None:
    letter = text(
        1, "关于报价的函", "正文", "附件：1. 产品报价单", starts=True, title="关于报价的函"
    )
    numbered = text(2, "附件一", "产品价目表", starts=True, title="产品价目表")
    listed = text(2, "产品报价单", "序号", starts=True, title="产品报价单")
    other = text(2, "客户投诉记录", "投诉内容", starts=True, title="客户投诉记录")
    assert not begins([letter], numbered, None)
    assert not begins([letter], listed, None)
    assert begins([letter], other, None)


def test_an_annexed_price_list_does_not_keep_the_next_price_list() -> None:
    main = text(1, "关于报价的函", "正文", starts=True, title="关于报价的函")
    annex = text(2, "附件1 产品价目表", starts=True, title="附件1 产品价目表")
    assert begins([main, annex], text(3, "产品价目表", starts=True, title="产品价目表"), None)


def test_a_form_that_bears_an_annex_number_as_its_code_is_a_document_of_its_own() -> None:
    coded = reading(
        lines=("附件一", "客户资质审核表"),
        number=2,
        title="客户资质审核表",
        says=(
            (EvidenceKind.TITLE, "qualification_review", 0.97),
            (EvidenceKind.CODE, "qualification_review", 0.9),
        ),
    )
    titled, code = coded.type_evidence
    code = replace(code, detail="附件一")
    assert begins([FIRST], replace(coded, type_evidence=(titled, code)), None)
    assert not begins([FIRST], replace(coded, type_evidence=(titled,)), None)


def test_a_list_under_the_same_heads_goes_on_though_something_in_it_looks_like_a_title() -> None:
    first = text(1, "销售台账", "日期", "品名", "金额", starts=True, title="销售台账")
    later = text(2, "日期", "品名", "金额", "办公椅 甲型", starts=True, title="办公椅 甲型")
    assert not begins([first], later, None)


def test_behind_its_cover_a_text_goes_on_with_preface_and_first_page() -> None:
    cover = text(1, "企业标准", "客户档案管理办法", "二〇二四年发布", starts=True, title="企业标准")
    preface = text(2, "前言", "本标准规定了档案管理的要求。", starts=True, title="前 言")
    body = text(3, "客户档案管理办法", "第一条", starts=True, title="客户档案管理办法")
    other = text(3, "客户投诉记录", "投诉内容", starts=True, title="客户投诉记录")
    assert not begins([cover], preface, None)
    assert not begins([cover, preface], body, None)
    assert begins([cover, preface], other, None)


def test_a_label_is_no_title() -> None:
    assert not begins([FIRST], text(2, "购买记录：", "无", starts=True, title="购买记录："), None)


@pytest.mark.parametrize(
    ("earlier", "code", "expected"),
    [
        ("", "ASN00124", True),
        ("ASN00124", "ASN00124", False),
        ("DH-00017", "DH-00018", True),
        ("", "DH-00018", False),
        ("", "https://example.cn/12345", False),
    ],
)
def test_a_numbered_label_of_its_own_begins_a_document(
    earlier: str, code: str, expected: bool
) -> None:
    def labelled(number: int, said: str) -> PageReading:
        codes = (Barcode("code_128", said, Box(0.7, 0.0, 0.9, 0.05)),) if said else ()
        made = text(number, "正文", "第2页 共2页" if number == 2 else "第1页 共2页")
        return replace(made, page=replace(made.page, barcodes=codes))

    assert begins([labelled(1, earlier)], labelled(2, code), Marker(2, 2)) is expected


def test_after_the_last_page_of_a_count_something_new_begins() -> None:
    assert begins([FIRST], text(2, "品名", "数量"), Marker(3, 2))
    assert not begins([FIRST], text(2, "续表", "数量"), Marker(3, 2))


@pytest.mark.parametrize(
    ("said", "marker"),
    [
        ("第2页", Marker(2)),
        ("- 3 -", Marker(3)),
        ("第二页 共三页", Marker(2, 3)),
        ("第2/3页", Marker(2, 3)),
        ("7", Marker(7, sure=False)),
        ("2024", None),
    ],
)
def test_offices_number_their_pages_in_many_ways(said: str, marker: Marker | None) -> None:
    assert page_marker(foot(said).page) == marker


def test_a_lone_number_is_believed_only_where_it_was_to_come() -> None:
    titled = replace(foot("2"), starts_document=True, title="客户投诉记录")
    assert not begins([FIRST], titled, Marker(2))
    assert begins([FIRST], titled, Marker(5))


def test_a_page_left_out_does_not_end_a_count_but_another_count_does() -> None:
    assert not begins([FIRST], foot("第4页 共5页"), Marker(2, 5))
    assert begins([FIRST], foot("第4页 共9页"), Marker(2, 5))


@pytest.mark.parametrize("said", ["附件一", "附件2：报价单", "附表四", "附录 A"])
def test_annexes_call_themselves_by_several_names(said: str) -> None:
    assert is_attached(page(said, "正文"), "")
    assert not is_attached(page("正文", "正文", "正文", said), "")


def test_a_sentence_that_mentions_the_next_page_does_not_make_it_go_on() -> None:
    assert not goes_on(page("请在背面签字确认后交回", "正文"), "")
