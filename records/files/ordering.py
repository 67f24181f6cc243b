"""The order of papers in a file (卷内次序): parts, dates, check-list, and what belongs together.

Pure. Source: C-01, C-29; domain section 4.4 (F-36 to F-42).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.bonds import FREE, Bond, Role, bond
from domain.document import Document
from records.rules.filing import Order, OrderRules

_SUBJECTS = ("subject", "contract_name")
"""Fields that say what a paper is about when its title is only its kind (往来函)."""

Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A paper in a file; `arrival` is the number of its scan."""

    document: Document
    arrival: int


def in_order(papers: Iterable[Shelved], rules: OrderRules) -> tuple[Shelved, ...]:
    """The papers as the profile wants them; those that belong together stand side by side."""
    groups = _groups(list(papers), rules) if rules.keep_together else [[one] for one in papers]
    placed = sorted(groups, key=lambda group: _place(group[0], rules))
    return tuple(paper for group in placed for paper in group)


def bond_of(document: Document) -> Bond:
    """What the paper is to others, by its title, else by its subject."""
    told = bond(document.title)
    if told.role is not Role.MAIN:
        return told
    for reading in document.fields:
        if reading.key in _SUBJECTS and (about := bond(reading.value)).role is not Role.MAIN:
            return about
    return told


def _groups(papers: list[Shelved], rules: OrderRules) -> list[list[Shelved]]:
    """Papers alone or bound together, each group in its own order."""
    bound: dict[tuple[str, str], list[tuple[Bond, Shelved]]] = {}
    for paper in papers:
        told = bond_of(paper.document)
        part = "" if rules.within_part is Order.RELATION else paper.document.part.value
        key = (told.subject, part) if told != FREE else (paper.document.id, part)
        bound.setdefault(key, []).append((told, paper))
    found: list[list[Shelved]] = []
    for members in bound.values():
        for cluster in _clusters(members):
            ranked = sorted(cluster, key=lambda one: _rank(one[0].role, one[1], rules))
            found.append([paper for _, paper in ranked])
    return found


def _clusters(members: Sequence[tuple[Bond, Shelved]]) -> list[list[tuple[Bond, Shelved]]]:
    """Of several main papers with one subject each keeps the annexes nearest to it in time."""
    plain = [one for one in members if one[0].role is Role.MAIN]
    marked = [one for one in members if one[0].role is not Role.MAIN]
    if not plain:
        return [marked]
    clusters = [[one] for one in plain]
    for one in marked:
        nearest = min(clusters, key=lambda cluster: _distance(cluster[0][1], one[1]))
        nearest.append(one)
    return clusters


def _distance(one: Shelved, other: Shelved) -> tuple[int, int]:
    days = abs(_day(one) - _day(other)) if _day(one) and _day(other) else date.max.toordinal()
    return days, abs(one.arrival - other.arrival)


def _rank(role: Role, paper: Shelved, rules: OrderRules) -> Place:
    """Where a paper stands among those it is bound to (C-29)."""
    annex = (role is Role.ANNEX) is rules.main_first
    request = (role is Role.REQUEST) is rules.reply_first
    draft = (role is Role.DRAFT) is not rules.draft_first
    return int(annex), int(request), int(draft), *_by_date(paper)


def _place(paper: Shelved, rules: OrderRules) -> Place:
    part = rules.parts.index(paper.document.part)
    if rules.within_part is Order.RELATION:
        return _by_date(paper)
    if rules.within_part is Order.CHECKLIST:
        return _on_list(paper.document, rules), part, *_by_date(paper)
    return part, *_by_date(paper, newest_first=rules.within_part is Order.DESCENDING)


def _on_list(document: Document, rules: OrderRules) -> int:
    """The place on the check-list of the paper's type, else of its part, else after the list."""
    for name in (document.type_key, document.part.value):
        if name in rules.checklist:
            return rules.checklist.index(name)
    return len(rules.checklist)


def _by_date(paper: Shelved, *, newest_first: bool = False) -> Place:
    """Dated before undated, by date, then by arrival and page."""
    day = _day(paper)
    first = min(paper.document.pages)
    return int(day == 0), -day if newest_first else day, paper.arrival, first


def _day(paper: Shelved) -> int:
    day = paper.document.document_date
    return day.toordinal() if day else 0
