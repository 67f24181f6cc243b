"""Barcode labels: an office that sticks a customer's number on his papers means him."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.customer import Customer
from domain.fields import ValueKind
from domain.filing import EvidenceKind
from domain.page import Barcode
from domain.values import parse
from ingest.route.clues import Clue, CustomerLookup, clue, owners
from ingest.route.paper import CODE_KEY, Mention, Paper

WHOLE = 0.97
"""The label says a customer's or a file's number and nothing else."""
PART = 0.60
"""The number is one of several things that the code says, as on an invoice."""
CREDIT_CODE = 0.80
_PARTS = re.compile(r"[|;,，；\s]+")
_LONGEST = 200
_SHORTEST = 3


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose number, file number or credit code a barcode on the paper says."""
    for page in paper.pages:
        for code in page.barcodes:
            if len(code.text) <= _LONGEST:
                yield from _said(code, page.number, customers)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: most barcodes have been put there by somebody else."""
    return iter(())


def _said(code: Barcode, page: int, customers: CustomerLookup) -> Iterator[Clue]:
    parts = [part for part in _PARTS.split(code.text.strip()) if len(part) >= _SHORTEST]
    weight = WHOLE if len(parts) == 1 else PART
    for part in parts:
        mention = Mention("", part, page, code.box, True, False)
        customer = customers.by_number(part) or customers.by_file(part)
        if customer is not None:
            yield clue(customer, EvidenceKind.BARCODE, weight, mention)
        elif parse(ValueKind.CREDIT_CODE, part).check_digit:
            for owner in owners(customers, (CODE_KEY,), part):
                yield clue(owner, EvidenceKind.BARCODE, CREDIT_CODE, mention)
