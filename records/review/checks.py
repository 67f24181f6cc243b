"""Checks: documents that have their place and that a person should look at all the same."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from domain.ids import DocumentId
from domain.review import Check, CheckKind
from records.database import Database, now
from records.facts import fact, note_fact
from records.tables import CheckRow, DocumentRow

_SEED = "seed of checks"


class Checks:
    """The checks that are open; safe to call from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, document: str | None = None, limit: int = 100) -> tuple[Check, ...]:
        """What is to be looked at (only `document`, if given), suspicions before samples."""
        query = open_checks().order_by(CheckRow.kind.desc(), CheckRow.id).limit(limit)
        if document is not None:
            query = query.where(CheckRow.document == document)
        with self._database.read() as session:
            return tuple(_check(row) for row in session.scalars(query))

    def count(self) -> dict[CheckKind, int]:
        """How many checks of each kind are open."""
        counts = dict.fromkeys(CheckKind, 0)
        held = open_checks().subquery()
        with self._database.read() as session:
            for kind, count in session.execute(select(held.c.kind, func.count()).group_by("kind")):
                counts[CheckKind(kind)] = count
        return counts

    def demand(self, document: DocumentId, kind: CheckKind, detail: str = "") -> bool:
        """Have a person look at the document; False where that was asked and is open already."""
        with self._database.write() as session:
            return raise_check(session, document, kind, detail)


def raise_check(session: Session, document: str, kind: CheckKind, detail: str = "") -> bool:
    """Open a check, unless one of this kind is open; whether it was opened now."""
    held = open_checks().where(CheckRow.document == document, CheckRow.kind == kind).limit(1)
    if session.scalars(held).first() is not None:
        return False
    session.add(
        CheckRow(document=document, kind=kind, detail=detail, raised_at=now(), settled_at=None)
    )
    session.flush()
    return True


def kinds_open(session: Session, document: str) -> frozenset[CheckKind]:
    """Which kinds of checks are open for the document."""
    query = open_checks().where(CheckRow.document == document)
    return frozenset(CheckKind(row.kind) for row in session.scalars(query))


def settle(session: Session, document: str) -> None:
    """A person spoke about the document: nothing more need be asked."""
    session.execute(
        update(CheckRow)
        .where(CheckRow.document == document, CheckRow.settled_at.is_(None))
        .values(settled_at=now())
    )


def draw(session: Session, document: str, one_in: int) -> None:
    """Let the lot decide whether a document that the machine filed alone is looked at.

    The lot is cast from the document's id and a seed of the archive's own, so that filing again
    draws the same documents and nobody can tell beforehand which. 0 draws none.
    """
    if one_in < 1:
        return
    told = hashlib.sha256(f"{_seed(session)}:{document}".encode()).digest()
    if int.from_bytes(told[:8], "big") % one_in == 0 and not _was_drawn(session, document):
        raise_check(session, document, CheckKind.SAMPLED)


def _was_drawn(session: Session, document: str) -> bool:
    query = select(CheckRow.id).where(
        CheckRow.document == document, CheckRow.kind == CheckKind.SAMPLED
    )
    return session.scalars(query.limit(1)).first() is not None


def _seed(session: Session) -> str:
    known = fact(session, _SEED)
    if not known:
        known = secrets.token_hex(16)
        note_fact(session, _SEED, known)
    return known


def open_checks() -> Select[CheckRow]:
    """The checks that no person has settled, of documents that are there."""
    return (
        select(CheckRow)
        .join(DocumentRow, DocumentRow.id == CheckRow.document)
        .where(CheckRow.settled_at.is_(None), DocumentRow.withdrawn.is_(False))
    )


def _check(row: CheckRow) -> Check:
    return Check(row.id, DocumentId(row.document), CheckKind(row.kind), row.detail, row.raised_at)
