"""Writing customers: values with the time they held, names indexed, numbers kept for life."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from domain.customer import Customer, CustomerStatus
from domain.errors import UsageError
from domain.ids import CustomerNumber
from domain.text import folded, squeezed
from records.database import now
from records.name_index import NAME_KEYS, replace_names
from records.sequences import hold
from records.sqlite import among
from records.tables import CustomerRow, ValueRow

Values = Mapping[str, str | Sequence[str]]

NUMBER_KEY = "customer_no"
LONGEST_NUMBER = 64
LONGEST_VALUE = 2_000


class PutResult(StrEnum):
    """What became of a customer that was put into the records."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer to be made or changed; keys without values say nothing.

    `status` None leaves a known customer's standing, except that it confirms a provisional one.
    """

    number: str
    values: Values
    status: CustomerStatus | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A value in force, and its row."""

    row: int
    key: str
    value: str


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
    return find_all(session, [number]).get(number)


def find_all(session: Session, numbers: Iterable[str]) -> dict[str, CustomerRow]:
    """The same for many numbers; those that nobody has are left out."""
    wanted = {number: squeezed(number) for number in numbers}
    query = select(CustomerRow).where(among(CustomerRow.squeezed, set(wanted.values())))
    alike: dict[str, list[CustomerRow]] = {}
    for row in session.scalars(query.order_by(CustomerRow.id)):
        alike.setdefault(row.squeezed, []).append(row)
    found: dict[str, CustomerRow] = {}
    for number, key in wanted.items():
        rows = alike.get(key, [])
        exact = [row for row in rows if row.number == number.strip()]
        plain = [row for row in rows if _plain(row.number) == _plain(number)]
        if exact or plain:
            found[number] = (exact or plain)[0]
    return found


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
    row = _new_row(number, status, opened_by)
    session.add(row)
    session.flush()
    return row


def put_all(session: Session, entries: Sequence[Entry], source: str) -> list[PutResult]:
    """Make or change customers, each number once; what became of each, in the same order.

    A customer that is known better is not made provisional again.
    """
    hold(session, "customers")
    rows = find_all(session, (check_number(entry.number) for entry in entries))
    results: list[PutResult] = []
    placed: list[tuple[CustomerRow, Entry]] = []
    for entry in entries:
        row = rows.get(entry.number.strip())
        if row is None:
            row = _new_row(entry.number, entry.status or CustomerStatus.ACTIVE)
            session.add(row)
            results.append(PutResult.CREATED)
        else:
            changed = _set_status(row, entry.status)
            results.append(PutResult.CHANGED if changed else PutResult.UNCHANGED)
        placed.append((row, entry))
    session.flush()
    values = {row.id: _without_number(tidy(entry.values), row) for row, entry in placed}
    return _joined(results, list(values), set_values(session, values, source))


def set_values(
    session: Session, wanted: Mapping[int, Mapping[str, Sequence[str]]], source: str
) -> set[int]:
    """Put values in force, by customer and key; which customers that changed.

    Keys that are not given stay; what is replaced is kept with its end.
    """
    moment = now()
    held = values_in_force(session, wanted)
    ended: list[int] = []
    begun: list[dict[str, Any]] = []
    changed: set[int] = set()
    for customer, by_key in wanted.items():
        for key, values in by_key.items():
            current = [value for value in held.get(customer, ()) if value.key == key]
            staying = _staying(current, values)
            ended += [value.row for value in current if value not in staying]
            fresh = values[len(staying) :]
            begun += [_version(customer, key, value, moment, source) for value in fresh]
            if fresh or len(staying) < len(current):
                changed.add(customer)
    if ended:
        session.execute(update(ValueRow).where(among(ValueRow.id, ended)).values(until=moment))
    if begun:
        session.execute(insert(ValueRow), begun)
    if changed:
        refresh_names(session, changed)
    return changed


