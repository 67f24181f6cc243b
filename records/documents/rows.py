"""Writing documents: every change a new revision, every value a version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.document import Document
from domain.fields import FieldReading
from domain.filing import Decision
from domain.ids import DocumentId
from records.database import now
from records.documents.standing import Standing, as_documents, difference, standing
from records.files.shelving import shelve
from records.packing import DECISION, DOCUMENT, FIELD, REASONS, WHAT
from records.review.queue import asking
from records.signature import BY_MACHINE, Signature
from records.tables import DecisionRow, DocumentRow, FieldRow, RevisionRow, ScanRow

What = tuple[tuple[str, str, str], ...]
"""Lines of the history: what changed, from what, to what."""


def create(
    session: Session,
    ident: DocumentId,
    scan: ScanRow,
    wanted: Standing,
    signature: Signature = BY_MACHINE,
    *,
    note: What = (),
) -> DocumentRow:
    """A new document at revision 1."""
    row = DocumentRow(
        id=ident,
        scan=scan.id,
        arrival=scan.number,
        first_page=min(wanted.pages),
        revision=0,
        filed_at=now(),
        bond="",
        placed_by="",
    )
    _set_heading(row, wanted)
    row.revision = 1
    session.add(row)
    session.flush()
    _set_fields(session, row, wanted.fields)
    _add_revision(session, row, signature, (*note, *difference(session, None, wanted)))
    asking.note(session, row, wanted)
    return row


def change(
    session: Session,
    row: DocumentRow,
    wanted: Standing,
    signature: Signature = BY_MACHINE,
    *,
    force: bool = False,
    note: What = (),
) -> bool:
    """Make the document stand as `wanted`; a revision only if something changes, or by `force`.

    `note` goes into the history before what changed.
    """
    before = standing(session, row)
    if before == wanted and not force:
        return False
    row.revision += 1
    _set_heading(row, wanted)
    session.flush()
    if before.fields != wanted.fields:
        _set_fields(session, row, wanted.fields)
    _add_revision(session, row, signature, (*note, *difference(session, before, wanted)))
    asking.note(session, row, wanted)
    return True


def as_of(session: Session, document: str, revision: int) -> Document:
    """The document as it stood at one of its revisions."""
    return DOCUMENT.unpack(session.get_one(RevisionRow, (document, revision)).packed)


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


def note_placing(
    session: Session, row: DocumentRow, signature: Signature, left: str, to: str
) -> None:
    """A revision that only says that the document went from one file to another."""
    row.revision += 1
    session.flush()
    _keep_revision(session, row, signature, (("file", left, to),))


def untouched_since(session: Session, row: DocumentRow, revision: int) -> bool:
    """Whether nothing happened to the document after `revision` but that it was re-shelved."""
    query = select(RevisionRow.what).where(
        RevisionRow.document == row.id, RevisionRow.revision > revision
    )
    later = (WHAT.parse(what) for what in session.scalars(query))
    return all(what and {named for named, _, _ in what} == {"file"} for what in later)


def _add_revision(
    session: Session,
    row: DocumentRow,
    signature: Signature,
    what: What,
) -> None:
    _keep_revision(session, row, signature, what)
    shelve(session, row, changed=bool(what))


def _keep_revision(session: Session, row: DocumentRow, signature: Signature, what: What) -> None:
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
