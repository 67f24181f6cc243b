"""A form keeps one manner, and what one label leaves open its neighbours tell."""

from __future__ import annotations

from collections.abc import Sequence

from domain.page import Line, Table
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from tests.ingest.fields.desk import em, line, page, titled, width_of, wired

TOP = titled("客户资料卡")


def _raws(lines: Sequence[Line], tables: Sequence[Table] = ()) -> dict[str, str]:
    readings = extract(page([TOP, *lines], tables), load(), None, 0.9)
    return {str(reading.key): reading.raw for reading in readings if reading.value}


def _table(rows: Sequence[Sequence[tuple[str, int]]]) -> dict[str, str]:
    table, lines = wired(rows)
    return _raws(lines, [table])


def test_a_label_said_again_in_english_has_its_value_beside_it() -> None:
    assert _table(
        [
            [("客户名称\nName of customer", 1), ("杭州西湖纺织有限公司", 1)],
            [("职位\nPosition", 1), ("采购经理", 1)],
            [("资产总额（万元）\nAssets", 1), ("6880", 1)],
            [("信用等级 Credit grade", 1), ("AA", 1)],
        ]
    ) == {
        "customer_name": "杭州西湖纺织有限公司",
        "contact_title": "采购经理",
        "assets": "6880",
        "credit_grade": "AA",
    }


def test_a_cell_that_begins_with_its_label_holds_its_value_below() -> None:
    assert _table(
        [
            [("客户名称\n杭州西湖纺织有限公司", 1), ("途径\n电话拜访", 1)],
            [("职位\n经理", 1), ("客户经理\n王小明", 1)],
            [("邮编\n310012", 1), ("传真\n", 1)],
        ]
    ) == {
        "customer_name": "杭州西湖纺织有限公司",
        "source": "电话拜访",
        "contact_title": "经理",
        "account_manager": "王小明",
        "postcode": "310012",
    }


def test_labels_in_a_column_need_neither_colon_nor_gap() -> None:
    rows = ("客户类别潜在客户", "纳税人资格一般纳税人", "开户行交通银行无锡支行", "职位助理")
    assert _raws([line(text, 0.1, 0.15 + 0.03 * n) for n, text in enumerate(rows)]) == {
        "customer_category": "潜在客户",
        "taxpayer_status": "一般纳税人",
        "bank_name": "交通银行无锡支行",
        "contact_title": "助理",
    }


def test_a_heading_that_begins_with_a_label_is_none_where_colons_close_the_others() -> None:
    rows = (
        "客户全称：杭州西湖纺织有限公司",
        "客户类别：大客户",
        "职位：助理",
        "客户特征",
        "服务区域：华东",
    )
    assert _raws([line(text, 0.1, 0.15 + 0.03 * n) for n, text in enumerate(rows)]) == {
        "customer_name": "杭州西湖纺织有限公司",
        "customer_category": "大客户",
        "contact_title": "助理",
        "service_area": "华东",
    }


def test_labels_that_end_where_all_values_begin_need_neither_colon_nor_gap() -> None:
    rows = (
        ("客户类别", "潜在客户"),
        ("纳税人资格", "一般纳税人"),
        ("职位", "助理"),
        ("网站", "a.cn"),
    )
    lines = [
        line(label + value, 0.3 - len(label) * em(), 0.15 + 0.03 * n)
        for n, (label, value) in enumerate(rows)
    ]
    assert _raws(lines) == {
        "customer_category": "潜在客户",
        "taxpayer_status": "一般纳税人",
        "contact_title": "助理",
        "website": "a.cn",
    }


def test_one_known_word_that_begins_a_sentence_is_no_label() -> None:
    rows = ("客户类别由业务部门评定，", "每年复核一次，", "并通知对方。")
    assert _raws([line(text, 0.1, 0.15 + 0.03 * n) for n, text in enumerate(rows)]) == {}


def test_among_values_a_word_that_could_be_a_label_is_a_value() -> None:
    rows = (
        ("客户类别", "潜在客户"),
        ("职务", "业务员"),
        ("途径", "展会"),
        ("行业", "纺织"),
        ("税号", "无"),
    )
    lines = [
        line(text, x, 0.15 + 0.03 * n)
        for n, row in enumerate(rows)
        for text, x in zip(row, (0.1, 0.3), strict=True)
    ]
    found = _raws(lines)
    assert found["contact_title"] == "业务员"
    assert "account_manager" not in found


