"""How sure the machine must be to decide alone, measured on this archive's own reviewed documents.

Persons look at everything that waits and at a sample of what was filed alone. Both are counted
together: errors grow rarer as confidence grows, and waiting papers are the less sure ones, so the
rate over both is no lower than the rate among papers filed alone. A wrong paper that somebody came
upon unasked counts as wrong; the right ones he passed by are not counted. Both err on the safe
side. The upper bound is Clopper and Pearson's, one-sided, at 95 %.

A type that papers are wrongly taken for again and again, e.g. because the office heads another form
so, is doubted by itself: a person is asked about such papers, and the other types are not made to
pay for it. Of each type the latest papers count, as the machine learns and its old errors are old.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scipy.special import betaincinv

from domain.filing import Subject
from domain.review import Asked, Bound, Review

CONFIDENCE = 0.95
_CHOOSING = 0.99
"""Thresholds are chosen again and again as answers come, and each look may be misled; so they are
chosen with more confidence than is claimed for them."""
LOWEST = 0.50
"""Below this confidence nothing is decided alone, whatever the figures say."""
HIGHEST = 0.99
"""Where even this confidence does not keep errors rare enough, nothing is decided alone."""
NEVER = 1.0
_STEP = 0.02
_LATEST = 5_000
_OF_A_TYPE = 100
"""So many of the latest reviews count, in all and of papers taken for one type."""
_TELLING = 3


def upper_bound(errors: int, of: int, confidence: float = CONFIDENCE) -> float:
    """The rate below which the true one lies with `confidence`, when `errors` `of` were seen."""
    return 1.0 if errors >= of else float(betaincinv(errors + 1, of - errors, confidence))


def lower_bound(errors: int, of: int, confidence: float = CONFIDENCE) -> float:
    """The rate above which the true one lies with `confidence`."""
    return float(betaincinv(errors, of - errors + 1, 1 - confidence)) if errors else 0.0


def interval(errors: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The two-sided interval of the true rate."""
    tail = (1 - confidence) / 2
    return lower_bound(errors, of, 1 - tail), upper_bound(errors, of, 1 - tail)


def enough(most: float, confidence: float = _CHOOSING) -> int:
    """How many documents, all of them right, it takes to show that errors are rarer than `most`."""
    return math.ceil(math.log(1 - confidence) / math.log(1 - most)) if 0 < most < 1 else 1


@dataclass(frozen=True, slots=True)
class Counted:
    """A reviewed document as it counts: the machine's answer, how far it was believed, if wrong."""

    answer: str
    confidence: float
    wrong: bool


def counted(reviews: Iterable[Review], subject: Subject) -> tuple[Counted, ...]:
    """The reviews of `subject` that say something of the rate of errors."""
    asked = (Asked.WAITING, Asked.SAMPLED)
    return tuple(
        Counted(review.decided, review.confidence, review.wrong)
        for review in reviews
        if review.subject is subject and review.decided and (review.asked in asked or review.wrong)
    )


def bound(
    reviews: Iterable[Review], subject: Subject, most: float, default: float, before: float = 0.0
) -> Bound:
    """The threshold for `subject` under which errors stay rarer than `most`.

    `default` holds until enough documents are reviewed to say otherwise, and as long as they say
    neither that errors are rare enough nor that they are not. From there the threshold is lowered
    step by step while the upper bound allows it, and the first step that fails ends the search,
    so that looking many times costs no confidence. Where too many were wrong it is raised, and
    where no threshold will do, nothing is decided alone until enough is reviewed to allow it
    again. `before` is a lower threshold that was measured and is kept while the figures do not
    speak against it (0: none).
    """
    seen, doubted = _trusted(counted(reviews, subject), subject, most, default)
    found = _chosen(seen, subject, most, default, before)
    return replace(found, doubted=doubted)


def _trusted(
    seen: Sequence[Counted], subject: Subject, most: float, default: float
) -> tuple[list[Counted], tuple[str, ...]]:
    """What counts for all, and the types that too many papers were wrongly taken for."""
    if subject is not Subject.TYPE:
        return list(seen[-_LATEST:]), ()
    kinds: defaultdict[str, list[Counted]] = defaultdict(list)
    for one in reversed(seen):
        if len(kinds[one.answer]) < _OF_A_TYPE:
            kinds[one.answer].append(one)
    doubted = {key for key, held in kinds.items() if _Figures.at(held, default).stands_out(most)}
    trusted = [one for key, held in kinds.items() if key not in doubted for one in held]
    return trusted, tuple(sorted(doubted))


def _chosen(
    seen: Sequence[Counted], subject: Subject, most: float, default: float, before: float
) -> Bound:
    start = before if 0.0 < before < default else default
    here = _Figures.at(seen, start)
    if here.stays_under(most):
        return _lowered(seen, subject, start, here, most)
    if here.stands_out(most) or (here.of >= enough(most) and here.rate > most):
        return _raised(seen, subject, start, most)
    return _bound(subject, start, here, most, measured=False)


@dataclass(frozen=True, slots=True)
class _Figures:
    """How many documents stand at a threshold or above, and how many of them were wrong."""

    errors: int
    of: int

    @classmethod
    def at(cls, seen: Sequence[Counted], threshold: float) -> _Figures:
        """Count what the machine would decide alone at `threshold`."""
        alone = [one.wrong for one in seen if one.confidence >= threshold]
        return cls(sum(alone), len(alone))

    @property
    def rate(self) -> float:
        return self.errors / self.of if self.of else 0.0

    @property
    def upper(self) -> float:
        return upper_bound(self.errors, self.of)

    def stands_out(self, most: float) -> bool:
        """Whether there is more wrong here than chance can make of a rate of `most`.

        One or two errors never are: a slip of the first days must not stop a whole archive, and
        to leave out every type that erred would make the rest look perfect.
        """
        return self.errors >= _TELLING and lower_bound(self.errors, self.of, _CHOOSING) > most

    def stays_under(self, most: float) -> bool:
        """Whether errors are rarer than `most`, beyond the doubt of looking often."""
        return upper_bound(self.errors, self.of, _CHOOSING) <= most


def _lowered(
    seen: Sequence[Counted], subject: Subject, start: float, held: _Figures, most: float
) -> Bound:
    threshold = start
    while threshold - _STEP >= LOWEST:
        there = _Figures.at(seen, threshold - _STEP)
        if not there.stays_under(most):
            break
        threshold, held = round(threshold - _STEP, 4), there
    return _bound(subject, threshold, held, most, measured=True)


def _raised(seen: Sequence[Counted], subject: Subject, start: float, most: float) -> Bound:
    threshold = start
    while threshold < HIGHEST:
        threshold = round(min(HIGHEST, threshold + _STEP), 4)
        there = _Figures.at(seen, threshold)
        if there.stays_under(most):
            return _bound(subject, threshold, there, most, measured=True)
    return _bound(subject, NEVER, _Figures.at(seen, start), most, measured=True)


def _bound(
    subject: Subject, threshold: float, held: _Figures, most: float, *, measured: bool
) -> Bound:
    return Bound(subject, threshold, held.of, held.errors, held.upper, most, measured)
