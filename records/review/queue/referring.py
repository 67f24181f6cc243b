"""Questions about papers that name a second customer: shall his catalogue name them?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from domain.ids import DocumentId
from domain.questions import Question, QuestionKind, Tally
from records.customers.rows import survivor
from records.documents.standing import customer_numbers
from records.packing import EVIDENCE
from records.references.proposing.proposals import groups
from records.review.queue.numbered import numbered
from records.tables import CustomerRow, ProposalRow


class Referring:
    """Second customers of papers, alike ones as one question; ids `X` and a number."""

    kinds = frozenset({QuestionKind.REFERENCE})

    def first(
        self, session: Session, _wanted: frozenset[QuestionKind], limit: int, /
    ) -> Sequence[Question]:
        most = sorted(groups(session), key=lambda rows: -len(rows))[:limit]
        return [_question(session, rows) for rows in most]

    def get(self, session: Session, ident: str) -> Question | None:
        number = numbered("X", ident)
        found = [rows for rows in groups(session) if any(one.id == number for one in rows)]
        return _question(session, found[0]) if found else None

    def tally(self, session: Session) -> Sequence[Tally]:
        found = groups(session)
        papers = sum(map(len, found))
        return [Tally(QuestionKind.REFERENCE, len(found), papers)] if found else ()


def _question(session: Session, rows: Sequence[ProposalRow]) -> Question:
    first = rows[0]
    holder = survivor(session, session.get_one(CustomerRow, first.customer))
    said = "; ".join(piece.detail for piece in EVIDENCE.unpack(first.packed) if piece.detail)
    return Question(
        f"X{first.id}",
        QuestionKind.REFERENCE,
        f"{holder.name} ({said})",
        len(rows),
        first.noticed_at,
        tuple(DocumentId(one.document) for one in rows),
        customer_numbers(session, [holder.id])[holder.id],
    )
