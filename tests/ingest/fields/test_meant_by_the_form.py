"""A label means what its form means by it, on cards, contracts, letters and invoices."""

from __future__ import annotations

import pytest

from tests.ingest.fields.desk import em, line, titled, wired
from tests.ingest.fields.extracted import raws, read


def test_a_label_means_what_its_form_means_by_it() -> None:
    licence = raws(
        read(
            [
                titled("营业执照"),
                line("统一社会信用代码 91330106MA27XYZ12A", 0.1, 0.15),
                line("名", 0.1, 0.2),
                line("称杭州西湖纺织有限公司", 0.1 + 3 * em(), 0.2),
                line("法定代表人 王小明", 0.1, 0.23),
                line("住    所    杭州市文三路478号", 0.1, 0.26),
            ]
        )
    )
    assert licence["customer_name"] == "杭州西湖纺织有限公司"
    assert licence["legal_rep"] == "王小明"
    assert licence["address"] == "杭州市文三路478号"
    complaint = raws(read([titled("客户投诉记录"), line("编号：TS-0012", 0.1, 0.15)]))
    assert complaint == {"complaint_no": "TS-0012"}


def test_the_forms_own_code_is_not_the_customers_number() -> None:
    readings = read(
        [
            titled("客户档案登记表"),
            line("编号：QMS-PM-31301", 0.7, 0.1),
            line("客户编号：KH-2024-0007", 0.1, 0.15),
        ]
    )
    assert [reading.raw for reading in readings] == ["KH-2024-0007"]


def test_a_contract_names_its_parties_number_and_date() -> None:
    readings = raws(
        read(
            [
                titled("设备维护服务合同"),
                line("合同编号：HT-2024-018", 0.65, 0.1),
                line("甲方（委托方）：杭州西湖纺织有限公司", 0.1, 0.15),
                line("乙方（受托方）：上海海天机电工程有限公司", 0.1, 0.18),
                line("甲方应于合同签订后七日内向乙方支付合同总价的百分之三十。", 0.13, 0.22),
                line("签订日期：2024年3月5日", 0.1, 0.8),
            ]
        )
    )
    assert readings == {
        "contract_no": "HT-2024-018",
        "party_a": "杭州西湖纺织有限公司",
        "party_b": "上海海天机电工程有限公司",
        "signed_on": "2024年3月5日",
    }


def test_a_letter_says_to_whom_from_whom_and_when() -> None:
    readings = read(
        [
            titled("关于调整服务费的函"),
            line("尊敬的杭州西湖纺织有限公司：", 0.1, 0.15),
            line("贵公司来函收悉，现将有关事项函告如下，敬请知悉。", 0.14, 0.18),
            line("此致", 0.14, 0.3),
            line("敬礼", 0.1, 0.33),
            line("上海海天机电工程有限公司", 0.6, 0.4),
            line("二〇二四年三月五日", 0.65, 0.43),
        ]
    )
    assert {reading.key: reading.value for reading in readings} == {
        "addressee": "杭州西湖纺织有限公司",
        "sender": "上海海天机电工程有限公司",
        "letter_date": "2024-03-05",
    }


def test_buyer_and_seller_of_an_invoice_are_told_apart_by_their_order() -> None:
    readings = read(
        [
            titled("浙江增值税专用发票"),
            line("发票号码：12590296", 0.7, 0.09),
            line("名称：杭州西湖纺织有限公司", 0.1, 0.15),
            line("纳税人识别号：91330106MA27XYZ12A", 0.1, 0.17),
            line("价税合计（大写）：壹万贰仟元整", 0.1, 0.4),
            line("名称：上海海天机电工程有限公司", 0.1, 0.45),
            line("纳税人识别号：91310115MA1K3ABC2B", 0.1, 0.47),
        ]
    )
    values = {str(reading.key): reading.value for reading in readings}
    assert values["buyer_name"] == "杭州西湖纺织有限公司"
    assert values["seller_name"] == "上海海天机电工程有限公司"
    assert values["buyer_code"].startswith("91330106")
    assert values["seller_code"].startswith("91310115")
    assert values["amount_total"] == "12000"


def test_the_unit_in_the_label_is_the_unit_of_the_value() -> None:
    table, lines = wired([[("注册资本（万元）", 1), ("500", 1)]])
    (reading,) = read([titled("客户资料卡"), *lines], [table])
    assert (reading.value, reading.raw) == ("5000000", "500")


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("□国有 ☑民营 □外资", "民营"),
        ("口国有 √民营 口外资", "民营"),
        ("☑国有 ☑上市 □外资", "国有、上市"),
        ("□国有 □民营 □外资", ""),
        ("民营企业", "民营企业"),
    ],
)
def test_a_marked_option_is_the_value(printed: str, value: str) -> None:
    readings = read([titled("客户资料卡"), line(f"企业性质：{printed}", 0.1, 0.15)])
    assert [reading.value for reading in readings] == [value]
