"""The outbox: which documents the search index must look at again, in order."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.ids import DocumentId
from records.database import Database, now
from records.sequences import last_value, next_value
from records.tables import OutboxRow

_SEQUENCE = "outbox"


class Outbox:
    """Numbered without gaps in the order of commits, so that a reader needs one watermark."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, sequence: int, limit: int) -> tuple[tuple[int, DocumentId], ...]:
        """The next entries after `sequence`, oldest first; a document may come many times."""
        query = (
            select(OutboxRow.sequence, OutboxRow.document)
            .where(OutboxRow.sequence > sequence)
            .order_by(OutboxRow.sequence)
            .limit(limit)
        )
        with self._database.read() as session:
            return tuple((number, DocumentId(name)) for number, name in session.execute(query))

    def last(self) -> int:
        """The newest entry's number, 0 when there is none."""
        with self._database.read() as session:
            return last_in(session)


def last_in(session: Session) -> int:
    """The newest entry's number as `session` sees it."""
    return last_value(session, _SEQUENCE)


def announce(session: Session, document: str) -> None:
    """Put `document` into the outbox, in the transaction that changes it."""
    sequence = next_value(session, _SEQUENCE)
    session.add(OutboxRow(sequence=sequence, document=document, at=now()))
    session.flush()
