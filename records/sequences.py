"""Numbers without gap or repeat, given inside the transaction that uses them."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.tables import SequenceRow


def next_value(session: Session, name: str) -> int:
    """The next number of sequence `name`, from 1.

    The row is locked until the transaction ends, so a second writer waits and an undone
    transaction gives its number back.
    """
    advance = (
        update(SequenceRow)
        .where(SequenceRow.name == name)
        .values(value=SequenceRow.value + 1)
        .returning(SequenceRow.value)
        .execution_options(synchronize_session=False)
    )
    value = session.execute(advance).scalar()
    if value is None:
        _begin(session, name)
        value = session.execute(advance).scalar_one()
    return value


def hold(session: Session, name: str) -> None:
    """Let only one transaction at a time go on from here; the others wait for its end."""
    next_value(session, f"lock:{name}")


def last_value(session: Session, name: str) -> int:
    """The last number given, 0 before the first."""
    query = select(SequenceRow.value).where(SequenceRow.name == name)
    return session.execute(query).scalar() or 0


def _begin(session: Session, name: str) -> None:
    try:
        with session.begin_nested():
            session.add(SequenceRow(name=name, value=0))
    except IntegrityError:
        return  # another transaction began it in the same moment
