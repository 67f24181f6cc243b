"""Customers' names, indexed: by pairs of characters, and by how they begin.

A search for a name that a reader may have got wrong starts at the rarest pairs of characters;
a pair that stands in every company's name tells nothing and is not looked up at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz
from rapidfuzz.process import extract
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from domain.text import squeezed
from records.customers import lookup
from records.sqlite import among
from records.tables import GramCountRow, NameGramRow, NameRow

NAME_KEYS = ("customer_name", "person_name", "former_name", "alias")
"""Fields that name a customer, the one to show first; every value in force is a name."""

SHORTEST_IN_TEXT = 4
"""A shorter name stands in too many texts by chance."""

_HEAD = 8
_POSTINGS = 4_000
"""How many index rows a search may touch; beyond that the pairs are too common to help."""

_START, _END = "\x02", "\x03"


def grams(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a squeezed name, its ends marked."""
    marked = f"{_START}{name}{_END}"
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two names are, 0..1: twice the shared pairs over all pairs."""
    return 2 * len(one & other) / (len(one) + len(other))


def replace_names(session: Session, names: Mapping[int, Sequence[str]]) -> None:
    """Make `names` (squeezed, by customer) the names that are found from now on."""
    changes = _forget(session, list(names))
    rows = [
        {"customer": customer, "squeezed": name, "head": _head(name)}
        for customer, held in names.items()
        for name in dict.fromkeys(held)
        if name
    ]
    if rows:
        adding = insert(NameRow).returning(NameRow.id, sort_by_parameter_order=True)
        pairs = [
            {"gram": gram, "name": ident}
            for ident, row in zip(session.scalars(adding, rows), rows, strict=True)
            for gram in grams(str(row["squeezed"]))
        ]
        session.execute(insert(NameGramRow), pairs)
        changes.update(Counter(str(pair["gram"]) for pair in pairs))
    _count(session, changes)


def names_like(session: Session, name: str, limit: int) -> list[int]:
    """Customers whose names are most like `name`, best first."""
    wanted = squeezed(name)
    rarest = _rarest(session, grams(wanted))
    near = lookup.names_with(session, rarest, max(200, 4 * limit))
    best: dict[int, float] = {}
    for _, likeness, place in extract(
        wanted, [held for _, held in near], scorer=fuzz.ratio, limit=None
    ):
        customer = near[place][0]
        best[customer] = max(likeness, best.get(customer, 0.0))
    return sorted(best, key=lambda customer: (-best[customer], customer))[:limit]


def named_in(session: Session, text: str) -> list[int]:
    """Customers one of whose names stands whole in `text`, longest name first."""
    page = squeezed(text)
    heads = {page[i : i + width] for width in (SHORTEST_IN_TEXT, _HEAD) for i in range(len(page))}
    longest: dict[int, int] = {}
    for customer, name in lookup.names_beginning(session, heads):
        if len(name) >= SHORTEST_IN_TEXT and name in page:
            longest[customer] = max(len(name), longest.get(customer, 0))
    return sorted(longest, key=lambda customer: (-longest[customer], customer))


def _head(name: str) -> str:
    return name[:_HEAD] if len(name) >= _HEAD else name[:SHORTEST_IN_TEXT]


def _rarest(session: Session, wanted: frozenset[str]) -> list[str]:
    """The rarest of the pairs, as many as the budget allows and at least two."""
    counts = lookup.gram_counts(session, wanted)
    chosen: list[str] = []
    spent = 0
    for gram, names in sorted(counts, key=lambda row: (row[1], row[0])):
        if len(chosen) >= 2 and spent + names > _POSTINGS:
            break
        chosen.append(gram)
        spent += names
    return chosen


def _forget(session: Session, customers: Sequence[int]) -> Counter[str]:
    """Take the customers' names out; by how much each pair of characters became rarer."""
    query = select(NameRow.id, NameRow.squeezed).where(among(NameRow.customer, customers))
    held = dict(session.execute(query).all())
    if held:
        session.execute(delete(NameGramRow).where(among(NameGramRow.name, held)))
        session.execute(delete(NameRow).where(among(NameRow.id, held)))
    changes: Counter[str] = Counter()
    for name in held.values():
        changes.subtract(grams(name))
    return changes


def _count(session: Session, changes: Counter[str]) -> None:
    """Keep the number of names for each pair of characters."""
    query = select(GramCountRow.gram).where(among(GramCountRow.gram, changes))
    known = set(session.scalars(query))
    fresh = [{"gram": gram, "names": n} for gram, n in changes.items() if gram not in known]
    if fresh:
        session.execute(insert(GramCountRow), fresh)
    grown = [{"pair": gram, "more": n} for gram, n in changes.items() if gram in known and n]
    if grown:
        session.connection().execute(
            update(GramCountRow)
            .where(GramCountRow.gram == bindparam("pair"))
            .values(names=GramCountRow.names + bindparam("more")),
            grown,
        )
