"""Words of which a firm's own forms are made: titles nobody listed, rows, notes in small print."""

from __future__ import annotations

from random import Random

from ingest.forms.catalogue import Catalogue
from ingest.forms.titles import find_titles

_TAKEN_FOR = 0.5

_ABOUT = (
    "楼宇", "园区", "会员", "仓位", "展位", "样品", "备件", "班车", "食堂", "会议室",
    "广告位", "充电桩", "访客", "钥匙", "门禁", "货梯", "宽带", "外墙", "花木", "污水",
    "空调", "消防", "保洁", "寄存", "课程", "病房", "疗程", "账户", "理赔", "保单", "授信",
    "仓单", "运单", "退换货", "样机", "授权",
)  # fmt: skip
_DEED = (
    "借用", "入网", "换证", "巡检", "移交", "续期", "变更", "调试", "回收", "预订", "核验",
    "停用", "启用", "加装", "拆除", "参观", "试用", "补办", "注销", "结算", "评估", "减免",
)  # fmt: skip
_SORT = (
    "申请表", "确认单", "记录表", "告知书", "登记表", "审批单", "交接单", "说明", "回执",
    "协议书",
)  # fmt: skip

_ROWS = (
    "申请事由", "经办部门", "受理时间", "办理结果", "数量", "规格", "起止日期", "经手人",
    "审核意见", "备注", "楼层", "位置", "用途", "费用合计", "押金", "处理意见", "现场情况",
    "随附材料", "完成时间", "验收人", "责任人", "计量单位", "单价", "复核", "紧急程度",
    "所属项目", "来源", "去向", "序列号", "设备名称", "故障现象", "检查项目", "合格与否",
    "整改期限", "归还日期", "领取人", "发放人", "使用年限", "批次", "满意程度", "建议",
    "服务评价", "到访时间", "离开时间", "陪同人员", "物品清单", "车牌号码", "证件号码",
)  # fmt: skip
_WHO = (
    "申请人", "经办部门", "受理人员", "使用单位", "客户", "管理处", "双方", "领用人",
    "承办人", "本中心", "维修人员", "财务部门",
)  # fmt: skip
_WHEN = (
    "应于三日内", "须在办理当日", "应当提前一周", "在期满之前", "每月月底以前", "收到本单后",
    "现场核对以后", "遇有变更时", "逾期未办的", "经审核同意后",
)  # fmt: skip
_DOES = (
    "将原件交回前台", "缴清应付费用", "填写本表一式两份", "通知对方派员到场",
    "在附页签字确认", "登记入册备查", "自行保管好钥匙和证件", "恢复原状并清理现场",
    "提供有关证明材料", "办理延期手续", "不得转借他人使用", "按标准收取押金",
    "承担由此产生的损失", "由主管人员审批", "留存复印件归档", "拨打服务热线查询",
)  # fmt: skip


def title(rng: Random, catalogue: Catalogue) -> str:
    """A title of the firm's own making, which the catalogue does not take for one of its types."""
    while True:
        made = rng.choice(_ABOUT) + rng.choice(_DEED) + rng.choice(_SORT)
        if all(found.weight < _TAKEN_FOR for found in find_titles(made, catalogue, True)):
            return made


def rows(rng: Random) -> tuple[str, ...]:
    """Labels of a form that ask nothing about the customer."""
    return tuple(rng.sample(_ROWS, rng.randint(4, 9)))


def notes(rng: Random) -> tuple[str, ...]:
    """Sentences that every copy of a form prints."""
    return tuple(
        f"{number}、{rng.choice(_WHO)}{rng.choice(_WHEN)}{rng.choice(_DOES)}。"
        for number in range(1, rng.randint(2, 5))
    )


def entry(rng: Random) -> str:
    """What somebody writes behind a label."""
    return rng.choice(
        (
            rng.choice(_DOES),
            f"{rng.randint(1, 60)}",
            f"2024年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
            rng.choice(("同意", "正常", "无", "已办", "详见附页", "")),
            rng.choice(_ABOUT) + rng.choice(_DEED),
        )
    )
