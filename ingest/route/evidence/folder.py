"""The sub-folder of the inbox: a person laid the scan there for this customer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.customer import Customer
from domain.filing import EvidenceKind
from domain.text import squeezed
from ingest.route.clues import Clue, CustomerLookup, clue, names_of
from ingest.route.company import Likeness, compare
from ingest.route.paper import Paper

BY_NUMBER = 0.96
BY_NAME = 0.93
BY_SHORT_NAME = 0.60
"""A person's name is soon borne by two."""
_SHORT = 4


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers named by any folder on the way to the scan, by number or by whole name."""
    for part in (part for part in paper.folder.split("/") if squeezed(part)):
        customer = _by_number(part, customers)
        if customer is not None:
            yield clue(customer, EvidenceKind.INBOX_FOLDER, BY_NUMBER, detail=part)
            continue
        weight = BY_NAME if len(squeezed(part)) > _SHORT else BY_SHORT_NAME
        for candidate in customers.names_like(part):
            if any(compare(part, name) <= Likeness.VARIANT for name in names_of(candidate)):
                yield clue(candidate, EvidenceKind.INBOX_FOLDER, weight, detail=part)


def check(_paper: Paper, _customer: Customer) -> Iterator[Clue]:
    """Nothing: most folders are named for other reasons."""
    return iter(())


def _by_number(part: str, customers: CustomerLookup) -> Customer | None:
    """The customer whose number the folder is named by, alone or before a space or underscore."""
    first = re.split(r"[\s_（(]", part.strip(), maxsplit=1)[0]
    return customers.by_number(part) or (customers.by_number(first) if squeezed(first) else None)
