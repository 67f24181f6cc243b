"""What the QR code of a Chinese invoice states: number, date and amount, without any reading.

The tax administration prints `01,type,code,number,amount,date,check code,checksum,`: fields parted
by commas, empty ones kept. Fully digital invoices have a number of 20 digits and no code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.values.dates import parse_date

_VERSION = "01"
_CODE = re.compile(r"[0-9]{10}|[0-9]{12}|")
_NUMBER = re.compile(r"[0-9]{8}|[0-9]{20}")
_AMOUNT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,2})?")
_KIND = re.compile(r"[0-9]{2}")
_DATE = re.compile(r"[0-9]{8}")
_FEWEST = 6


@dataclass(frozen=True, slots=True)
class InvoiceCode:
    """An invoice's particulars as its QR code states them.

    `kind` is the tax administration's two digits (01 special, 04 plain, 10 electronic, 31 and 32
    fully digital). `amount` is in yuan as printed, before tax on the older kinds and with tax on
    the fully digital ones; `date` is ISO. `code` and `check` are empty where there are none.
    """

    kind: str
    code: str
    number: str
    amount: str
    date: str
    check: str


def parse_invoice_code(text: str) -> InvoiceCode | None:
    """The invoice that a QR code's text describes; None when it describes none."""
    parts = [part.strip() for part in text.strip().split(",")]
    if len(parts) < _FEWEST or parts[0] != _VERSION:
        return None
    kind, code, number, amount, written = parts[1:6]
    formal = ((_KIND, kind), (_CODE, code), (_NUMBER, number), (_AMOUNT, amount), (_DATE, written))
    if not all(pattern.fullmatch(part) for pattern, part in formal):
        return None
    day = parse_date(written)
    if not day.well_formed:
        return None
    return InvoiceCode(kind, code, number, amount, day.value, parts[6] if len(parts) > 6 else "")
