"""Customers' rows: found by number, made and changed; a number is kept for life."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import Customer, CustomerStatus
from domain.errors import NotFound, UsageError
from domain.ids import CustomerNumber
from domain.text import folded, squeezed
from records.customers.values import Values, set_values, tidy, values_in_force
from records.database import now
from records.files.shelving import follow_customers
from records.outbox import announce
from records.sequences import hold
from records.sqlite import among
from records.tables import CustomerRow, DocumentRow, ReferenceRow

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
    """The same for many numbers; those that nobody has are left out.

    Under the number of a customer that was merged into another, that other is found.
    """
    rows = bearers(session, numbers)
    return {number: survivor(session, row) for number, row in rows.items()}


def survivor(session: Session, row: CustomerRow) -> CustomerRow:
    """The customer in whom this one lives on: itself, unless it was merged into another."""
    while row.merged_into is not None:
        row = session.get_one(CustomerRow, row.merged_into)
    return row


def bearers(session: Session, numbers: Iterable[str]) -> dict[str, CustomerRow]:
    """The rows that bear these numbers, merged ones included; numbers nobody has are left out."""
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
    wanted = squeezed(number)
    if not wanted:
        return None
    query = select(CustomerRow).where(CustomerRow.squeezed == wanted).order_by(CustomerRow.id)
    held = session.scalars(query).all()
    best = best_of([(survivor(session, row).id, row.number) for row in held], number)
    return None if best is None else session.get_one(CustomerRow, best)


def named(session: Session, number: str) -> CustomerRow:
    """The customer with this number, found in the same way. Raises NotFound."""
    row = find_squeezed(session, number)
    if row is None:
        raise NotFound(number, "There is no customer with this number.")
    return row


def best_of(found: Sequence[tuple[int, str]], number: str) -> int | None:
    """Which of (row, number) a number means: the same one, else the same but for case and width.

    Else the only one that it fits with signs left out; None where those are several.
    """
    exact = [row for row, held in found if held == number.strip()]
    plain = [row for row, held in found if _plain(held) == _plain(number)]
    if exact or plain:
        return (exact or plain)[0]
    rows = {row for row, _ in found}
    return rows.pop() if len(rows) == 1 else None


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

    A customer that is known better is not made provisional again. An entry under a number that
    was merged into another changes nothing: a person's merge is not undone by a list.
    """
    hold(session, "customers")
    rows = bearers(session, (check_number(entry.number) for entry in entries))
    results: list[PutResult] = []
    placed: list[tuple[CustomerRow, Entry]] = []
    for entry in entries:
        row = rows.get(entry.number.strip())
        if row is None:
            row = _new_row(entry.number, entry.status or CustomerStatus.ACTIVE)
            session.add(row)
            results.append(PutResult.CREATED)
        elif row.merged_into is not None:
            results.append(PutResult.UNCHANGED)
            placed.append((row, replace(entry, values={})))
            continue
        else:
            changed = _set_status(row, entry.status)
            results.append(PutResult.CHANGED if changed else PutResult.UNCHANGED)
        placed.append((row, entry))
    session.flush()
    values = {row.id: _without_number(tidy(entry.values), row) for row, entry in placed}
    renewed = set_values(session, values, source)
    announce_papers(session, renewed)
    return _joined(results, list(values), renewed)


def announce_papers(session: Session, customers: Collection[int], besides: str = "") -> None:
    """A customer's papers are found by what the customer is called: tell the index of a change.

    So are those that his catalogue names. `besides` is a document that is announced anyway.
    """
    if not customers:
        return
    follow_customers(session, customers)
    listed = sorted(customers)
    named = select(ReferenceRow.document).where(
        among(ReferenceRow.customer, listed), ReferenceRow.until.is_(None)
    )
    query = select(DocumentRow.id).where(
        among(DocumentRow.customer, listed) | DocumentRow.id.in_(named),
        DocumentRow.withdrawn.is_(False),
    )
    for document in session.scalars(query.order_by(DocumentRow.id)).all():
        if document != besides:
            announce(session, document)


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
