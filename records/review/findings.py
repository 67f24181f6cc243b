"""What checks of the scans found, since when and until when; they follow the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from domain.errors import NotFound
from domain.finding import Finding, FindingCode, Noted
from domain.ids import DocumentId
from records.database import Database, now
from records.outbox import last_in
from records.packing import FINDING
from records.review import waivers
from records.review.queue.claimed import check_papers_free
from records.signature import Signature, check_signed
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
            return _noted(session, session.scalars(query.order_by(FindingRow.id)).all())

    def get(self, number: int) -> Noted:
        """The finding with this number, if it holds. Raises NotFound."""
        with self._database.read() as session:
            return _noted(session, [_row(session, number)])[0]

    def waive(self, number: int, signature: Signature) -> Noted:
        """Let a finding be: it is no fault then, though the scan be read again.

        It is one again on a document that has other pages. Raises NotFound for a number that no
        finding has, Claimed while another is at the paper, UsageError when it is waived already or
        when it is not said by whom and why.
        """
        return self._say(number, signature, waivers.waive)

    def unwaive(self, number: int, signature: Signature) -> Noted:
        """Let a waived finding count again. Raises NotFound, Claimed, UsageError."""
        return self._say(number, signature, waivers.take_back)

    def _say(
        self,
        number: int,
        signature: Signature,
        word: Callable[[Session, FindingRow, Signature], None],
    ) -> Noted:
        check_signed(f"F{number}", signature)
        with self._database.write() as session:
            row = _row(session, number)
            check_papers_free(session, [row.document], signature.who)
            word(session, row, signature)
            return _noted(session, [row])[0]

    def open(
        self,
        codes: Iterable[FindingCode],
        limit: int = 100,
        offset: int = 0,
        *,
        waived: bool = False,
    ) -> tuple[Noted, ...]:
        """Findings of these codes that hold, on documents there are, the oldest first.

        Those that persons let be are listed with `waived`, and then alone.
        """
        query = select(FindingRow).where(_holding(codes, waived=waived))
        query = query.order_by(FindingRow.since, FindingRow.id)
        with self._database.read() as session:
            return _noted(session, session.scalars(query.limit(limit).offset(offset)).all())

    def counts(self, *, waived: bool = False) -> dict[FindingCode, int]:
        """How many findings of each code hold, or are let be."""
        query = select(FindingRow.code, func.count()).where(_holding(FindingCode, waived=waived))
        counts = dict.fromkeys(FindingCode, 0)
        with self._database.read() as session:
            for code, count in session.execute(query.group_by(FindingRow.code)):
                counts[FindingCode(code)] = count
        return counts


def _holding(codes: Iterable[FindingCode], *, waived: bool) -> ColumnElement[bool]:
    """Findings of these codes that hold, on documents there are, and are let be or not."""
    there = exists().where(DocumentRow.id == FindingRow.document, DocumentRow.withdrawn.is_(False))
    let_be = waivers.is_waived() if waived else ~waivers.is_waived()
    return and_(there, FindingRow.until.is_(None), FindingRow.code.in_([*codes]), let_be)


def _row(session: Session, number: int) -> FindingRow:
    row = session.get(FindingRow, number)
    if row is None or row.until is not None:
        raise NotFound(f"F{number}", "No finding that holds has this number.")
    return row


def _mark(session: Session) -> int:
    row = session.get(SequenceRow, _MARK)
    return row.value if row else 0


def _replace(session: Session, document: DocumentId, findings: Sequence[Finding]) -> None:
    waivers.lapse(session, document)
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


def _noted(session: Session, rows: Sequence[FindingRow]) -> tuple[Noted, ...]:
    waived = waivers.waivers_of(session, (row.document for row in rows))
    return tuple(
        Noted(
            DocumentId(row.document),
            FINDING.unpack(row.packed),
            row.since,
            row.until,
            row.id,
            waived.get((row.document, row.code, row.subject, row.page)),
        )
        for row in rows
    )
