"""Which kind of paper a document is, from all that its pages say for one type or another.

Every piece of evidence is believed as far as its weight. For one type, the best piece of each
kind is taken (a title printed on three pages is one title) and these are joined by noisy-or:
1 - (1 - w1)(1 - w2)... Types compete: the belief in each is then multiplied by its share of the
odds of all, so that a title that fits two forms equally files nothing. What later pages say
counts for less than the first page, because annexes stand there.

Forms of two offices may bear one title (客户档案登记表, domain.md 2.4): the one whose code stands
on the page is meant, else the one that the rule books of this office know. A form under its own
title that is like another is also believed for the labels and words of that one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from domain.filing import Candidate, Decision, Evidence, EvidenceKind, Subject
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
RIVAL = 0.3
"""What is left of a title that fits a form whose name another one bears by better right."""
NAMED = 0.5
"""From this weight on a title or code is a form's name."""
YIELDS = 0.5
"""What is left of labels and words for a form that the page does not name, where it names one
like it: they speak for both, the name for one."""
CANDIDATES = 5


def classify(
    readings: Iterable[PageReading],
    types: Mapping[str, DocumentType],
    regimes: Collection[str] = (),
) -> Decision:
    """Decide the type of the document that `readings` are the pages of.

    `chosen` is always a type key; it is `other` where nothing known is recognised. `regimes` are
    the rule books in force, none where the office has not said.
    """
    evidence = _evidence(readings, types)
    evidence = _told_apart(evidence, types, frozenset(regimes))
    beliefs = {key: _belief(pieces) for key, pieces in _by_type(evidence, types).items()}
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


def _told_apart(
    evidence: tuple[Evidence, ...], types: Mapping[str, DocumentType], regimes: frozenset[str]
) -> tuple[Evidence, ...]:
    """The evidence, one title's forms that have less right to it than another weakened."""
    coded = {
        piece.says
        for piece in evidence
        if piece.kind is EvidenceKind.CODE and piece.weight >= NAMED
    }
    bearers: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for piece in evidence:
        if piece.kind is EvidenceKind.TITLE:
            bearers[_seen(piece)].add(piece.says)

    def weaker(piece: Evidence) -> bool:
        rivals = bearers.get(_seen(piece), set())
        ours = {key for key in rivals if regimes.intersection(types[key].regimes)}
        meant = rivals & coded or ours
        return piece.kind is EvidenceKind.TITLE and bool(meant) and piece.says not in meant

    weighed = (_weakened(piece, RIVAL) if weaker(piece) else piece for piece in evidence)
    return tuple(sorted(weighed, key=lambda piece: -piece.weight))


def _seen(piece: Evidence) -> tuple[object, ...]:
    """What two pieces share that rest on the same print and believe it equally."""
    return piece.detail, piece.page, piece.box, piece.weight


def _by_type(
    evidence: Iterable[Evidence], types: Mapping[str, DocumentType]
) -> dict[str, list[Evidence]]:
    pieces: dict[str, list[Evidence]] = defaultdict(list)
    for piece in evidence:
        pieces[piece.says].append(piece)
    full = {key: own + _of_model(pieces, types[key]) for key, own in pieces.items()}
    named = {key for key, own in pieces.items() if any(map(_names, own))}
    models = {types[key].like for key in named} - named
    return {
        key: [_weakened(piece, YIELDS) for piece in own] if key in models else own
        for key, own in full.items()
    }


def _names(piece: Evidence) -> bool:
    naming = (EvidenceKind.TITLE, EvidenceKind.CODE, EvidenceKind.TEMPLATE)
    return piece.kind in naming and piece.weight >= NAMED


def _of_model(pieces: Mapping[str, list[Evidence]], kind: DocumentType) -> list[Evidence]:
    """The labels of the form that `kind` is like, and its words unless it has words of its own."""
    shared = {EvidenceKind.LABELS} if kind.cues else {EvidenceKind.LABELS, EvidenceKind.WORDS}
    return [piece for piece in pieces.get(kind.like, []) if piece.kind in shared]


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
