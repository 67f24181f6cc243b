"""Writing documents: every change a new revision, every value a version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.document import Document
from domain.fields import FieldReading
from domain.filing import Decision
from domain.forms import Part
from domain.ids import CustomerNumber, DocumentId, ScanId
from domain.outcome import DocumentState, Reason
from records.database import now
from records.packing import DECISION, DOCUMENT, FIELD, REASONS, WHAT
from records.sqlite import among
from records.tables import CustomerRow, DecisionRow, DocumentRow, FieldRow, RevisionRow, ScanRow

MACHINE = "machine"
"""Who a change is by when no person made it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made a change, and why."""

    who: str
    reason: str


BY_MACHINE = Signature(MACHINE, "")


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


def create(session: Session, ident: DocumentId, scan: ScanRow, wanted: Standing) -> DocumentRow:
    """A new document at revision 1, by the machine."""
    row = DocumentRow(
        id=ident,
        scan=scan.id,
        arrival=scan.number,
        first_page=min(wanted.pages),
        revision=0,
        filed_at=now(),
    )
    _set_heading(row, wanted)
    row.revision = 1
    session.add(row)
    session.flush()
    _set_fields(session, row, wanted.fields)
    _add_revision(session, row, BY_MACHINE, _difference(session, None, wanted))
    return row


def change(
    session: Session,
    row: DocumentRow,
    wanted: Standing,
    signature: Signature = BY_MACHINE,
    *,
    force: bool = False,
) -> bool:
    """Make the document stand as `wanted`; a revision only if something changes, or by `force`."""
    before = standing(session, row)
    if before == wanted and not force:
        return False
    row.revision += 1
    _set_heading(row, wanted)
    session.flush()
    if before.fields != wanted.fields:
        _set_fields(session, row, wanted.fields)
    _add_revision(session, row, signature, _difference(session, before, wanted))
    return True


def note_decisions(session: Session, document: str, decisions: Iterable[Decision]) -> None:
    """Keep what the machine decided, unless it decided the same before."""
    for decision in decisions:
        known = latest_decision(session, document, decision.subject)
        if known != decision:
            session.add(
                DecisionRow(
                    document=document,
                    subject=decision.subject,
                    packed=DECISION.pack(decision),
                    at=now(),
                )
            )
    session.flush()


def latest_decision(session: Session, document: str, subject: str) -> Decision | None:
    """The machine's last word on `subject` of the document."""
    query = (
        select(DecisionRow.packed)
        .where(DecisionRow.document == document, DecisionRow.subject == subject)
        .order_by(DecisionRow.id.desc())
        .limit(1)
    )
    packed = session.scalars(query).one_or_none()
    return None if packed is None else DECISION.unpack(packed)


def _set_heading(row: DocumentRow, wanted: Standing) -> None:
    row.pages = list(wanted.pages)
    row.state = wanted.state
    row.type_key = wanted.type_key
    row.type_confidence = wanted.type_confidence
    row.type_decided = wanted.type_decided
    row.part = wanted.part
    row.customer = wanted.customer
    row.customer_confidence = wanted.customer_confidence
    row.title = wanted.title
    row.document_date = wanted.document_date
    row.reasons = REASONS.plain(wanted.reasons)
    row.withdrawn = wanted.withdrawn


def _set_fields(session: Session, row: DocumentRow, wanted: Sequence[FieldReading]) -> None:
    """End the versions that no longer hold and begin the new ones, each at its position."""
    query = select(FieldRow).where(FieldRow.document == row.id, FieldRow.until.is_(None))
    held = {field.position: field for field in session.scalars(query)}
    for position, reading in enumerate(wanted):
        packed = FIELD.pack(reading)
        current = held.pop(position, None)
        if current is not None and current.packed == packed:
            continue
        if current is not None:
            current.until = row.revision
        session.add(
            FieldRow(
                document=row.id,
                since=row.revision,
                until=None,
                position=position,
                key=reading.key,
                value=reading.value,
                packed=packed,
            )
        )
    for field in held.values():
        field.until = row.revision
    session.flush()


def _add_revision(
    session: Session,
    row: DocumentRow,
    signature: Signature,
    what: tuple[tuple[str, str, str], ...],
) -> None:
    session.add(
        RevisionRow(
            document=row.id,
            revision=row.revision,
            at=now(),
            who=signature.who,
            reason=signature.reason,
            what=WHAT.plain(what),
            packed=DOCUMENT.pack(as_documents(session, [row])[0]),
        )
    )
    session.flush()


def _difference(
    session: Session, before: Standing | None, after: Standing
) -> tuple[tuple[str, str, str], ...]:
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
