"""Names learned from answers: what papers call a customer becomes an alias that everybody sees.

An alias that a person removed is not learned again; a name that anybody bears is nobody's alias.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from domain.text import squeezed
from ingest.route.clues import names_of
from ingest.route.paper import NAME_KEYS
from records.archive import Archive
from records.customers.names import Name
from records.signature import MACHINE, Signature

_PAPERS = 3
"""On so many papers persons must have said that the name meant him, and on none another."""
_SHORTEST = 4
"""Shorter names are soon borne by two."""


def learn_aliases(archive: Archive) -> int:
    """Give customers the names that their papers bear; how many were given."""
    meant: defaultdict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, str] = {}
    for value, customer in archive.reviews.values(NAME_KEYS):
        meant[squeezed(value)][customer] += 1
        written.setdefault(squeezed(value), value)
    count = 0
    for name, owners in meant.items():
        (owner, papers), *others = owners.most_common()
        if papers >= _PAPERS and not others and _is_free(archive, name, owner):
            said = Signature(MACHINE, f"learned from {papers} papers")
            archive.names.add(owner, Name(written[name]), said)
            count += 1
    return count


def _is_free(archive: Archive, name: str, owner: str) -> bool:
    """Whether nobody is called so, and he never was."""
    if len(name) < _SHORTEST or archive.customers.by_number(owner) is None:
        return False
    borne = {squeezed(version.value) for version in archive.customers.history(owner)}
    if name in borne:
        return False
    alike = archive.customers.names_like(name, limit=5)
    return all(name not in map(squeezed, names_of(customer)) for customer in alike)
