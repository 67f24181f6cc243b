"""The customers, and every way to find one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.customer import Customer, CustomerStatus, ValueVersion
from domain.errors import NotFound
from domain.outcome import DocumentState
from domain.text import squeezed
from records import customer_rows, name_index
from records.customer_rows import PutResult
from records.customer_values import Values
from records.database import Database
from records.sqlite import among
from records.tables import CONTRACT_KEY, CustomerRow, DocumentRow, FieldRow, FileRow, ValueRow

__all__ = ["Customers", "PutResult", "ValueVersion"]


class Customers:
    """Customers by number, value and name; safe to call from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, number: str) -> Customer:
        """The customer with this number. Raises NotFound."""
        found = self.by_number(number)
        if found is None:
            raise NotFound(number)
        return found

    def list(self, limit: int = 100, offset: int = 0) -> tuple[Customer, ...]:
        """Customers in the order in which they came to be known."""
        query = select(CustomerRow).order_by(CustomerRow.id).limit(limit).offset(offset)
        with self._database.read() as session:
            return customer_rows.as_customers(session, session.scalars(query).all())

    def count(self) -> int:
        """How many customers there are, provisional and withdrawn ones included."""
        with self._database.read() as session:
            return session.execute(select(func.count(CustomerRow.id))).scalar_one()

    def put(
        self,
        number: str,
        values: Values,
        status: CustomerStatus = CustomerStatus.ACTIVE,
        source: str = "",
    ) -> PutResult:
        """Make or change a customer; replaced values are kept with the time they held.

        Keys not given, or given empty, stay as they are. Raises UsageError for an impossible
        number.
        """
        with self._database.write() as session:
            entry = customer_rows.Entry(number, values, status)
            return customer_rows.put_all(session, [entry], source)[0]

    def history(self, number: str) -> tuple[ValueVersion, ...]:
        """Every value the customer has had, oldest first. Raises NotFound."""
        with self._database.read() as session:
            row = customer_rows.find_squeezed(session, number)
            if row is None:
                raise NotFound(number)
            query = select(ValueRow).where(ValueRow.customer == row.id).order_by(ValueRow.id)
            return tuple(
                ValueVersion(v.key, v.value, v.since, v.until, v.source)
                for v in session.scalars(query)
            )

    def by_number(self, text: str) -> Customer | None:
        """The customer with this number, signs and spaces left out; None if several fit."""
        with self._database.read() as session:
            row = customer_rows.find_squeezed(session, text)
            return customer_rows.as_customers(session, [row])[0] if row else None

    def by_value(self, key: str, value: str) -> tuple[Customer, ...]:
        """Customers for whom `key` has this value now, compared squeezed."""
        wanted = squeezed(value)
        if not wanted:
            return ()
        holders = select(ValueRow.customer).where(
            ValueRow.key == key, ValueRow.squeezed == wanted, ValueRow.until.is_(None)
        )
        query = (
            select(CustomerRow)
            .where(CustomerRow.id.in_(holders), CustomerRow.dropped.is_(False))
            .order_by(CustomerRow.id)
        )
        with self._database.read() as session:
            return customer_rows.as_customers(session, session.scalars(query).all())

    def by_contract(self, number: str) -> tuple[Customer, ...]:
        """Customers in whose files a paper states this contract number, as it is written here."""
        wanted = number.strip()
        if not wanted:
            return ()
        holders = (
            select(DocumentRow.customer)
            .join(FieldRow, FieldRow.document == DocumentRow.id)
            .where(
                FieldRow.key == CONTRACT_KEY,
                FieldRow.value == wanted,
                FieldRow.until.is_(None),
                DocumentRow.state == DocumentState.FILED,
                DocumentRow.withdrawn.is_(False),
            )
        )
        query = select(CustomerRow).where(CustomerRow.id.in_(holders)).order_by(CustomerRow.id)
        with self._database.read() as session:
            return customer_rows.as_customers(session, session.scalars(query).all())

    def by_file(self, number: str) -> Customer | None:
        """The customer whose file has this number."""
        query = (
            select(CustomerRow)
            .join(FileRow, FileRow.customer == CustomerRow.id)
            .where(FileRow.number == number.strip())
        )
        with self._database.read() as session:
            row = session.scalars(query).one_or_none()
            return customer_rows.as_customers(session, [row])[0] if row else None

    def names_like(self, name: str, limit: int = 20) -> tuple[Customer, ...]:
        """Customers whose names resemble `name`, best first; a wrong character does no harm."""
        if not squeezed(name):
            return ()
        with self._database.read() as session:
            return _in_order(session, name_index.names_like(session, name, limit))

    def named_in(self, text: str) -> tuple[Customer, ...]:
        """Customers whose whole name (4 or more characters) stands in `text`, longest first."""
        with self._database.read() as session:
            return _in_order(session, name_index.named_in(session, text))


def _in_order(session: Session, ids: Sequence[int]) -> tuple[Customer, ...]:
    rows = session.scalars(select(CustomerRow).where(among(CustomerRow.id, ids))).all()
    by_id = {row.id: row for row in rows}
    return customer_rows.as_customers(session, [by_id[ident] for ident in ids])
