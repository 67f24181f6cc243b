"""What cards print in front of a value: the labels of each field, and the groups they stand in.

Taken from the labels of the domain's field list; written down here again on purpose, so that the
catalogue of the product is tried against something that is not itself.
"""

from __future__ import annotations

LABELS: dict[str, tuple[str, ...]] = {
    "customer_no": ("客户编号", "客户编号", "统一编号", "编号", "档案编号", "客户ID"),
    "customer_name": ("客户名称", "客户名称", "企业名称", "单位名称", "公司名称", "客户全称"),
    "customer_category": ("客户类别", "客户类型"),
    "enterprise_nature": ("企业性质", "公司性质", "客户性质", "经济性质", "企业类型"),
    "legal_rep": ("法定代表人", "法人代表"),
    "founded": ("成立时间", "成立日期", "开业时间"),
    "industry": ("所属行业", "行业类型", "行业"),
    "business_scope": ("经营范围", "业务范围", "主营业务", "经营项目"),
    "registered_capital": ("注册资本", "注册资金"),
    "scale": ("企业规模", "公司规模"),
    "turnover": ("营业额", "年销售额", "销售额"),
    "staff_count": ("员工人数", "职工人数"),
    "brands": ("经营品牌", "代理品牌"),
    "registration_no": ("统一社会信用代码", "统一社会信用代码", "税号", "纳税人识别号"),
    "website": ("网址", "网站"),
    "address": ("地址", "公司地址", "办公地点", "通讯地址", "详细地址", "经营地址"),
    "postcode": ("邮编", "邮政编码"),
    "contact": ("联系人", "联系人姓名", "联络人"),
    "contact_title": ("职务", "职位"),
    "phone": ("电话", "联系电话", "联系方式", "联系人电话", "手机"),
    "fax": ("传真", "传真号码"),
    "email": ("邮箱", "电子邮箱", "E-mail"),
    "service_area": ("服务区域", "销售区域"),
    "needs": ("具体需求", "业务需求", "需求信息"),
    "potential": ("发展潜力", "业务发展趋势"),
    "trade_terms": ("交易条件", "付款方式", "结算方式"),
    "credit_grade": ("信用等级", "资信等级"),
    "person_name": ("客户姓名", "姓名"),
    "sex": ("性别",),
    "age": ("年龄",),
    "id_card": ("身份证号码", "身份证号", "公民身份号码"),
    "preferences": ("偏好信息", "购买偏好"),
    "purchase_record": ("购买记录", "消费习惯"),
    "unit_no": ("单元号", "房号"),
    "floor": ("楼层",),
    "parking": ("停车位", "车位"),
    "emergency_contact": ("紧急联络人", "紧急联系人"),
    "complaint_date": ("投诉日期", "投诉时间"),
    "visited_on": ("拜访日期", "拜访时间"),
    "visitor": ("拜访人", "回访人"),
    "created_by": ("建档人", "制表人", "填表人"),
    "created_on": ("建档时间", "建档日期", "填表日期"),
}

HOME_LABELS = ("家庭住址", "住址")
"""Labels of the address on a private person's card."""

COMPANY_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "基本资料",
        (
            "customer_no", "customer_name", "customer_category", "enterprise_nature", "legal_rep",
            "founded", "industry", "registered_capital", "scale", "turnover", "staff_count",
            "registration_no", "brands", "business_scope",
        ),
    ),
    (
        "联系方式",
        (
            "contact", "contact_title", "phone", "fax", "postcode", "email", "website", "address",
        ),
    ),
    ("客户特征", ("service_area", "potential", "needs")),
    ("信用与财务", ("credit_grade", "trade_terms")),
)  # fmt: skip
PERSON_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("基本资料", ("customer_no", "person_name", "sex", "age", "id_card")),
    ("联系方式", ("phone", "email", "postcode", "address")),
    ("客户特征", ("preferences", "purchase_record")),
)
ALWAYS = {"customer_name", "person_name", "phone", "contact", "address"}
LONG = {
    "address", "business_scope", "needs", "customer_name", "purchase_record",
    "preferences", "registration_no", "trade_terms", "potential", "service_area", "brands",
    "emergency_contact", "complaint_content", "handling", "visit_purpose", "visit_content",
    "followup",
}  # fmt: skip
"""Values that do not fit a narrow cell."""

CARD_TITLES = (
    "客户资料卡", "客户资料卡", "客户资料信息卡", "客户资料表", "客户档案表", "客户基本信息表",
    "客户档案卡", "顾客档案表", "经销商客户档案卡", "终端客户档案卡",
)  # fmt: skip
PERSON_TITLES = ("客户资料卡", "客户资料信息卡", "客户基本信息表", "顾客档案表")
DATES = {"founded"}
"""Fields whose value is a date."""
