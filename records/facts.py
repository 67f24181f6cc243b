"""Facts about the archive itself, such as how far its reviews were learned from."""

from __future__ import annotations

from sqlalchemy.orm import Session

from records.tables import FactRow


def fact(session: Session, name: str) -> str:
    """What is noted under `name`; empty for nothing."""
    row = session.get(FactRow, name)
    return row.value if row else ""


def note_fact(session: Session, name: str, value: str) -> None:
    """Note `value` under `name`, in the place of what was there."""
    session.merge(FactRow(name=name, value=value))
    session.flush()
