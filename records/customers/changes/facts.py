"""What persons did with customers, kept with all that undoing it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.customer import CustomerChange, CustomerEvent, CustomerStatus
from domain.errors import LaterFacts, NotFound
from domain.ids import DocumentId
from records.database import now
from records.documents.standing import customer_numbers
from records.packing import PlainPacker
from records.signature import Signature
from records.tables import CustomerChangeRow, CustomerRow


@dataclass(frozen=True, slots=True)
class MovedPaper:
    """A document that moved, and the revision by which it did."""

    document: str
    revision: int


@dataclass(frozen=True, slots=True)
class Moved:
    """All that changed with a customer: how he stood, papers, and values begun and ended (rows)."""

    was: CustomerStatus
    papers: tuple[MovedPaper, ...] = ()
    begun: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()


MOVED: PlainPacker[tuple[Moved, ...]] = PlainPacker(tuple[Moved, ...])


def append(
    session: Session,
    change: CustomerChange,
    customer: CustomerRow,
    signature: Signature,
    moved: Moved,
    *,
    other: CustomerRow | None = None,
    undoes: int | None = None,
) -> CustomerChangeRow:
    """Keep what was done."""
    row = CustomerChangeRow(
        change=change,
        customer=customer.id,
        other=other.id if other else None,
        who=signature.who,
        reason=signature.reason,
        at=now(),
        moved=MOVED.plain((moved,)),
        undoes=undoes,
    )
    session.add(row)
    session.flush()
    return row


def to_undo(session: Session, number: int) -> CustomerChangeRow:
    """The change with this number, if it still holds. Raises NotFound, LaterFacts.

    A change rests under a later one that holds and touches one of its customers.
    """
    row = session.get(CustomerChangeRow, number)
    if row is None or row.change == CustomerChange.UNDONE or _is_undone(session, number):
        raise NotFound(f"M{number}", "No change of a customer that holds has this number.")
    concerned = [row.customer, *([row.other] if row.other else [])]
    for later in _touching(session, concerned):
        if later.id > number and later.change != CustomerChange.UNDONE:
            if _is_undone(session, later.id) or _apart(row, later):
                continue
            told = f"M{later.id} ({later.change}, {later.who}: {later.reason}) rests on it"
            raise LaterFacts(f"M{number}", told)
    return row


def events(session: Session, customer: int) -> tuple[CustomerEvent, ...]:
    """What was done with a customer, oldest first."""
    rows = _touching(session, [customer])
    numbers = customer_numbers(session, [ident for r in rows for ident in (r.customer, r.other)])
    return tuple(
        CustomerEvent(
            number=row.id,
            change=CustomerChange(row.change),
            customer=numbers[row.customer],
            other=numbers.get(row.other),
            who=row.who,
            reason=row.reason,
            at=row.at,
            documents=tuple(DocumentId(paper.document) for paper in moved_of(row).papers),
            undoes=row.undoes,
        )
        for row in rows
    )


def moved_of(row: CustomerChangeRow) -> Moved:
    """What changed with it."""
    return MOVED.parse(row.moved)[0]


def _touching(session: Session, customers: Iterable[int]) -> Sequence[CustomerChangeRow]:
    wanted = list(customers)
    query = select(CustomerChangeRow).where(
        or_(CustomerChangeRow.customer.in_(wanted), CustomerChangeRow.other.in_(wanted))
    )
    return session.scalars(query.order_by(CustomerChangeRow.id)).all()


def _is_undone(session: Session, number: int) -> bool:
    query = select(CustomerChangeRow.id).where(CustomerChangeRow.undoes == number).limit(1)
    return session.execute(query).first() is not None


def _apart(row: CustomerChangeRow, later: CustomerChangeRow) -> bool:
    """Whether the later change only brought another customer to, or took some from, the same."""
    return later.customer == row.customer and later.change in (
        CustomerChange.MERGED,
        CustomerChange.SPLIT,
    )
