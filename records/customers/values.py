"""Customers' values: each with the time it held, and the names among them indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from domain.text import squeezed
from records.customers.name_index import NAME_KEYS, replace_names
from records.database import now
from records.sqlite import among
from records.tables import CustomerRow, ValueRow

Values = Mapping[str, str | Sequence[str]]


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


def squeezed_set(values: Iterable[str]) -> set[str]:
    """Values as they are compared: script, width, case and signs make no difference."""
    return {squeezed(value) for value in values}


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


def _staying(current: Sequence[Held], wanted: Sequence[str]) -> list[Held]:
    """The values that go on holding; when only the order differs, all begin anew."""
    staying = [value for value in current if value.value in wanted]
    in_order = [value.value for value in staying] == list(wanted[: len(staying)])
    return staying if in_order else []


def _version(customer: int, key: str, text: str, moment: datetime, source: str) -> dict[str, Any]:
    return {
        "held_from": None,
        "held_to": None,
        "customer": customer,
        "key": key,
        "value": text,
        "squeezed": squeezed(text),
        "since": moment,
        "until": None,
        "source": source,
    }
