"""Where cards and the record of a customer differ, and a person's word on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.customer import Difference
from domain.errors import NotFound, UsageError
from domain.ids import CustomerNumber, DocumentId
from records.customers import rows as customer_rows
from records.customers.rows import NUMBER_KEY, announce_papers
from records.customers.values import Held, set_values, squeezed_set, values_in_force
from records.database import Database, now
from records.documents.standing import customer_numbers
from records.review.queue.claimed import check_free
from records.sequences import hold
from records.tables import DifferenceRow


class Differences:
    """Differences that are open, oldest first; settling one is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(
        self, customer: str | None = None, limit: int = 100, offset: int = 0
    ) -> tuple[Difference, ...]:
        """What waits for a person, of one customer or of all. Raises NotFound."""
        with self._database.read() as session:
            query = open_ones(_row_of(session, customer)).limit(limit).offset(offset)
            return _shown(session, session.scalars(query).all())

    def count(self, customer: str | None = None) -> int:
        """How many are open, of one customer or of all. Raises NotFound."""
        with self._database.read() as session:
            wanted = open_ones(_row_of(session, customer)).subquery()
            return session.execute(select(func.count()).select_from(wanted)).scalar_one()

    def get(self, number: int) -> Difference:
        """The open one with this number. Raises NotFound."""
        with self._database.read() as session:
            return _shown(session, [_open_row(session, number)])[0]

    def settle(self, number: int, *, take: bool, who: str, reason: str) -> Difference:
        """Let the record follow the card (`take`) or stand; what it was then.

        The same said by other cards of the customer is settled with it. Raises NotFound for a
        number that is not open, Claimed while another is at it, UsageError when nobody says who
        and why.
        """
        if not who.strip() or not reason.strip():
            raise UsageError(str(number), "a decision says who makes it and why")
        with self._database.write() as session:
            hold(session, "customers")
            row = _open_row(session, number)
            same = alike(session, row)
            for one in same:
                check_free(session, f"R{one.id}", who)
            settled = _shown(session, [row])[0]
            if take:
                values = {row.customer: {row.key: list(row.said)}}
                announce_papers(session, set_values(session, values, row.document))
            for one in same:
                one.settled_at, one.taken, one.who, one.reason = now(), take, who, reason
        return settled


def _row_of(session: Session, customer: str | None) -> int | None:
    return None if customer is None else customer_rows.named(session, customer).id


def _open_row(session: Session, number: int) -> DifferenceRow:
    row = session.get(DifferenceRow, number)
    if row is None or row.settled_at is not None:
        raise NotFound(f"#{number}", "No difference with this number is open.")
    return row


def open_ones(customer: int | None = None) -> Select[DifferenceRow]:
    """Differences that nobody has settled, of one customer's row or of all, oldest first."""
    query = select(DifferenceRow).where(DifferenceRow.settled_at.is_(None))
    if customer is not None:
        query = query.where(DifferenceRow.customer == customer)
    return query.order_by(DifferenceRow.id)


def sameness(row: DifferenceRow) -> tuple[int, str, frozenset[str]]:
    """What is equal for differences that one word settles: the customer, the key, what is said."""
    return row.customer, row.key, frozenset(squeezed_set(row.said))


def alike(session: Session, row: DifferenceRow) -> list[DifferenceRow]:
    """The open differences of the customer that say the same, the one in question among them."""
    query = open_ones(row.customer)
    return [other for other in session.scalars(query).all() if sameness(other) == sameness(row)]


def _shown(session: Session, rows: Sequence[DifferenceRow]) -> tuple[Difference, ...]:
    customers = [row.customer for row in rows]
    numbers = customer_numbers(session, customers)
    held = values_in_force(session, customers)
    return tuple(
        Difference(
            number=row.id,
            customer=numbers[row.customer],
            key=row.key,
            on_record=_on_record(row.key, numbers[row.customer], held.get(row.customer, ())),
            said=tuple(row.said),
            document=DocumentId(row.document),
            noticed_at=row.noticed_at,
        )
        for row in rows
    )


def _on_record(key: str, number: CustomerNumber, held: Iterable[Held]) -> tuple[str, ...]:
    values = tuple(value.value for value in held if value.key == key)
    return (number, *values) if key == NUMBER_KEY else values
