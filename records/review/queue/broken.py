"""Questions about papers whose pages are not all there, or not in order: a pile divided wrongly."""

from __future__ import annotations

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import aliased

from domain.document import Word
from domain.finding import FindingCode
from domain.ids import DocumentId
from domain.questions import Question, QuestionKind
from records.packing import FINDING
from records.review.queue.numbered import OfRows
from records.review.waivers import is_waived
from records.tables import CorrectionRow, DocumentRow, FindingRow


class Broken(OfRows[FindingRow]):
    """Papers that count more pages than they have; ids `F` and a number.

    One that a person confirmed since, as right as it is, or let be, is asked about no more.
    """

    letter = "F"
    kinds = frozenset({QuestionKind.PAPER})
    row = FindingRow

    def waiting(self) -> Select[FindingRow]:
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

    def question(self, row: FindingRow) -> Question:
        about = FINDING.unpack(row.packed).detail or row.subject
        document = DocumentId(row.document)
        return Question(f"F{row.id}", QuestionKind.PAPER, about, 1, row.since, (document,))
