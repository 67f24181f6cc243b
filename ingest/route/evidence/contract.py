"""Contract numbers (合同编号) that papers in a customer's file state: the next paper is his too."""

from __future__ import annotations

from collections.abc import Iterator

from domain.customer import Customer
from domain.filing import EvidenceKind
from ingest.route.clues import Clue, CustomerLookup, clue
from ingest.route.paper import Paper

PROVED = 0.85
STATED = 0.75
SHARED = 0.30
"""A number that stands in two files: the contract has two parties, or was misread."""


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers in whose files a contract of this number lies."""
    for mention in paper.contracts:
        found = customers.by_contract(mention.text)
        weight = PROVED if mention.proved else STATED
        for customer in found:
            share = weight if len(found) == 1 else SHARED
            yield clue(customer, EvidenceKind.CONTRACT_NUMBER, share, mention)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: a customer may make any number of contracts."""
    return iter(())
