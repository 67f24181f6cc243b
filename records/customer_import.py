"""Customers from a list that another system wrote; running it twice changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.text import squeezed
from records import customer_rows
from records.archive import Archive
from records.customer_list import NUMBER_KEY, Row, RowProblem, read_customers
from records.customer_rows import PutResult
from records.name_index import NAME_KEYS
from records.profile import Profile
from records.provisional import own_number
from records.sequences import hold
from records.tables import CustomerRow, NameRow, ValueRow

__all__ = ["ImportReport", "Row", "RowProblem", "import_customers", "read_customers"]

_CODE_KEY = "registration_no"
_BATCH = 500


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
    results: Counter[PutResult] = Counter()
    for start in range(0, len(rows), _BATCH):
        with archive.database.write() as session:
            clerk = _Clerk(session, archive.profile, path.name)
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
    """Takes one batch of rows, inside its transaction."""

    def __init__(self, session: Session, profile: Profile, source: str) -> None:
        self._session = session
        self._profile = profile
        self._source = source

    def take(self, rows: Sequence[Row]) -> tuple[Counter[PutResult], list[RowProblem]]:
        hold(self._session, "customers")
        results: Counter[PutResult] = Counter()
        problems: list[RowProblem] = []
        for row in rows:
            number = self._number(row)
            if isinstance(number, RowProblem):
                problems.append(number)
                continue
            results[self._put(number, row)] += 1
        return results, problems

    def _put(self, number: str, row: Row) -> PutResult:
        known = customer_rows.find(self._session, number)
        status = CustomerStatus.ACTIVE
        if known is not None and known.status == CustomerStatus.WITHDRAWN and not known.dropped:
            status = CustomerStatus.WITHDRAWN  # a list says nothing about who moved out
        return customer_rows.put(self._session, number, row.values, status, self._source)[1]

    def _number(self, row: Row) -> str | RowProblem:
        """The number under which the row goes into the records."""
        stated = row.first(NUMBER_KEY)
        if squeezed(stated):
            return stated
        codes = [squeezed(code) for code in row.values.get(_CODE_KEY, ())]
        names = [squeezed(row.first(key)) for key in NAME_KEYS if row.first(key)]
        for found in (self._with_code(codes), self._with_name(names)):
            if len(found) > 1:
                fitting = ", ".join(found[:3])
                return RowProblem(row.row, f"it has no number and fits several: {fitting}")
            if found:
                return found[0]
        return own_number(self._session, "customer", self._profile.numbers.customer)

    def _with_code(self, codes: Sequence[str]) -> Sequence[str]:
        query = (
            select(CustomerRow.number)
            .join(ValueRow, ValueRow.customer == CustomerRow.id)
            .where(
                ValueRow.key == _CODE_KEY,
                ValueRow.squeezed.in_(codes),
                ValueRow.until.is_(None),
                CustomerRow.dropped.is_(False),
            )
            .distinct()
        )
        return self._session.scalars(query).all() if codes else []

    def _with_name(self, names: Sequence[str]) -> Sequence[str]:
        query = (
            select(CustomerRow.number)
            .join(NameRow, NameRow.customer == CustomerRow.id)
            .where(NameRow.squeezed.in_(names), CustomerRow.dropped.is_(False))
            .distinct()
        )
        return self._session.scalars(query).all()
