"""The customer's own number on the paper: the strongest word, and one digit from another's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from domain.customer import Customer
from domain.filing import EvidenceKind
from domain.text import squeezed
from ingest.route.clues import Clue, CustomerLookup, clue
from ingest.route.paper import NUMBER_KEY, Paper

PROVED = 0.92
"""Alone enough to file: two readers read the same."""
STATED = 0.85
"""Alone not enough: numbers stand densely, and one misread digit names a neighbour."""
ANOTHER = -0.5


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose number stands in a field of the paper."""
    for mention in paper.numbers:
        customer = customers.by_number(mention.text)
        if customer is not None:
            weight = PROVED if mention.proved else STATED
            yield clue(customer, EvidenceKind.CUSTOMER_NUMBER, weight, mention)


def check(paper: Paper, customer: Customer) -> Iterator[Clue]:
    """A number of the same make that cannot be the candidate's misread speaks against him."""
    own = {squeezed(number) for number in (customer.number, *customer.all(NUMBER_KEY))}
    makes = {_make(number) for number in own}
    stated = [m for m in paper.numbers if _make(m.text) in makes]
    near = (Levenshtein.distance(squeezed(m.text), mine) <= 1 for m in stated for mine in own)
    if not stated or any(near):
        return
    yield clue(customer, EvidenceKind.CUSTOMER_NUMBER, ANOTHER, stated[0])


def _make(number: str) -> str:
    """The number's pattern, digits alike: KH-2024-0007 and KH-2023-0199 are of one make."""
    return re.sub(r"\d", "9", squeezed(number))
