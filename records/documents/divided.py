"""What persons said of where documents begin, as it holds now."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.tables import DivisionRow, DocumentRow


def said_of(session: Session, scan: str) -> dict[int, bool]:
    """For each page of the scan that persons spoke about, whether a document begins there."""
    query = select(DivisionRow).where(DivisionRow.scan == scan).order_by(DivisionRow.id)
    return {row.page: row.begins for row in session.scalars(query)}


def bounded(session: Session, scan: str, rows: Iterable[DocumentRow]) -> frozenset[str]:
    """Those of a scan's documents of which a person said that they are just these pages."""
    said = said_of(session, scan)
    return frozenset(row.id for row in rows if not row.withdrawn and _is_bounded(row, said))


def _is_bounded(row: DocumentRow, said: dict[int, bool]) -> bool:
    wanted = [True, *[False] * (len(row.pages) - 1), True]
    return [said.get(page) for page in (*row.pages, max(row.pages) + 1)] == wanted