def add_values(
    session: Session, row: CustomerRow, values: Mapping[str, Sequence[str]], source: str
) -> None:
    """Put `values` in force for keys that have none yet."""
    held = {value.key for value in values_in_force(session, [row.id]).get(row.id, ())}
    missing = {key: wanted for key, wanted in values.items() if key not in held}
    set_values(session, {row.id: missing}, source)


def values_in_force(session: Session, customers: Iterable[int]) -> dict[int, tuple[Held, ...]]:
    """The values that hold now, by customer, in the order they were given."""
    query = (
        select(ValueRow.customer, ValueRow.id, ValueRow.key, ValueRow.value)
        .where(among(ValueRow.customer, customers), ValueRow.until.is_(None))
        .order_by(ValueRow.id)
    )
    found: dict[int, list[Held]] = {}
    for customer, row, key, value in session.execute(query):
        found.setdefault(customer, []).append(Held(row, key, value))
    return {customer: tuple(values) for customer, values in found.items()}


def refresh_names(session: Session, customers: Iterable[int]) -> None:
    """Set the shown names and the name index to the values in force."""
    held = values_in_force(session, customers)
    names: dict[int, list[str]] = {}
    for row in session.scalars(select(CustomerRow).where(among(CustomerRow.id, customers))):
        values = held.get(row.id, ())
        said = [value.value for key in NAME_KEYS for value in values if value.key == key]
        row.name = said[0] if said else row.number
        names[row.id] = [squeezed(name) for name in said]
    session.flush()
    replace_names(session, names)


def as_customers(session: Session, rows: Sequence[CustomerRow]) -> tuple[Customer, ...]:
    """The rows as the rest of the archive sees them, in the same order."""
    held = values_in_force(session, [row.id for row in rows])
    return tuple(
        Customer(
            number=CustomerNumber(row.number),
            name=row.name,
            status=CustomerStatus(row.status),
            values=tuple((value.key, value.value) for value in held.get(row.id, ())),
        )
        for row in rows
    )


def _new_row(number: str, status: CustomerStatus, opened_by: str | None = None) -> CustomerRow:
    return CustomerRow(
        number=check_number(number),
        squeezed=squeezed(number),
        name=number.strip(),
        status=status,
        opened_by=opened_by,
        dropped=False,
        created_at=now(),
    )


def _without_number(values: dict[str, list[str]], row: CustomerRow) -> dict[str, list[str]]:
    """A customer's number is no value of his; another number that he is known by is."""
    others = [number for number in values.pop(NUMBER_KEY, []) if squeezed(number) != row.squeezed]
    return values | ({NUMBER_KEY: others} if others else {})


def _joined(
    results: Sequence[PutResult], customers: Sequence[int], changed: set[int]
) -> list[PutResult]:
    return [
        PutResult.CHANGED if customer in changed and result is PutResult.UNCHANGED else result
        for customer, result in zip(customers, results, strict=True)
    ]


def _plain(number: str) -> str:
    return folded(number).replace(" ", "")


def _set_status(row: CustomerRow, status: CustomerStatus | None) -> bool:
    if status is None:
        unsure = row.dropped or row.status == CustomerStatus.PROVISIONAL
        status = CustomerStatus.ACTIVE if unsure else CustomerStatus(row.status)
    if status in (row.status, CustomerStatus.PROVISIONAL):
        return False
    row.status, row.dropped = status, False
    return True


def _staying(current: Sequence[Held], wanted: Sequence[str]) -> list[Held]:
    """The values that go on holding; when only the order differs, all begin anew."""
    staying = [value for value in current if value.value in wanted]
    in_order = [value.value for value in staying] == list(wanted[: len(staying)])
    return staying if in_order else []


def _version(customer: int, key: str, text: str, moment: datetime, source: str) -> dict[str, Any]:
    return {
        "customer": customer,
        "key": key,
        "value": text,
        "squeezed": squeezed(text),
        "since": moment,
        "until": None,
        "source": source,
    }
