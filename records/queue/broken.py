"""Questions about papers whose pages are not all there, or not in order: a pile divided wrongly."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from domain.document import Word
from domain.finding import FindingCode
from domain.ids import DocumentId
from domain.questions import Question, QuestionKind, Tally
from records.packing import FINDING
from records.queue.numbered import numbered
from records.tables import CorrectionRow, DocumentRow, FindingRow
from records.waivers import is_waived


class Broken:
    """Papers that count more pages than they have; ids `F` and a number.

    One that a person confirmed since, as right as it is, or let be, is asked about no more.
    """

    kinds = frozenset({QuestionKind.PAPER})

    def first(
        self,
        session: Session,
        wanted: frozenset[QuestionKind],  # noqa: ARG002 - there is one kind here
        limit: int,
    ) -> Sequence[Question]:
        return [_question(row) for row in session.scalars(_open().limit(limit))]

    def get(self, session: Session, ident: str) -> Question | None:
        number = numbered("F", ident)
        query = _open().where(FindingRow.id == number)
        row = session.scalars(query).one_or_none() if number else None
        return None if row is None else _question(row)

    def tally(self, session: Session) -> Sequence[Tally]:
        count = session.execute(select(func.count()).select_from(_open().subquery())).scalar_one()
        return [Tally(QuestionKind.PAPER, count, count)] if count else ()


def _open() -> Select[FindingRow]:
    undone = aliased(CorrectionRow)
    taken_back = exists().where(
        undone.document == CorrectionRow.document, undone.undoes == CorrectionRow.revision
    )
    confirmed = exists().where(
        and_(
            CorrectionRow.document == FindingRow.document,
            CorrectionRow.word == Word.CONFIRMED,
            CorrectionRow.at >= FindingRow.since,
            ~taken_back,
        )
    )
    return (
        select(FindingRow)
        .join(DocumentRow, DocumentRow.id == FindingRow.document)
        .where(
            FindingRow.code == FindingCode.PAGES_MISSING,
            FindingRow.until.is_(None),
            DocumentRow.withdrawn.is_(False),
            ~confirmed,
            ~is_waived(),
        )
        .order_by(FindingRow.id)
    )


def _question(row: FindingRow) -> Question:
    about = FINDING.unpack(row.packed).detail or row.subject
    document = DocumentId(row.document)
    return Question(f"F{row.id}", QuestionKind.PAPER, about, 1, row.since, (document,))
