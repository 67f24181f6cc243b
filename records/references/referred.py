"""Which papers a customer's catalogue names that lie in another's file."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import CatalogueEntry
from domain.forms import Part
from domain.ids import DocumentId
from records.documents.standing import customer_numbers
from records.tables import CustomerRow, DocumentRow, ReferenceRow


def lines(session: Session, customer: int, after: int) -> tuple[CatalogueEntry, ...]:
    """The lines at the end of a customer's catalogue that refer to papers in others' files.

    They are numbered on from `after`, and count no pages of this file.
    """
    rows = sorted(referred_to(session, customer), key=lambda row: (row.arrival, row.first_page))
    numbers = customer_numbers(session, (row.customer for row in rows))
    return tuple(
        CatalogueEntry(
            sequence=sequence,
            document=DocumentId(row.id),
            part=Part(row.part),
            type_key=row.type_key,
            title=row.title,
            document_date=row.document_date,
            pages=0,
            see=numbers.get(row.customer),
        )
        for sequence, row in enumerate(rows, start=after + 1)
    )


def referred_to(session: Session, customer: int) -> list[DocumentRow]:
    """The papers that this customer's catalogue names and that lie with another.

    What was named for a customer who has been merged into this one counts.
    """
    holders = [customer, *merged_into(session, customer)]
    query = (
        select(DocumentRow)
        .join(ReferenceRow, ReferenceRow.document == DocumentRow.id)
        .where(
            ReferenceRow.customer.in_(holders),
            ReferenceRow.until.is_(None),
            DocumentRow.withdrawn.is_(False),
            DocumentRow.customer.is_distinct_from(customer),
        )
        .distinct()
    )
    return list(session.scalars(query))


def merged_into(session: Session, customer: int) -> list[int]:
    """The rows of customers who live on in this one."""
    found: list[int] = []
    waiting = [customer]
    while waiting:
        query = select(CustomerRow.id).where(CustomerRow.merged_into.in_(waiting))
        waiting = list(session.scalars(query))
        found += waiting
    return found
