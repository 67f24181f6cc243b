"""Values are found in the cells of wired tables, whatever the reader made of the wires."""

from __future__ import annotations

import pytest

from domain.page import Page
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from tests.ingest.fields.desk import line, page, titled, width_of, wired
from tests.ingest.fields.extracted import THRESHOLD, card, raws, read


def test_a_wired_card_gives_its_values_and_its_blanks() -> None:
    assert card(
        [
            [("客户编号", 1), ("KH-2024-0007", 1), ("成立日期", 1), ("2010年5月", 1)],
            [("客 户 名 称", 1), ("杭州西湖纺织有限公司", 3)],
            [("联系人", 1), ("王小明", 1), ("电  话", 1), ("", 1)],
        ]
    ) == {
        "customer_no": "KH-2024-0007",
        "founded": "2010年5月",
        "customer_name": "杭州西湖纺织有限公司",
        "contact": "王小明",
        "phone": "",
    }


def test_a_heading_over_a_group_is_no_value_and_takes_none() -> None:
    assert card(
        [
            [("联系方式", 4)],
            [("联系人", 1), ("王小明", 1), ("传真", 1), ("0571-88123456", 1)],
        ]
    ) == {"contact": "王小明", "fax": "0571-88123456"}


def test_a_value_that_could_be_a_label_stays_a_value() -> None:
    assert card(
        [
            [("职务", 1), ("经理", 1), ("联系人", 1), ("李丽", 1)],
            [("投诉方式", 1), ("电话", 1), ("受理人", 1), ("张强", 1)],
        ]
    ) == {
        "contact_title": "经理",
        "contact": "李丽",
        "complaint_method": "电话",
        "handled_by": "张强",
    }


def test_rows_of_labels_over_rows_of_values_keep_a_label_that_could_be_a_value() -> None:
    assert card(
        [
            [("网址", 1), ("资信等级", 1)],
            [("www.cpwzax.com", 1), ("B级", 1)],
            [("信用额度", 1), ("客户经理", 1)],
            [("440万元", 1), ("康立欣", 1)],
        ]
    ) == {
        "website": "www.cpwzax.com",
        "credit_grade": "B级",
        "credit_limit": "440万元",
        "account_manager": "康立欣",
    }


def test_a_list_of_contacts_becomes_one_value_a_row() -> None:
    table, lines = wired(
        [
            [("联系人", 1), ("职务", 1), ("电话", 1)],
            [("王小明", 1), ("经理", 1), ("13800138000", 1)],
            [("李丽", 1), ("会计", 1), ("13900139000", 1)],
        ]
    )
    readings = read([titled("客户资料卡"), *lines], [table])
    phones = [reading.value for reading in readings if reading.key == "phone"]
    titles = [reading.value for reading in readings if reading.key == "contact_title"]
    assert phones == ["13800138000", "13900139000"]
    assert titles == ["经理", "会计"]


def test_a_wire_that_the_reader_missed_is_put_back() -> None:
    assert card(
        [
            [
                ("客户编号\n客户类型", 1),
                ("KH-2024-0007\n一般客户", 1),
                ("联系人\n传真", 1),
                ("王小明\n", 1),
            ],
            [("法定代表人", 1), ("吴平", 1), ("成立日期", 1), ("2015年7月25日", 1)],
        ]
    ) == {
        "customer_no": "KH-2024-0007",
        "contact": "王小明",
        "customer_category": "一般客户",
        "fax": "",
        "legal_rep": "吴平",
        "founded": "2015年7月25日",
    }


def test_a_missed_wire_between_a_value_and_the_next_label_is_put_back() -> None:
    table, lines = wired(
        [
            [("客户编号", 1), ("A0072", 1), ("客户姓名", 1), ("何倩", 1)],
            [("手机", 1), ("", 2), ("a1@126.com", 1)],
        ]
    )
    second_row = table.cells[-1].box.y0 + 0.01
    lines += [line("13633657951", 0.3, second_row), line("E-mail", 0.51, second_row)]
    readings = raws(read([titled("客户资料卡"), *lines], [table]))
    assert readings["phone"] == "13633657951"
    assert readings["email"] == "a1@126.com"


def test_a_label_on_two_lines_of_its_cell_is_one_label() -> None:
    assert card([[("统一社会\n信用代码", 1), ("91350100M000100Y43", 1)]]) == {
        "registration_no": "91350100M000100Y43"
    }


def test_label_and_value_in_one_cell_are_parted() -> None:
    assert card(
        [
            [("客户名称：杭州西湖纺织有限公司", 1), ("联系人：王小明", 1)],
            [("地址：", 1), ("邮编：310012", 1)],
        ]
    ) == {
        "customer_name": "杭州西湖纺织有限公司",
        "contact": "王小明",
        "address": "",
        "postcode": "310012",
    }


def test_a_long_value_in_a_cell_is_joined_over_its_lines() -> None:
    scope = "化工产品及原料（不含危险品）销售、五金批发、货物运输、技术咨询服务"
    table, lines = wired([[("经营范围", 1), (scope, 1)]], columns=[0.15, 0.3])
    (reading,) = read([titled("客户资料卡"), *lines], [table])
    assert reading.value == scope
    assert "\n" in reading.raw


def test_boxes_hold_the_values_they_belong_to() -> None:
    read: Page = page([titled("客户资料卡"), line("电话：13800138000", 0.1, 0.15)])
    (reading,) = extract(read, load(), None, THRESHOLD)
    start = 0.1 + width_of("电话：")
    assert reading.box.x0 == pytest.approx(start, abs=0.002)
    assert reading.box.x1 == pytest.approx(start + width_of("13800138000"), abs=0.002)
    assert (reading.box.y0, reading.page, reading.label) == (0.15, 1, "电话")
