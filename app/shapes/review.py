"""Shapes of what waits for a person, and of answers."""

from __future__ import annotations

from app.shapes.base import Shape
from app.shapes.documents import evidence
from domain.questions import Answered, Question, Suspicion
from domain.referring import Proposal


def question(asked: Question) -> Shape:
    """A question of the review queue, and who is at it."""
    claim = asked.claim
    return {
        "id": asked.id,
        "kind": asked.kind.value,
        "about": asked.about,
        "settles": asked.settles,
        "since": asked.since.isoformat(),
        "documents": list(asked.documents),
        "customer": asked.customer,
        "claimed_by": claim.who if claim else None,
        "claimed_until": claim.until.isoformat() if claim else None,
    }


def suspicion(pair: Suspicion) -> Shape:
    """Two papers that look like one scanned twice, and what a person said of them."""
    return {
        "pair": f"S{pair.number}",
        "document": pair.document,
        "other": pair.other,
        "text": round(pair.text, 4),
        "picture": pair.picture,
        "noticed_at": pair.noticed_at.isoformat(),
        "same": pair.same,
        "who": pair.who,
        "reason": pair.reason,
        "pages": [list(both) for both in pair.pages],
    }


def answered(given: Answered) -> Shape:
    """What became of an answer, document by document."""
    return {
        "answer": given.number,
        "settled": list(given.settled),
        "refused": [{"document": document, "why": why} for document, why in given.refused],
    }


def proposal(made: Proposal) -> Shape:
    """A reference that the machine proposes; `taken` null: nobody has settled it."""
    return {
        "question": f"X{made.number}",
        "customer": made.customer,
        "role": made.role,
        "confidence": made.confidence,
        "evidence": [evidence(piece) for piece in made.evidence],
        "taken": made.taken,
        "who": made.who,
        "reason": made.reason,
    }
