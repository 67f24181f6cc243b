"""Names that collide, and forms of many names (domain.md 2.4)."""

from __future__ import annotations

import pytest

from domain.filing import Decision
from domain.forms import OTHER
from domain.page import Line
from domain.reading import PageReading
from ingest.classify import classify
from ingest.forms.catalogue import load
from ingest.forms.detect import detect
from tests.ingest.fields.desk import line, page, titled

TENANT, CUSTOMER = "customer_registration", "new_customer_registration"


def _decided(*lines: Line, regimes: tuple[str, ...] = ()) -> Decision:
    read = page(lines)
    match = detect(read, load())
    return classify([PageReading(read, type_evidence=match.evidence)], load().types, regimes)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("客户资料卡", "customer_card"),
        ("客户资料信息卡", "customer_information_card"),
        ("客户资料表", "customer_data_form"),
        ("客户档案表", "customer_file_form"),
        ("客户基本信息表", "customer_basic_information_form"),
        ("顾客档案表", "consumer_file_form"),
        ("经销商客户档案卡", "dealer_customer_file_card"),
        ("终端客户档案卡", "terminal_customer_file_card"),
        ("潛在經銷商檔案", "potential_dealer_file"),
        ("客户质量等级评估表", "customer_quality_grade_assessment_form"),
        ("客戶質量等級評定表", "customer_quality_grade_assessment_form"),
        ("客戶意見處理表", "customer_opinion_handling_form"),
        ("客戶意見處理單", "customer_opinion_handling_form"),
        ("中老年健康调查表", "health_survey_form_elderly"),
        ("“爱心之路”老人生活状况大普查", "health_survey_form_elderly"),
        ("客户维修记录", "repair_request_record"),
        ("客户请修记录", "repair_request_record"),
        ("出行记录表", "trip_record"),
        ("客戶經理出行記錄表", "trip_record"),
        ("每周工作進度匯總表", "weekly_progress_summary"),
        ("客户经理每周工作进度汇总表", "weekly_progress_summary"),
    ],
)
def test_a_form_of_many_names_is_known_by_each(title: str, key: str) -> None:
    decision = _decided(titled(title))
    assert decision.chosen == key
    assert decision.confidence >= 0.8


@pytest.mark.parametrize(
    "title",
    ["设备维修登记簿", "来访人员登记本", "鑰匙領用登記薄", "合同台帐", "库房台賬", "钥匙清册"],
)
def test_registers_are_never_filed_with_a_customer(title: str) -> None:
    decision = _decided(titled(title))
    assert decision.chosen is not None
    assert load().type(decision.chosen).is_register


def test_the_registration_with_its_code_is_the_tenants() -> None:
    decision = _decided(line("qms-pm-31301", 0.75, 0.03), titled("客户档案登记表"))
    assert decision.chosen == TENANT
    assert decision.confidence >= 0.8


@pytest.mark.parametrize(("regime", "key"), [("R07", TENANT), ("R14", CUSTOMER)])
def test_the_profile_tells_two_registrations_of_one_name_apart(regime: str, key: str) -> None:
    decision = _decided(titled("客户档案登记表"), regimes=(regime,))
    assert decision.chosen == key
    assert decision.confidence >= 0.8


@pytest.mark.parametrize(
    ("labels", "key"),
    [
        (("租户", "单元号", "楼层", "车位", "入住日期", "物业"), TENANT),
        (("经营情况", "主营业务", "交易情况", "合作意向", "信用等级", "业务信息"), CUSTOMER),
    ],
)
def test_labels_tell_two_registrations_of_one_name_apart(labels: tuple[str, ...], key: str) -> None:
    asked = [line(f"{label}：", 0.1, 0.15 + 0.03 * at) for at, label in enumerate(labels)]
    decision = _decided(titled("客户档案登记表"), *asked)
    assert decision.chosen == key


def test_a_registration_that_nothing_tells_apart_is_left_to_a_person() -> None:
    assert _decided(titled("客户档案登记表")).confidence < 0.8


STRANGE = (
    "员工考勤表 采购申请单 费用报销单 出差申请单 请假条 工资表 产品说明书 质量检验报告 "
    "设备验收单 项目进度表 招标公告 中标通知书 房屋所有权证 户口簿 结婚证 税务登记证 "
    "开户许可证 银行对账单 入库单 领料单 借款单 还款计划 离职证明 工作总结 培训记录表 "
    "供水通知单 来访登记表 值班表 巡查记录表 设备保养记录 消防检查记录表 装修押金单 "
    "装修验收单 放行条 出门证 钥匙领用登记表 快递签收表 物品借用单 客户流失分析表 "
    "市场调查报告 竞争对手分析表 价格申请表 退款申请单 换货单 保修卡 质保书 检测报告 "
    "体检报告 病历 处方笺 保险单 驾驶证 行驶证 发文登记簿 员工登记表 客户回款计划 "
    "客户满意度统计表 客户投诉分析表 会员积分申请表 设备借用登记表 车辆登记表 停车证申请表 "
    "门禁卡申请表 房屋租赁备案证明 房屋验收单 水电费缴费单 供应商评价表 客户回访计划 "
    "销售合同评审表 订单评审表 合同审批表 用印申请表 档案移交目录 档案销毁申请 文件传阅单 "
    "文件发放记录 收款确认书 开票申请单 发票签收单 退货申请单 业务员考核表 销售月报 "
    "工作计划 周报 客户名单 供应商名录 营业执照注销通知 法人授权书 股东会决议 公司章程 "
    "验资报告 审计报告 资产负债表 利润表 "
)
"""Papers of offices that are no form of the domain, though many are named almost like one."""


def test_a_paper_of_no_known_form_is_never_surely_taken_for_one() -> None:
    asked = [line(text, 0.1, 0.15 + 0.03 * at) for at, text in enumerate(("日期：", "经办人："))]
    taken = {}
    for title in STRANGE.split():
        decision = _decided(titled(title), *asked)
        if decision.chosen != OTHER and decision.confidence >= 0.8:
            taken[title] = decision.chosen
    assert taken == {}


@pytest.mark.parametrize(
    ("title", "key"),
    [("停电通知", "notice"), ("电梯维保合同", "contract"), ("对账确认函", "letter")],
)
def test_a_paper_of_a_general_kind_is_of_that_kind(title: str, key: str) -> None:
    assert _decided(titled(title)).chosen == key
