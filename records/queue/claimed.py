"""Which questions are claimed, and by whom."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.errors import Claimed
from domain.questions import Claim
from records.database import now
from records.sqlite import among
from records.tables import ClaimRow


def claims_of(session: Session, questions: Iterable[str] | None = None) -> dict[str, Claim]:
    """The claims that have not lapsed (only on `questions`, if given), by question."""
    query = select(ClaimRow).where(ClaimRow.until > now()).order_by(ClaimRow.since)
    if questions is not None:
        query = query.where(among(ClaimRow.question, list(questions)))
    return {
        row.question: Claim(row.question, row.who, row.since, row.until)
        for row in session.scalars(query)
    }


def check_free(session: Session, question: str, who: str) -> None:
    """Raises Claimed when somebody else is at the question."""
    claim = claims_of(session, [question]).get(question)
    if claim is not None and claim.who != who:
        raise Claimed(question, f"{claim.who}, {claim.until.astimezone():%H:%M}")


def give_up(session: Session, question: str) -> None:
    """The question was answered: nobody is at it any more."""
    session.execute(delete(ClaimRow).where(ClaimRow.question == question))
