from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.invoice_codes import InvoiceCode, parse_invoice_code


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def test_an_invoice_of_the_older_kind_tells_code_number_amount_and_date() -> None:
    text = "01,04,3100151320,05512345,200.00,20160830,05871234567890123456,A1B2,"
    assert parse_invoice_code(text) == InvoiceCode(
        "04", "3100151320", "05512345", "200.00", "2016-08-30", "05871234567890123456"
    )


def test_a_fully_digital_invoice_has_a_long_number_and_no_code() -> None:
    text = "01,32,,24312000000123456789,1234.5,20240105,,9F3C"
    assert parse_invoice_code(text) == InvoiceCode(
        "32", "", "24312000000123456789", "1234.5", "2024-01-05", ""
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PATCHT",
        "https://example.com/?a=1,2,3,4,5,6",
        "02,04,3100151320,05512345,200.00,20160830,1,",
        "01,04,3100151320,0551234,200.00,20160830,1,",
        "01,04,3100151320,05512345,two hundred,20160830,1,",
        "01,04,3100151320,05512345,200.00,20161330,1,",
        "01,04,3100151320,05512345,200.00",
    ],
)
def test_anything_else_is_no_invoice(text: str) -> None:
    assert parse_invoice_code(text) is None


@given(
    digits(12),
    digits(8),
    st.decimals(0, 10**9, places=2, allow_nan=False),
    st.dates(date(1994, 1, 1), date(2100, 1, 1)),
    digits(20),
)
def test_what_is_printed_comes_back(
    code: str, number: str, amount: object, day: date, check: str
) -> None:
    text = f"01,10,{code},{number},{amount},{day:%Y%m%d},{check},ABCD,"
    assert parse_invoice_code(text) == InvoiceCode(
        "10", code, number, str(amount), day.isoformat(), check
    )


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    parse_invoice_code(text)
    parse_invoice_code(f"01,04,{text}")
