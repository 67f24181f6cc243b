"""Titles are known in both scripts, spaced, glued, or misread; a mention is no title."""

from __future__ import annotations

import pytest

from domain.text import squeezed
from ingest.forms.catalogue import load
from ingest.forms.titles import find_titles

NAMES_OF_TWO = {squeezed("客户档案登记表")}
"""Titles that two regimes give to forms of their own (domain.md 2.4)."""


def _best(text: str) -> str:
    found = find_titles(text, load())
    return found[0].type_key if found and found[0].weight >= 0.8 else ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("客户资料卡", "customer_card"),
        ("客 戶 資 料 卡", "customer_card"),
        ("客户资枓卡", "customer_card"),
        ("杭州西湖物业管理有限公司客户资料卡", "customer_card"),
        ("客户资料卡（正面）", "customer_card"),
        ("客户资料卡 No.2024-0031", "customer_card"),
        ("《客户资料卡》", "customer_card"),
        ("經銷商客戶檔案卡", "dealer_customer_file_card"),
        ("供应商客户信息明细表", "customer_card"),
        ("客户档案登记表", "customer_registration"),
        ("客戶檔案登記表", "customer_registration"),
        ("客户桂案登记表", "customer_registration"),
        ("2024年度设备维护服务合同", "contract"),
        ("房屋租賃契約書", "contract"),
        ("战略合作框架协议", "contract"),
        ("营 业 执 照", "business_licence"),
        ("營業執照（副本）", "business_licence"),
        ("客户投诉记录表", "complaint_record_form"),
        ("物业服务投诉受理登记表", "complaint_record"),
        ("客戶拜訪記錄", "visit_record"),
        ("客户拜访、回访记录", "visit_record"),
        ("关于调整服务费的复函", "letter"),
        ("工作联系函", "letter"),
        ("上海增值税专用发票", "invoice"),
        ("電子發票(普通發票)", "invoice"),
        ("销货折让证明单", "sales_allowance_certificate"),
        ("客户投诉案件统计表", "complaint_case_statistics_form"),
        ("卷内备考表", "in_volume_remarks_form"),
    ],
)
def test_a_title_names_its_type(text: str, key: str) -> None:
    assert _best(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "附客户资料卡一份",
        "随函附上客户资料卡，请填写后寄回",
        "请填写客户资料卡。",
        "详见客户资料卡",
        "客户资料卡填写说明",
        "客户档案登记表管理办法",
        "本合同自双方签字之日起生效",
        "甲方应于合同签订后七日内付款",
        "请出示营业执照，并提供复印件。",
        "地址",
        "",
    ],
)
def test_words_that_speak_of_a_form_do_not_make_one(text: str) -> None:
    assert _best(text) == ""


def test_the_longer_title_wins_over_one_inside_it() -> None:
    found = find_titles("客户投诉产品质量检测表", load())
    assert found[0].type_key == "quality_test_form_complained_product"


@pytest.mark.parametrize(("title", "key", "printed"), load().titles)
def test_every_listed_title_names_its_own_type(title: str, key: str, printed: str) -> None:
    assert title
    best = [one.type_key for one in find_titles(printed, load()) if one.weight >= 0.95]
    assert key in best
    assert len(best) == 1 or title in NAMES_OF_TWO
