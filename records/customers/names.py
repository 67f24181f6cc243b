"""What a customer is and was called (别名、曾用名): said by a person, each with its dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import ValueVersion
from domain.errors import NotFound, UsageError
from domain.text import squeezed
from records.customers.customers import as_version
from records.customers.name_index import NAME_KEYS
from records.customers.rows import announce_papers, named
from records.customers.values import refresh_names
from records.database import Database, now
from records.sequences import hold
from records.signature import Signature, check_signed
from records.tables import CustomerRow, ValueRow

ALIAS, FORMER = "alias", "former_name"


@dataclass(frozen=True, slots=True)
class Name:
    """A name and when it was borne in the world; None where that is not known."""

    text: str
    held_from: date | None = None
    held_to: date | None = None


class Names:
    """Names of customers beside the one they are listed under; each call is one transaction.

    All raise NotFound for an unknown customer, UsageError when it is not said by whom and why.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, customer: str) -> tuple[ValueVersion, ...]:
        """The names in force, the listed one first; every one of them finds the customer."""
        with self._database.read() as session:
            row = named(session, customer)
            held = [as_version(value) for value in _in_force(session, row)]
            return tuple(sorted(held, key=lambda version: NAME_KEYS.index(version.key)))

    def add(
        self, customer: str, name: Name, signature: Signature, *, former: bool = False
    ) -> ValueVersion:
        """Let the customer be found by a name too. Raises UsageError for one he has already."""
        _check(name)
        check_signed(customer, signature)
        with self._database.write() as session:
            hold(session, "customers")
            row = named(session, customer)
            if squeezed(name.text) in {value.squeezed for value in _in_force(session, row)}:
                raise UsageError(name.text, f"{row.number} is called so already")
            made = _put(session, row, FORMER if former else ALIAS, name, signature)
            _told(session, row)
            return as_version(made)

    def remove(self, customer: str, name: str, signature: Signature) -> ValueVersion:
        """Let an alias or former name find nobody any more; that it did so is kept.

        Raises NotFound for a name that is not his, UsageError for the one he is listed under.
        """
        check_signed(customer, signature)
        with self._database.write() as session:
            hold(session, "customers")
            row = named(session, customer)
            held = [v for v in _in_force(session, row) if v.squeezed == squeezed(name)]
            if not held:
                raise NotFound(name, f"{row.number} has no such name.")
            others = [value for value in held if value.key in (ALIAS, FORMER)]
            if not others:
                raise UsageError(name, "he is listed under it: rename him instead")
            for value in others:
                value.until = now()
                value.source = _joined(value.source, f"- {signature.who}: {signature.reason}")
            session.flush()
            _told(session, row)
            return as_version(others[0])

    def rename(self, customer: str, name: Name, signature: Signature) -> ValueVersion:
        """List the customer under a new name; the old one is his former name, until that day.

        `name.held_from` is the day of the change, where it is known.
        """
        _check(name)
        check_signed(customer, signature)
        with self._database.write() as session:
            hold(session, "customers")
            row = named(session, customer)
            listed = [v for v in _in_force(session, row) if v.key in NAME_KEYS[:2]]
            key = listed[0].key if listed else NAME_KEYS[0]
            if any(value.squeezed == squeezed(name.text) for value in listed):
                raise UsageError(name.text, f"{row.number} is listed so already")
            for value in listed:
                value.until = now()
                past = Name(value.value, value.held_from, name.held_from)
                _put(session, row, FORMER, past, signature)
            made = _put(session, row, key, name, signature)
            _told(session, row)
            return as_version(made)


def _check(name: Name) -> None:
    if len(squeezed(name.text)) < 2:
        raise UsageError(name.text or "''", "a name has two letters at least")
    if name.held_from and name.held_to and name.held_from > name.held_to:
        raise UsageError(name.text, "it ends before it begins")


def _in_force(session: Session, row: CustomerRow) -> list[ValueRow]:
    query = select(ValueRow).where(
        ValueRow.customer == row.id, ValueRow.key.in_(NAME_KEYS), ValueRow.until.is_(None)
    )
    return list(session.scalars(query.order_by(ValueRow.id)))


def _put(
    session: Session, row: CustomerRow, key: str, name: Name, signature: Signature
) -> ValueRow:
    made = ValueRow(
        customer=row.id,
        key=key,
        value=name.text.strip(),
        squeezed=squeezed(name.text),
        since=now(),
        until=None,
        source=f"{signature.who}: {signature.reason}",
        held_from=name.held_from,
        held_to=name.held_to,
    )
    session.add(made)
    session.flush()
    return made


def _joined(source: str, ended: str) -> str:
    return f"{source} {ended}".strip()


def _told(session: Session, row: CustomerRow) -> None:
    refresh_names(session, [row.id])
    announce_papers(session, [row.id])
