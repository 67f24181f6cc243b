"""Which papers a file must have and does not, and since when (应归档而缺的文件).

Source: domain section 4.9, REQ-075, REQ-077 to REQ-084; R03 (补充资料清单), R22.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.files import ChangeKind, IncompleteFile, MissingPaper
from domain.ids import CustomerNumber
from records.database import Database
from records.packing import DOCUMENT
from records.profile import Profile
from records.rules.filing import RequiredDocument
from records.tables import CustomerRow, DocumentRow, FileChangeRow, FileRow, RevisionRow, ValueRow


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A customer's files with the kinds of papers in each, as they are now."""

    customer: CustomerRow
    files: list[FileRow] = field(default_factory=list)
    held: dict[int, set[str]] = field(default_factory=dict)

    def lacking(
        self, required: Sequence[RequiredDocument], is_person: bool
    ) -> Iterator[tuple[FileRow, list[RequiredDocument]]]:
        """The files that lack something; what lies in the general file serves all the others.

        A customer with files of his own for flats or contracts need not have the papers twice.
        """
        general: set[str] = set()
        for file in self.files:
            if not file.unit:
                general |= self.held.get(file.id, set())
        with_units = [file for file in self.files if file.unit]
        for file in with_units or self.files:
            held = self.held.get(file.id, set()) | general
            lacks = [
                one for one in required if _concerns(one, is_person) and not held & set(one.any_of)
            ]
            if lacks:
                yield file, lacks


class MissingPapers:
    """Tells which files lack papers; reads only."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._required = profile.completeness.documents

    def incomplete(self, limit: int = 100, offset: int = 0) -> tuple[IncompleteFile, ...]:
        """Files of active customers that lack papers, those that lack most first."""
        with self._database.read() as session:
            found = sorted(self._lacking(session), key=lambda one: (-len(one[2]), one[1].id))
            return tuple(
                self._told(session, customer, file, lacks)
                for customer, file, lacks in found[offset : offset + limit]
            )

    def count(self) -> int:
        """How many files lack papers."""
        with self._database.read() as session:
            return sum(1 for _ in self._lacking(session))

    def of(self, number: str) -> tuple[MissingPaper, ...]:
        """What the file with exactly this number lacks."""
        with self._database.read() as session:
            for customer, file, lacks in self._lacking(session, number):
                return self._told(session, customer, file, lacks).missing
        return ()

    def _lacking(
        self, session: Session, number: str | None = None
    ) -> Iterator[tuple[CustomerRow, FileRow, list[RequiredDocument]]]:
        if not self._required:
            return
        persons = _persons(session)
        for shelf in _shelves(session, number):
            for file, lacks in shelf.lacking(self._required, shelf.customer.id in persons):
                if number in (None, file.number):
                    yield shelf.customer, file, lacks

    def _told(
        self,
        session: Session,
        customer: CustomerRow,
        file: FileRow,
        lacks: Sequence[RequiredDocument],
    ) -> IncompleteFile:
        gone = _last_left(session, file, lacks)
        return IncompleteFile(
            number=file.number,
            unit=file.label,
            customer=CustomerNumber(customer.number),
            name=customer.name,
            missing=tuple(
                MissingPaper(one.key, one.name, one.name_en, gone.get(one.key, file.opened_at))
                for one in lacks
            ),
        )


def _concerns(required: RequiredDocument, is_person: bool) -> bool:
    return required.whose == "any" or (required.whose == "person") is is_person


def _persons(session: Session) -> set[int]:
    """Customers who are persons: a person's name is known of them, and no company's."""
    names = {
        key: set(
            session.scalars(
                select(ValueRow.customer).where(ValueRow.key == key, ValueRow.until.is_(None))
            )
        )
        for key in ("person_name", "customer_name")
    }
    return names["person_name"] - names["customer_name"]


def _shelves(session: Session, number: str | None) -> Iterator[_Shelf]:
    """The active customers' files; only those of the customer whose file `number` is, if given."""
    files = (
        select(FileRow, CustomerRow)
        .join(CustomerRow, CustomerRow.id == FileRow.customer)
        .where(
            CustomerRow.status == CustomerStatus.ACTIVE,
            CustomerRow.dropped.is_(False),
            FileRow.closed_at.is_(None),
        )
        .order_by(CustomerRow.id, FileRow.id)
    )
    papers = select(DocumentRow.file, DocumentRow.type_key, DocumentRow.part).where(
        DocumentRow.withdrawn.is_(False), DocumentRow.file.is_not(None)
    )
    if number is not None:
        whose = select(FileRow.customer).where(FileRow.number == number).scalar_subquery()
        files = files.where(FileRow.customer == whose)
        papers = papers.where(DocumentRow.customer == whose)
    held: dict[int, set[str]] = {}
    for file, type_key, part in session.execute(papers.distinct()):
        if file is not None:
            held.setdefault(file, set()).update((type_key, part))
    shelves: dict[int, _Shelf] = {}
    for row, customer in session.execute(files):
        shelf = shelves.setdefault(customer.id, _Shelf(customer, held=held))
        shelf.files.append(row)
    yield from shelves.values()


def _last_left(
    session: Session, file: FileRow, lacks: Sequence[RequiredDocument]
) -> Mapping[str, datetime]:
    """When the last paper that met a requirement left the file or turned out to be another."""
    query = (
        select(FileChangeRow, RevisionRow.packed)
        .join(
            RevisionRow,
            (RevisionRow.document == FileChangeRow.document)
            & (RevisionRow.revision == FileChangeRow.revision),
        )
        .where(FileChangeRow.file == file.id)
        .order_by(FileChangeRow.version)
    )
    meeting: dict[str, set[str]] = {one.key: set() for one in lacks}
    left: dict[str, datetime] = {}
    for change, packed in session.execute(query):
        document = DOCUMENT.unpack(packed)
        stays = change.what != ChangeKind.REMOVED
        kinds = {document.type_key, document.part.value} if stays else set()
        for one in lacks:
            met = bool(kinds & set(one.any_of))
            if met:
                meeting[one.key].add(document.id)
            elif document.id in meeting[one.key]:
                meeting[one.key].discard(document.id)
                left[one.key] = change.at
    return left
