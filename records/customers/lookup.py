"""What routing asks of the records for every page, as statements that are put together once.

A page asks a dozen times. Making each question anew costs more than the database needs for its
answer, so the statements stand here ready and the customers are made without mapped rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from domain.customer import Customer, CustomerStatus
from domain.ids import CustomerNumber
from domain.outcome import DocumentState
from records.sqlite import among_listed, as_listed
from records.tables import (
    CONTRACT_KEY,
    CustomerRow,
    DocumentRow,
    FieldRow,
    FileRow,
    GramCountRow,
    NameGramRow,
    NameRow,
    ValueRow,
)

_CUSTOMERS = select(CustomerRow.id, CustomerRow.number, CustomerRow.name, CustomerRow.status).where(
    among_listed(CustomerRow.id)
)

_VALUES = (
    select(ValueRow.customer, ValueRow.key, ValueRow.value)
    .where(among_listed(ValueRow.customer), ValueRow.until.is_(None))
    .order_by(ValueRow.id)
)

_BEARERS = (
    select(CustomerRow.id, CustomerRow.number, CustomerRow.merged_into)
    .where(CustomerRow.squeezed == bindparam("squeezed"))
    .order_by(CustomerRow.id)
)

_MERGED = select(CustomerRow.merged_into).where(CustomerRow.id == bindparam("customer"))

_HOLDERS = (
    select(CustomerRow.id)
    .join(ValueRow, ValueRow.customer == CustomerRow.id)
    .where(
        ValueRow.key == bindparam("key"),
        ValueRow.squeezed == bindparam("squeezed"),
        ValueRow.until.is_(None),
        CustomerRow.dropped.is_(False),
    )
    .distinct()
    .order_by(CustomerRow.id)
)

_SIGNERS = (
    select(DocumentRow.customer)
    .join(FieldRow, FieldRow.document == DocumentRow.id)
    .where(
        FieldRow.key == CONTRACT_KEY,
        FieldRow.value == bindparam("number"),
        FieldRow.until.is_(None),
        DocumentRow.customer.is_not(None),
        DocumentRow.state == DocumentState.FILED,
        DocumentRow.withdrawn.is_(False),
    )
    .distinct()
    .order_by(DocumentRow.customer)
)

_OWNERS = select(FileRow.customer).where(
    FileRow.number == bindparam("number"), FileRow.customer.is_not(None)
)

_COUNTS = select(GramCountRow.gram, GramCountRow.names).where(
    among_listed(GramCountRow.gram), GramCountRow.names > 0
)

_shared = func.count().label("shared")
_near = (
    select(NameGramRow.name)
    .where(among_listed(NameGramRow.gram))
    .group_by(NameGramRow.name)
    .order_by(_shared.desc(), NameGramRow.name)
    .limit(bindparam("most"))
    .subquery()
)
_NEAR = (
    select(NameRow.customer, NameRow.squeezed)
    .join(_near, _near.c.name == NameRow.id)
    .join(CustomerRow, CustomerRow.id == NameRow.customer)
    .where(CustomerRow.dropped.is_(False))
)

_BEGINNING = (
    select(NameRow.customer, NameRow.squeezed)
    .join(CustomerRow, CustomerRow.id == NameRow.customer)
    .where(among_listed(NameRow.head), CustomerRow.dropped.is_(False))
)


def customers(session: Session, idents: Sequence[int]) -> tuple[Customer, ...]:
    """The customers in these rows, in the same order, with their values in force."""
    if not idents:
        return ()
    listed = {"listed": as_listed(idents)}
    connection = session.connection()
    values: dict[int, list[tuple[str, str]]] = {}
    for customer, key, value in connection.execute(_VALUES, listed):
        values.setdefault(customer, []).append((key, value))
    made = {
        ident: Customer(
            CustomerNumber(number), name, CustomerStatus(status), tuple(values.get(ident, ()))
        )
        for ident, number, name, status in connection.execute(_CUSTOMERS, listed)
    }
    return tuple(made[ident] for ident in idents)


def bearers(session: Session, squeezed: str) -> list[tuple[int, str]]:
    """Rows and numbers of those whose number, squeezed, is this; of a merged one, the survivor."""
    found = session.connection().execute(_BEARERS, {"squeezed": squeezed}).all()
    return [(survivor(session, ident, merged), number) for ident, number, merged in found]


def survivor(session: Session, customer: int, merged_into: int | None) -> int:
    """The row in which a customer lives on."""
    while merged_into is not None:
        customer = merged_into
        merged_into = session.connection().execute(_MERGED, {"customer": customer}).scalar_one()
    return customer


def holders(session: Session, key: str, squeezed: str) -> list[int]:
    """Customers for whom `key` has this value now."""
    asked = {"key": key, "squeezed": squeezed}
    return list(session.connection().execute(_HOLDERS, asked).scalars())


def signers(session: Session, contract: str) -> list[int]:
    """Customers in whose files a paper states this contract number."""
    found = session.connection().execute(_SIGNERS, {"number": contract}).scalars()
    return [ident for ident in found if ident is not None]


def owner(session: Session, file: str) -> int | None:
    """The customer whose file has this number; of one who was merged, the survivor."""
    found = session.connection().execute(_OWNERS, {"number": file}).scalars().one_or_none()
    if found is None:
        return None
    merged = session.connection().execute(_MERGED, {"customer": found}).scalar_one()
    return survivor(session, found, merged)


def gram_counts(session: Session, grams: Iterable[str]) -> list[tuple[str, int]]:
    """In how many names each of these pairs of characters stands; unknown ones are left out."""
    asked = {"listed": as_listed(sorted(grams))}
    return [(gram, names) for gram, names in session.connection().execute(_COUNTS, asked)]


def names_with(session: Session, grams: Sequence[str], most: int) -> list[tuple[int, str]]:
    """(customer, squeezed name) of the names that share the most of these pairs of characters."""
    asked = {"listed": as_listed(grams), "most": most}
    return [(customer, name) for customer, name in session.connection().execute(_NEAR, asked)]


def names_beginning(session: Session, heads: Iterable[str]) -> list[tuple[int, str]]:
    """(customer, squeezed name) of the names that begin so."""
    asked = {"listed": as_listed(heads)}
    return [(ident, name) for ident, name in session.connection().execute(_BEGINNING, asked)]
