"""Writing customers: values with the time they held, names indexed, numbers kept for life."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import Customer, CustomerStatus
from domain.errors import UsageError
from domain.ids import CustomerNumber
from domain.text import folded, squeezed
from records.database import chunked, now
from records.name_index import NAME_KEYS, replace_names
from records.sequences import hold
from records.tables import CustomerRow, ValueRow

Values = Mapping[str, str | Sequence[str]]

LONGEST_NUMBER = 64
LONGEST_VALUE = 2_000


class PutResult(StrEnum):
    """What became of a customer that was put into the records."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def tidy(values: Values) -> dict[str, list[str]]:
    """Values by key, without blanks and repetitions; a key without values says nothing."""
    found: dict[str, list[str]] = {}
    for key, held in values.items():
        several = [held] if isinstance(held, str) else list(held)
        stripped = list(dict.fromkeys(value.strip() for value in several if value.strip()))
        if stripped:
            found[key] = stripped
    return found


def check_number(number: str) -> str:
    """`number` without outer spaces. Raises UsageError when it cannot be a customer's number."""
    stripped = number.strip()
    if not squeezed(stripped):
        raise UsageError(number or "''", "a customer's number needs a letter or a digit")
    if len(stripped) > LONGEST_NUMBER or not stripped.isprintable():
        raise UsageError(stripped[:20], f"a number has at most {LONGEST_NUMBER} characters")
    return stripped


def find(session: Session, number: str) -> CustomerRow | None:
    """The customer with this number: letter case, width and spaces make no difference."""
    wanted = squeezed(number)
    query = select(CustomerRow).where(CustomerRow.squeezed == wanted)
    rows = session.scalars(query).all()
    exact = [row for row in rows if row.number == number.strip()]
    plain = [row for row in rows if _plain(row.number) == _plain(number)]
    return next(iter([*exact, *plain]), None)


def find_squeezed(session: Session, number: str) -> CustomerRow | None:
    """The same, hyphens and other signs left out too; None when that fits several."""
    found = find(session, number)
    if found is not None or not squeezed(number):
        return found
    query = select(CustomerRow).where(CustomerRow.squeezed == squeezed(number)).limit(2)
    rows = session.scalars(query).all()
    return rows[0] if len(rows) == 1 else None


def create(
    session: Session,
    number: str,
    status: CustomerStatus,
    opened_by: str | None = None,
) -> CustomerRow:
    """A new customer without values. The number must be free."""
    row = CustomerRow(
        number=check_number(number),
        squeezed=squeezed(number),
        name=number.strip(),
        status=status,
        opened_by=opened_by,
        dropped=False,
        created_at=now(),
    )
    session.add(row)
    session.flush()
    return row


def put(
    session: Session, number: str, values: Values, status: CustomerStatus, source: str
) -> tuple[CustomerRow, PutResult]:
    """Make or change a customer; keys that are not given stay as they are.

    A customer that is known better is not made provisional again.
    """
    hold(session, "customers")
    row = find(session, check_number(number))
    created = row is None
    if row is None:
        row = create(session, number, status)
    changed = set_values(session, row, tidy(values), source)
    if row.status != status and status is not CustomerStatus.PROVISIONAL:
        row.status, row.dropped, changed = status, False, True
    session.flush()
    if created:
        return row, PutResult.CREATED
    return row, PutResult.CHANGED if changed else PutResult.UNCHANGED


def set_values(
    session: Session, row: CustomerRow, values: Mapping[str, Sequence[str]], source: str
) -> bool:
    """Put `values` in force for their keys; what they replace is kept with its end."""
    moment = now()
    held = values_in_force(session, [row.id]).get(row.id, [])
    changed = False
    for key, wanted in values.items():
        current = [value for value in held if value.key == key]
        if [value.value for value in current] != list(wanted):
            staying = _staying(current, wanted)
            for value in current:
                value.until = None if value in staying else moment
            fresh = wanted[len(staying) :]
            session.add_all(_version(row.id, key, text, moment, source) for text in fresh)
            changed = True
    if changed:
        session.flush()
        refresh_names(session, [row])
    return changed


def add_values(
    session: Session, row: CustomerRow, values: Mapping[str, Sequence[str]], source: str
) -> bool:
    """Put `values` in force for keys that have none yet."""
    held = {value.key for value in values_in_force(session, [row.id]).get(row.id, [])}
    missing = {key: wanted for key, wanted in values.items() if key not in held}
    return set_values(session, row, missing, source)


def values_in_force(session: Session, ids: Iterable[int]) -> dict[int, list[ValueRow]]:
    """The values that hold now, by customer, in the order they were given."""
    found: dict[int, list[ValueRow]] = {}
    for chunk in chunked(ids):
        query = (
            select(ValueRow)
            .where(ValueRow.customer.in_(chunk), ValueRow.until.is_(None))
            .order_by(ValueRow.id)
        )
        for value in session.scalars(query):
            found.setdefault(value.customer, []).append(value)
    return found


def refresh_names(session: Session, rows: Sequence[CustomerRow]) -> None:
    """Set the shown name and the name index to the values in force."""
    held = values_in_force(session, [row.id for row in rows])
    names: dict[int, list[str]] = {}
    for row in rows:
        said = [
            value.value for key in NAME_KEYS for value in held.get(row.id, []) if value.key == key
        ]
        row.name = said[0] if said else row.number
        names[row.id] = [squeezed(name) for name in said]
    replace_names(session, names)


def as_customers(session: Session, rows: Sequence[CustomerRow]) -> tuple[Customer, ...]:
    """The rows as the rest of the archive sees them, in the same order."""
    held = values_in_force(session, [row.id for row in rows])
    return tuple(
        Customer(
            number=CustomerNumber(row.number),
            name=row.name,
            status=CustomerStatus(row.status),
            values=tuple((value.key, value.value) for value in held.get(row.id, [])),
        )
        for row in rows
    )


def _plain(number: str) -> str:
    return folded(number).replace(" ", "")


def _staying(current: Sequence[ValueRow], wanted: Sequence[str]) -> list[ValueRow]:
    """The values that go on holding; when only the order differs, all begin anew."""
    staying = [value for value in current if value.value in wanted]
    in_order = [value.value for value in staying] == list(wanted[: len(staying)])
    return staying if in_order else []


def _version(customer: int, key: str, text: str, moment: datetime, source: str) -> ValueRow:
    return ValueRow(
        customer=customer,
        key=key,
        value=text,
        squeezed=squeezed(text),
        since=moment,
        until=None,
        source=source,
    )
