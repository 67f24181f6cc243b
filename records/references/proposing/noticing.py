"""Noticing, while a paper is filed, whom else it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.outcome import DocumentState
from domain.referring import SecondCustomer
from records.customers import rows as customer_rows
from records.customers.rows import survivor
from records.database import now
from records.packing import EVIDENCE
from records.references.references import add_reference, holders
from records.references.referred import merged_into
from records.signature import BY_MACHINE, Signature
from records.tables import CustomerRow, DocumentRow, ProposalRow, ReferenceRow

REFUSALS = 2
"""So often refused and never taken, a customer in one role is proposed no more: a guarantee
company that stands on every contract, say."""


def notice(session: Session, row: DocumentRow, named: Iterable[SecondCustomer]) -> None:
    """Propose a reference for each customer whom the paper names, but as its own.

    What a person settled for this paper, or took out of a catalogue, is proposed no second time.
    What is no longer seen, and nobody has settled, is proposed no longer.
    """
    wanted = {
        holder.id: one
        for one in named
        if not row.withdrawn and (holder := customer_rows.find(session, one.customer))
    }
    for held in _open(session, row.id):
        holder = survivor(session, session.get_one(CustomerRow, held.customer))
        seen = wanted.pop(holder.id, None)
        if seen is None:
            session.delete(held)
        else:
            held.role, held.confidence = seen.role, seen.confidence
            held.packed = EVIDENCE.pack(seen.evidence)
    for customer, seen in wanted.items():
        if not _is_settled(session, row.id, customer, seen.role):
            _file_or_ask(session, row, customer, seen)
    session.flush()


def make_proposal(
    session: Session, document: str, customer: int, seen: SecondCustomer
) -> ProposalRow:
    """A new open proposal."""
    made = ProposalRow(
        document=document,
        customer=customer,
        role=seen.role,
        confidence=seen.confidence,
        packed=EVIDENCE.pack(seen.evidence),
        noticed_at=now(),
        settled_at=None,
        taken=None,
        who="",
        reason="",
        answer="",
        reference=None,
        undone_at=None,
        undone_by="",
        undone_reason="",
    )
    session.add(made)
    session.flush()
    return made


def told(seen: Sequence[SecondCustomer]) -> str:
    """The evidence in the page's own words."""
    return "; ".join(piece.detail for one in seen for piece in one.evidence if piece.detail)


def _file_or_ask(session: Session, row: DocumentRow, customer: int, seen: SecondCustomer) -> None:
    made = make_proposal(session, row.id, customer, seen)
    lies_elsewhere = row.state == DocumentState.FILED and row.customer not in (None, customer)
    if seen.files and lies_elsewhere:
        by_machine = Signature(BY_MACHINE.who, told([seen]))
        made.reference = add_reference(session, row, customer, by_machine).id
        made.taken, made.settled_at = True, now()
        made.who, made.reason = by_machine.who, by_machine.reason


def _open(session: Session, document: str) -> Sequence[ProposalRow]:
    query = select(ProposalRow).where(
        ProposalRow.document == document,
        ProposalRow.settled_at.is_(None),
        ProposalRow.undone_at.is_(None),
    )
    return session.scalars(query.order_by(ProposalRow.id)).all()


def _is_settled(session: Session, document: str, customer: int, role: str) -> bool:
    """Whether persons have said enough: of this paper, or of this customer in this role."""
    alike = [customer, *merged_into(session, customer)]
    of_customer = select(ProposalRow).where(
        ProposalRow.customer.in_(alike), ProposalRow.undone_at.is_(None)
    )
    here = of_customer.where(ProposalRow.document == document).limit(1)
    known = customer in holders(session, document) or session.execute(here).first() is not None
    return known or _taken_out(session, document, alike) or _refused(session, alike, role)


def _taken_out(session: Session, document: str, customers: Sequence[int]) -> bool:
    """Whether a person took the paper out of the customer's catalogue, but by undoing an answer."""
    undone = select(ProposalRow.reference).where(
        ProposalRow.undone_at.is_not(None), ProposalRow.reference.is_not(None)
    )
    query = select(ReferenceRow.id).where(
        ReferenceRow.document == document,
        ReferenceRow.customer.in_(customers),
        ReferenceRow.id.not_in(undone),
    )
    return session.execute(query.limit(1)).first() is not None


def _refused(session: Session, customers: Sequence[int], role: str) -> bool:
    """Whether the customer in this role was refused often enough, and never taken."""
    query = (
        select(ProposalRow.taken, func.count())
        .where(
            ProposalRow.customer.in_(customers),
            ProposalRow.role == role,
            ProposalRow.undone_at.is_(None),
        )
        .group_by(ProposalRow.taken)
    )
    said: dict[bool | None, int] = dict(session.execute(query).all())
    return said.get(False, 0) >= REFUSALS and not said.get(True, 0)
