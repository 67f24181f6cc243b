"""The pile: papers scanned together often concern one customer, so neighbours bear him out."""

from __future__ import annotations

from collections.abc import Iterator

from domain.customer import Customer
from domain.filing import EvidenceKind
from ingest.route.clues import Clue, CustomerLookup, clue
from ingest.route.paper import Paper

BETWEEN = 0.45
"""The papers before and after it are his."""
BESIDE = 0.30


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose papers lie next to this one, decided without the pile's help."""
    for number in dict.fromkeys(paper.pile):
        customer = customers.by_number(number)
        if customer is not None:
            weight = BETWEEN if paper.pile.count(number) > 1 else BESIDE
            yield clue(customer, EvidenceKind.PILE, weight, detail=customer.name)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: a pile may hold anybody's papers."""
    return iter(())
