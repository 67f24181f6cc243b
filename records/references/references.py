"""References (互见): a paper that concerns two customers lies with one and is named by the other.

The sources know no such rule (domain section 7); ours: one main file, never a second copy.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.customer import Reference
from domain.errors import NotFound, UsageError
from domain.ids import CustomerNumber, DocumentId
from records.customers.rows import named, survivor
from records.database import Database
from records.documents.documents import find
from records.documents.standing import customer_numbers
from records.outbox import announce
from records.signature import Signature, begun, check_signed, end
from records.tables import CustomerRow, DocumentRow, ReferenceRow


class References:
    """Papers named in a second file; each call is one transaction.

    All raise NotFound for an unknown document or customer, UsageError when it is not said by
    whom and why.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document: str) -> tuple[Reference, ...]:
        """The customers in whose catalogues the document is named, beside its own."""
        with self._database.read() as session:
            row = find(session, document)
            return tuple(_shown(session, one, row) for one in _in_force(session, row.id))

    def named_by(self, document: str) -> tuple[CustomerNumber, ...]:
        """The numbers of the customers in whose catalogues the document is named, for the index."""
        with self._database.read() as session:
            held = _in_force(session, document)
            holders = [
                survivor(session, session.get_one(CustomerRow, one.customer)) for one in held
            ]
            return tuple(dict.fromkeys(CustomerNumber(holder.number) for holder in holders))

    def add(self, document: str, customer: str, signature: Signature) -> Reference:
        """Name the document in a second customer's catalogue.

        Raises UsageError where it lies in that file, or is named there already.
        """
        check_signed(document, signature)
        with self._database.write() as session:
            row, owner = find(session, document), named(session, customer)
            if row.customer == owner.id:
                raise UsageError(row.id, f"it lies in the file of {owner.number} itself")
            if owner.id in holders(session, row.id):
                raise UsageError(row.id, f"{owner.number} names it already")
            return _shown(session, add_reference(session, row, owner.id, signature), row)

    def remove(self, document: str, customer: str, signature: Signature) -> Reference:
        """Name the document there no longer. Raises NotFound where it is not named."""
        check_signed(document, signature)
        with self._database.write() as session:
            row, owner = find(session, document), named(session, customer)
            for one in _in_force(session, row.id):
                holder = survivor(session, session.get_one(CustomerRow, one.customer))
                if holder.id == owner.id:
                    end_reference(session, one, signature)
                    return _shown(session, one, row)
            raise NotFound(row.id, f"{owner.number} does not name it.")


def holders(session: Session, document: str) -> list[int]:
    """The customers' rows in whose catalogues the document is named."""
    rows = (session.get_one(CustomerRow, one.customer) for one in _in_force(session, document))
    return [survivor(session, row).id for row in rows]


def add_reference(
    session: Session, row: DocumentRow, customer: int, signature: Signature
) -> ReferenceRow:
    """Name the document in the catalogue of the customer in row `customer`."""
    made = ReferenceRow(
        document=row.id,
        customer=customer,
        **begun(signature),
    )
    session.add(made)
    session.flush()
    announce(session, row.id)
    return made


def end_reference(session: Session, one: ReferenceRow, signature: Signature) -> None:
    """Name it there no longer, if it still is."""
    if one.until is not None:
        return
    end(session, one, signature)
    announce(session, one.document)


def _in_force(session: Session, document: str) -> Sequence[ReferenceRow]:
    query = select(ReferenceRow).where(
        ReferenceRow.document == document, ReferenceRow.until.is_(None)
    )
    return session.scalars(query.order_by(ReferenceRow.id)).all()


def _shown(session: Session, one: ReferenceRow, row: DocumentRow) -> Reference:
    holder = survivor(session, session.get_one(CustomerRow, one.customer))
    numbers = customer_numbers(session, [holder.id, row.customer])
    return Reference(
        document=DocumentId(row.id),
        customer=numbers[holder.id],
        lies_with=numbers.get(row.customer),
        who=one.who,
        reason=one.reason,
        since=one.since,
    )
