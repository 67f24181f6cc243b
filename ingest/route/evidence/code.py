"""Credit codes and registration numbers: a check digit proves the reading."""

from __future__ import annotations

from collections.abc import Iterator

from domain.customer import Customer
from domain.fields import ValueKind
from domain.filing import EvidenceKind
from domain.text import squeezed
from domain.values import parse
from ingest.route.clues import Clue, CustomerLookup, clue, owners, values_of
from ingest.route.paper import CODE_KEY, Paper

PROVED = 0.96
STATED = 0.80
SHARED = 0.45
"""Branches may go under their head office's code."""
ANOTHER = -0.6


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose code stands in a field of the paper."""
    for mention in paper.codes:
        found = owners(customers, (CODE_KEY,), mention.text)
        weight = PROVED if _proves_itself(mention.text) or mention.proved else STATED
        for customer in found:
            share = weight if len(found) == 1 else SHARED
            yield clue(customer, EvidenceKind.CREDIT_CODE, share, mention)


def check(paper: Paper, customer: Customer) -> Iterator[Clue]:
    """On a form about one customer, another proved code than his speaks against him."""
    own = values_of(customer, (CODE_KEY,))
    if not paper.one_party or not own:
        return
    proved = [m for m in paper.codes if _proves_itself(m.text)]
    if proved and not any(squeezed(m.text) in own for m in paper.codes):
        yield clue(customer, EvidenceKind.CREDIT_CODE, ANOTHER, proved[0])


def _proves_itself(text: str) -> bool:
    return parse(ValueKind.CREDIT_CODE, text).check_digit
