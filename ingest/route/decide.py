"""The one decision on a document's customer, with the reasons a person will read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.customer import Customer, CustomerStatus
from domain.filing import Candidate, Decision, Evidence, EvidenceKind, Subject
from domain.outcome import Reason, ReasonCode
from domain.referring import SecondCustomer
from ingest.route.clues import Clue, CustomerLookup
from ingest.route.evidence import KINDS
from ingest.route.paper import Paper
from ingest.route.second import second_customers
from ingest.route.weigh import Standing, weigh

CANDIDATES = 5
SERIOUS = 0.5
"""From this belief on a candidate keeps a paper from opening a file for somebody new."""
NAMED = 0.6
"""So does one source that names a customer, from this weight on, even if others deny it."""
_NAMING = (
    EvidenceKind.CUSTOMER_NUMBER,
    EvidenceKind.CREDIT_CODE,
    EvidenceKind.IDENTITY,
    EvidenceKind.NAME,
    EvidenceKind.INBOX_FOLDER,
)


@dataclass(frozen=True, slots=True)
class Routing:
    """The decision, its reasons, the customer chosen, and whether the paper is nobody's yet.

    `named` are customers whom the paper names for certain, the chosen one among them.
    """

    decision: Decision
    reasons: tuple[Reason, ...]
    customer: Customer | None = None
    unknown: bool = False
    named: tuple[SecondCustomer, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the paper may lie in the chosen customer's file without a person's word."""
        return self.customer is not None and self.customer.status is not CustomerStatus.PROVISIONAL


def route(paper: Paper, customers: CustomerLookup, threshold: float) -> Routing:
    """Decide whose `paper` is; below `threshold` nobody is chosen."""
    standings = weigh(_clues(paper, customers))
    named = second_customers(paper, customers, standings)
    best = standings[0] if standings else None
    if best is not None and best.confidence >= threshold:
        return replace(_chosen(best, standings), named=named)
    return Routing(
        _decision(None, standings),
        _reasons_against(standings),
        unknown=not any(_is_serious(standing) for standing in standings),
        named=named,
    )


def refused(paper: Paper, customers: CustomerLookup, reason: Reason) -> Routing:
    """No customer, for a reason that no evidence outweighs; whom it names is still noted."""
    standings = weigh(_clues(paper, customers))
    return Routing(_decision(None, standings), (reason,))


def _clues(paper: Paper, customers: CustomerLookup) -> tuple[Clue, ...]:
    found = tuple(clue for kind in KINDS for clue in kind.find(paper, customers))
    candidates = {clue.customer.number: clue.customer for clue in found}
    checked = tuple(
        clue
        for customer in candidates.values()
        for kind in KINDS
        for clue in kind.check(paper, customer)
    )
    return found + checked


def _is_serious(standing: Standing) -> bool:
    """Whether the paper says enough of a known customer that it may well be his."""
    named = max(standing.sources.get(kind, 0.0) for kind in _NAMING)
    return standing.belief >= SERIOUS or named >= NAMED


def _decision(chosen: Customer | None, standings: Sequence[Standing]) -> Decision:
    shown = standings[:CANDIDATES]
    candidates = tuple(
        Candidate(one.customer.number, one.customer.name, one.confidence) for one in shown
    )
    evidence = tuple(piece for one in shown for piece in _best_pieces(one.evidence))
    confidence = candidates[0].confidence if candidates else 0.0
    number = chosen.number if chosen else None
    return Decision(Subject.CUSTOMER, number, confidence, candidates, evidence)


def _best_pieces(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The pieces for one customer, strongest first, the same words of one kind only once."""
    unique = {
        (piece.kind, piece.detail): piece
        for piece in sorted(evidence, key=lambda piece: abs(piece.weight))
    }
    return tuple(sorted(unique.values(), key=lambda piece: -abs(piece.weight)))


def _chosen(best: Standing, standings: Sequence[Standing]) -> Routing:
    customer = best.customer
    reasons = [Reason(ReasonCode.BY_EVIDENCE, _described(best))]
    if customer.status is CustomerStatus.PROVISIONAL:
        reasons = [Reason(ReasonCode.NEW_CUSTOMER, f"{customer.number} {customer.name}")]
    return Routing(_decision(customer, standings), tuple(reasons), customer)


def _reasons_against(standings: Sequence[Standing]) -> tuple[Reason, ...]:
    if not standings:
        return (Reason(ReasonCode.CUSTOMER_UNKNOWN),)
    shown = _conflicting(standings)
    code = ReasonCode.CUSTOMER_CONFLICT if shown else ReasonCode.CUSTOMER_UNSURE
    return (Reason(code, "; ".join(_described(one) for one in shown or standings[:2])),)


def _conflicting(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """The candidates between whom the evidence is divided, or one whom it contradicts."""
    strong = [one for one in standings if _is_serious(one)]
    if not strong:
        return ()
    best = max(strong, key=lambda one: max(one.sources.values()))
    rivals = [one for one in strong if one is not best and not _shares_all(one, best)]
    if rivals:
        return (best, *rivals[: CANDIDATES - 1])
    return (best,) if best.contradicted else ()


def _shares_all(one: Standing, best: Standing) -> bool:
    """Whether `one` is believed only for what speaks for `best` too: alike, not in conflict."""
    return set(one.sources) <= set(best.sources) and not one.contradicted


def _described(standing: Standing) -> str:
    """The candidate and what was seen, in the page's own words."""
    seen = ", ".join(
        f"{piece.kind.value} “{piece.detail}”"
        for piece in _best_pieces(standing.evidence)
        if piece.detail
    )
    return f"{standing.customer.number} {standing.customer.name} ({seen})"
