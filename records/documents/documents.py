"""The documents as they stand, with their text, their evidence and their history."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.document import Change, Document, DocumentText
from domain.errors import NotFound
from domain.filing import Decision, Subject
from domain.ids import DocumentId, ScanId
from domain.outcome import DocumentState
from domain.reading import PageReading
from records.corrections.said_pairs import said_pairs, with_said
from records.database import Database
from records.documents.rows import latest_decision
from records.documents.standing import as_documents
from records.journal.pages import readings_of
from records.packing import WHAT
from records.tables import DocumentRow, RevisionRow

_BATCH = 1_000


class Documents:
    """Reads documents; a document that was withdrawn is not found here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, ident: str) -> Document:
        """The document with this id, or whose id alone begins so. Raises NotFound."""
        with self._database.read() as session:
            return as_documents(session, [find(session, ident)])[0]

    def of_scan(self, scan: ScanId) -> tuple[Document, ...]:
        """The documents of a scan, in page order."""
        query = (
            select(DocumentRow)
            .where(DocumentRow.scan == scan, DocumentRow.withdrawn.is_(False))
            .order_by(DocumentRow.first_page)
        )
        with self._database.read() as session:
            return as_documents(session, session.scalars(query).all())

    def text(self, document: DocumentId) -> DocumentText:
        """The document with its read pages; pages that could not be read are missing."""
        with self._database.read() as session:
            found = as_documents(session, [find(session, document)])[0]
            readings = readings_of(session, found.scan, found.pages)
            read = tuple(pair for reading in readings for pair in reading.pairs)
            return DocumentText(
                document=found,
                pages=tuple(reading.page for reading in readings),
                pairs=with_said(read, said_pairs(session, found.id), min(found.pages, default=1)),
                personal=tuple(one for reading in readings for one in reading.personal),
            )

    def readings(self, document: DocumentId) -> tuple[PageReading, ...]:
        """What was read on its pages; those that could not be read are missing. Raises NotFound."""
        with self._database.read() as session:
            row = find(session, document)
            return tuple(readings_of(session, ScanId(row.scan), tuple(row.pages)))

    def history(self, document: DocumentId) -> tuple[Change, ...]:
        """Every change, oldest first. Raises NotFound."""
        with self._database.read() as session:
            return changes_after(session, find(session, document).id, 0)

    def decisions(self, document: DocumentId) -> tuple[Decision, ...]:
        """What the machine last decided, on type and customer, with its evidence."""
        with self._database.read() as session:
            ident = find(session, document).id
            found = (latest_decision(session, ident, subject) for subject in Subject)
            return tuple(decision for decision in found if decision is not None)

    def in_review(self, limit: int = 100, offset: int = 0) -> tuple[Document, ...]:
        """Documents that wait for a person, in the order their scans arrived."""
        query = (
            select(DocumentRow)
            .where(DocumentRow.state == DocumentState.REVIEW, DocumentRow.withdrawn.is_(False))
            .order_by(DocumentRow.arrival, DocumentRow.first_page)
            .limit(limit)
            .offset(offset)
        )
        with self._database.read() as session:
            return as_documents(session, session.scalars(query).all())

    def counts(self) -> dict[DocumentState, int]:
        """How many documents are filed, and how many wait."""
        query = (
            select(DocumentRow.state, func.count())
            .where(DocumentRow.withdrawn.is_(False))
            .group_by(DocumentRow.state)
        )
        counts = dict.fromkeys(DocumentState, 0)
        with self._database.read() as session:
            for state, count in session.execute(query):
                counts[DocumentState(state)] = count
        return counts

    def ids(self) -> Iterator[DocumentId]:
        """Every document's id; read in batches, so that one may take one's time between them."""
        last = ""
        while batch := self._ids_after(last):
            yield from batch
            last = batch[-1]

    def _ids_after(self, last: str) -> list[DocumentId]:
        query = (
            select(DocumentRow.id)
            .where(DocumentRow.id > last, DocumentRow.withdrawn.is_(False))
            .order_by(DocumentRow.id)
            .limit(_BATCH)
        )
        with self._database.read() as session:
            return [DocumentId(ident) for ident in session.scalars(query)]


def find(session: Session, ident: str) -> DocumentRow:
    """The document's row, by its id or a prefix that only it has. Raises NotFound."""
    wanted = _normal(ident)
    query = select(DocumentRow).where(DocumentRow.withdrawn.is_(False)).limit(2)
    exact = session.scalars(query.where(DocumentRow.id == wanted)).all()
    if exact:
        return exact[0]
    if len(wanted) < 5:
        raise NotFound(ident)
    found = session.scalars(query.where(DocumentRow.id.between(wanted, wanted + "g"))).all()
    if len(found) != 1:
        raise NotFound(ident, "Several documents begin so." if found else "")
    return found[0]


def changes_after(session: Session, document: str, revision: int) -> tuple[Change, ...]:
    """The changes later than `revision`, oldest first."""
    query = (
        select(RevisionRow)
        .where(RevisionRow.document == document, RevisionRow.revision > revision)
        .order_by(RevisionRow.revision)
    )
    return tuple(
        Change(row.revision, row.at, row.who, row.reason, WHAT.parse(row.what))
        for row in session.scalars(query)
    )


def _normal(ident: str) -> str:
    text = ident.strip()
    return text[:1].upper() + text[1:].lower()
