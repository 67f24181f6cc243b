"""What free forms ask for: fields of all regimes, how forms name them, what people answer.

The labels are written down here from the domain's field list and office usage, not taken from the
product's catalogue, which shall be tried against something that is not itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.factory import names, people, values
from tests.factory.entries import Entry
from tests.factory.people import Client
from tests.factory.script import Script

Answer = Callable[[Random, Client], str]
"""A value of this field for a client, in Simplified script."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as forms ask for it: its names, its English name, and how it is answered."""

    labels: tuple[str, ...]
    english: str
    answer: Answer
    wide: bool = False
    unit: str = ""


def _own(key: str) -> Answer:
    return lambda _rng, client: client.get(key)


def _one_of(*choices: str) -> Answer:
    return lambda rng, _client: rng.choice(choices)


def _person(rng: Random, _client: Client) -> str:
    return people.person(rng)


def _day(first: int, last: int) -> Answer:
    return lambda rng, _client: values.printed_date(rng, values.day(rng, first, last))


def _account(rng: Random, _client: Client) -> str:
    return rng.choice(("6222", "6217", "4563", "1100")) + values.digits(rng, rng.choice((12, 15)))


def _bank(rng: Random, _client: Client) -> str:
    where = people.place(rng)
    bank = rng.choice(("中国工商银行", "中国建设银行", "中国农业银行", "招商银行", "交通银行"))
    return f"{bank}{where.city}{rng.choice(('分行', '支行', '高新支行', '人民路支行'))}"


def _contract_number(rng: Random, _client: Client) -> str:
    return f"{rng.choice(('HT', 'XS', 'ZL'))}-{rng.randint(2015, 2025)}-{rng.randint(1, 999):03d}"


def _room(rng: Random, _client: Client) -> str:
    return f"{rng.choice('ABCD')}座{rng.randint(3, 28)}{rng.randint(1, 12):02d}室"


COMPANY: dict[str, Asked] = {
    "customer_no": Asked(("客户编号", "统一编号", "客户ID"), "Customer No.", _own("customer_no")),
    "customer_name": Asked(
        ("客户名称", "企业名称", "单位名称", "公司名称", "客户全称"),
        "Name of customer",
        _own("customer_name"),
        wide=True,
    ),
    "customer_category": Asked(("客户类别", "客户类型"), "Category", _own("customer_category")),
    "enterprise_nature": Asked(
        ("企业性质", "公司性质", "客户性质", "经济性质"), "Nature", _own("enterprise_nature")
    ),
    "legal_rep": Asked(("法人代表", "法定代表人"), "Legal representative", _own("legal_rep")),
    "founded": Asked(("成立时间", "成立日期", "开业时间"), "Founded", _day(1993, 2020)),
    "industry": Asked(("所属行业", "行业类型", "行业"), "Industry", _own("industry")),
    "business_scope": Asked(
        ("经营范围", "业务范围", "主营业务"), "Business scope", _own("business_scope"), wide=True
    ),
    "registered_capital": Asked(
        ("注册资本", "注册资金"), "Registered capital", _own("registered_capital"), unit="万元"
    ),
    "assets": Asked(
        ("资产总额", "资产"), "Assets", lambda r, _c: f"{r.randint(5, 900) * 10}万元", unit="万元"
    ),
    "turnover": Asked(("营业额", "年销售额"), "Turnover", _own("turnover"), unit="万元"),
    "scale": Asked(("企业规模", "公司规模"), "Size", _own("scale")),
    "staff_count": Asked(("员工人数", "职工人数"), "Staff", _own("staff_count"), unit="人"),
    "registration_no": Asked(
        ("统一社会信用代码", "纳税人识别号", "税号"),
        "Unified credit code",
        _own("registration_no"),
        wide=True,
    ),
    "taxpayer_status": Asked(
        ("纳税人资格", "纳税人类型"), "Taxpayer status", _one_of("一般纳税人", "小规模纳税人")
    ),
    "bank_name": Asked(("开户银行", "开户行"), "Bank", _bank, wide=True),
    "bank_account": Asked(("银行账号", "账号"), "Account", _account, wide=True),
    "address": Asked(
        ("地址", "公司地址", "办公地点", "通讯地址", "详细地址"),
        "Address",
        _own("address"),
        wide=True,
    ),
    "postcode": Asked(("邮编", "邮政编码"), "Postcode", _own("postcode")),
    "contact": Asked(("联系人", "联系人姓名", "联络人"), "Contact person", _own("contact")),
    "contact_title": Asked(("职务", "职位"), "Position", _own("contact_title")),
    "phone": Asked(("电话", "联系电话", "联系方式"), "Telephone", _own("phone")),
    "fax": Asked(("传真", "传真号码"), "Fax", _own("fax")),
    "email": Asked(("邮箱", "电子邮箱", "E-mail"), "E-mail", _own("email")),
    "website": Asked(("网址", "网站"), "Web site", _own("website")),
    "service_area": Asked(
        ("服务区域", "销售区域"), "Service area", _own("service_area"), wide=True
    ),
    "trade_terms": Asked(
        ("付款方式", "结算方式", "交易条件"), "Terms of payment", _own("trade_terms"), wide=True
    ),
    "credit_grade": Asked(("信用等级", "资信等级"), "Credit grade", _own("credit_grade")),
    "credit_limit": Asked(
        ("信用额度", "授信额度"), "Credit limit", lambda r, _c: f"{r.randint(1, 50) * 10}万元"
    ),
    "source": Asked(
        ("客户来源", "途径"), "Source", _one_of("朋友介绍", "展会", "网络推广", "电话拜访")
    ),
    "years_together": Asked(
        ("合作年限", "与本公司交易时间"), "Years together", lambda r, _c: f"{r.randint(1, 15)}年"
    ),
    "contract_no": Asked(("合同编号", "合同号"), "Contract No.", _contract_number),
    "account_manager": Asked(("客户经理", "业务员", "负责业务员"), "Account manager", _person),
}
"""What is asked of a company, by the key of the field."""

