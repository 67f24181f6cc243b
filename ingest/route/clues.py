"""The words in which finders of evidence speak: a clue is evidence with the customer it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from domain.customer import Customer
from domain.filing import Evidence, EvidenceKind
from domain.text import squeezed
from ingest.route.paper import Mention, Paper

DOUBTFUL = 0.85
"""What is left of the weight of a value that a person should look at."""


class CustomerLookup(Protocol):
    """What routing asks of the customer records."""

    def by_number(self, text: str) -> Customer | None:
        """The customer with this number, compared squeezed."""

    def by_value(self, key: str, value: str) -> tuple[Customer, ...]:
        """All customers of whom the records hold this value."""

    def by_contract(self, number: str) -> tuple[Customer, ...]:
        """All customers in whose files a paper states this contract number."""

    def by_file(self, number: str) -> Customer | None:
        """The customer whose file has this number."""

    def names_like(self, name: str, limit: int = 20) -> tuple[Customer, ...]:
        """Customers whose name shares much with `name`, best first."""

    def named_in(self, text: str) -> tuple[Customer, ...]:
        """Customers whose whole name stands in `text`."""


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence and the customer it speaks of."""

    customer: Customer
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of evidence: how it finds customers, and how it judges a candidate."""

    find: Callable[[Paper, CustomerLookup], Iterator[Clue]]
    check: Callable[[Paper, Customer], Iterator[Clue]]


def clue(
    customer: Customer,
    kind: EvidenceKind,
    weight: float,
    mention: Mention | None = None,
    detail: str = "",
) -> Clue:
    """A clue for `customer`; a doubtful mention speaks less loudly, for him or against."""
    if mention is None:
        return Clue(customer, Evidence(kind, customer.number, weight, detail))
    share = DOUBTFUL if mention.doubtful and weight > 0 else 1.0
    said = detail or mention.text
    return Clue(
        customer,
        Evidence(kind, customer.number, weight * share, said, mention.page, mention.box),
    )


def names_of(customer: Customer) -> tuple[str, ...]:
    """All names under which papers may mention a customer."""
    others = (
        name for key in ("customer_name", "former_name", "alias") for name in customer.all(key)
    )
    return tuple(dict.fromkeys(name for name in (customer.name, *others) if squeezed(name)))


def values_of(customer: Customer, keys: Iterable[str]) -> frozenset[str]:
    """The squeezed values that the records hold of `customer` under any of `keys`."""
    return frozenset(squeezed(value) for key in keys for value in customer.all(key))


def owners(customers: CustomerLookup, keys: Iterable[str], value: str) -> tuple[Customer, ...]:
    """All customers who have `value` under any of `keys`, each once."""
    found: dict[str, Customer] = {}
    for key in keys:
        for customer in customers.by_value(key, value):
            found.setdefault(customer.number, customer)
    return tuple(found.values())
