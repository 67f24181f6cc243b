"""The customer's name in a field of the paper, exact or as a reader may have garbled it."""

from __future__ import annotations

from collections.abc import Iterator

from domain.customer import Customer
from domain.filing import EvidenceKind
from ingest.route.clues import Clue, CustomerLookup, clue, names_of
from ingest.route.company import Likeness, compare, extends, mended, take_apart
from ingest.route.paper import Mention, Paper

_WEIGHTS = {
    Likeness.SAME: 0.95,
    Likeness.VARIANT: 0.93,
    Likeness.CLOSE: 0.60,
    Likeness.NEAR: 0.45,
    Likeness.PARTIAL: 0.45,
}
SHORT = 0.70
"""A person's name, or a firm's without its legal form: others may bear it."""
LOOKALIKE = 0.80
"""The name is read exactly, but one misread character would make it another customer's."""
LOOKALIKE_PROVED = 0.94
MAY_BE_CUT = 0.84
"""The name is read exactly, but another customer's name goes on where this one ends."""
BETWEEN_TWO = 0.30
"""The name as read is equally near to two customers."""
DIFFERS_PROVED = 0.35
"""Two readers agree on a character that the customer's name has not."""
CONTRADICTS = -0.9
_LEAST_WHOLE = 6


def find(paper: Paper, customers: CustomerLookup) -> Iterator[Clue]:
    """Customers whose name is, or may have been, one stated in a field."""
    for mention in _not_ours(paper, (*paper.names, *paper.parties, *paper.people)):
        near = [
            (candidate, likeness(mention.text, candidate))
            for candidate in customers.names_like(mention.text)
        ]
        for candidate, alike in near:
            if alike in _WEIGHTS:
                others = [other for other in near if other[0].number != candidate.number]
                proved = mention.proved or paper.says_twice(mention.text)
                weight = _weight(mention.text, proved, alike, others)
                yield clue(candidate, EvidenceKind.NAME, weight, mention)


def check(paper: Paper, customer: Customer) -> Iterator[Clue]:
    """A paper that names somebody as its customer, and not this one, speaks against him."""
    parties = [mention for mention in paper.parties if take_apart(mention.text).is_firm]
    stated = _not_ours(paper, paper.names or tuple(parties))
    anybody = (*stated, *paper.parties, *paper.people)
    if stated and all(likeness(m.text, customer) >= Likeness.BRANCH for m in anybody):
        yield clue(customer, EvidenceKind.NAME, CONTRADICTS, stated[0])


def _not_ours(paper: Paper, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    return tuple(mention for mention in mentions if not paper.is_own(mention.text))


def likeness(text: str, customer: Customer) -> Likeness:
    """How near `text` stands to the nearest of the customer's names."""
    return min((compare(text, name) for name in names_of(customer)), default=Likeness.OTHER)


def _weight(
    text: str,
    proved: bool,
    alike: Likeness,
    others: list[tuple[Customer, Likeness]],
) -> float:
    """How far the name `text` alone would be believed, in sight of the `others` it resembles."""
    rivals = [nearness for _, nearness in others]
    if alike > Likeness.VARIANT:
        if any(nearness <= alike for nearness in rivals):
            return BETWEEN_TWO
        return DIFFERS_PROVED if proved else _WEIGHTS[alike]
    weight = _WEIGHTS[alike]
    if not _is_whole(text):
        weight = min(weight, SHORT)
    if Likeness.CLOSE in rivals:
        weight = min(weight, LOOKALIKE_PROVED if proved else LOOKALIKE)
    if any(_goes_on(text, other) for other, _ in others):
        weight = min(weight, MAY_BE_CUT)
    return weight


def _is_whole(text: str) -> bool:
    """Whether the name is a firm's in full, which hardly two bear."""
    company = take_apart(mended(text))
    return company.is_firm and len(company.whole) >= _LEAST_WHOLE


def _goes_on(text: str, other: Customer) -> bool:
    return any(extends(name, text) for name in names_of(other))
