"""Customers as far as a person may see: what a withheld card said of them is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from domain.customer import Customer, Difference, ValueVersion
from domain.ids import is_document_id
from records.customers.customers import Customers
from records.customers.differences import Differences
from records.customers.name_index import NAME_KEYS
from records.customers.names import Name, Names
from records.sight.rule import Sight
from records.signature import Signature

_LISTED = NAME_KEYS[:2]
"""The names under which customers are listed: the register's own (see `domain.secrecy`)."""


class SeenCustomers:
    """Customers by number; the values that only a withheld paper stated are left out."""

    def __init__(self, customers: Customers, sight: Sight) -> None:
        self._customers, self._sight = customers, sight

    def get(self, number: str) -> Customer:
        """The customer with this number. Raises NotFound."""
        return self.shown(self._customers.get(number))

    def by_number(self, text: str) -> Customer | None:
        """The customer with this number, signs and spaces left out."""
        found = self._customers.by_number(text)
        return None if found is None else self.shown(found)

    def list(
        self, limit: int = 100, offset: int = 0, *, apart: bool = False
    ) -> tuple[Customer, ...]:
        """Customers in the order in which they came to be known."""
        listed = self._customers.list(limit, offset, apart=apart)
        return tuple(self.shown(one) for one in listed)

    def count(self, *, apart: bool = False) -> int:
        """How many customers there are, or are kept apart."""
        return self._customers.count(apart=apart)

    def history(self, number: str) -> tuple[ValueVersion, ...]:
        """Every value the customer has had, oldest first. Raises NotFound."""
        return seen_versions(self._customers.history(number), self._sight)

    def shown(self, known: Customer) -> Customer:
        """The customer without what only withheld papers stated."""
        if self._sight.ceiling is None:
            return known
        history = self._customers.history(known.number)
        seen = seen_versions(history, self._sight)
        unseen = Counter(_in_force(history)) - Counter(_in_force(seen))
        return replace(known, values=tuple(_without(known.values, unseen)))


class SeenNames:
    """What customers are and were called, and changes of it."""

    def __init__(self, names: Names, sight: Sight) -> None:
        self._names, self._sight = names, sight

    def of(self, customer: str) -> tuple[ValueVersion, ...]:
        """The names in force, the listed one first."""
        return seen_versions(self._names.of(customer), self._sight)

    def add(
        self, customer: str, name: Name, signature: Signature, *, former: bool = False
    ) -> ValueVersion:
        """Let the customer be found by a name too."""
        return self._names.add(customer, name, signature, former=former)

    def remove(self, customer: str, name: str, signature: Signature) -> ValueVersion:
        """Let an alias or former name find nobody any more."""
        return self._names.remove(customer, name, signature)

    def rename(self, customer: str, name: Name, signature: Signature) -> ValueVersion:
        """List the customer under a new name."""
        return self._names.rename(customer, name, signature)


class SeenDifferences:
    """Cards that say otherwise than the record; those on withheld cards are left out."""

    def __init__(self, differences: Differences, customers: SeenCustomers, sight: Sight) -> None:
        self._differences, self._customers, self._sight = differences, customers, sight

    def open(self, customer: str | None = None, limit: int = 100) -> tuple[Difference, ...]:
        """What waits for a person, of one customer or of all. Raises NotFound."""
        found = self._differences.open(customer, limit)
        hidden = self._sight.hidden({one.document for one in found})
        return tuple(self._shown(one) for one in found if one.document not in hidden)

    def count(self, customer: str | None = None) -> int:
        """How many are open, withheld ones among them. Raises NotFound."""
        return self._differences.count(customer)

    def settle(self, number: int, *, take: bool, who: str, reason: str) -> Difference:
        """Let the record follow the card or stand. Raises Withheld, and as beneath."""
        self._sight.require(self._differences.get(number).document)
        settled = self._differences.settle(number, take=take, who=who, reason=reason)
        return self._shown(settled)

    def _shown(self, one: Difference) -> Difference:
        if self._sight.ceiling is None:
            return one
        history = self._customers.history(one.customer)
        seen = {one.customer, *(version.value for version in history)}
        return replace(one, on_record=tuple(value for value in one.on_record if value in seen))


def seen_versions(versions: Iterable[ValueVersion], sight: Sight) -> tuple[ValueVersion, ...]:
    """The values that no withheld paper stated; names that customers are listed under stay."""
    listed = tuple(versions)
    hidden = sight.hidden({one.source for one in listed if is_document_id(one.source)})
    return tuple(one for one in listed if one.key in _LISTED or one.source not in hidden)


def _in_force(versions: Iterable[ValueVersion]) -> Iterable[tuple[str, str]]:
    return ((one.key, one.value) for one in versions if one.until is None)


def _without(
    values: Iterable[tuple[str, str]], unseen: Counter[tuple[str, str]]
) -> Iterable[tuple[str, str]]:
    for value in values:
        if unseen[value] > 0:
            unseen[value] -= 1
        else:
            yield value
