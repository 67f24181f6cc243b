"""A document's date is the day it was written, as the paper says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.forms import DocumentType, Part
from ingest.describe import document_date, title
from tests.ingest.known import SPECS, reading, value

CARD = DocumentType("card", "客户资料卡", "", "", Part.CARD, date_field="created_on")
LETTER = DocumentType("letter", "往来函", "", "", Part.CORRESPONDENCE)
BODY = ("正文",) * 12


def test_the_forms_own_date_field_comes_first() -> None:
    page = reading(value("founded", "1999-01-01"), value("created_on", "2024-05-06"))
    assert document_date([page], CARD, SPECS) == date(2024, 5, 6)


def test_the_day_a_firm_was_founded_is_no_document_date() -> None:
    assert document_date([reading(value("founded", "1999-01-01"))], CARD, SPECS) is None


@pytest.mark.parametrize(
    "written",
    [
        "2024年5月6日",
        "二〇二四年五月六日",
        "2024-05-06",
        "日期：2024/5/6",
        "2024 年 5 月 6 日",
        "民国113年5月6日",
    ],
)
def test_a_letter_is_dated_under_its_signature(written: str) -> None:
    lines = ("函", "兹定于2023年1月1日起生效，有效期至2025年12月31日。", *BODY, "某某公司", written)
    assert document_date([reading(lines=lines)], LETTER, SPECS) == date(2024, 5, 6)


def test_or_at_its_head() -> None:
    lines = ("函", "2024年5月6日", *BODY, "此致")
    assert document_date([reading(lines=lines)], LETTER, SPECS) == date(2024, 5, 6)


def test_the_last_page_is_where_a_contract_is_signed() -> None:
    first = reading(lines=("合同", "正文", *BODY))
    last = reading(lines=(*BODY, "签订日期：2024年5月6日"), number=2)
    assert document_date([first, last], None, SPECS) == date(2024, 5, 6)


def test_dates_of_other_things_are_not_the_papers_date() -> None:
    lines = ("证明", *BODY, "有效期至2025年12月31日", "成立日期：1999年1月1日")
    assert document_date([reading(lines=lines)], LETTER, SPECS) is None


def test_a_date_that_no_calendar_holds_is_none() -> None:
    lines = ("函", *BODY, "2024年13月45日")
    assert document_date([reading(lines=lines)], LETTER, SPECS) is None


def test_a_document_is_called_what_it_calls_itself() -> None:
    assert title([reading(title="关于停电的函")], LETTER) == "关于停电的函"
    assert title([reading()], LETTER) == "往来函"
    assert title([], None) == ""


def test_a_birthday_at_the_foot_of_a_form_is_not_the_day_it_was_filled_in() -> None:
    page = reading(value("founded", "1951-02-18"), lines=("表", *BODY, "1951-02-18"))
    assert document_date([page], LETTER, SPECS) is None


def test_a_short_notice_is_dated_where_its_text_ends() -> None:
    title, *body = ("通知", "各位业主：", "定于本周停水。", "特此通知。", "某某物业公司")
    notice = reading(lines=(title, "", "", "", "", *body, "2024年5月6日", *("",) * 12))
    page = notice.page
    short = replace(notice, page=replace(page, lines=tuple(x for x in page.lines if x.text)))
    assert max(line.box.y1 for line in short.page.lines) < 0.6
    assert document_date([short], LETTER, SPECS) == date(2024, 5, 6)


def test_where_the_papers_own_date_cannot_be_read_no_other_is_taken_for_it() -> None:
    kind = DocumentType(
        "complaint", "投诉记录", "", "", Part.COMPLAINT, date_field="complaint_date"
    )
    page = reading(value("complaint_date", "2022-05由20"), value("created_on", "2020-10-30"))
    assert document_date([page], kind, SPECS) is None
    other = reading(value("created_on", "2020-10-30"))
    assert document_date([other], kind, SPECS) == date(2020, 10, 30)
