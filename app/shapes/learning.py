"""Shapes of what is known and learned: types, taught forms, models, how often they err."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.shapes.base import Shape
from app.shapes.pages import box
from domain.forms import DocumentType
from domain.review import Bound, ModelVersion, OwnType
from domain.template import Template

if TYPE_CHECKING:  # what these are made by takes seconds to load
    from ingest.learning.accuracy import Accuracy, Rate
    from jobs.learning import Learnt


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


def own_type(known: OwnType, answers: int) -> Shape:
    """A type of the archive's own, and on how many papers a person said so."""
    return {"type": known.key, "name": known.name, "part": known.part.value, "answers": answers}


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
