"""Claims: one person at a question at a time, until it is answered, given back, or lapses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from domain.errors import Claimed, NotFound, UsageError
from domain.questions import Question
from records.database import Database, moment
from records.review.queue.claimed import check_free, claims_of
from records.review.queue.listing import ReviewQueue
from records.sequences import hold
from records.tables import ClaimRow


class Claims:
    """Who is at which question; safe to call from several threads and processes."""

    def __init__(self, database: Database, queue: ReviewQueue) -> None:
        self._database = database
        self._queue = queue

    def take(self, question: str, who: str, minutes: float) -> Question:
        """Claim a question for `who`, or hold on to it for `minutes` more.

        Raises NotFound when nothing of the kind is asked, Claimed when another is at it.
        """
        found = self._queue.get(question)
        with self._database.write() as session:
            hold(session, "claims")
            check_free(session, found.id, who)
            _put(session, found.id, who, minutes)
        return self._queue.get(question)

    def take_next(
        self, who: str, minutes: float, wanted: Callable[[Question], bool] = bool
    ) -> Question | None:
        """Claim the question that settles most, is `wanted`, and that nobody else is at.

        None when all are done.
        One that `who` is at already comes first, so that asking twice claims no second one.
        """
        for question in self._in_turn(who):
            if not wanted(question):
                continue
            try:
                return self.take(question.id, who, minutes)
            except (Claimed, NotFound):
                continue  # somebody was faster
        return None

    def release(self, question: str, who: str) -> None:
        """Give a question back. Raises NotFound when `who` is not at it."""
        with self._database.write() as session:
            gone = delete(ClaimRow).where(ClaimRow.question == question, ClaimRow.who == who)
            if not session.execute(gone.returning(ClaimRow.question)).all():
                raise NotFound(question, f"{who} is not at it.")

    def _in_turn(self, who: str) -> Iterator[Question]:
        with self._database.read() as session:
            held = claims_of(session)
        mine = [claim.question for claim in held.values() if claim.who == who]
        for ident in mine:
            try:
                yield self._queue.get(ident)
            except NotFound:
                continue  # answered since
        yield from self._queue.each(lambda question: question.claim is None)


def _put(session: Session, question: str, who: str, minutes: float) -> None:
    if not who.strip():
        raise UsageError(question, "a claim says who makes it")
    at = moment(session)
    row = session.get(ClaimRow, question)
    if row is None:
        row = ClaimRow(question=question, who=who, since=at)
        session.add(row)
    elif row.who != who or row.until <= at:
        row.who, row.since = who, at
    row.until = at + timedelta(minutes=minutes)
    session.flush()
