"""Values are found beside their labels in every layout, understood, and weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from domain.fields import Check, FieldReading
from domain.geometry import Box
from domain.page import Line, Page, Table
from ingest.fields.extract import SecondReader, extract
from ingest.forms.catalogue import load
from ingest.options import FilingOptions
from tests.ingest.fields.desk import em, line, page, titled, width_of, wired

THRESHOLD = FilingOptions().field_threshold


def _read(
    lines: Sequence[Line], tables: Sequence[Table] = (), second: SecondReader | None = None
) -> tuple[FieldReading, ...]:
    return extract(page(lines, tables), load(), second, THRESHOLD)


def _raws(readings: Sequence[FieldReading]) -> dict[str, str]:
    return {str(reading.key): reading.raw for reading in readings}


def _card(rows: Sequence[Sequence[tuple[str, int]]], title: str = "客户资料卡") -> dict[str, str]:
    table, lines = wired(rows)
    return _raws(_read([titled(title), *lines], [table]))


def test_a_wired_card_gives_its_values_and_its_blanks() -> None:
    assert _card(
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
    assert _card(
        [
            [("联系方式", 4)],
            [("联系人", 1), ("王小明", 1), ("传真", 1), ("0571-88123456", 1)],
        ]
    ) == {"contact": "王小明", "fax": "0571-88123456"}


def test_a_value_that_could_be_a_label_stays_a_value() -> None:
    assert _card(
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
    assert _card(
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
    readings = _read([titled("客户资料卡"), *lines], [table])
    phones = [reading.value for reading in readings if reading.key == "phone"]
    titles = [reading.value for reading in readings if reading.key == "contact_title"]
    assert phones == ["13800138000", "13900139000"]
    assert titles == ["经理", "会计"]


def test_a_wire_that_the_reader_missed_is_put_back() -> None:
    assert _card(
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
    readings = _raws(_read([titled("客户资料卡"), *lines], [table]))
    assert readings["phone"] == "13633657951"
    assert readings["email"] == "a1@126.com"


def test_a_label_on_two_lines_of_its_cell_is_one_label() -> None:
    assert _card([[("统一社会\n信用代码", 1), ("91350100M000100Y43", 1)]]) == {
        "registration_no": "91350100M000100Y43"
    }


def test_label_and_value_in_one_cell_are_parted() -> None:
    assert _card(
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
    (reading,) = _read([titled("客户资料卡"), *lines], [table])
    assert reading.value == scope
    assert "\n" in reading.raw


def test_two_pairs_on_one_line_are_parted_even_when_the_reader_glues_them() -> None:
    readings = _raws(
        _read(
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
    readings = _raws(
        _read(
            [
                titled("客户资料卡"),
                line("联系人：王小明", 0.1, 0.15),
                line("幸运数字：七", 0.5, 0.15),
            ]
        )
    )
    assert readings == {"contact": "王小明"}


def test_a_line_to_write_on_is_a_blank_and_not_a_value() -> None:
    readings = _read(
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
    readings = _raws(
        _read(
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
    readings = _raws(
        _read(
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
    readings = _read([titled("客户资料卡"), line(f"{misread}：杭州西湖纺织有限公司", 0.1, 0.15)])
    assert _raws(readings) == {"customer_name": "杭州西湖纺织有限公司"}


def test_the_same_key_twice_is_kept_in_order() -> None:
    readings = _read(
        [
            titled("客户资料卡"),
            line("电话：0571-88123456", 0.1, 0.15),
            line("手机：13800138000", 0.1, 0.18),
        ]
    )
    assert [reading.value for reading in readings] == ["0571-88123456", "13800138000"]


def test_a_label_means_what_its_form_means_by_it() -> None:
    licence = _raws(
        _read(
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
    complaint = _raws(_read([titled("客户投诉记录"), line("编号：TS-0012", 0.1, 0.15)]))
    assert complaint == {"complaint_no": "TS-0012"}


def test_the_forms_own_code_is_not_the_customers_number() -> None:
    readings = _read(
        [
            titled("客户档案登记表"),
            line("编号：QMS-PM-31301", 0.7, 0.1),
            line("客户编号：KH-2024-0007", 0.1, 0.15),
        ]
    )
    assert [reading.raw for reading in readings] == ["KH-2024-0007"]


def test_a_contract_names_its_parties_number_and_date() -> None:
    readings = _raws(
        _read(
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
    readings = _read(
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
    readings = _read(
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
    (reading,) = _read([titled("客户资料卡"), *lines], [table])
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
    readings = _read([titled("客户资料卡"), line(f"企业性质：{printed}", 0.1, 0.15)])
    assert [reading.value for reading in readings] == [value]


def test_running_text_gives_no_values() -> None:
    readings = _read(
        [
            titled("关于服务质量的说明"),
            line("我司地址变更后，电话保持不变，联系人亦不变，请惠存本函。", 0.1, 0.15),
            line("甲方应在收到货物之日起五日内完成验收，逾期视为合格。", 0.1, 0.18),
            line("客户名称变更的，应当及时办理变更登记手续并通知对方。", 0.1, 0.21),
        ]
    )
    assert readings == ()


class TestTrust:
    """What speaks for a value and against it."""

    def _one(
        self, text: str, second: SecondReader | None = None, sure: float = 0.99
    ) -> FieldReading:
        (reading,) = _read(
            [titled("客户资料卡"), line(text, 0.1, 0.15, confidence=sure)], second=second
        )
        return reading

    def test_a_second_reader_who_agrees_raises_and_one_who_differs_lowers(self) -> None:
        text = "客户名称：杭州西湖纺织有限公司"
        alone = self._one(text, sure=0.97)
        agreed = self._one(text, lambda _: ("杭 州西湖紡織有限公司", 0.9), sure=0.97)
        differed = self._one(text, lambda _: ("杭州西湖", 0.4), sure=0.97)
        assert differed.confidence < alone.confidence < agreed.confidence
        assert Check.READERS_AGREE in agreed.checks
        assert Check.READERS_DIFFER in differed.checks

    def test_the_second_reader_is_not_asked_where_nothing_hangs_on_it(self) -> None:
        def second(_: Box) -> None:
            raise AssertionError("asked in vain")

        sure = self._one("客户名称：杭州西湖纺织有限公司", second, sure=0.9999)
        assert not sure.needs_review

    def test_a_character_of_the_other_script_needs_a_person(self) -> None:
        assert self._one("客户名称：杭州西湖紡织有限公司", sure=0.9999).needs_review

    def test_the_second_reader_is_shown_the_value_and_not_the_label(self) -> None:
        shown: list[Box] = []

        def second(box: Box) -> None:
            shown.append(box)

        reading = self._one("客户名称：杭州西湖纺织有限公司", second, sure=0.97)
        assert shown == [reading.box]
        assert shown[0].x0 > 0.1 + width_of("客户名称")

    def test_a_check_digit_proves_a_value_that_was_read_poorly(self) -> None:
        proved = self._one("统一社会信用代码：91350100M000100Y43", sure=0.9)
        broken = self._one("统一社会信用代码：91350100M000100Y44", sure=0.99)
        assert (proved.needs_review, Check.CHECK_DIGIT in proved.checks) == (False, True)
        assert (broken.needs_review, Check.ILL_FORMED in broken.checks) == (True, True)

    def test_a_poor_reading_needs_a_person(self) -> None:
        assert self._one("联系人：王小明", sure=0.9).needs_review
        assert not self._one("联系人：王小明", sure=0.99).needs_review

    def test_handwriting_always_needs_a_person(self) -> None:
        written = line("王小明", 0.3, 0.15, handwritten=True)
        (reading,) = _read([titled("客户资料卡"), line("联系人：", 0.1, 0.15), written])
        assert reading.needs_review
        assert Check.HANDWRITTEN in reading.checks

    def test_only_a_check_digit_proves_what_is_written_by_hand(self) -> None:
        written = line("91350100M000100Y43", 0.45, 0.15, handwritten=True)
        label = line("统一社会信用代码：", 0.1, 0.15)
        (proved,) = _read([titled("客户资料卡"), label, written])
        assert {Check.HANDWRITTEN, Check.CHECK_DIGIT} <= set(proved.checks)
        assert not proved.needs_review

    def test_a_page_on_which_the_readers_hardly_agree_is_doubted_as_handwriting(self) -> None:
        labels = ("联系人", "法人代表", "建档人", "经营品牌", "行业类型", "信用等级")
        lines = [titled("客户资料卡")]
        lines += [line(f"{label}：王小明", 0.1, 0.15 + 0.03 * n) for n, label in enumerate(labels)]
        strange = _read(lines, second=lambda _: ("士小日", 0.5))
        usual = _read(lines, second=lambda _: ("王小明", 0.9))
        assert all(reading.needs_review for reading in strange)
        assert not any(reading.needs_review for reading in usual)

    def test_a_blank_is_doubted_where_the_second_reader_sees_writing(self) -> None:
        sure = self._one("联系人：________", lambda _: ("", 0.0))
        doubtful = self._one("联系人：________", lambda _: ("王小明", 0.8))
        assert (sure.value, sure.needs_review) == ("", False)
        assert (doubtful.value, doubtful.needs_review) == ("", True)


def test_boxes_hold_the_values_they_belong_to() -> None:
    read: Page = page([titled("客户资料卡"), line("电话：13800138000", 0.1, 0.15)])
    (reading,) = extract(read, load(), None, THRESHOLD)
    start = 0.1 + width_of("电话：")
    assert reading.box.x0 == pytest.approx(start, abs=0.002)
    assert reading.box.x1 == pytest.approx(start + width_of("13800138000"), abs=0.002)
    assert (reading.box.y0, reading.page, reading.label) == (0.15, 1, "电话")


def _doubted(rows: Sequence[Sequence[tuple[str, int]]]) -> dict[str, bool]:
    table, lines = wired(rows)
    sure = [replace(one, confidence=0.9995) for one in lines]
    found = _read([titled("客户资料卡"), *sure], [table], lambda _box: ("", 0.0))
    return {reading.raw: reading.needs_review for reading in found}


def test_a_value_that_is_another_fields_label_is_doubted() -> None:
    doubted = _doubted([[("备注", 1), ("注册资本", 1), ("联系人", 1), ("王小明", 1)]])
    assert doubted.get("注册资本", True)


def test_the_english_name_under_a_label_is_no_value() -> None:
    table, lines = wired(
        [
            [("信用额度", 1), ("270万元", 1), ("合作年限", 1), ("10年", 1)],
            [("Credit limit", 1), ("", 1), ("Years together", 1), ("", 1)],
        ]
    )
    found = _read([titled("客户资料卡"), *lines], [replace(table, wired=False)])
    assert {r.raw for r in found if r.value} <= {"270万元", "10年"}


def test_one_character_below_its_label_is_its_value() -> None:
    assert _card([[("资信等级\n良", 1), ("信用额度\n440万元", 1)]])["credit_grade"] == "良"
