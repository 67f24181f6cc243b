"""Which kind of paper a document is, from all that its pages say for one type or another.

Every piece of evidence is believed as far as its weight. For one type, the best piece of each
kind is taken (a title printed on three pages is one title) and these are joined by noisy-or:
1 - (1 - w1)(1 - w2)... Types compete: the belief in each is then multiplied by its share of the
odds of all, so that a title that fits two forms equally files nothing. What later pages say
counts for less than the first page, because annexes stand there.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from domain.filing import Candidate, Decision, Evidence, Subject
from domain.forms import OTHER, DocumentType
from domain.reading import PageReading

LATER_PAGE = 0.5
"""How much a later page's word on the type counts beside the first page's."""
HIGHEST = 0.995
"""No decision of the machine is surer than this."""
FAINT = 0.35
"""Below this belief in the best type, the paper is none of the known forms."""
DIVIDED = 0.20
"""Nor is it when the belief is so divided that the best type keeps less than this."""
CANDIDATES = 5


def classify(readings: Iterable[PageReading], types: Mapping[str, DocumentType]) -> Decision:
    """Decide the type of the document that `readings` are the pages of.

    `chosen` is always a type key; it is `other` where nothing known is recognised.
    """
    evidence = _evidence(readings, types)
    beliefs = {key: _belief(pieces) for key, pieces in _by_type(evidence).items()}
    candidates = _rank(beliefs, types)
    confidence = candidates[0].confidence if candidates else 0.0
    unknown = max(beliefs.values(), default=0.0) < FAINT or confidence < DIVIDED
    chosen = OTHER if unknown else candidates[0].key
    return Decision(Subject.TYPE, chosen, confidence, candidates, evidence)


def _evidence(
    readings: Iterable[PageReading], types: Mapping[str, DocumentType]
) -> tuple[Evidence, ...]:
    """All pieces that speak of a known type, later pages' at half their weight."""
    pieces: list[Evidence] = []
    first = True
    for reading in readings:
        if reading.page.blank:
            continue
        share = 1.0 if first else LATER_PAGE
        first = False
        pieces += [
            _weakened(piece, share)
            for piece in reading.type_evidence
            if piece.says in types and piece.says != OTHER
        ]
    return tuple(sorted(pieces, key=lambda piece: -piece.weight))


def _weakened(piece: Evidence, share: float) -> Evidence:
    weight = max(-1.0, min(1.0, piece.weight * share))
    return Evidence(piece.kind, piece.says, weight, piece.detail, piece.page, piece.box)


def _by_type(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    pieces: dict[str, list[Evidence]] = defaultdict(list)
    for piece in evidence:
        pieces[piece.says].append(piece)
    return pieces


def _belief(pieces: Iterable[Evidence]) -> float:
    """Noisy-or of the best piece of each kind, lessened by what speaks against."""
    best: dict[str, float] = {}
    against = 0.0
    for piece in pieces:
        if piece.weight < 0:
            against = max(against, -piece.weight)
        else:
            best[piece.kind] = max(best.get(piece.kind, 0.0), piece.weight)
    doubt = math.prod(1 - weight for weight in best.values())
    return min(HIGHEST, (1 - doubt) * (1 - against))


def _rank(beliefs: Mapping[str, float], types: Mapping[str, DocumentType]) -> tuple[Candidate, ...]:
    odds = {key: belief / (1 - belief) for key, belief in beliefs.items() if belief > 0}
    together = sum(odds.values())
    ranked = (Candidate(key, types[key].name, beliefs[key] * odds[key] / together) for key in odds)
    return tuple(sorted(ranked, key=lambda candidate: (-candidate.confidence, candidate.key)))[
        :CANDIDATES
    ]
