"""Telephone numbers: good company for a name, never enough alone, as offices share them."""

from __future__ import annotations

from collections.abc import Iterator

from domain.customer import Customer
from domain.fields import ValueKind
from domain.filing import EvidenceKind
from ingest.route.clues import Clue, CustomerLookup, clue, owners
from ingest.route.paper import Paper

ONE = 0.70
SHARED = 0.40
SWITCHBOARD = 0.15
"""A number that four customers or more have is the house's, not theirs."""
_MANY = 4


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers who have a telephone number that stands in a field of the paper."""
    for mention in paper.phones:
        found = owners(customers, paper.keys.get(ValueKind.PHONE, ()), mention.text)
        for customer in found:
            yield clue(customer, EvidenceKind.PHONE, _weight(len(found)), mention)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: people change their numbers more often than anybody writes it down."""
    return iter(())


def _weight(holders: int) -> float:
    if holders == 1:
        return ONE
    return SHARED if holders < _MANY else SWITCHBOARD
