"""Identity numbers of persons: of the customer himself, or of a firm's responsible person."""

from __future__ import annotations

from collections.abc import Iterator

from domain.customer import Customer
from domain.fields import ValueKind
from domain.filing import EvidenceKind
from domain.values import parse
from ingest.route.clues import Clue, CustomerLookup, clue, owners
from ingest.route.paper import Paper

PROVED = 0.93
STATED = 0.60
SHARED = 0.45
"""One person may answer for several firms."""


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers of whom the records hold an identity number that stands on the paper."""
    for mention in paper.identities:
        found = owners(customers, paper.keys.get(ValueKind.IDENTITY, ()), mention.text)
        proved = parse(ValueKind.IDENTITY, mention.text).check_digit
        weight = PROVED if proved else STATED
        for customer in found:
            share = weight if len(found) == 1 else SHARED
            yield clue(customer, EvidenceKind.IDENTITY, share, mention)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: a firm's papers carry the numbers of many persons."""
    return iter(())
