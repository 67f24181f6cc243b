"""Papers that were perhaps scanned twice, and what a person says of them. Nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from domain.errors import NotFound
from domain.ids import DocumentId
from domain.questions import Suspicion
from records.database import Database, now
from records.documents.documents import find
from records.review.queue.claimed import check_free
from records.signature import Signature, check_signed
from records.tables import DocumentRow, SuspicionRow


class Suspicions:
    """Pairs of papers that look like one; each call is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document: str) -> tuple[Suspicion, ...]:
        """The papers that this one was noticed to be like, settled or not."""
        with self._database.read() as session:
            ident = find(session, document).id
            query = select(SuspicionRow).where(
                or_(SuspicionRow.document == ident, SuspicionRow.other == ident)
            )
            return _shown(session.scalars(query.order_by(SuspicionRow.id)).all())

    def get(self, number: int) -> Suspicion:
        """The pair with this number. Raises NotFound."""
        with self._database.read() as session:
            return _shown([_row(session, number)])[0]

    def settle(self, number: int, *, same: bool, signature: Signature) -> Suspicion:
        """Say whether two papers are one scanned twice; said again, the last word counts.

        Raises NotFound for a number that no pair has, Claimed while another is at it, UsageError
        when it is not said by whom and why.
        """
        check_signed(f"S{number}", signature)
        with self._database.write() as session:
            row = _row(session, number)
            check_free(session, f"S{number}", signature.who)
            row.settled_at, row.same = now(), same
            row.who, row.reason = signature.who, signature.reason
            session.flush()
            return _shown([row])[0]


def _row(session: Session, number: int) -> SuspicionRow:
    row = session.get(SuspicionRow, number)
    if row is None:
        raise NotFound(f"S{number}", "No pair of papers has this number.")
    return row


def open_pairs() -> Select[SuspicionRow]:
    """The pairs that nobody has settled, of papers that are both there, oldest first."""
    one, other = aliased(DocumentRow), aliased(DocumentRow)
    return (
        select(SuspicionRow)
        .join(one, one.id == SuspicionRow.document)
        .join(other, other.id == SuspicionRow.other)
        .where(
            SuspicionRow.settled_at.is_(None), one.withdrawn.is_(False), other.withdrawn.is_(False)
        )
        .order_by(SuspicionRow.id)
    )


def _shown(rows: Sequence[SuspicionRow]) -> tuple[Suspicion, ...]:
    return tuple(
        Suspicion(
            number=row.id,
            document=DocumentId(row.document),
            other=DocumentId(row.other),
            text=row.text,
            picture=row.picture,
            noticed_at=row.noticed_at,
            same=row.same,
            who=row.who,
            reason=row.reason,
            pages=tuple((page, other) for page, other in row.pages),
        )
        for row in rows
    )
