"""Where questions come from: documents, checks, cards that differ, records with gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.customer import IncompleteRecord
from domain.ids import CustomerNumber, DocumentId
from domain.questions import Question, QuestionKind, Tally
from domain.review import CheckKind
from records.customers.completeness import Completeness
from records.customers.differences import alike, open_ones, sameness
from records.customers.rows import find
from records.documents.standing import customer_numbers
from records.review.checks import open_checks
from records.review.queue.broken import Broken
from records.review.queue.numbered import OfRows, numbered
from records.review.queue.referring import Referring
from records.review.queue.repeating import Repeating
from records.sqlite import among
from records.tables import CheckRow, DifferenceRow, QuestionRow

_LISTED = 20
"""Documents of one question that a list names; `get` names all."""


class Source(Protocol):
    """One place that questions come from."""

    kinds: frozenset[QuestionKind]

    def first(
        self, session: Session, wanted: frozenset[QuestionKind], limit: int, /
    ) -> Sequence[Question]:
        """The first `limit` questions of the `wanted` kinds, those that settle most first.

        A source is asked only when a kind of its own is wanted: one that has one kind need not
        look.
        """

    def get(self, session: Session, ident: str) -> Question | None:
        """The question with this id, if it comes from here."""

    def tally(self, session: Session) -> Sequence[Tally]:
        """How many there are of each kind."""


def all_of(completeness: Completeness) -> tuple[Source, ...]:
    """Every source of questions."""
    return (
        Waiting(),
        Broken(),
        Checking(),
        Differing(),
        Repeating(),
        Referring(),
        Lacking(completeness),
    )


class Waiting:
    """Documents that wait, or whose values are in doubt, gathered by what they have in common."""

    kinds = frozenset(
        {QuestionKind.CUSTOMER, QuestionKind.TYPE, QuestionKind.PAPER, QuestionKind.FIELDS}
    )

    def first(
        self, session: Session, wanted: frozenset[QuestionKind], limit: int, /
    ) -> Sequence[Question]:
        settles, since = func.count().label("settles"), func.min(QuestionRow.since).label("since")
        query = (
            select(
                QuestionRow.question, QuestionRow.kind, func.min(QuestionRow.about), settles, since
            )
            .where(QuestionRow.kind.in_(wanted & self.kinds))
            .group_by(QuestionRow.question, QuestionRow.kind)
            .order_by(settles.desc(), since, QuestionRow.question)
            .limit(limit)
        )
        rows = session.execute(query).all()
        documents = _documents(session, [row[0] for row in rows], _LISTED)
        return [
            Question(ident, QuestionKind(kind), about, count, oldest, documents[ident])
            for ident, kind, about, count, oldest in rows
        ]

    def get(self, session: Session, ident: str) -> Question | None:
        query = select(QuestionRow).where(QuestionRow.question == ident)
        rows = session.scalars(query.order_by(QuestionRow.since)).all()
        if not rows:
            return None
        first, documents = rows[0], _documents(session, [ident], None)[ident]
        return Question(
            ident, QuestionKind(first.kind), first.about, len(rows), first.since, documents
        )

    def tally(self, session: Session) -> Sequence[Tally]:
        query = select(
            QuestionRow.kind, func.count(QuestionRow.question.distinct()), func.count()
        ).group_by(QuestionRow.kind)
        return [Tally(QuestionKind(kind), asked, n) for kind, asked, n in session.execute(query)]


def _documents(
    session: Session, questions: Iterable[str], most: int | None
) -> dict[str, tuple[DocumentId, ...]]:
    """The documents of each question, those that came first to the queue first."""
    place = func.row_number().over(
        partition_by=QuestionRow.question, order_by=(QuestionRow.since, QuestionRow.document)
    )
    numbered = (
        select(QuestionRow.question, QuestionRow.document, place.label("place"))
        .where(among(QuestionRow.question, list(questions)))
        .subquery()
    )
    query = select(numbered.c.question, numbered.c.document).order_by(
        numbered.c.question, numbered.c.place
    )
    if most is not None:
        query = query.where(numbered.c.place <= most)
    found: dict[str, list[DocumentId]] = {}
    for question, document in session.execute(query):
        found.setdefault(question, []).append(DocumentId(document))
    return {question: tuple(documents) for question, documents in found.items()}


class Checking(OfRows[CheckRow]):
    """Documents that have their place and are yet to be looked at; ids `K` and a number."""

    _KINDS = {
        CheckKind.SAMPLED: QuestionKind.SAMPLE,
        CheckKind.SUSPECTED: QuestionKind.MISFILED,
        CheckKind.SECOND_LOOK: QuestionKind.SECOND_LOOK,
    }
    letter = "K"
    kinds = frozenset(_KINDS.values())
    row = CheckRow

    def waiting(self) -> Select[CheckRow]:
        return open_checks().order_by(CheckRow.id)

    def first(
        self, session: Session, wanted: frozenset[QuestionKind], limit: int, /
    ) -> Sequence[Question]:
        checks = [check for check, kind in self._KINDS.items() if kind in wanted]
        query = self.waiting().where(CheckRow.kind.in_(checks)).limit(limit)
        return [self.question(row) for row in session.scalars(query)]

    def tally(self, session: Session) -> Sequence[Tally]:
        held = open_checks().subquery()
        query = select(held.c.kind, func.count()).group_by(held.c.kind)
        return [Tally(self._KINDS[CheckKind(kind)], n, n) for kind, n in session.execute(query)]

    def question(self, row: CheckRow) -> Question:
        kind, document = self._KINDS[CheckKind(row.kind)], DocumentId(row.document)
        return Question(f"K{row.id}", kind, row.detail, 1, row.raised_at, (document,))


class Differing:
    """Cards that say otherwise than the record, alike ones as one; ids `R` and a number."""

    kinds = frozenset({QuestionKind.DIFFERENCE})

    def first(
        self, session: Session, _wanted: frozenset[QuestionKind], limit: int, /
    ) -> Sequence[Question]:
        seen: dict[object, list[DifferenceRow]] = {}
        for row in session.scalars(open_ones()):
            seen.setdefault(sameness(row), []).append(row)
        most = sorted(seen.values(), key=lambda rows: -len(rows))[:limit]
        numbers = customer_numbers(session, (rows[0].customer for rows in most))
        return [self._question(rows, numbers[rows[0].customer]) for rows in most]

    def get(self, session: Session, ident: str) -> Question | None:
        number = numbered("R", ident)
        row = session.get(DifferenceRow, number) if number else None
        if row is None or row.settled_at is not None:
            return None
        return self._question(
            alike(session, row), customer_numbers(session, [row.customer])[row.customer]
        )

    def tally(self, session: Session) -> Sequence[Tally]:
        rows = session.scalars(open_ones()).all()
        if not rows:
            return ()
        return [Tally(QuestionKind.DIFFERENCE, len({sameness(row) for row in rows}), len(rows))]

    def _question(self, rows: Sequence[DifferenceRow], customer: CustomerNumber) -> Question:
        documents = tuple(dict.fromkeys(DocumentId(row.document) for row in rows))
        first = rows[0]
        return Question(
            f"R{first.id}",
            QuestionKind.DIFFERENCE,
            f"{first.key}: {'; '.join(first.said)}",
            len(rows),
            first.noticed_at,
            documents,
            customer,
        )


class Lacking:
    """Records with gaps; ids `C:` and the customer's number."""

    kinds = frozenset({QuestionKind.INCOMPLETE})

    def __init__(self, completeness: Completeness) -> None:
        self._completeness = completeness

    def first(
        self, session: Session, _wanted: frozenset[QuestionKind], limit: int, /
    ) -> Sequence[Question]:
        return [_lacking(record) for record in self._completeness.listed(session, limit)]

    def get(self, session: Session, ident: str) -> Question | None:
        row = find(session, ident.removeprefix("C:")) if ident.startswith("C:") else None
        found = self._completeness.of(session, row.id) if row else None
        return None if found is None else _lacking(found)

    def tally(self, session: Session) -> Sequence[Tally]:
        count = self._completeness.counted(session)
        return [Tally(QuestionKind.INCOMPLETE, count, count)] if count else ()


def _lacking(record: IncompleteRecord) -> Question:
    return Question(
        f"C:{record.customer}",
        QuestionKind.INCOMPLETE,
        "、".join(gap.key for gap in record.gaps),
        1,
        min(gap.since for gap in record.gaps),
        (),
        record.customer,
    )
