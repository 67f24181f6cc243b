"""Shapes of documents: as they stand, why, what was found on them, how they came to be so."""

from __future__ import annotations

from collections.abc import Sequence

from app.shapes.base import Shape
from app.shapes.pages import box, field
from domain.customer import (
    Customer,
)
from domain.document import Change, Document
from domain.errors import Language
from domain.filing import Decision, Evidence
from domain.finding import Noted
from domain.outcome import Reason
from domain.words import reason_text


def document(
    held: Document,
    type_name: str,
    customer: Customer | None,
    language: Language,
    text: str | None = None,
) -> Shape:
    """One document as it stands; `text` only where it was asked for."""
    shape: Shape = {
        "id": held.id,
        "scan": held.scan,
        "pages": list(held.pages),
        "state": held.state.value,
        "revision": held.revision,
        "type": {
            "key": held.type_key,
            "name": type_name,
            "confidence": round(held.type_confidence, 4),
        },
        "part": held.part.value,
        "customer": customer_brief(customer, held.customer_confidence),
        "title": held.title,
        "date": held.document_date.isoformat() if held.document_date else None,
        "fields": [field(reading) for reading in held.fields],
        "reasons": reasons(held.reasons, language),
    }
    if text is not None:
        shape["text"] = text
    return shape


def customer_brief(known: Customer | None, confidence: float) -> Shape | None:
    """The customer a document lies under, or None when nobody may be chosen."""
    if known is None:
        return None
    return {
        "number": known.number,
        "name": known.name,
        "confidence": round(confidence, 4),
        "status": known.status.value,
    }


def reasons(given: Sequence[Reason], language: Language) -> list[str]:
    """Reasons as sentences."""
    return [reason_text(reason, language) for reason in given]


def finding(noted: Noted) -> Shape:
    """What a check found on a document, and since when; `until` says when it ended."""
    found, waived = noted.finding, noted.waived
    return {
        "finding": f"F{noted.number}",
        "document": noted.document,
        "code": found.code.value,
        "fault": found.is_fault,
        "subject": found.subject,
        "detail": found.detail,
        "page": found.page,
        "box": box(found.box) if found.box else None,
        "since": noted.since.isoformat(),
        "until": noted.until.isoformat() if noted.until else None,
        "waived": waived
        and {"who": waived.who, "reason": waived.reason, "at": waived.at.isoformat()},
    }


def change(made: Change) -> Shape:
    """One line of a document's history."""
    return {
        "revision": made.revision,
        "at": made.at.isoformat(),
        "who": made.who,
        "reason": made.reason,
        "what": [
            {"what": what, "before": before, "after": after} for what, before, after in made.what
        ],
    }


def evidence(piece: Evidence) -> Shape:
    """One reason for a decision, in the page's own words and where they stand."""
    return {
        "kind": piece.kind.value,
        "says": piece.says,
        "weight": round(piece.weight, 4),
        "detail": piece.detail,
        "page": piece.page,
        "box": box(piece.box) if piece.box else None,
    }


def decision(made: Decision) -> Shape:
    """A machine's decision with its candidates and evidence."""
    return {
        "subject": made.subject.value,
        "chosen": made.chosen,
        "confidence": round(made.confidence, 4),
        "candidates": [
            {
                "key": candidate.key,
                "name": candidate.name,
                "confidence": round(candidate.confidence, 4),
            }
            for candidate in made.candidates
        ],
        "evidence": [evidence(piece) for piece in made.evidence],
    }
