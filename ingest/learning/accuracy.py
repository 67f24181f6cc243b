"""How often the machine was wrong, as far as persons have looked: by lot, by type, over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.filing import Subject
from domain.review import Asked, Review
from ingest.learning.bounds import interval


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many were wrong; the true rate lies between `low` and `high` (95 %)."""

    name: str
    wrong: int
    reviewed: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The figures of one question: drawn by lot alone, and all reviewed by type and by month.

    Only what was drawn by lot shows the rate among papers filed alone; the others hold papers
    that waited because they were unsure.
    """

    subject: Subject
    by_lot: Rate
    by_type: tuple[Rate, ...]
    by_month: tuple[Rate, ...]


def accuracy(reviews: Sequence[Review], subject: Subject) -> Accuracy:
    """The figures of `subject` from reviews that are settled."""
    answered = [one for one in reviews if one.subject is subject and one.decided]
    drawn = [one for one in answered if one.asked is Asked.SAMPLED]
    return Accuracy(
        subject,
        _rate("", drawn),
        _grouped(answered, lambda one: one.type_key),
        _grouped(answered, lambda one: f"{one.at:%Y-%m}"),
    )


def _grouped(reviews: Iterable[Review], name: Callable[[Review], str]) -> tuple[Rate, ...]:
    groups: defaultdict[str, list[Review]] = defaultdict(list)
    for one in reviews:
        groups[name(one)].append(one)
    return tuple(_rate(key, groups[key]) for key in sorted(groups))


def _rate(name: str, reviews: Sequence[Review]) -> Rate:
    wrong = sum(one.wrong for one in reviews)
    low, high = interval(wrong, len(reviews)) if reviews else (0.0, 1.0)
    return Rate(name, wrong, len(reviews), low, high)
