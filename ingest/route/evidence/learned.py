"""What persons' answers taught: a value that meant a customer before may well mean him again.

So the sender whom nobody entered, the name that a firm goes by among its clerks, and the new
telephone count from the first answer on, as far as all papers that bear the value agree.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.customer import Customer
from domain.filing import EvidenceKind
from domain.text import squeezed
from ingest.route.clues import Clue, CustomerLookup, clue, names_of
from ingest.route.company import Likeness, compare
from ingest.route.paper import Mention, Paper

NAMES = (0.60, 0.75, 0.85)
"""What stands as the customer's name and meant him on one, two, or more papers."""
VALUES = (0.40, 0.55, 0.65)
"""Any other value, a party's name among them, which may be the office's own."""


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whom values on the paper meant when persons were asked."""
    for mention in paper.names:
        yield from _meant(mention, paper, customers, NAMES)
    others = (*paper.parties, *paper.people, *paper.phones, *paper.addresses, *paper.contracts)
    for mention in others:
        yield from _meant(mention, paper, customers, VALUES)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: who was never asked about has not been denied."""
    return iter(())


def _meant(
    mention: Mention, paper: Paper, customers: CustomerLookup, scale: tuple[float, ...]
) -> Iterator[Clue]:
    meant = paper.whose.get(squeezed(mention.text), {})
    papers = sum(meant.values())
    for number, times in meant.items():
        customer = customers.by_number(number)
        if customer is None or _is_named(mention, customer):
            continue
        weight = scale[min(times, len(scale)) - 1] * times / papers
        yield clue(customer, EvidenceKind.LEARNED, weight, mention)


def _is_named(mention: Mention, customer: Customer) -> bool:
    """Whether the value is a name of his that the records know: that is evidence by itself."""
    return any(compare(mention.text, name) <= Likeness.VARIANT for name in names_of(customer))
