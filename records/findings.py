"""What checks of the scans found, since when and until when; they follow the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from domain.finding import Finding, FindingCode, Noted
from domain.ids import DocumentId
from records.database import Database, now
from records.outbox import last_in
from records.packing import FINDING
from records.tables import DocumentRow, FindingRow, OutboxRow, SequenceRow

_MARK = "findings"
"""Under this name stands how far in the outbox the checks have come."""


class Findings:
    """Keeps the findings of documents; they follow from the papers and can be made anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self, limit: int) -> tuple[int, tuple[DocumentId, ...]]:
        """The documents of the next `limit` outbox rows not checked yet, and the last row's number.

        The number is the mark itself where nothing waits.
        """
        with self._database.read() as session:
            mark = _mark(session)
            query = select(OutboxRow).where(OutboxRow.sequence > mark).order_by(OutboxRow.sequence)
            rows = session.scalars(query.limit(limit)).all()
            documents = dict.fromkeys(DocumentId(row.document) for row in rows)
            return (rows[-1].sequence if rows else mark), tuple(documents)

    @property
    def is_current(self) -> bool:
        """Whether everything that was filed or said has been checked."""
        with self._database.read() as session:
            return _mark(session) >= last_in(session)

    def note(self, found: Mapping[DocumentId, Sequence[Finding]], sequence: int) -> None:
        """Let these be the findings of those documents, and all checked up to `sequence`.

        What was found before and is not found now ends; what is found again keeps its day.
        """
        with self._database.write() as session:
            for document, findings in found.items():
                _replace(session, document, findings)
            mark = session.get(SequenceRow, _MARK) or SequenceRow(name=_MARK, value=0)
            mark.value = max(mark.value, sequence)
            session.add(mark)

    def of(self, document: DocumentId, *, ended: bool = False) -> tuple[Noted, ...]:
        """What was found on a document, what holds no longer included when `ended`."""
        query = select(FindingRow).where(FindingRow.document == document)
        if not ended:
            query = query.where(FindingRow.until.is_(None))
        with self._database.read() as session:
            return _noted(session.scalars(query.order_by(FindingRow.id)).all())

    def open(
        self, codes: Iterable[FindingCode], limit: int = 100, offset: int = 0
    ) -> tuple[Noted, ...]:
        """Findings of these codes that hold, on documents there are, the oldest first."""
        query = select(FindingRow).where(_holding(codes))
        query = query.order_by(FindingRow.since, FindingRow.id)
        with self._database.read() as session:
            return _noted(session.scalars(query.limit(limit).offset(offset)).all())

    def counts(self) -> dict[FindingCode, int]:
        """How many findings of each code hold."""
        query = select(FindingRow.code, func.count()).where(_holding(FindingCode))
        counts = dict.fromkeys(FindingCode, 0)
        with self._database.read() as session:
            for code, count in session.execute(query.group_by(FindingRow.code)):
                counts[FindingCode(code)] = count
        return counts


def _holding(codes: Iterable[FindingCode]) -> ColumnElement[bool]:
    """Findings of these codes that hold, on documents there are."""
    there = exists().where(DocumentRow.id == FindingRow.document, DocumentRow.withdrawn.is_(False))
    return and_(there, FindingRow.until.is_(None), FindingRow.code.in_([*codes]))


def _mark(session: Session) -> int:
    row = session.get(SequenceRow, _MARK)
    return row.value if row else 0


def _replace(session: Session, document: DocumentId, findings: Sequence[Finding]) -> None:
    query = select(FindingRow).where(FindingRow.document == document, FindingRow.until.is_(None))
    held = {(row.code, row.subject, row.page): row for row in session.scalars(query)}
    for finding in findings:
        row = held.pop((finding.code.value, finding.subject, finding.page), None)
        if row is None:
            row = FindingRow(
                document=document,
                code=finding.code,
                subject=finding.subject,
                page=finding.page,
                since=now(),
                until=None,
            )
        row.packed = FINDING.pack(finding)
        session.add(row)
    for row in held.values():
        row.until = now()
    session.flush()


def _noted(rows: Iterable[FindingRow]) -> tuple[Noted, ...]:
    return tuple(
        Noted(DocumentId(row.document), FINDING.unpack(row.packed), row.since, row.until)
        for row in rows
    )
