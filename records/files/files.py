"""The files and their catalogues, now and in every earlier version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.customer import CatalogueEntry, CustomerFile
from domain.errors import NotFound
from domain.files import ArchiveFile, ChangeKind, FileChange
from domain.ids import DocumentId
from domain.text import squeezed
from records.customers.rows import as_customers, named
from records.database import Database
from records.documents.standing import as_documents
from records.files.catalogue import entries
from records.files.listings import listing_rules
from records.files.ordering import Shelved
from records.packing import DOCUMENT
from records.profile import Profile
from records.references import referred
from records.rules.shelving import ListingRules
from records.tables import (
    CustomerRow,
    DocumentRow,
    FileChangeRow,
    FileRow,
    PaperNumberRow,
    ReshelvingRow,
    RevisionRow,
)


class Files:
    """The files; a catalogue is made from the documents as they stand, or as they stood."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._profile = profile

    def of(self, customer: str) -> CustomerFile:
        """Everything under the customer with this number, in the order of his files.

        A customer without any paper has a file without number and entries. Raises NotFound.
        """
        with self._database.read() as session:
            row = named(session, customer)
            files = [file for file in _of_customer(session, row) if file.closed_at is None]
            held = [self._now(session, file, row.id) for file in files]
            own = tuple(entry for file in held for entry in file.catalogue)
            opened = min((file.opened_at for file in held), default=row.created_at)
            return CustomerFile(
                number="、".join(file.number for file in held),
                customer=as_customers(session, [row])[0],
                opened_at=opened,
                catalogue=(*own, *referred.lines(session, row.id, len(own))),
            )

    def all_of(self, customer: str) -> tuple[ArchiveFile, ...]:
        """The customer's files, in the order of their opening. Raises NotFound.

        Files that a re-shelving emptied are found by their numbers alone.
        """
        with self._database.read() as session:
            row = named(session, customer)
            files = [file for file in _of_customer(session, row) if file.closed_at is None]
            held = [self._now(session, file) for file in files]
            return tuple(self._referring(session, file, row) for file in held[:1]) + tuple(held[1:])

    def get(self, number: str, version: int | None = None) -> ArchiveFile:
        """The file with this number, or as its catalogue was in an earlier version.

        Each version is listed by the rules under which it was made. Raises NotFound.
        """
        with self._database.read() as session:
            file = find_file(session, number)
            if version is None or version == file.version:
                return self._now(session, file)
            if not 1 <= version < file.version:
                raise NotFound(f"{number} version {version}", f"It has {file.version} versions.")
            return self._then(session, file, version)

    def count(self) -> int:
        """How many files there are."""
        with self._database.read() as session:
            return session.execute(select(func.count(FileRow.id))).scalar_one()

    def changes(self, number: str) -> tuple[FileChange, ...]:
        """What made each version of the file's catalogue, oldest first. Raises NotFound."""
        with self._database.read() as session:
            file = find_file(session, number)
            query = (
                select(FileChangeRow, RevisionRow, ReshelvingRow)
                .outerjoin(
                    RevisionRow,
                    (RevisionRow.document == FileChangeRow.document)
                    & (RevisionRow.revision == FileChangeRow.revision),
                )
                .outerjoin(ReshelvingRow, ReshelvingRow.id == FileChangeRow.reshelving)
                .where(FileChangeRow.file == file.id)
                .order_by(FileChangeRow.version)
            )
            return tuple(_change(*found) for found in session.execute(query))

    def _referring(self, session: Session, file: ArchiveFile, row: CustomerRow) -> ArchiveFile:
        """The customer's first file, with the papers it names that lie with others."""
        last = max((entry.sequence or 0 for entry in file.catalogue), default=0)
        return replace(file, references=referred.lines(session, row.id, last))

    def _now(self, session: Session, file: FileRow, customer: int | None = None) -> ArchiveFile:
        """The file as it is; of an office's volume, with `customer`, that customer's papers."""
        query = select(DocumentRow).where(
            DocumentRow.file == file.id, DocumentRow.withdrawn.is_(False)
        )
        if customer is not None:
            query = query.where(DocumentRow.customer == customer)
        rows = session.scalars(query).all()
        documents = as_documents(session, rows)
        papers = [Shelved(one, row.arrival) for one, row in zip(documents, rows, strict=True)]
        rules = listing_rules(session, file.listed_by, self._profile)
        return self._file(session, file, file.version, papers, rules)

    def _then(self, session: Session, file: FileRow, version: int) -> ArchiveFile:
        """The file in an earlier version: each document as it was when it last changed by then."""
        query = (
            select(FileChangeRow, RevisionRow.packed, DocumentRow.arrival)
            .join(DocumentRow, DocumentRow.id == FileChangeRow.document)
            .join(
                RevisionRow,
                (RevisionRow.document == FileChangeRow.document)
                & (RevisionRow.revision == FileChangeRow.revision),
            )
            .where(FileChangeRow.file == file.id, FileChangeRow.version <= version)
            .order_by(FileChangeRow.version)
        )
        held: dict[str | None, Shelved] = {}
        for change, packed, arrival in session.execute(query):
            if change.what == ChangeKind.REMOVED:
                held.pop(change.document, None)
            else:
                held[change.document] = Shelved(DOCUMENT.unpack(packed), arrival)
        stamp = session.get_one(FileChangeRow, (file.id, version)).rules
        rules = listing_rules(session, stamp, self._profile)
        return self._file(session, file, version, list(held.values()), rules)

    def _file(
        self,
        session: Session,
        file: FileRow,
        version: int,
        papers: Sequence[Shelved],
        rules: ListingRules,
    ) -> ArchiveFile:
        owner = session.get(CustomerRow, file.customer) if file.customer is not None else None
        customer = as_customers(session, [owner])[0] if owner else None
        return ArchiveFile(
            number=file.number,
            unit=file.label,
            customer=customer,
            opened_at=file.opened_at,
            version=version,
            changed_at=_changed_at(session, file, version),
            closed_at=file.closed_at,
            catalogue=catalogue(session, file, papers, rules, customer.name if customer else ""),
        )


