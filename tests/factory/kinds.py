"""Keys of the document types, as the catalogue names them."""

from __future__ import annotations

CARD = "customer_card"
REGISTRATION = "customer_registration"
CONTRACT = "contract"
LICENCE = "business_licence"
COMPLAINT = "complaint_record"
VISIT = "visit_record"
LETTER = "letter"
INVOICE = "invoice"
NOTICE = "notice"
MINUTES = "meeting_minutes"
OTHER = "other"

OWN_TITLES = {
    "客户资料信息卡": "customer_information_card",
    "客户资料表": "customer_data_form",
    "客户档案表": "customer_file_form",
    "客户基本信息表": "customer_basic_information_form",
    "顾客档案表": "consumer_file_form",
    "经销商客户档案卡": "dealer_customer_file_card",
    "终端客户档案卡": "terminal_customer_file_card",
    "购销合同": "product_sales_contract",
    "客户投诉记录表": "complaint_record_form",
    "客户拜访档案记录": "visit_file_record",
}
"""Forms of the card, contract, complaint and visit families that are types by themselves."""


def titled(title: str, usual: str) -> str:
    """The type of a paper of the `usual` kind whose title (in Simplified script) is given."""
    return OWN_TITLES.get(title, usual)
