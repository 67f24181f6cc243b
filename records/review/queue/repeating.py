"""Questions about papers that were perhaps scanned twice."""

from __future__ import annotations

from sqlalchemy import Select

from domain.ids import DocumentId
from domain.questions import Question, QuestionKind
from records.review.duplicates.suspicions import open_pairs
from records.review.queue.numbered import OfRows
from records.tables import SuspicionRow


class Repeating(OfRows[SuspicionRow]):
    """Papers that were perhaps scanned twice; ids `S` and a number."""

    letter = "S"
    kinds = frozenset({QuestionKind.DUPLICATE})
    concerned = 2
    row = SuspicionRow

    def waiting(self) -> Select[SuspicionRow]:
        return open_pairs()

    def question(self, row: SuspicionRow) -> Question:
        pair = (DocumentId(row.document), DocumentId(row.other))
        some = ", ".join(f"{page} ≈ {other}" for page, other in row.pages)
        about = f"{row.text:.0%} {pair[0]} ≈ {pair[1]}{f' ({some})' if some else ''}"
        return Question(f"S{row.id}", QuestionKind.DUPLICATE, about, 1, row.noticed_at, pair)
