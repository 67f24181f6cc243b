"""Findings that persons let be: appended, in force until taken back or the paper is another one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from domain.errors import NotFound, UsageError
from domain.finding import FindingCode, Waiver
from records.signature import MACHINE, Signature, begun, end
from records.sqlite import among
from records.tables import CustomerRow, DocumentRow, FindingRow, WaiverRow

Key = tuple[str, str, str, int | None]
"""What a waiver is about: document, code, subject and page of a finding."""


def is_waived() -> ColumnElement[bool]:
    """Whether a person let the finding of the row be, as SQL."""
    return exists().where(
        WaiverRow.until.is_(None),
        WaiverRow.document == FindingRow.document,
        WaiverRow.code == FindingRow.code,
        WaiverRow.subject == FindingRow.subject,
        func.coalesce(WaiverRow.page, 0) == func.coalesce(FindingRow.page, 0),
    )


def excused(keys: Iterable[str]) -> ColumnElement[bool]:
    """Whether a card of the customer of the row need not say any of `keys`, as SQL."""
    return exists().where(
        and_(_excusing(), WaiverRow.subject.in_(list(keys))),
        DocumentRow.customer == CustomerRow.id,
    )


def excused_keys(session: Session, customers: Iterable[int]) -> dict[int, set[str]]:
    """What the cards of customers need not say, by the row of the customer."""
    query = select(DocumentRow.customer, WaiverRow.subject).where(
        _excusing(), among(DocumentRow.customer, customers)
    )
    found: dict[int, set[str]] = {}
    for customer, subject in session.execute(query):
        if customer is not None:
            found.setdefault(customer, set()).add(subject)
    return found


def waivers_of(session: Session, documents: Iterable[str]) -> dict[Key, Waiver]:
    """The waivers in force on the documents."""
    query = select(WaiverRow).where(
        WaiverRow.until.is_(None), among(WaiverRow.document, set(documents))
    )
    return {_key(row): Waiver(row.who, row.reason, row.since) for row in session.scalars(query)}


def waive(session: Session, found: FindingRow, signature: Signature) -> None:
    """Let a finding be. Raises UsageError where it is let be already."""
    if _held(session, found) is not None:
        raise UsageError(f"F{found.id}", "it is waived already")
    row = WaiverRow(
        document=found.document,
        code=found.code,
        subject=found.subject,
        page=found.page,
        pages=list(session.get_one(DocumentRow, found.document).pages),
        **begun(signature),
    )
    session.add(row)
    session.flush()


def take_back(session: Session, found: FindingRow, signature: Signature) -> None:
    """Let a finding count again. Raises NotFound where nobody let it be."""
    held = _held(session, found)
    if held is None:
        raise NotFound(f"F{found.id}", "It is not waived.")
    end(session, held, signature)


def lapse(session: Session, document: str) -> None:
    """End what was let be on a document that has other pages than the person saw."""
    query = select(WaiverRow).where(WaiverRow.until.is_(None), WaiverRow.document == document)
    rows = session.scalars(query).all()
    pages = list(session.get_one(DocumentRow, document).pages) if rows else []
    for row in rows:
        if row.pages != pages:
            end(session, row, Signature(MACHINE, f"its pages are now {pages}"))


def _excusing() -> ColumnElement[bool]:
    """A waiver in force for a field that a card leaves blank."""
    return and_(
        WaiverRow.until.is_(None),
        WaiverRow.code == FindingCode.FIELD_MISSING,
        DocumentRow.id == WaiverRow.document,
        DocumentRow.withdrawn.is_(False),
    )


def _held(session: Session, found: FindingRow) -> WaiverRow | None:
    query = select(WaiverRow).where(WaiverRow.until.is_(None), WaiverRow.document == found.document)
    return next((row for row in session.scalars(query) if _key(row) == _key(found)), None)


def _key(row: WaiverRow | FindingRow) -> Key:
    return row.document, row.code, row.subject, row.page
