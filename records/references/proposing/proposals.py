"""Proposed references: those of a paper, and what a person says of them, all alike at once."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from domain.errors import NotFound
from domain.ids import DocumentId
from domain.outcome import DocumentState
from domain.questions import Answered
from domain.referring import Proposal, SecondCustomer
from records.customers.rows import survivor
from records.database import Database, now
from records.documents.documents import find
from records.documents.standing import customer_numbers
from records.packing import EVIDENCE
from records.references.proposing.noticing import make_proposal
from records.references.references import add_reference, end_reference
from records.review.queue.claimed import check_free, check_papers_free, give_up
from records.sequences import next_value
from records.signature import Signature, check_signed
from records.tables import CustomerRow, DocumentRow, ProposalRow, ReferenceRow


class Proposals:
    """References that the machine proposes; each call is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, document: str) -> tuple[Proposal, ...]:
        """What is or was proposed for a paper, settled or not. Raises NotFound."""
        with self._database.read() as session:
            row = find(session, document)
            query = select(ProposalRow).where(
                ProposalRow.document == row.id, ProposalRow.undone_at.is_(None)
            )
            made = session.scalars(query.order_by(ProposalRow.id)).all()
            return tuple(
                _shown(session, one)
                for one in made
                if one.settled_at is not None or _holder(session, one).id != row.customer
            )

    def documents(self, number: int) -> tuple[DocumentId, ...]:
        """The papers that one answer to this proposal settles. Raises NotFound."""
        with self._database.read() as session:
            return tuple(DocumentId(one.document) for one in _alike(session, number))

    def settle(self, number: int, *, take: bool, signature: Signature) -> Answered:
        """Name the papers in the second customer's catalogue, or leave them unnamed for good.

        All that are alike, in role and in both customers, are settled; `undo` takes it back.
        Raises NotFound, Claimed, UsageError when it is not said by whom and why.
        """
        question = f"X{number}"
        check_signed(question, signature)
        with self._database.write() as session:
            rows = _alike(session, number)
            check_free(session, f"X{rows[0].id}", signature.who)
            check_papers_free(session, [one.document for one in rows], signature.who)
            answer = f"A{next_value(session, 'answer')}"
            for one in rows:
                _settle_one(session, one, take, answer, signature)
            give_up(session, f"X{rows[0].id}")
            return Answered(answer, tuple(DocumentId(one.document) for one in rows))

    def answered(self, answer: str) -> tuple[DocumentId, ...]:
        """The papers about which this answer holds; none where it is no answer about references."""
        with self._database.read() as session:
            rows = session.scalars(_by_answer(answer))
            return tuple(DocumentId(one.document) for one in rows)

    def undo(self, answer: str, signature: Signature) -> Answered:
        """Take an answer back: what it named is named no longer, and all is asked again.

        Raises NotFound.
        """
        check_signed(answer, signature)
        with self._database.write() as session:
            rows = session.scalars(_by_answer(answer)).all()
            if not rows:
                raise NotFound(answer, "No answer that holds has this number.")
            for one in rows:
                _undo_one(session, one, signature)
            return Answered(answer, tuple(DocumentId(one.document) for one in rows))


def open_proposals() -> Select[ProposalRow]:
    """Those nobody has settled, of papers that are filed with another customer, oldest first."""
    second = aliased(CustomerRow)
    return (
        select(ProposalRow)
        .join(DocumentRow, DocumentRow.id == ProposalRow.document)
        .join(second, second.id == ProposalRow.customer)
        .where(
            ProposalRow.settled_at.is_(None),
            ProposalRow.undone_at.is_(None),
            DocumentRow.withdrawn.is_(False),
            DocumentRow.state == DocumentState.FILED,
            DocumentRow.customer.is_not(None),
            DocumentRow.customer != func.coalesce(second.merged_into, second.id),
        )
        .order_by(ProposalRow.id)
    )


def groups(session: Session) -> list[list[ProposalRow]]:
    """The open proposals, alike ones together, in the order of the first."""
    found: dict[tuple[int, int | None, str], list[ProposalRow]] = {}
    for one in session.scalars(open_proposals()):
        row = session.get_one(DocumentRow, one.document)
        found.setdefault((_holder(session, one).id, row.customer, one.role), []).append(one)
    return list(found.values())


def _alike(session: Session, number: int) -> list[ProposalRow]:
    for group in groups(session):
        if any(one.id == number for one in group):
            return group
    raise NotFound(f"X{number}", "No open proposal of a reference has this number.")


def _settle_one(
    session: Session, one: ProposalRow, take: bool, answer: str, signature: Signature
) -> None:
    if take:
        row = session.get_one(DocumentRow, one.document)
        one.reference = add_reference(session, row, _holder(session, one).id, signature).id
    one.settled_at, one.taken, one.answer = now(), take, answer
    one.who, one.reason = signature.who, signature.reason
    session.flush()


def _undo_one(session: Session, one: ProposalRow, signature: Signature) -> None:
    if one.reference is not None:
        end_reference(session, session.get_one(ReferenceRow, one.reference), signature)
    one.undone_at = now()
    one.undone_by, one.undone_reason = signature.who, signature.reason
    holder = _holder(session, one)
    again = SecondCustomer(
        customer_numbers(session, [holder.id])[holder.id],
        one.role,
        one.confidence,
        EVIDENCE.unpack(one.packed),
    )
    make_proposal(session, one.document, holder.id, again)


def _by_answer(answer: str) -> Select[ProposalRow]:
    query = select(ProposalRow).where(
        ProposalRow.answer == answer.strip(), ProposalRow.undone_at.is_(None)
    )
    return query.where(ProposalRow.answer != "").order_by(ProposalRow.id)


def _holder(session: Session, one: ProposalRow) -> CustomerRow:
    return survivor(session, session.get_one(CustomerRow, one.customer))


def _shown(session: Session, one: ProposalRow) -> Proposal:
    holder = _holder(session, one)
    return Proposal(
        number=one.id,
        document=DocumentId(one.document),
        customer=customer_numbers(session, [holder.id])[holder.id],
        role=one.role,
        confidence=one.confidence,
        evidence=EVIDENCE.unpack(one.packed),
        noticed_at=one.noticed_at,
        taken=one.taken,
        who=one.who,
        reason=one.reason,
    )
