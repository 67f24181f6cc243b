"""Shapes of what stands on a page: places, values, pairs, seals, personal numbers."""

from __future__ import annotations

from app.shapes.base import Shape
from domain.fields import FieldReading, Pair
from domain.geometry import Box
from domain.page import Page, Seal
from domain.personal import PersonalNumber, masked


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