PERSON: dict[str, Asked] = {
    "customer_no": Asked(("客户编号", "会员编号", "统一编号"), "Customer No.", _own("customer_no")),
    "person_name": Asked(("客户姓名", "姓名"), "Name", _own("person_name")),
    "sex": Asked(("性别",), "Sex", _own("sex")),
    "age": Asked(("年龄",), "Age", _own("age")),
    "id_card": Asked(
        ("身份证号码", "身份证号", "公民身份号码"), "Identity No.", _own("id_card"), wide=True
    ),
    "phone": Asked(("电话", "联系电话", "手机号码"), "Mobile", _own("phone")),
    "email": Asked(("电子邮箱", "邮箱"), "E-mail", _own("email")),
    "home_address": Asked(
        ("家庭住址", "住址", "家庭地址"), "Home address", _own("address"), wide=True
    ),
    "postcode": Asked(("邮编", "邮政编码"), "Postcode", _own("postcode")),
    "education": Asked(("学历", "文化程度"), "Education", _one_of("本科", "大专", "高中", "硕士")),
    "marital_status": Asked(("婚姻状况",), "Marital status", _one_of("已婚", "未婚", "离异")),
    "ethnicity": Asked(("民族",), "Ethnic group", _one_of("汉族", "回族", "满族", "壮族")),
    "occupation": Asked(("职业",), "Occupation", _one_of("教师", "医生", "职员", "个体经营")),
    "emergency_contact": Asked(("紧急联系人", "紧急联络人"), "Emergency contact", _person),
    "unit_no": Asked(("单元号", "房号"), "Unit", _room),
    "move_in_on": Asked(("入住日期", "迁入日期"), "Moved in", _day(2010, 2025)),
    "preferences": Asked(
        ("购买偏好", "偏好信息", "喜好"), "Preferences", _own("preferences"), wide=True
    ),
    "purchase_record": Asked(
        ("购买记录", "消费习惯"), "Purchases", _own("purchase_record"), wide=True
    ),
    "source": Asked(
        ("客户来源", "途径"), "Source", _one_of("朋友介绍", "路过", "网络", "老客户推荐")
    ),
    "account_manager": Asked(("客户经理", "业务员"), "Account manager", _person),
}
"""What is asked of a private person, by the key of the field."""

FOOT: dict[str, Asked] = {
    "created_by": Asked(("建档人", "填表人", "经办人"), "Made by", _person),
    "created_on": Asked(("建档日期", "填表日期", "建档时间"), "Made on", _day(2016, 2025)),
}
"""What stands at the foot of a form."""

ALWAYS = {"customer_name", "person_name", "phone"}


def asked_of(client: Client) -> dict[str, Asked]:
    """What can be asked of this client."""
    return COMPANY if client.is_company else PERSON


def entry(rng: Random, client: Client, key: str, asked: Asked, script: Script) -> Entry:
    """One field filled in; at times its unit stands with the label instead of the value."""
    label, answer = rng.choice(asked.labels), asked.answer(rng, client)
    if asked.unit and answer.endswith(asked.unit) and rng.random() < 0.35:
        bare = answer.removesuffix(asked.unit).removeprefix("人民币")
        label, answer = f"{label}（{asked.unit}）", bare
    return Entry(key, script.write(label), script.write(answer), answer)


def contacts(rng: Random, count: int) -> list[tuple[str, str, str]]:
    """Name, post and telephone of several people of one customer."""
    return [
        (people.person(rng), rng.choice(names.TITLES), values.mobile(rng)) for _ in range(count)
    ]
