"""What file a paper belongs in, by the rules: read from the paper and its customer, never written.

Source: C-02, C-30; domain 4.1, 4.6.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.bonds import Role, bond
from domain.outcome import DocumentState
from domain.text import squeezed
from records.customers.values import values_in_force
from records.documents.standing import fields_in_force
from records.rules.filing import FileUnit
from records.rules.shelving import PlacingRules
from records.tables import DocumentRow


@dataclass(frozen=True, slots=True)
class Unit:
    """What a file is about besides its customer: the key that it is found by, and as printed."""

    key: str = ""
    label: str = ""


WHOLE = Unit()
"""The customer as a whole, or papers that name no unit."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose file a paper belongs in, nobody's for a volume of the whole office, and about what."""

    customer: int | None
    unit: Unit


def belonging(session: Session, row: DocumentRow, rules: PlacingRules) -> Belonging | None:
    """Where the document belongs as it stands; None where it lies in no file."""
    if row.withdrawn:
        return None
    if rules.unit is FileUnit.YEAR:
        if row.customer is None and row.state != DocumentState.FILED:
            return None
        return Belonging(None, _year(session, row, rules))
    if row.customer is None:
        return None
    return Belonging(row.customer, _unit(session, row, rules))


def bound(session: Session, row: DocumentRow) -> list[DocumentRow]:
    """The papers of the same customer that share the document's subject, itself among them."""
    query = select(DocumentRow).where(
        DocumentRow.bond == row.bond,
        DocumentRow.withdrawn.is_(False),
        DocumentRow.customer == row.customer
        if row.customer is not None
        else DocumentRow.customer.is_(None),
    )
    return list(session.scalars(query.order_by(DocumentRow.id)))


def _unit(session: Session, row: DocumentRow, rules: PlacingRules) -> Unit:
    if rules.unit.by_year:
        return _year(session, row, rules)
    if not rules.keys or row.customer is None:
        return WHOLE
    said = _said(session, row, rules.keys)
    return said or _known(session, row.customer, rules.keys) or WHOLE


def _said(session: Session, row: DocumentRow, keys: Collection[str]) -> Unit | None:
    """What the paper itself says; no file is opened on a doubtful value."""
    fields = fields_in_force(session, [row.id]).get(row.id, ())
    for key in keys:
        for reading in fields:
            if reading.key == key and not reading.needs_review and squeezed(reading.value):
                return Unit(squeezed(reading.value), reading.value.strip())
    return None


def _known(session: Session, customer: int, keys: Collection[str]) -> Unit | None:
    """What the customer's record says, where it says one thing only."""
    held = values_in_force(session, [customer]).get(customer, ())
    for key in keys:
        values = [value.value for value in held if value.key == key and squeezed(value.value)]
        if len(values) == 1:
            return Unit(squeezed(values[0]), values[0].strip())
    return None


def _year(session: Session, row: DocumentRow, rules: PlacingRules) -> Unit:
    """The year of the paper; with the relation rule, that of the reply it is bound to."""
    day = row.document_date
    if rules.year_rule == "relation" and row.bond:
        others = bound(session, row)
        replies = [
            other.document_date
            for other in others
            if other.document_date is not None and bond(other.title).role is Role.REPLY
        ]
        if replies and any(bond(other.title).role is Role.REQUEST for other in others):
            day = max(replies)
    return Unit(str(day.year), str(day.year)) if day else WHOLE
