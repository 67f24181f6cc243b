"""The JSON shapes that commands print; kept as they are, additions only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from domain.customer import (
    CatalogueEntry,
    Customer,
    CustomerEvent,
    CustomerFile,
    Difference,
    IncompleteRecord,
    Reference,
    ValueVersion,
)
from domain.document import Change, Document
from domain.errors import AnjuanError, Language
from domain.fields import FieldReading, Pair
from domain.filing import Decision
from domain.finding import Noted
from domain.forms import DocumentType
from domain.geometry import Box
from domain.outcome import Reason, StepFailure
from domain.page import Page, Seal
from domain.personal import PersonalNumber, masked
from domain.questions import Answered, Question, Suspicion
from domain.review import Bound, ModelVersion, OwnType
from domain.template import Template
from domain.words import failure_text, reason_text

if TYPE_CHECKING:  # what these are made by takes seconds to load
    from ingest.learning.accuracy import Accuracy, Rate
    from jobs.learning import Learnt

Shape = dict[str, object]


def box(place: Box) -> list[float]:
    """x0, y0, x1, y1 in 0..1 of the upright page."""
    return [round(value, 5) for value in place.as_tuple()]


def field(reading: FieldReading) -> Shape:
    """One value of a form."""
    return {
        "key": reading.key,
        "label": reading.label,
        "value": reading.value,
        "raw": reading.raw,
        "page": reading.page,
        "box": box(reading.box),
        "confidence": round(reading.confidence, 4),
        "needs_review": reading.needs_review,
        "checks": [check.value for check in reading.checks],
    }


def pair(found: Pair) -> Shape:
    """A label that no catalogue lists, with its value, as read."""
    return {
        "label": found.label,
        "value": found.value,
        "page": found.page,
        "label_box": box(found.label_box),
        "box": box(found.box),
        "confidence": round(found.confidence, 4),
    }


def personal(one: PersonalNumber) -> Shape:
    """A personal number on a page: what it is, where it stands, and how it may be shown."""
    return {
        "kind": one.kind.value,
        "masked": masked(one.text),
        "page": one.page,
        "box": box(one.box),
    }


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


def failure(failed: StepFailure, language: Language) -> Shape:
    """One thing that went wrong, and its next step."""
    return {
        "stage": failed.stage.value,
        "page": failed.page,
        "category": failed.category.value,
        "message": failure_text(failed, language),
        "detail": failed.message,
    }


def reasons(given: Sequence[Reason], language: Language) -> list[str]:
    """Reasons as sentences."""
    return [reason_text(reason, language) for reason in given]


def seal(page: Page, stamp: Seal) -> Shape:
    """A seal on a page, and the lines that it overlaps."""
    return {
        "page": page.number,
        "colour": stamp.colour.value,
        "shape": stamp.shape.value,
        "box": box(stamp.box),
        "confidence": round(stamp.confidence, 4),
        "over": [line.text for line in page.beneath(stamp)],
    }


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


def customer(known: Customer) -> Shape:
    """A customer with all values in force."""
    values: dict[str, list[str]] = {}
    for key, value in known.values:
        values.setdefault(key, []).append(value)
    return {
        "number": known.number,
        "name": known.name,
        "status": known.status.value,
        "values": values,
    }


def difference(open_one: Difference) -> Shape:
    """A card that says otherwise than its customer's record."""
    return {
        "number": open_one.number,
        "customer": open_one.customer,
        "key": open_one.key,
        "on_record": list(open_one.on_record),
        "said": list(open_one.said),
        "document": open_one.document,
        "noticed_at": open_one.noticed_at.isoformat(),
    }


def incomplete(record: IncompleteRecord) -> Shape:
    """A customer of whom something is not known that must be."""
    gaps = [{"key": gap.key, "since": gap.since.isoformat()} for gap in record.gaps]
    return {"customer": record.customer, "name": record.name, "missing": gaps}


def document_type(kind: DocumentType) -> Shape:
    """A kind of paper: what it is called, where it belongs, and what its form demands."""
    return {
        "key": kind.key,
        "name": kind.name,
        "name_hant": kind.name_hant,
        "name_en": kind.name_en,
        "titles": list(kind.titles),
        "aliases": list(kind.aliases),
        "codes": [*kind.codes, *kind.annexes],
        "part": kind.part.value,
        "family": kind.family,
        "retention": kind.retention.value,
        "secrecy": kind.secrecy.value,
        "register": kind.is_register,
        "signed_by": [who.name for who in (*kind.signs, *kind.sign_row)],
        "sealed_by": [seal.name for seal in (*kind.seals, *kind.copy_seals)],
        "copies": list(kind.copies),
    }


def template(taught: Template) -> Shape:
    """A form that was taught: its type, its pages, and where its values stand."""
    return {
        "type": {"key": taught.type_key, "name": taught.name},
        "part": taught.part.value,
        "examples": list(taught.examples),
        "pages": [
            {
                "anchors": len(page.anchors),
                "places": [
                    {"key": slot.key, "label": slot.label, "box": box(slot.box), "mark": slot.mark}
                    for slot in page.slots
                ],
            }
            for page in taught.pages
        ],
    }


