"""Which questions are claimed, by whom, and what nobody else may settle while they are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.errors import Claimed
from domain.questions import Claim
from records.database import moment
from records.review.queue.numbered import numbered
from records.sqlite import among
from records.tables import (
    CheckRow,
    ClaimRow,
    CustomerRow,
    DifferenceRow,
    FindingRow,
    ProposalRow,
    QuestionRow,
    SuspicionRow,
)


def claims_of(session: Session, questions: Iterable[str] | None = None) -> dict[str, Claim]:
    """The claims that have not lapsed (only on `questions`, if given), by question."""
    query = select(ClaimRow).where(ClaimRow.until > moment(session)).order_by(ClaimRow.since)
    if questions is not None:
        query = query.where(among(ClaimRow.question, list(questions)))
    return {
        row.question: Claim(row.question, row.who, row.since, row.until)
        for row in session.scalars(query)
    }


def check_free(session: Session, question: str, who: str) -> None:
    """Raises Claimed when somebody else is at the question."""
    claim = claims_of(session, [question]).get(question)
    if claim is not None:
        _check(claim, who)


def check_papers_free(session: Session, documents: Iterable[str], who: str) -> None:
    """Raises Claimed when somebody else is at a question about one of the documents."""
    wanted = set(documents)
    for claim in claims_of(session).values():
        if wanted & _papers(session, claim.question):
            _check(claim, who)


def check_customers_free(session: Session, customers: Iterable[int], who: str) -> None:
    """Raises Claimed when somebody else is at a question about the record of a customer's row."""
    wanted = set(customers)
    for claim in claims_of(session).values():
        if wanted & _records(session, claim.question):
            _check(claim, who)


def give_up(session: Session, question: str) -> None:
    """The question was answered: nobody is at it any more."""
    session.execute(delete(ClaimRow).where(ClaimRow.question == question))


def _check(claim: Claim, who: str) -> None:
    if claim.who != who:
        until = f"{claim.until.astimezone():%Y-%m-%d %H:%M}"
        raise Claimed(claim.question, f"{claim.who} → {until}")


def _papers(session: Session, question: str) -> set[str]:
    """The documents that a question is about, by the rows that it comes from."""
    kind, number = question[:1], numbered(question[:1], question)
    if kind == "Q":
        query = select(QuestionRow.document).where(QuestionRow.question == question)
        return set(session.scalars(query))
    known_by = (("K", CheckRow), ("F", FindingRow), ("R", DifferenceRow), ("X", ProposalRow))
    for known, table in known_by:
        if kind == known:
            return set(session.scalars(select(table.document).where(table.id == number)))
    pair = session.get(SuspicionRow, number) if kind == "S" and number else None
    return {pair.document, pair.other} if pair else set()


def _records(session: Session, question: str) -> set[int]:
    """The rows of the customers whose record a question is about."""
    if question.startswith("C:"):
        query = select(CustomerRow.id).where(CustomerRow.number == question.removeprefix("C:"))
        return set(session.scalars(query))
    number = numbered("R", question)
    row = session.get(DifferenceRow, number) if number else None
    return {row.customer} if row else set()
