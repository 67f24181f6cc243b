"""All clues together: how far each candidate is believed, and how well he stands off from rivals.

For one customer the best clue of each source is taken and these are joined by noisy-or; what
speaks against him takes its share away. A name in a field and the same name in the text are one
source. Then he is held against every rival. Only what is his *own* counts there, clues that the
rival has not as well: a telephone that both have tells nothing apart. His confidence is

    belief · min over rivals ( (own + (1 - own)(1 - rival's belief)) · (1 - rival's own) )

so that two customers who look alike, or a number that says one and a name that says the other,
leave nobody above the threshold.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.customer import Customer
from domain.filing import Evidence, EvidenceKind
from ingest.route.clues import Clue

HIGHEST = 0.995
"""No decision of the machine is surer than this."""
CLEARLY_MORE = 0.20
"""A clue of one source is his own when it outweighs the rival's clue of that source by this."""
HEARSAY = 0.2
"""What a bare mention in the text is worth against a customer whom the fields state."""
_STATED_ENOUGH = 0.9
_ONE_SOURCE = {EvidenceKind.NAME_IN_TEXT: EvidenceKind.NAME}


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate, what speaks for and against him, and how far he is to be believed.

    `sources` is the best weight of each source of evidence, `against` the worst contradiction,
    `rival` the number of the customer who does most to unsettle him, empty for none.
    """

    customer: Customer
    evidence: tuple[Evidence, ...]
    sources: Mapping[EvidenceKind, float]
    against: float
    belief: float
    confidence: float = 0.0
    rival: str = ""

    @property
    def contradicted(self) -> bool:
        return self.against >= 0.5


def weigh(clues: Iterable[Clue]) -> tuple[Standing, ...]:
    """Every customer whom a clue speaks for, most believed first."""
    pieces: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        pieces[clue.customer.number].append(clue)
    alone = [_alone(held) for held in pieces.values()]
    together = [_among(one, alone) for one in alone if one.sources]
    return tuple(sorted(together, key=lambda one: (-one.confidence, one.customer.number)))


def _alone(clues: list[Clue]) -> Standing:
    evidence = tuple(clue.evidence for clue in clues)
    sources: dict[EvidenceKind, float] = {}
    for piece in evidence:
        if piece.weight > 0:
            source = _ONE_SOURCE.get(piece.kind, piece.kind)
            sources[source] = max(sources.get(source, 0.0), piece.weight)
    against = max((-piece.weight for piece in evidence if piece.weight < 0), default=0.0)
    belief = _joined(sources.values()) * (1 - against)
    return Standing(clues[0].customer, evidence, sources, against, belief)


def _joined(weights: Iterable[float]) -> float:
    return min(HIGHEST, 1 - math.prod(1 - weight for weight in weights))


def _own(one: Standing, rival: Standing) -> float:
    """What speaks for `one` and not, or clearly less, for `rival`."""
    return _joined(
        weight
        for source, weight in one.sources.items()
        if weight >= rival.sources.get(source, 0.0) + CLEARLY_MORE
    )


def _among(one: Standing, everybody: Iterable[Standing]) -> Standing:
    confidence, strongest = one.belief, ""
    for rival in everybody:
        if rival.customer.number == one.customer.number or not rival.sources:
            continue
        share = HEARSAY if _is_hearsay(rival) and _is_stated(one) else 1.0
        own, theirs = _own(one, rival), _own(rival, one) * share
        stands_off = own + (1 - own) * (1 - rival.belief * share)
        held = one.belief * stands_off * (1 - theirs)
        if held < confidence:
            confidence, strongest = held, rival.customer.number
    return Standing(
        one.customer,
        one.evidence,
        one.sources,
        one.against,
        one.belief,
        confidence,
        strongest,
    )


def _is_hearsay(standing: Standing) -> bool:
    """Whether nothing but bare mentions in the text speaks for him."""
    pieces = [piece for piece in standing.evidence if piece.weight > 0]
    return all(piece.kind is EvidenceKind.NAME_IN_TEXT and piece.weight <= 0.5 for piece in pieces)


def _is_stated(standing: Standing) -> bool:
    """Whether fields or folders, not the text alone, carry him."""
    stated = (
        piece.weight
        for piece in standing.evidence
        if piece.weight > 0 and piece.kind is not EvidenceKind.NAME_IN_TEXT
    )
    return standing.against == 0.0 and _joined(stated) >= _STATED_ENOUGH
