"""Questions about papers that were perhaps scanned twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.ids import DocumentId
from domain.questions import Question, QuestionKind, Tally
from records.duplicates.suspicions import open_pairs
from records.queue.numbered import numbered
from records.tables import SuspicionRow


class Repeating:
    """Papers that were perhaps scanned twice; ids `S` and a number."""

    kinds = frozenset({QuestionKind.DUPLICATE})

    def first(
        self,
        session: Session,
        wanted: frozenset[QuestionKind],  # noqa: ARG002 - there is one kind here
        limit: int,
    ) -> Sequence[Question]:
        return [self._question(row) for row in session.scalars(open_pairs().limit(limit))]

    def get(self, session: Session, ident: str) -> Question | None:
        number = numbered("S", ident)
        query = open_pairs().where(SuspicionRow.id == number)
        row = session.scalars(query).one_or_none() if number else None
        return None if row is None else self._question(row)

    def tally(self, session: Session) -> Sequence[Tally]:
        query = select(func.count()).select_from(open_pairs().subquery())
        count = session.execute(query).scalar_one()
        return [Tally(QuestionKind.DUPLICATE, count, 2 * count)] if count else ()

    def _question(self, row: SuspicionRow) -> Question:
        pair = (DocumentId(row.document), DocumentId(row.other))
        about = f"{row.text:.0%} {pair[0]} ≈ {pair[1]}"
        return Question(f"S{row.id}", QuestionKind.DUPLICATE, about, 1, row.noticed_at, pair)
