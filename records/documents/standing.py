"""How a document stands: read from its rows, shown to the archive, compared with what was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.document import Document
from domain.fields import FieldReading
from domain.forms import Part
from domain.ids import CustomerNumber, DocumentId, ScanId
from domain.outcome import DocumentState, Reason
from records.packing import FIELD, REASONS
from records.sqlite import among
from records.tables import CustomerRow, DocumentRow, FieldRow


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands, or is to stand; `customer` is the customer's row."""

    pages: tuple[int, ...]
    state: DocumentState
    type_key: str
    type_confidence: float
    type_decided: bool
    part: Part
    customer: int | None
    customer_confidence: float
    title: str
    document_date: date | None
    fields: tuple[FieldReading, ...]
    reasons: tuple[Reason, ...]
    withdrawn: bool = False


def standing(session: Session, row: DocumentRow) -> Standing:
    """How the document stands now."""
    return Standing(
        pages=tuple(row.pages),
        state=DocumentState(row.state),
        type_key=row.type_key,
        type_confidence=row.type_confidence,
        type_decided=row.type_decided,
        part=Part(row.part),
        customer=row.customer,
        customer_confidence=row.customer_confidence,
        title=row.title,
        document_date=row.document_date,
        fields=fields_in_force(session, [row.id]).get(row.id, ()),
        reasons=REASONS.parse(row.reasons),
        withdrawn=row.withdrawn,
    )


def fields_in_force(session: Session, ids: Sequence[str]) -> dict[str, tuple[FieldReading, ...]]:
    """The values that hold now, by document, in their order."""
    query = (
        select(FieldRow.document, FieldRow.packed)
        .where(among(FieldRow.document, ids), FieldRow.until.is_(None))
        .order_by(FieldRow.document, FieldRow.position)
    )
    found: dict[str, list[FieldReading]] = {}
    for document, packed in session.execute(query):
        found.setdefault(document, []).append(FIELD.unpack(packed))
    return {document: tuple(fields) for document, fields in found.items()}


def as_documents(session: Session, rows: Sequence[DocumentRow]) -> tuple[Document, ...]:
    """The rows as the rest of the archive sees them, in the same order."""
    fields = fields_in_force(session, [row.id for row in rows])
    numbers = customer_numbers(session, (row.customer for row in rows))
    return tuple(
        Document(
            id=DocumentId(row.id),
            scan=ScanId(row.scan),
            pages=tuple(row.pages),
            revision=row.revision,
            state=DocumentState(row.state),
            type_key=row.type_key,
            type_confidence=row.type_confidence,
            part=Part(row.part),
            customer=numbers.get(row.customer),
            customer_confidence=row.customer_confidence,
            title=row.title,
            document_date=row.document_date,
            fields=fields.get(row.id, ()),
            reasons=REASONS.parse(row.reasons),
            filed_at=row.filed_at,
        )
        for row in rows
    )


def customer_numbers(
    session: Session, ids: Iterable[int | None]
) -> dict[int | None, CustomerNumber]:
    """The numbers of customers, by row."""
    wanted = {ident for ident in ids if ident is not None}
    query = select(CustomerRow.id, CustomerRow.number).where(among(CustomerRow.id, wanted))
    return {ident: CustomerNumber(number) for ident, number in session.execute(query)}


def difference(
    session: Session, before: Standing | None, after: Standing
) -> tuple[tuple[str, str, str], ...]:
    """What changed from `before` (None: from nothing), each as (what, before, after)."""
    numbers = customer_numbers(session, (s.customer for s in (before, after) if s))
    old = _said(before, numbers) if before else {}
    new = _said(after, numbers)
    return tuple(
        (what, old.get(what, ""), new.get(what, ""))
        for what in dict.fromkeys([*new, *old])
        if old.get(what, "") != new.get(what, "")
    )


def _said(held: Standing, numbers: dict[int | None, CustomerNumber]) -> dict[str, str]:
    """What a standing says, thing by thing, as text for the history."""
    said = {
        "pages": ", ".join(str(page) for page in held.pages),
        "state": "withdrawn" if held.withdrawn else str(held.state),
        "type": held.type_key,
        "part": str(held.part),
        "customer": numbers.get(held.customer, CustomerNumber("")),
        "title": held.title,
        "date": held.document_date.isoformat() if held.document_date else "",
    }
    for reading in held.fields:
        name = f"field {reading.key}"
        said[name] = f"{said[name]}; {reading.value}" if name in said else reading.value
    return said
