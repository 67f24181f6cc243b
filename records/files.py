"""Customers' files: their numbers, and the catalogue of what lies in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CatalogueEntry, CustomerFile
from domain.errors import NotFound
from domain.forms import Part
from domain.ids import DocumentId
from records.customer_rows import as_customers, find_squeezed
from records.database import Database, now
from records.profile import Profile, next_number
from records.rules.filing import Order
from records.tables import DocumentRow, FileRow

_PART_ORDER = {part: position for position, part in enumerate(Part)}


class Files:
    """The customers' files; the catalogue is made from the documents as they stand."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._profile = profile

    def of(self, customer: str) -> CustomerFile:
        """The file of the customer with this number.

        A customer without any paper has a file without number and entries. Raises NotFound.
        """
        with self._database.read() as session:
            row = find_squeezed(session, customer)
            if row is None:
                raise NotFound(customer)
            opened = session.get(FileRow, row.id)
            return CustomerFile(
                number=opened.number if opened else "",
                customer=as_customers(session, [row])[0],
                opened_at=opened.opened_at if opened else row.created_at,
                catalogue=self._catalogue(session, row.id),
            )

    def _catalogue(self, session: Session, customer: int) -> tuple[CatalogueEntry, ...]:
        query = select(DocumentRow).where(
            DocumentRow.customer == customer, DocumentRow.withdrawn.is_(False)
        )
        rows = sorted(session.scalars(query), key=self._place)
        return tuple(
            CatalogueEntry(
                sequence=sequence,
                document=DocumentId(row.id),
                part=Part(row.part),
                type_key=row.type_key,
                title=row.title,
                document_date=row.document_date,
                pages=len(row.pages),
            )
            for sequence, row in enumerate(rows, start=1)
        )

    def _place(self, row: DocumentRow) -> tuple[int, bool, int, int, int]:
        """Sorting key: part, dated before undated, date, then arrival and page."""
        day = (row.document_date or date.min).toordinal()
        if self._profile.order.within_part is Order.DESCENDING:
            day = -day
        undated = row.document_date is None
        return _PART_ORDER[Part(row.part)], undated, day, row.arrival, row.first_page


def open_file(session: Session, customer: int, profile: Profile) -> None:
    """Give the customer a file and its number, unless there is one."""
    if session.get(FileRow, customer) is None:
        number = next_number(session, "file", profile.numbers.file)
        session.add(FileRow(customer=customer, number=number, opened_at=now()))
        session.flush()
