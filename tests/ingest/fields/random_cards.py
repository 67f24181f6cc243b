"""Cards of random layout, with their truth: what the extraction was not tuned on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from opencc import OpenCC

from domain.page import Line, Page, Table
from tests.factory.values import digits
from tests.ingest.fields.desk import SIZE, em, folded_rows, line, page, titled, width_of, wired

LABELS: dict[str, tuple[str, ...]] = {
    "customer_no": ("客户编号", "客户ID", "编号"),
    "customer_name": ("客户名称", "企业名称", "单位名称", "公司名称", "客户公司名称", "客户全称"),
    "customer_category": ("客户类别", "客户类型"),
    "legal_rep": ("法人代表", "法定代表人"),
    "industry": ("所属行业", "行业类型", "行业"),
    "registered_capital": ("注册资本", "注册资金"),
    "founded": ("成立时间", "成立日期", "开业时间"),
    "business_scope": ("经营范围", "业务范围", "主营业务"),
    "registration_no": ("统一社会信用代码", "税号", "纳税人识别号"),
    "address": ("地址", "公司地址", "办公地点", "通讯地址", "详细地址"),
    "postcode": ("邮编", "邮政编码"),
    "contact": ("联系人", "联系人姓名", "关键联络人"),
    "contact_title": ("职务", "职位"),
    "phone": ("电话", "联系电话", "联系方式", "手机", "移动电话"),
    "fax": ("传真", "传真号码"),
    "email": ("邮箱", "电子邮箱", "E-mail"),
    "staff_count": ("员工人数", "职工人数"),
    "turnover": ("营业额", "年销售额"),
    "credit_grade": ("信用等级", "资信等级"),
    "trade_terms": ("付款方式", "结算方式", "交易条件"),
    "created_by": ("建档人", "制表人", "填表人"),
    "created_on": ("建档时间", "登记日期", "建档日期"),
}
TITLES = (
    "客户资料卡",
    "客户资料信息卡",
    "客户资料表",
    "客户档案表",
    "客户基本信息表",
    "顾客档案表",
)
SECTIONS = ("基本资料", "客户特征", "业务状况", "交易现状", "信用与财务")
_PLACES = ("杭州", "广州", "成都", "西安", "青岛", "苏州")
_TRADES = ("纺织", "机械", "医药", "食品", "软件", "建材")
_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"


def _company(rng: Random) -> str:
    name = rng.choice("华金天恒") + rng.choice("达源泰盛")
    return f"{rng.choice(_PLACES)}{name}{rng.choice(_TRADES)}有限公司"


def _person(rng: Random) -> str:
    return rng.choice(_NAMES) + "".join(rng.choice(_GIVEN) for _ in range(rng.randint(1, 2)))


def _phone(rng: Random) -> str:
    mobile = f"1{rng.choice('3578')}{digits(rng, 9)}"
    land = f"0571-{rng.choice('2345678')}{digits(rng, 7)}"
    return rng.choice((mobile, land, f"{land}转{digits(rng, 3)}", f"{land}/{mobile}"))


def _date(rng: Random) -> str:
    year, month, day = rng.randint(1995, 2025), rng.randint(1, 12), rng.randint(1, 28)
    forms = (f"{year}年{month}月{day}日", f"{year}-{month:02d}-{day:02d}", f"{year}.{month}.{day}")
    return rng.choice((*forms, f"{year}/{month}/{day}"))


def _address(rng: Random) -> str:
    street = rng.choice(("文三路", "人民中路", "解放大道", "科技园北区"))
    tail = rng.choice(("", f"{rng.randint(1, 30)}号楼{rng.randint(101, 2900)}室"))
    district = rng.choice(("高新", "城南", "经济开发"))
    return f"{rng.choice(_PLACES)}市{district}区{street}{rng.randint(1, 999)}号{tail}"


def _scope(rng: Random) -> str:
    goods = ("纸制品销售", "设备维修", "货物运输", "软件开发", "技术咨询服务", "五金批发")
    return "、".join(rng.sample(goods, 3))


def _email(rng: Random) -> str:
    house = rng.choice(("163.com", "qq.com", "example.com.cn"))
    return f"{rng.choice('abcdxyz')}{digits(rng, 4)}@{house}"


_VALUES: dict[str, Callable[[Random], str]] = {
    "customer_no": lambda r: f"KH-{r.randint(2019, 2025)}-{digits(r, 4)}",
    "customer_name": _company,
    "customer_category": lambda r: r.choice(("重点客户", "一般客户", "潜在客户")),
    "legal_rep": _person,
    "industry": lambda r: r.choice(("纺织服装", "机械制造", "信息技术")),
    "registered_capital": lambda r: f"{r.choice((50, 100, 500, 3000))}万元",
    "founded": _date,
    "business_scope": _scope,
    "registration_no": lambda r: "91330100" + digits(r, 10),
    "address": _address,
    "postcode": lambda r: r.choice("123456") + digits(r, 5),
    "contact": _person,
    "contact_title": lambda r: r.choice(("经理", "总经理", "采购主管", "会计", "业务员")),
    "phone": _phone,
    "fax": _phone,
    "email": _email,
    "staff_count": lambda r: f"{r.randint(5, 900)}人",
    "turnover": lambda r: f"{r.randint(80, 9000)}万元",
    "credit_grade": lambda r: r.choice(("A级", "AA", "良好", "B")),
    "trade_terms": lambda r: r.choice(("月结30天", "货到付款", "银行转账", "现金")),
    "created_by": _person,
    "created_on": _date,
}  # fmt: skip


Entries = list[tuple[str, str, str]]
"""(key, label as printed, value as printed), in the order of the card."""
Layout = Callable[[Random, Entries], tuple[list[Line], list[Table]]]


@dataclass
class Card:
    """A page with what is printed on it, by field; blanks are empty."""

    page: Page
    layout: str
    truth: Entries = field(default_factory=list)


@lru_cache(maxsize=1)
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def _entries(rng: Random, traditional: bool, blanks: float) -> Entries:
    keys = rng.sample(sorted(LABELS), rng.randint(7, 18))
    if "customer_name" not in keys:
        keys.insert(0, "customer_name")
    entries = []
    for key in keys:
        value = "" if rng.random() < blanks else _VALUES[key](rng)
        entries.append((key, rng.choice(LABELS[key]), value))
    if traditional:
        entries = [(k, *(_traditional().convert(part) for part in rest)) for k, *rest in entries]
    return [(key, label, value) for key, label, value in entries]


def card(rng: Random) -> Card:
    """A card of any layout, script and share of blanks."""
    traditional = rng.random() < 0.3
    entries = _entries(rng, traditional, rng.choice((0.0, 0.1, 0.25)))
    title = rng.choice(TITLES)
    title = _traditional().convert(title) if traditional else title
    layout = rng.choice(sorted(LAYOUTS))
    lines, tables = LAYOUTS[layout](rng, entries)
    if rng.random() < 0.3:
        title = " ".join(title)
    return Card(page([titled(title), *lines], tables), layout, entries)


def _spread(rng: Random, label: str) -> str:
    """`姓名` as `姓  名`, sometimes."""
    if len(label) == 2 and rng.random() < 0.4:
        return f"{label[0]}  {label[1]}"
    return label


def _wired(rng: Random, entries: Entries, pairs: int) -> tuple[list[Line], list[Table]]:
    rows: list[list[tuple[str, int]]] = []
    current: list[tuple[str, int]] = []
    total = 2 * pairs
    for key, label, value in entries:
        used = sum(span for _, span in current)
        wide = key in ("address", "business_scope") and pairs > 1
        if used and (wide or used + 2 > total):
            current[-1] = (current[-1][0], current[-1][1] + total - used)
            rows.append(current)
            current = []
        text = _spread(rng, label) + rng.choice(("", "", "：", "（必填）"))
        current += [(text, 1), (value, total - 1 if wide else 1)]
        if wide:
            rows.append(current)
            current = []
    if current:
        used = sum(span for _, span in current)
        current[-1] = (current[-1][0], current[-1][1] + total - used)
        rows.append(current)
    if rng.random() < 0.3:
        rows.insert(0, [(rng.choice(SECTIONS), total)])
    label_width = rng.uniform(0.12, 0.16) if pairs < 3 else 0.11
    value_width = (0.86 - pairs * label_width) / pairs
    table, lines = wired(
        rows,
        columns=[label_width, value_width] * pairs,
        left=0.07,
        height=rng.uniform(0.024, 0.036),
    )
    return lines, [table]


def _colon(rng: Random) -> str:
    return rng.choice(("：", ":", "： ", "："))


def _listed(
    rng: Random, entries: Entries, columns: int, lined: bool
) -> tuple[list[Line], list[Table]]:
    """`label：value` lines; long values run on below; rules to write on, where `lined`."""
    lines: list[Line] = []
    y = 0.13
    pitch = rng.uniform(1.5, 2.1) * SIZE
    left, right = 0.1, 0.92
    step = (right - left) / columns
    colon, glued = _colon(rng), columns == 1 or rng.random() < 0.5
    for start in range(0, len(entries), columns):
        deepest = 1
        for column, (_, label, value) in enumerate(entries[start : start + columns]):
            x = left + column * step
            head = _spread(rng, label) + colon
            room = step - width_of(head) - em()
            shown = value or ("______" if lined else "")
            parts = folded_rows(shown, room) or [""]
            at = x + width_of(head)
            if glued and not head.endswith(" "):
                lines.append(line(head + parts[0], x, y))
            else:
                lines.append(line(head.strip(), x, y))
                if parts[0]:
                    lines.append(line(parts[0], at + 0.3 * em(), y))
            for number, part in enumerate(parts[1:], 1):
                lines.append(line(part, at, y + number * 1.4 * SIZE))
            deepest = max(deepest, len(parts))
        y += pitch + (deepest - 1) * 1.4 * SIZE
    return lines, []


def _ruled(rng: Random, entries: Entries) -> tuple[list[Line], list[Table]]:
    """Labels without colons in a column of their own, values behind a gap."""
    lines: list[Line] = []
    y = 0.13
    for _, label, value in entries:
        lines.append(line(label, 0.1, y))
        for number, part in enumerate(folded_rows(value, 0.6)):
            lines.append(line(part, 0.1 + em() * 9.5, y + number * 1.4 * SIZE))
            y += 1.4 * SIZE if number else 0
        y += rng.uniform(1.8, 2.2) * SIZE
    return lines, []


def _headed(rng: Random, entries: Entries) -> tuple[list[Line], list[Table]]:
    """Wired, labels in one row and their values in the row below."""
    rows: list[list[tuple[str, int]]] = []
    for start in range(0, len(entries), 3):
        part = entries[start : start + 3]
        missing = 3 - len(part)
        rows.append([(label, 1) for _, label, _ in part] + [("", 1)] * missing)
        rows.append([(value, 1) for _, _, value in part] + [("", 1)] * missing)
    table, lines = wired(rows, height=rng.uniform(0.026, 0.034))
    return lines, [table]


def _celled(rng: Random, entries: Entries) -> tuple[list[Line], list[Table]]:
    """Wired, label and value in one cell."""
    colon = _colon(rng)
    rows = []
    for start in range(0, len(entries), 2):
        part = [(f"{label}{colon}{value}", 1) for _, label, value in entries[start : start + 2]]
        rows.append(part if len(part) == 2 else [(part[0][0], 2)])
    table, lines = wired(rows, height=rng.uniform(0.026, 0.034))
    return lines, [table]


LAYOUTS: dict[str, Layout] = {
    "wired_one": lambda r, e: _wired(r, e, 1),
    "wired_two": lambda r, e: _wired(r, e, 2),
    "wired_three": lambda r, e: _wired(r, e, 3),
    "lines_one": lambda r, e: _listed(r, e, 1, False),
    "lines_two": lambda r, e: _listed(r, e, 2, False),
    "lined_two": lambda r, e: _listed(r, e, 2, True),
    "ruled": _ruled,
    "headed": _headed,
    "celled": _celled,
}  # fmt: skip
