"""The scan's own name: people name files after customers, and copy names without thinking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from domain.customer import Customer
from domain.filing import EvidenceKind
from domain.text import squeezed
from ingest.route.clues import Clue, CustomerLookup, clue, names_of
from ingest.route.paper import Paper

BY_NUMBER = 0.80
BY_NAME = 0.70
BY_SHORT_NAME = 0.40
_SHORT = 5
_PARTS = re.compile(r"[\s_+,，（()）【】\[\]]+")


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose number, or whole name, stands in the file's name."""
    stem = PurePath(paper.file_name).stem
    for part in (part for part in _PARTS.split(stem) if _may_be_number(part)):
        customer = customers.by_number(part)
        if customer is not None:
            yield clue(customer, EvidenceKind.FILE_NAME, BY_NUMBER, detail=part)
    if len(squeezed(stem)) < 4:
        return
    for customer in customers.named_in(stem):
        named = max((len(n) for name in names_of(customer) if (n := squeezed(name))), default=0)
        weight = BY_NAME if named >= _SHORT else BY_SHORT_NAME
        yield clue(customer, EvidenceKind.FILE_NAME, weight, detail=stem)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: scanners name most files."""
    return iter(())


def _may_be_number(part: str) -> bool:
    """Whether it has digits and more than digits, or is no date or count of a scanner."""
    text = squeezed(part)
    return any(char.isdecimal() for char in text) and any(not char.isdecimal() for char in text)
