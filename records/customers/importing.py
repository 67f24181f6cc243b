"""Customers from a list that another system wrote; running it twice changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.text import squeezed
from records.archive import Archive
from records.customers.listed import Row, RowProblem, read_customers
from records.customers.name_index import NAME_KEYS
from records.customers.provisional import own_number
from records.customers.rows import NUMBER_KEY, Entry, PutResult, put_all
from records.profile import Profile
from records.sequences import hold
from records.sqlite import among
from records.tables import CustomerRow, ValueRow

__all__ = ["ImportReport", "Row", "RowProblem", "import_customers", "read_customers"]

_CODE_KEY = "registration_no"
_BATCH = 500

Mark = tuple[str, str]
"""A field key and a squeezed value that tells one customer from others."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many customers became what, and every row that was not taken, with its number."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[RowProblem, ...] = ()


def import_customers(
    archive: Archive, path: Path, label_keys: Mapping[str, str] | None = None
) -> ImportReport:
    """Put the customers of a list into the records.

    A row is matched by its number, else by credit code, else by its whole name; a row without
    number gets one. The list is read to its end before anything is written. Raises BadInput
    for a file that is no list, StorageError when files or records refuse.
    """
    read = list(read_customers(path, label_keys))
    problems = [row for row in read if isinstance(row, RowProblem)]
    rows, repeated = _without_contradictions([row for row in read if isinstance(row, Row)])
    stated = frozenset(squeezed(row.first(NUMBER_KEY)) for row in rows)
    results: Counter[PutResult] = Counter()
    for start in range(0, len(rows), _BATCH):
        with archive.database.write() as session:
            clerk = _Clerk(session, archive.profile, path.name, stated)
            counted, refused = clerk.take(rows[start : start + _BATCH])
        results += counted
        problems += refused
    return ImportReport(
        created=results[PutResult.CREATED],
        changed=results[PutResult.CHANGED],
        unchanged=results[PutResult.UNCHANGED],
        problems=tuple(sorted([*problems, *repeated], key=lambda problem: problem.row)),
    )


def _without_contradictions(rows: Sequence[Row]) -> tuple[list[Row], list[RowProblem]]:
    """Leave out rows whose number was given to another name further up."""
    first: dict[str, Row] = {}
    kept: list[Row] = []
    problems: list[RowProblem] = []
    for row in rows:
        number = squeezed(row.first(NUMBER_KEY))
        earlier = first.setdefault(number, row) if number else row
        if squeezed(earlier.name) == squeezed(row.name) or not row.name:
            kept.append(row)
            continue
        problems.append(
            RowProblem(
                row.row,
                f"number {row.first(NUMBER_KEY)} belongs to {earlier.name} in row {earlier.row}",
            )
        )
    return kept, problems


class _Clerk:
    """Takes rows in their order, one batch in one transaction.

    `stated` are the numbers that the whole list uses, squeezed: none of them is given away.
    """

    def __init__(
        self, session: Session, profile: Profile, source: str, stated: frozenset[str]
    ) -> None:
        self._session = session
        self._profile = profile
        self._source = source
        self._stated = stated

    def take(self, rows: Sequence[Row]) -> tuple[Counter[PutResult], list[RowProblem]]:
        hold(self._session, "customers")
        known = self._known(rows)
        entries: list[Entry] = []
        given: set[str] = set()
        problems: list[RowProblem] = []
        results: Counter[PutResult] = Counter()
        for row in rows:
            number = self._number(row, known)
            if isinstance(number, RowProblem):
                problems.append(number)
                continue
            for mark in _marks(row):
                known.setdefault(mark, {})[number] = None
            if squeezed(number) in given:
                results += self._put(entries)
                entries, given = [], set()
            given.add(squeezed(number))
            entries.append(Entry(number, row.values))
        return results + self._put(entries), problems

    def _put(self, entries: Sequence[Entry]) -> Counter[PutResult]:
        return Counter(put_all(self._session, entries, self._source))

    def _number(self, row: Row, known: Mapping[Mark, Mapping[str, None]]) -> str | RowProblem:
        """The number under which the row goes into the records."""
        stated = row.first(NUMBER_KEY)
        if squeezed(stated):
            return stated
        for mark in _marks(row):
            found = list(known.get(mark, ()))
            if len(found) > 1:
                fitting = ", ".join(found[:3])
                return RowProblem(row.row, f"it has no number and fits several: {fitting}")
            if found:
                return found[0]
        pattern = self._profile.numbers.customer
        return own_number(self._session, "customer", pattern, self._stated)

    def _known(self, rows: Sequence[Row]) -> dict[Mark, dict[str, None]]:
        """The numbers of customers who have one of the rows' credit codes or names."""
        marks = {mark for row in rows for mark in _marks(row)}
        query = (
            select(ValueRow.key, ValueRow.squeezed, CustomerRow.number)
            .join(CustomerRow, CustomerRow.id == ValueRow.customer)
            .where(
                among(ValueRow.key, {key for key, _ in marks}),
                among(ValueRow.squeezed, {value for _, value in marks}),
                ValueRow.until.is_(None),
                CustomerRow.dropped.is_(False),
            )
            .order_by(CustomerRow.id)
        )
        found: dict[Mark, dict[str, None]] = {}
        for key, value, number in self._session.execute(query):
            found.setdefault((key, value), {})[number] = None
        return found


def _marks(row: Row) -> list[Mark]:
    """What tells the row's customer when it has no number: credit code, then name."""
    keys = (_CODE_KEY, *NAME_KEYS[:2])
    marks = ((key, squeezed(value)) for key in keys for value in row.values.get(key, ()))
    return [(key, value) for key, value in marks if value]
