"""Receipts give seller, address, date and total by where these stand, whatever the shop."""

from __future__ import annotations

import pytest

from domain.fields import FieldReading
from domain.page import Line
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from ingest.options import FilingOptions
from tests.ingest.fields.desk import line, page

DINER = (
    "HARBOUR VIEW DINER LLC",
    "1180 Pier Avenue",
    "Portland, OR 97209",
    "Tel: (503) 555-0134",
    "Server: Dana    Mar 14, 2023 7:42 PM",
    "2 Clam Chowder    17.90",
    "1 Coffee    3.25",
    "Subtotal    21.15",
    "Sales Tax    1.80",
    "TOTAL    $22.95",
    "Cash    $30.00",
    "Change    $7.05",
    "THANK YOU",
)
MARKET = (
    "好又多超市（城西店）",
    "杭州市西湖区文三路120号",
    "电话：0571-88123456",
    "日期：2023年4月9日 18:05",
    "单价  数量  金额",
    "苹果 5.80 2 11.60",
    "牛奶 12.00 1 12.00",
    "小计：23.60",
    "优惠：0.60",
    "应付合计：23.00",
    "现金：50.00",
    "找零：27.00",
)
ROUNDED = (
    "SUNRISE HARDWARE",
    "SDN BHD",
    "(778812-X)",
    "NO 7, JALAN MERAH 2",
    "81300 SKUDAI, JOHOR",
    "GST ID : 000123456789",
    "TAX INVOICE",
    "Date : 22-11-2017  Time : 09:12",
    "HAMMER 1 x 19.90 19.90",
    "NAILS 2 x 3.01 6.02",
    "Total Qty : 3",
    "Total (Excl GST)    24.45",
    "Total GST    1.47",
    "Total (Incl GST)    25.92",
    "Rounding Adjustment    -0.02",
    "Total Payable    25.90",
    "CASH    30.00",
    "CHANGE    4.10",
)


def _lines(texts: tuple[str, ...]) -> list[Line]:
    lines = []
    for row, text in enumerate(texts):
        at, y = 0.2, 0.1 + 0.022 * row
        for part in text.split("    "):
            lines.append(line(part, at, y))
            at = max(at + 0.3, 0.6)
    return lines


def _read(texts: tuple[str, ...]) -> dict[str, FieldReading]:
    found = extract(page(_lines(texts)), load(), None, FilingOptions().field_threshold)
    return {str(value.key): value for value in found}


@pytest.mark.parametrize(
    ("texts", "seller", "address", "date", "total"),
    [
        (
            DINER,
            "HARBOUR VIEW DINER LLC",
            "1180 Pier Avenue Portland, OR 97209",
            "2023-03-14",
            "22.95 USD",
        ),
        (MARKET, "好又多超市（城西店）", "杭州市西湖区文三路120号", "2023-04-09", "23"),
        (
            ROUNDED,
            "SUNRISE HARDWARE SDN BHD",
            "NO 7, JALAN MERAH 2 81300 SKUDAI, JOHOR",
            "2017-11-22",
            "25.90",
        ),
    ],
)
def test_the_particulars_of_a_receipt(
    texts: tuple[str, ...], seller: str, address: str, date: str, total: str
) -> None:
    found = _read(texts)
    assert found["seller_name"].value == seller
    assert found["seller_address"].value == address
    assert found["invoice_date"].value[:10] == date
    assert found["amount_total"].value == total


def test_a_receipt_says_nothing_of_a_customer() -> None:
    keys = set(_read(ROUNDED)) | set(_read(DINER))
    assert not keys & {"customer_no", "customer_name", "address", "registration_no"}


def test_a_date_that_may_be_read_two_ways_stays_as_printed_for_a_person() -> None:
    found = _read(tuple(row.replace("22-11-2017", "05-11-2017") for row in ROUNDED))
    assert found["invoice_date"].value == "05-11-2017"
    assert found["invoice_date"].needs_review


def test_a_letter_that_names_an_amount_is_no_receipt() -> None:
    letter = (
        "ACME TRADING LTD",
        "Dear Sir, the total of our invoice is 120.00 and is due",
        "on 14 March 2023. We ask you to pay it by then.",
        "Yours, A. Writer",
    )
    assert "amount_total" not in _read(letter)