def value_version(held: ValueVersion) -> Shape:
    """A value of a customer, how long it held, and where it came from."""
    return {
        "key": held.key,
        "value": held.value,
        "since": held.since.isoformat(),
        "until": held.until.isoformat() if held.until else None,
        "source": held.source,
        "held_from": held.held_from.isoformat() if held.held_from else None,
        "held_to": held.held_to.isoformat() if held.held_to else None,
    }


def customer_event(event: CustomerEvent) -> Shape:
    """What a person did with a customer as a whole."""
    return {
        "event": f"M{event.number}",
        "change": event.change.value,
        "customer": event.customer,
        "other": event.other,
        "who": event.who,
        "reason": event.reason,
        "at": event.at.isoformat(),
        "documents": list(event.documents),
        "undoes": f"M{event.undoes}" if event.undoes else None,
    }


def reference(held: Reference) -> Shape:
    """A paper that another customer's catalogue names."""
    return {
        "document": held.document,
        "customer": held.customer,
        "see": held.lies_with,
        "who": held.who,
        "reason": held.reason,
        "since": held.since.isoformat(),
    }


def catalogue_entry(entry: CatalogueEntry, type_name: str) -> Shape:
    """One line of a file's catalogue."""
    return {
        "sequence": entry.sequence,
        "document": entry.document,
        "part": entry.part.value,
        "type": {"key": entry.type_key, "name": type_name},
        "title": entry.title,
        "date": entry.document_date.isoformat() if entry.document_date else None,
        "pages": entry.pages,
        "file": entry.file,
        "responsible": entry.responsible,
        "number": entry.number,
        "volume": entry.volume,
        "leaf": entry.leaf,
        "remarks": [remark.value for remark in entry.remarks],
        "see": entry.see,
    }


def customer_file(held: CustomerFile, type_names: Mapping[str, str]) -> Shape:
    """A customer's file with its catalogue."""
    return {
        "file": held.number,
        "customer": customer(held.customer),
        "opened_at": held.opened_at.isoformat(),
        "catalogue": [
            catalogue_entry(entry, type_names.get(entry.type_key, entry.type_key))
            for entry in held.catalogue
        ],
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
        "evidence": [
            {
                "kind": piece.kind.value,
                "says": piece.says,
                "weight": round(piece.weight, 4),
                "detail": piece.detail,
                "page": piece.page,
                "box": box(piece.box) if piece.box else None,
            }
            for piece in made.evidence
        ],
    }


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
    }


def answered(given: Answered) -> Shape:
    """What became of an answer, document by document."""
    return {
        "answer": given.number,
        "settled": list(given.settled),
        "refused": [{"document": document, "why": why} for document, why in given.refused],
    }


def error(raised: AnjuanError, language: Language) -> Shape:
    """An error with what happened, what was kept and what to do next."""
    happened, kept, following = raised.parts(language)
    return {
        "error": {
            "kind": type(raised).__name__,
            "subject": raised.subject,
            "happened": happened,
            "kept": kept,
            "next": following,
            "exit_code": int(raised.exit_code),
        }
    }


def model(version: ModelVersion) -> Shape:
    """One version of the learned model, and how it compared."""
    return {
        "version": version.number,
        "trained_at": version.trained_at.isoformat(),
        "state": version.state.value,
        "answers": version.examples,
        "types": version.types,
        "held_back": version.held_back,
        "right": version.right,
        "right_before": version.rival,
        "who": version.who,
        "reason": version.reason,
    }


def learnt(done: Learnt) -> Shape:
    """What one round of learning did."""
    return {
        "filed": done.filed,
        "suspected": done.suspected,
        "second_looks": done.second_looks,
        "aliases": done.aliases,
        "model": model(done.version) if done.version else None,
    }


def own_type(known: OwnType, answers: int) -> Shape:
    """A type of the archive's own, and on how many papers a person said so."""
    return {"type": known.key, "name": known.name, "part": known.part.value, "answers": answers}


def accuracy(figures: Accuracy, bound: Bound | None, default: float) -> Shape:
    """How often the machine was wrong on one question, and the threshold that follows."""
    return {
        "subject": figures.subject.value,
        "threshold": bound.threshold if bound else default,
        "measured": bound is not None and bound.measured,
        "wrong": bound.errors if bound else 0,
        "reviewed": bound.reviewed if bound else 0,
        "upper": round(bound.upper, 6) if bound else None,
        "max_error": bound.most if bound else None,
        "doubted": list(bound.doubted) if bound else [],
        "by_lot": _rate(figures.by_lot),
        "by_type": {one.name: _rate(one) for one in figures.by_type},
        "by_month": {one.name: _rate(one) for one in figures.by_month},
    }


def _rate(rate: Rate) -> Shape:
    return {
        "wrong": rate.wrong,
        "reviewed": rate.reviewed,
        "low": round(rate.low, 6),
        "high": round(rate.high, 6),
    }
