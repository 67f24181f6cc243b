"""The queue as one list: questions of every kind, those first of which one answer settles most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.questions import Question, QuestionKind, Tally
from records.customers.completeness import Completeness
from records.database import Database
from records.review.queue import asking, sources
from records.review.queue.claimed import claims_of

_PAGE = 100
_RANK = {kind: rank for rank, kind in enumerate(QuestionKind)}


class ReviewQueue:
    """What waits for a person; reads only, but for making its rows anew after an update."""

    def __init__(self, database: Database, completeness: Completeness) -> None:
        self._database = database
        self._sources = sources.all_of(completeness)

    def list(
        self, limit: int = 100, offset: int = 0, kinds: Iterable[QuestionKind] | None = None
    ) -> tuple[Question, ...]:
        """The questions (only of `kinds`, if given), best answered in this order."""
        self._make_current()
        wanted = frozenset(QuestionKind if kinds is None else kinds)
        with self._database.read() as session:
            found = [
                question
                for source in self._sources
                if source.kinds & wanted
                for question in source.first(session, wanted, limit + offset)
            ]
            found.sort(key=lambda one: (-one.settles, _RANK[one.kind], one.since, one.id))
            return _with_claims(session, found[offset : offset + limit])

    def each(self, wanted: Callable[[Question], bool]) -> Iterator[Question]:
        """Every question that is `wanted`, in order; read in batches."""
        offset = 0
        while batch := self.list(_PAGE, offset):
            yield from (question for question in batch if wanted(question))
            offset += _PAGE

    def get(self, question: str) -> Question:
        """The question with this id, all its documents listed. Raises NotFound."""
        self._make_current()
        with self._database.read() as session:
            return self.asked(session, question)

    def asked(self, session: Session, question: str) -> Question:
        """The same, as `session` sees it. Raises NotFound."""
        for source in self._sources:
            found = source.get(session, question.strip())
            if found is not None:
                return _with_claims(session, [found])[0]
        raise NotFound(question, "`anjuan review` lists what is asked.")

    def tally(self) -> tuple[Tally, ...]:
        """How many questions of each kind wait; kinds of which there are none are left out."""
        self._make_current()
        with self._database.read() as session:
            counted = [tally for source in self._sources for tally in source.tally(session)]
        kinds = {tally.kind for tally in counted}
        return tuple(_added(kind, counted) for kind in QuestionKind if kind in kinds)

    def _make_current(self) -> None:
        with self._database.read() as session:
            if asking.are_current(session):
                return
        with self._database.write() as session:
            if not asking.are_current(session):
                asking.make_anew(session)


def _added(kind: QuestionKind, counted: Iterable[Tally]) -> Tally:
    """What all sources count of one kind."""
    mine = [tally for tally in counted if tally.kind is kind]
    return Tally(kind, sum(t.questions for t in mine), sum(t.concerned for t in mine))


def _with_claims(session: Session, questions: Iterable[Question]) -> tuple[Question, ...]:
    listed = tuple(questions)
    held = claims_of(session, [question.id for question in listed])
    return tuple(replace(question, claim=held.get(question.id)) for question in listed)
