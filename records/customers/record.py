"""What cards say of their customer, beside what the record says (客户资料的增补修订).

A filed card fills in what the record does not know. Where the two differ, the record stands and
the difference is kept for a person. Every value keeps the time it held, so the people a customer
had before are still known. Source: REQ-013, REQ-120, REQ-174.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.fields import FieldReading
from domain.forms import Part
from domain.outcome import DocumentState
from domain.text import squeezed
from records.customers.listed import known_keys
from records.customers.name_index import NAME_KEYS
from records.customers.rows import NUMBER_KEY, announce_papers
from records.customers.values import (
    refresh_names,
    set_values,
    squeezed_set,
    tidy,
    values_in_force,
)
from records.database import now
from records.documents.standing import Standing
from records.sequences import hold
from records.signature import MACHINE
from records.tables import CustomerRow, DifferenceRow, ValueRow

_CARDS = frozenset({Part.CARD, Part.CONTACT})
"""Parts of the file whose papers say how the customer is: cards and contact data."""

_PROOFS = ("registration_no", "id_card")
"""Numbers that prove who a customer is; a person adds them to a record that has none."""

_IDENTITY = frozenset({*NAME_KEYS, NUMBER_KEY, *_PROOFS, "id_number"})
"""What a customer is known by: filled in by no card but the one that opened his file."""

Said = Mapping[str, Sequence[str]]


def hear(session: Session, document: str, held: Standing) -> None:
    """Let the record of the customer learn what `document`, standing as `held`, says of him.

    What the record once took from this document is taken back if the document now says
    otherwise, or lies in another file.
    """
    known = held.customer is not None and not held.withdrawn
    holder = session.get(CustomerRow, held.customer) if known else None
    speaks = holder is not None and _speaks(holder, held)
    said = _relied_upon(held.fields) if speaks else {}
    if not said and not _has_spoken(session, document, holder):
        return
    hold(session, "customers")
    _take_back(session, document, holder.id if holder else None, said)
    if holder is not None and speaks:
        _fill_in(session, holder, said, document)
    _note_differences(session, holder if speaks else None, said, document)


def _speaks(holder: CustomerRow, held: Standing) -> bool:
    """Whether a paper speaks for the record; that of a provisional customer is kept elsewhere."""
    provisional = holder.status == CustomerStatus.PROVISIONAL
    return held.state is DocumentState.FILED and held.part in _CARDS and not provisional


def _relied_upon(fields: Iterable[FieldReading]) -> dict[str, list[str]]:
    """What the card says beyond doubt, of the things a record of a customer knows."""
    keys = known_keys()
    found: dict[str, list[str]] = {}
    for reading in fields:
        if reading.key in keys and not reading.needs_review:
            found.setdefault(reading.key, []).append(reading.value)
    return tidy(found)


def _has_spoken(session: Session, document: str, holder: CustomerRow | None) -> bool:
    """Whether a difference of this document is open, or a value of it in force elsewhere."""
    values = select(ValueRow.id).where(ValueRow.source == document, ValueRow.until.is_(None))
    if holder is not None:
        values = values.where(ValueRow.customer != holder.id)
    open_ones = select(DifferenceRow.id).where(
        DifferenceRow.document == document, DifferenceRow.settled_at.is_(None)
    )
    return any(session.execute(query.limit(1)).first() for query in (values, open_ones))


def _take_back(session: Session, document: str, customer: int | None, said: Said) -> None:
    """End the values that came from this document and that it says no longer.

    A customer keeps the name and the numbers that opened his file, wherever the card goes.
    """
    query = select(ValueRow).where(ValueRow.source == document, ValueRow.until.is_(None))
    changed: set[int] = set()
    for row in session.scalars(query).all():
        elsewhere = row.customer != customer and row.key not in _IDENTITY
        denied = row.key in said and row.squeezed not in squeezed_set(said[row.key])
        if elsewhere or denied:
            row.until = now()
            changed.add(row.customer)
    session.flush()
    refresh_names(session, changed)
    announce_papers(session, changed, document)


def _fill_in(session: Session, holder: CustomerRow, said: Said, document: str) -> None:
    """Put in force what the record does not know."""
    held = {value.key for value in values_in_force(session, [holder.id]).get(holder.id, ())}
    opened = holder.opened_by == document
    missing = {
        key: values
        for key, values in said.items()
        if key not in held and (opened or key not in _IDENTITY)
    }
    changed = set_values(session, {holder.id: missing}, document)
    announce_papers(session, changed, document)


def _note_differences(
    session: Session, holder: CustomerRow | None, said: Said, document: str
) -> None:
    """Keep open what differs now, and close by machine what differs no longer."""
    differing = _differing(session, holder, said) if holder else {}
    query = select(DifferenceRow).where(DifferenceRow.document == document)
    known = session.scalars(query.order_by(DifferenceRow.id)).all()
    still: set[str] = set()
    for row in known:
        same = holder is not None and row.customer == holder.id
        same = same and list(row.said) == list(differing.get(row.key, ()))
        if same:
            still.add(row.key)
        elif row.settled_at is None:
            row.settled_at, row.taken, row.who = now(), False, MACHINE
            row.reason = "the card says otherwise now"
    for key, values in differing.items():
        if key not in still and holder is not None:
            session.add(_noticed(holder.id, document, key, values))
    session.flush()


def _differing(session: Session, holder: CustomerRow, said: Said) -> dict[str, list[str]]:
    on_record: dict[str, set[str]] = {NUMBER_KEY: {holder.squeezed}}
    for value in values_in_force(session, [holder.id]).get(holder.id, ()):
        on_record.setdefault(value.key, set()).add(squeezed(value.value))
    return {
        key: list(values)
        for key, values in said.items()
        if key in (*on_record, *_PROOFS) and not squeezed_set(values) <= on_record.get(key, set())
    }


def _noticed(customer: int, document: str, key: str, values: Sequence[str]) -> DifferenceRow:
    return DifferenceRow(
        customer=customer,
        document=document,
        key=key,
        said=list(values),
        noticed_at=now(),
        settled_at=None,
        taken=None,
        who="",
        reason="",
    )
