"""What a re-shelving would do, foreseen without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from domain.outcome import DocumentState
from domain.reshelving import FileMove
from records.documents.standing import customer_numbers
from records.files.shelving import file_number, find_file, is_taken
from records.files.units import Belonging, belonging
from records.profile import Profile
from records.sequences import last_value
from records.sqlite import among
from records.tables import DocumentRow, FileRow

T = TypeVar("T")


def lies_formerly(profile: Profile) -> ColumnElement[bool]:
    """Documents that lie by other rules than those of the profile."""
    somewhere = or_(DocumentRow.file.is_not(None), DocumentRow.state == DocumentState.FILED)
    return and_(
        DocumentRow.withdrawn.is_(False),
        somewhere,
        DocumentRow.placed_by != profile.placing.stamp,
    )


def listed_formerly(profile: Profile) -> ColumnElement[bool]:
    """Files in use that are listed by other rules than those of the profile."""
    holds = select(DocumentRow.file).where(
        DocumentRow.file.is_not(None), DocumentRow.withdrawn.is_(False)
    )
    return and_(FileRow.listed_by != profile.listing.stamp, FileRow.id.in_(holds))


def in_turn(session: Session, profile: Profile) -> list[str]:
    """The documents that lie by other rules, in the order in which they came to the archive."""
    query = select(DocumentRow.id).where(lies_formerly(profile))
    ordered = query.order_by(DocumentRow.arrival, DocumentRow.first_page, DocumentRow.id)
    return list(session.scalars(ordered))


def still_formerly(
    session: Session, profile: Profile, documents: Iterable[str]
) -> Sequence[DocumentRow]:
    """Those of the documents that lie by other rules now, in the same order."""
    query = select(DocumentRow).where(among(DocumentRow.id, documents), lies_formerly(profile))
    ordered = query.order_by(DocumentRow.arrival, DocumentRow.first_page, DocumentRow.id)
    return session.scalars(ordered).all()


def files_in_turn(session: Session, profile: Profile) -> list[int]:
    """The files that are listed by other rules, in the order of their opening."""
    query = select(FileRow.id).where(listed_formerly(profile))
    return list(session.scalars(query.order_by(FileRow.id)))


def parted(things: Sequence[T], size: int) -> list[Sequence[T]]:
    """The things in parts of at most `size`."""
    return [things[start : start + size] for start in range(0, len(things), size)]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a paper goes: a file that there is, or one to be opened with this number."""

    file: int | None
    number: str
    unit: str
    customer: int | None


@dataclass(slots=True)
class Foresight:
    """Where papers would go one after the other, with the numbers that new files would get."""

    session: Session
    profile: Profile
    _counts: dict[str, int] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)
    _targets: dict[tuple[int | None, str], Target] = field(default_factory=dict)

    def target(self, row: DocumentRow) -> Target | None:
        """Where the document goes; None for in no file."""
        wanted = belonging(self.session, row, self.profile.placing)
        if wanted is None:
            return None
        key = (wanted.customer, wanted.unit.key)
        if key not in self._targets:
            self._targets[key] = self._made(wanted)
        return self._targets[key]

    def _made(self, wanted: Belonging) -> Target:
        found = find_file(self.session, wanted, self.profile.placing)
        if found is not None:
            return Target(found.id, found.number, found.label, found.customer)
        number = file_number(self.session, wanted, self.profile.placing, self._is_taken, self._next)
        self._given.add(number)
        return Target(None, number, wanted.unit.label, wanted.customer)

    def _is_taken(self, number: str) -> bool:
        return number in self._given or is_taken(self.session, number)

    def _next(self, scope: str) -> int:
        held = self._counts.get(scope)
        self._counts[scope] = 1 + (last_value(self.session, scope) if held is None else held)
        return self._counts[scope]


def moves(
    session: Session, profile: Profile, documents: Iterable[DocumentRow]
) -> tuple[FileMove, ...]:
    """The documents that would go to another file, gathered by the files they leave and reach."""
    foresight = Foresight(session, profile)
    files = session.execute(select(FileRow.id, FileRow.number))
    numbers: dict[int | None, str] = {ident: number for ident, number in files}  # noqa: C416 - rows
    gathered: Counter[tuple[int | None, Target | None]] = Counter()
    for row in documents:
        target = foresight.target(row)
        if row.file != (target.file if target else None) or (target and target.file is None):
            gathered[row.file, target] += 1
    named = customer_numbers(session, [to.customer for _, to in gathered if to])
    return tuple(
        FileMove(
            left=numbers.get(left, ""),
            to=to.number if to else "",
            unit=to.unit if to else "",
            customer=named.get(to.customer) if to else None,
            documents=count,
            opens=to is not None and to.file is None,
        )
        for (left, to), count in gathered.items()
    )


def emptied(session: Session, found: Iterable[FileMove]) -> tuple[str, ...]:
    """The numbers of the files that would hold nothing afterwards."""
    leaving: Counter[str] = Counter()
    reached = set()
    for move in found:
        leaving[move.left] += move.documents
        reached.add(move.to)
    query = (
        select(FileRow.number, func.count(DocumentRow.id))
        .join(DocumentRow, and_(DocumentRow.file == FileRow.id, DocumentRow.withdrawn.is_(False)))
        .where(among(FileRow.number, leaving))
        .group_by(FileRow.id)
        .order_by(FileRow.id)
    )
    return tuple(
        number
        for number, held in session.execute(query)
        if held == leaving[number] and number not in reached
    )
