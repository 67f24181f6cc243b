"""Values that stand beside their labels, or below them, without any wire."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ingest.fields.desk import line, titled, width_of, wired
from tests.ingest.fields.extracted import card, raws, read


def test_two_pairs_on_one_line_are_parted_even_when_the_reader_glues_them() -> None:
    readings = raws(
        read(
            [
                titled("客户资料卡"),
                line("客户名称：杭州西湖纺织有限公司联系人：王小明", 0.1, 0.15),
                line("电话：0571-88123456传真：0571-88123457", 0.1, 0.18),
            ]
        )
    )
    assert readings == {
        "customer_name": "杭州西湖纺织有限公司",
        "contact": "王小明",
        "phone": "0571-88123456",
        "fax": "0571-88123457",
    }


def test_a_label_nobody_listed_still_ends_the_value_before_it() -> None:
    readings = raws(
        read(
            [
                titled("客户资料卡"),
                line("联系人：王小明", 0.1, 0.15),
                line("幸运数字：七", 0.5, 0.15),
            ]
        )
    )
    assert readings == {"contact": "王小明"}


def test_a_line_to_write_on_is_a_blank_and_not_a_value() -> None:
    readings = read(
        [
            titled("客户资料卡"),
            line("客户名称：____________", 0.1, 0.15),
            line("建档日期：____年__月__日", 0.1, 0.18),
            line("联系人：王小明", 0.1, 0.21),
        ]
    )
    assert {reading.key: reading.value for reading in readings} == {
        "customer_name": "",
        "created_on": "",
        "contact": "王小明",
    }
    assert not any(reading.needs_review for reading in readings)


def test_a_value_stands_below_where_nothing_stands_beside() -> None:
    readings = raws(
        read(
            [
                titled("客户资料卡"),
                line("客户名称", 0.1, 0.15),
                line("联系电话", 0.6, 0.15),
                line("杭州西湖纺织有限公司", 0.1, 0.172),
                line("13800138000", 0.6, 0.172),
            ]
        )
    )
    assert readings == {"customer_name": "杭州西湖纺织有限公司", "phone": "13800138000"}


def test_an_address_runs_on_below_and_stops_at_the_next_heading() -> None:
    first = "浙江省杭州市西湖区文三路478号华星时代广场A座十二层一二〇六至一二〇八"
    readings = raws(
        read(
            [
                titled("客户资料卡"),
                line(f"地址：{first}", 0.1, 0.15),
                line("室（近古翠路口）", 0.1 + width_of("地址："), 0.168),
                line("客户特征", 0.1, 0.2),
            ]
        )
    )
    assert readings == {"address": f"{first}\n室（近古翠路口）"}


@pytest.mark.parametrize("misread", ["客尸名称", "客户名林", "客卢名稱", "客户名 称"])
def test_a_label_with_one_wrong_character_is_known(misread: str) -> None:
    readings = read([titled("客户资料卡"), line(f"{misread}：杭州西湖纺织有限公司", 0.1, 0.15)])
    assert raws(readings) == {"customer_name": "杭州西湖纺织有限公司"}


def test_the_same_key_twice_is_kept_in_order() -> None:
    readings = read(
        [
            titled("客户资料卡"),
            line("电话：0571-88123456", 0.1, 0.15),
            line("手机：13800138000", 0.1, 0.18),
        ]
    )
    assert [reading.value for reading in readings] == ["0571-88123456", "13800138000"]


def test_running_text_gives_no_values() -> None:
    readings = read(
        [
            titled("关于服务质量的说明"),
            line("我司地址变更后，电话保持不变，联系人亦不变，请惠存本函。", 0.1, 0.15),
            line("甲方应在收到货物之日起五日内完成验收，逾期视为合格。", 0.1, 0.18),
            line("客户名称变更的，应当及时办理变更登记手续并通知对方。", 0.1, 0.21),
        ]
    )
    assert readings == ()


def test_the_english_name_under_a_label_is_no_value() -> None:
    table, lines = wired(
        [
            [("信用额度", 1), ("270万元", 1), ("合作年限", 1), ("10年", 1)],
            [("Credit limit", 1), ("", 1), ("Years together", 1), ("", 1)],
        ]
    )
    found = read([titled("客户资料卡"), *lines], [replace(table, wired=False)])
    assert {r.raw for r in found if r.value} <= {"270万元", "10年"}


def test_one_character_below_its_label_is_its_value() -> None:
    assert card([[("资信等级\n良", 1), ("信用额度\n440万元", 1)]])["credit_grade"] == "良"
