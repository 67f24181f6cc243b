"""The address: it finds nobody, since a house has many tenants, but it may bear others out."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from domain.customer import Customer
from domain.filing import EvidenceKind
from domain.text import squeezed
from ingest.route.clues import Clue, CustomerLookup, clue, values_of
from ingest.route.paper import ADDRESS_KEYS, Paper

EXACT = 0.40
NEARLY = 0.20
_NEARLY_ALIKE = 92.0
_SHORTEST = 8


def find(_paper: Paper, _customers: CustomerLookup) -> Iterator[Clue]:
    """Nobody."""
    return iter(())


def check(paper: Paper, customer: Customer) -> Iterator[Clue]:
    """An address on the paper that is the candidate's, to the room number."""
    own = values_of(customer, ADDRESS_KEYS)
    for mention in paper.addresses:
        text = squeezed(mention.text)
        if len(text) < _SHORTEST:
            continue
        if text in own:
            yield clue(customer, EvidenceKind.ADDRESS, EXACT, mention)
        elif any(fuzz.ratio(text, address) >= _NEARLY_ALIKE for address in own):
            yield clue(customer, EvidenceKind.ADDRESS, NEARLY, mention)
