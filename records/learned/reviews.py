"""Reviews: every word of a person on type or customer, beside what the machine had decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.document import Correction, Document
from domain.filing import Decision, Subject
from domain.ids import DocumentId
from domain.outcome import DocumentState
from domain.review import Asked, CheckKind, Review
from records.database import Database, now
from records.documents.rows import latest_decision
from records.documents.standing import as_documents
from records.facts import fact, note_fact
from records.review.checks import kinds_open
from records.sqlite import among
from records.tables import (
    CheckRow,
    CorrectionRow,
    CustomerRow,
    DocumentRow,
    FieldRow,
    ReviewRow,
)

_MARK = "learned up to review"
_LATEST = 5_000


class Reviews:
    """What persons answered; safe to call from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settled(self) -> tuple[Review, ...]:
        """The last word on each question, oldest first, but for documents with an open doubt.

        The machine's side is what it had decided when a person first spoke; a document that was
        suspected since, or that is to be looked at a second time, is not settled.
        """
        doubtful = select(CheckRow.document).where(
            CheckRow.settled_at.is_(None), CheckRow.kind != CheckKind.SAMPLED
        )
        query = select(ReviewRow).where(ReviewRow.document.not_in(doubtful)).order_by(ReviewRow.id)
        with self._database.read() as session:
            return _last_words(session.scalars(query))

    def after(self, number: int) -> tuple[Review, ...]:
        """The last word on each question that was spoken about after review `number`."""
        query = select(ReviewRow.document).where(ReviewRow.id > number)
        with self._database.read() as session:
            spoken = set(session.scalars(query))
            rows = select(ReviewRow).where(among(ReviewRow.document, spoken))
            found = _last_words(session.scalars(rows.order_by(ReviewRow.id)))
            return tuple(review for review in found if review.number > number)

    def values(self, keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """(value, customer) for every value under `keys` on papers whose customer was settled.

        Of the latest papers only, so that what is learned from stays small.
        """
        answered = [one for one in self.settled() if one.subject is Subject.CUSTOMER]
        owners = {one.document: one.said for one in answered[-_LATEST:]}
        query = select(FieldRow.document, FieldRow.value).where(
            FieldRow.until.is_(None),
            among(FieldRow.key, list(keys)),
            among(FieldRow.document, list(owners)),
        )
        with self._database.read() as session:
            return tuple(
                (value, owners[DocumentId(document)])
                for document, value in session.execute(query)
                if value
            )

    def unspoken(
        self, type_key: str | None = None, customer: str | None = None, limit: int = 100
    ) -> tuple[Document, ...]:
        """The latest documents that the machine filed and of which nobody has said anything."""
        query = (
            select(DocumentRow)
            .where(
                DocumentRow.state == DocumentState.FILED,
                DocumentRow.withdrawn.is_(False),
                DocumentRow.id.not_in(select(CorrectionRow.document)),
            )
            .order_by(DocumentRow.arrival.desc())
            .limit(limit)
        )
        if type_key is not None:
            query = query.where(DocumentRow.type_key == type_key)
        if customer is not None:
            owner = select(CustomerRow.id).where(CustomerRow.number == customer)
            query = query.where(DocumentRow.customer.in_(owner))
        with self._database.read() as session:
            return as_documents(session, session.scalars(query).all())

    def types_filed(self) -> tuple[str, ...]:
        """The types under which anything is filed."""
        query = select(DocumentRow.type_key).where(DocumentRow.state == DocumentState.FILED)
        with self._database.read() as session:
            return tuple(session.scalars(query.distinct().order_by(DocumentRow.type_key)))

    def learned_up_to(self) -> int:
        """The last review that was learned from in the background."""
        with self._database.read() as session:
            return int(fact(session, _MARK) or 0)

    def note_learned(self, number: int) -> None:
        """Everything up to review `number` was learned from."""
        with self._database.write() as session:
            note_fact(session, _MARK, str(number))

    def last(self) -> int:
        """The number of the last review, 0 before the first."""
        with self._database.read() as session:
            return session.scalar(select(func.max(ReviewRow.id))) or 0


def note(session: Session, row: DocumentRow, correction: Correction, customer: str | None) -> None:
    """Keep what a person says about `row`, before it changes; `customer` is the number named."""
    said = {Subject.TYPE: correction.type_key, Subject.CUSTOMER: customer}
    asked = _asked(session, row)
    for subject, answer in said.items():
        if answer is None:
            continue
        decided, confidence = _best(latest_decision(session, row.id, subject))
        if subject is Subject.CUSTOMER and _is_nobody_yet(session, decided):
            decided, confidence = "", 0.0
        session.add(
            ReviewRow(
                document=row.id,
                subject=subject,
                decided=decided,
                confidence=confidence,
                filed=row.state == DocumentState.FILED,
                asked=asked,
                said=answer,
                type_key=row.type_key,
                at=now(),
            )
        )
    session.flush()


def take_back(session: Session, document: str, holding: Mapping[Subject, str]) -> None:
    """A word on these questions was taken back: what holds now is said, empty for nothing."""
    for subject, answer in holding.items():
        query = select(ReviewRow).where(
            ReviewRow.document == document, ReviewRow.subject == subject
        )
        last = session.scalars(query.order_by(ReviewRow.id.desc()).limit(1)).one_or_none()
        if last is not None:
            session.add(
                ReviewRow(
                    document=document,
                    subject=subject,
                    decided=last.decided,
                    confidence=last.confidence,
                    filed=last.filed,
                    asked=last.asked,
                    said=answer,
                    type_key=last.type_key,
                    at=now(),
                )
            )
    session.flush()


def _best(decision: Decision | None) -> tuple[str, float]:
    """The machine's best answer, whether or not it stood by it."""
    if decision is None or not decision.candidates:
        return (decision.chosen or "", decision.confidence) if decision else ("", 0.0)
    best = decision.candidates[0]
    return best.key, best.confidence


def _is_nobody_yet(session: Session, number: str) -> bool:
    """Whether this customer is provisional, or was until its papers went elsewhere.

    Nothing is ever filed with such a customer alone, and to say who he is refutes no decision.
    """
    query = select(CustomerRow.id).where(
        CustomerRow.number == number,
        or_(CustomerRow.status == CustomerStatus.PROVISIONAL, CustomerRow.dropped),
    )
    return session.scalar(query) is not None


def _asked(session: Session, row: DocumentRow) -> Asked:
    if row.state == DocumentState.REVIEW:
        return Asked.WAITING
    kinds = kinds_open(session, row.id)
    if CheckKind.SAMPLED in kinds:
        return Asked.SAMPLED
    return Asked.DOUBTED if kinds else Asked.NOBODY


def _last_words(rows: Iterable[ReviewRow]) -> tuple[Review, ...]:
    """For each document and question the first decision and the last answer, if any holds."""
    words: dict[tuple[str, str], Review] = {}
    for row in rows:
        first = words.pop((row.document, row.subject), None)
        words[row.document, row.subject] = Review(
            number=row.id,
            document=DocumentId(row.document),
            subject=Subject(row.subject),
            decided=first.decided if first else row.decided,
            confidence=first.confidence if first else row.confidence,
            filed=first.filed if first else row.filed,
            asked=first.asked if first else Asked(row.asked),
            said=row.said,
            type_key=first.type_key if first else row.type_key,
            at=row.at,
            words=first.words + 1 if first else 1,
        )
    return tuple(word for word in words.values() if word.said)
