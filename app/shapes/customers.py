"""Shapes of customers: their values, what cards say otherwise, what was done with them."""

from __future__ import annotations

from app.shapes.base import Shape
from domain.customer import (
    Customer,
    CustomerEvent,
    Difference,
    IncompleteRecord,
    Reference,
    ValueVersion,
)


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