def catalogue(
    session: Session,
    file: FileRow,
    papers: Sequence[Shelved],
    rules: ListingRules,
    customer: str = "",
) -> tuple[CatalogueEntry, ...]:
    """The catalogue of a file with these papers, with the numbers that `rules` give to papers."""
    query = select(PaperNumberRow).where(PaperNumberRow.file == file.id)
    given = {(row.document, row.pattern): row.number for row in session.scalars(query)}
    numbers: dict[str, str] = {
        paper.document.id: given[paper.document.id, pattern]
        for paper in papers
        if (pattern := rules.papers.get(paper.document.part))
        and (paper.document.id, pattern) in given
    }
    return entries(papers, rules, file.number, numbers, customer)


def find_file(session: Session, number: str) -> FileRow:
    """The file with this number: case, width, spaces and hyphens aside. Raises NotFound."""
    exact = session.scalars(select(FileRow).where(FileRow.number == number.strip())).one_or_none()
    if exact is not None:
        return exact
    wanted = squeezed(number)
    rows = session.execute(select(FileRow.id, FileRow.number)) if wanted else ()
    found = [ident for ident, held in rows if squeezed(held) == wanted]
    if len(found) != 1:
        raise NotFound(number, "There is no file with this number.")
    return session.get_one(FileRow, found[0])


def _of_customer(session: Session, customer: CustomerRow) -> Sequence[FileRow]:
    """The customer's own files, and the office's volumes that hold papers of his."""
    papers = select(DocumentRow.file).where(
        DocumentRow.customer == customer.id, DocumentRow.withdrawn.is_(False)
    )
    query = select(FileRow).where((FileRow.customer == customer.id) | FileRow.id.in_(papers))
    return session.scalars(query.order_by(FileRow.id)).all()


def _changed_at(session: Session, file: FileRow, version: int) -> datetime:
    change = session.get(FileChangeRow, (file.id, version))
    return change.at if change else file.opened_at


def _change(row: FileChangeRow, made: RevisionRow | None, by: ReshelvingRow | None) -> FileChange:
    signed = made or by
    return FileChange(
        version=row.version,
        at=row.at,
        what=ChangeKind(row.what),
        document=DocumentId(row.document) if row.document else None,
        title=DOCUMENT.unpack(made.packed).title if made else "",
        who=signed.who if signed else "",
        reason=signed.reason if signed else "",
    )