def test_the_number_of_the_next_item_is_not_part_of_a_value() -> None:
    assert _raws(
        [
            line("1、客户全称：宁波鼎达咨询公司2、法人代表：郭梅颖", 0.1, 0.15),
            line("3、银行账号：4563003405248837630", 0.1, 0.18),
            line("4、办公地点：浙江省宁波市建设路238号", 0.52, 0.18),
            line("7、统一社会信用代码：91330203GP24FND37T8、邮编：315000", 0.1, 0.21),
            line("（9）服务区域：宁波", 0.1, 0.24),
            line("（10）客户来源：展会", 0.52, 0.24),
        ]
    ) == {
        "customer_name": "宁波鼎达咨询公司",
        "legal_rep": "郭梅颖",
        "bank_account": "4563003405248837630",
        "address": "浙江省宁波市建设路238号",
        "registration_no": "91330203GP24FND37T",
        "postcode": "315000",
        "service_area": "宁波",
        "source": "展会",
    }


def test_numbered_items_are_labels_without_a_colon() -> None:
    rows = ("1、经济性质国有企业", "2、联络人贾燕梅", "3、负责业务员陈浩")
    assert _raws([line(text, 0.1, 0.15 + 0.03 * n) for n, text in enumerate(rows)]) == {
        "enterprise_nature": "国有企业",
        "contact": "贾燕梅",
        "account_manager": "陈浩",
    }


def test_a_word_under_a_label_is_its_value_where_values_stand_below() -> None:
    assert _table(
        [
            [("纳税人资格", 1), ("联系人", 1)],
            [("一般纳税人", 1), ("王小明", 1)],
            [("开户银行", 2)],
            [("中国银行西安分行", 2)],
        ]
    ) == {
        "taxpayer_status": "一般纳税人",
        "contact": "王小明",
        "bank_name": "中国银行西安分行",
    }


def test_a_list_of_relatives_says_nothing_of_the_customer() -> None:
    table, lines = wired(
        [
            [("姓名", 1), ("关系", 1), ("电话", 1)],
            [("王丽", 1), ("母女", 1), ("13800138000", 1)],
            [("王强", 1), ("父女", 1), ("13900139000", 1)],
        ]
    )
    found = _raws([line("客户姓名：王芳", 0.1, 0.09), *lines], [table])
    assert found == {"person_name": "王芳"}


def test_an_area_code_in_brackets_belongs_to_the_number() -> None:
    assert _raws([line("联系电话  (0371)84175257", 0.1, 0.15)]) == {"phone": "(0371)84175257"}


def test_a_code_broken_at_the_end_of_its_line_is_put_together() -> None:
    long = line("统一社会信用代码：91350100M000100Y", 0.1, 0.15)
    found = _raws([long, line("43", 0.1 + width_of("统一社会信用代码："), 0.168)])
    assert found["registration_no"] == "91350100M000100Y\n43"


def test_the_next_item_ends_a_value_even_where_its_label_is_misread() -> None:
    rows = ("（1）联系电话：021-47050338 （2） 屯邮 nfkj@139.com", "（3）成立日期：2011.4.8")
    found = _raws([line(text, 0.1, 0.15 + 0.03 * n) for n, text in enumerate(rows)])
    assert found == {"phone": "021-47050338", "founded": "2011.4.8"}


def test_a_second_row_of_labels_below_the_first_values_is_no_row_of_values() -> None:
    assert _table(
        [
            [("邮政编码", 1), ("职位", 1), ("联系电话", 1)],
            [("610023", 1), ("采购经理", 1), ("13799547277", 1)],
            [("电子邮箱", 1), ("合同号", 1), ("客户经理", 1)],
            [("a1@sina.com", 1), ("HT-2020-406", 1), ("童家宇", 1)],
        ]
    ) == {
        "postcode": "610023",
        "contact_title": "采购经理",
        "phone": "13799547277",
        "email": "a1@sina.com",
        "contract_no": "HT-2020-406",
        "account_manager": "童家宇",
    }
