"""The customers, and every way to find one."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select

from domain.customer import Customer, CustomerStatus, ValueVersion
from domain.errors import NotFound
from domain.text import squeezed
from records.customers import lookup, name_index
from records.customers import rows as customer_rows
from records.customers.rows import PutResult
from records.customers.values import Values
from records.database import Database
from records.profile import Profile
from records.tables import CustomerRow, ValueRow

__all__ = ["Customers", "PutResult", "ValueVersion"]


class Customers:
    """Customers by number, value and name; safe to call from several threads."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._together = profile.file.withdrawn == "together"

    def get(self, number: str) -> Customer:
        """The customer with this number. Raises NotFound."""
        found = self.by_number(number)
        if found is None:
            raise NotFound(number)
        return found

    def list(
        self, limit: int = 100, offset: int = 0, *, apart: bool = False
    ) -> tuple[Customer, ...]:
        """Customers in the order in which they came to be known.

        Where the profile keeps the withdrawn ones apart (C-35), they stand in no other list than
        their own, that with `apart`.
        """
        query = select(CustomerRow).where(self._listed(apart)).order_by(CustomerRow.id)
        query = query.limit(limit).offset(offset)
        with self._database.read() as session:
            return customer_rows.as_customers(session, session.scalars(query).all())

    def count(self, *, apart: bool = False) -> int:
        """How many customers there are, provisional ones included; or how many are withdrawn."""
        with self._database.read() as session:
            query = select(func.count(CustomerRow.id)).where(self._listed(apart))
            return session.execute(query).scalar_one()

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
            row = customer_rows.named(session, number)
            query = select(ValueRow).where(ValueRow.customer == row.id).order_by(ValueRow.id)
            return tuple(as_version(value) for value in session.scalars(query))

    def by_number(self, text: str) -> Customer | None:
        """The customer with this number, signs and spaces left out; None if several fit.

        Under the number of a customer that was merged into another, that other is found.
        """
        wanted = squeezed(text)
        if not wanted:
            return None
        with self._database.read() as session:
            found = lookup.bearers(session, wanted)
            best = customer_rows.best_of(found, text)
            return lookup.customers(session, [best])[0] if best is not None else None

    def by_value(self, key: str, value: str) -> tuple[Customer, ...]:
        """Customers for whom `key` has this value now, compared squeezed."""
        wanted = squeezed(value)
        if not wanted:
            return ()
        with self._database.read() as session:
            return lookup.customers(session, lookup.holders(session, key, wanted))

    def by_contract(self, number: str) -> tuple[Customer, ...]:
        """Customers in whose files a paper states this contract number, as it is written here."""
        wanted = number.strip()
        if not wanted:
            return ()
        with self._database.read() as session:
            return lookup.customers(session, lookup.signers(session, wanted))

    def by_file(self, number: str) -> Customer | None:
        """The customer whose file has this number."""
        with self._database.read() as session:
            found = lookup.owner(session, number.strip())
            return None if found is None else lookup.customers(session, [found])[0]

    def names_like(self, name: str, limit: int = 20) -> tuple[Customer, ...]:
        """Customers whose names resemble `name`, best first; a wrong character does no harm."""
        if not squeezed(name):
            return ()
        with self._database.read() as session:
            return lookup.customers(session, name_index.names_like(session, name, limit))

    def named_in(self, text: str) -> tuple[Customer, ...]:
        """Customers whose whole name (4 or more characters) stands in `text`, longest first."""
        with self._database.read() as session:
            return lookup.customers(session, name_index.named_in(session, text))

    def _listed(self, apart: bool) -> ColumnElement[bool]:
        """Whether a customer is in the list of all, or in that of the withdrawn."""
        withdrawn = and_(
            CustomerRow.status == CustomerStatus.WITHDRAWN, CustomerRow.dropped.is_(False)
        )
        living = CustomerRow.status.in_([CustomerStatus.ACTIVE, CustomerStatus.PROVISIONAL])
        if apart:
            return withdrawn
        return or_(living, withdrawn) if self._together else living


def as_version(row: ValueRow) -> ValueVersion:
    """A value as the rest of the archive sees it."""
    return ValueVersion(
        row.key, row.value, row.since, row.until, row.source, row.held_from, row.held_to
    )
