"""One answer to a question of many documents: each gets its own fact, and all can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from domain.document import Confirmation, Correction, Document, Undoing
from domain.errors import AnjuanError, NotFound, StorageError, UsageError
from domain.forms import Part
from domain.ids import CustomerNumber, DocumentId
from domain.questions import Answered, Question
from records.corrections.corrections import Corrections
from records.corrections.persons import in_force, words_on
from records.database import Database
from records.documents.documents import find
from records.review.queue.claimed import check_free, give_up
from records.review.queue.listing import ReviewQueue
from records.sequences import next_value
from records.tables import CorrectionRow


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answers; with nothing said, that all is right as it stands."""

    who: str
    reason: str
    type_key: str | None = None
    part: Part | None = None
    customer: CustomerNumber | None = None
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def confirms(self) -> bool:
        """Whether it says that all is right as it stands."""
        return not (self.type_key or self.customer or self.fields)


Check = Callable[[DocumentId], None]
"""Raises for a document that may not be spoken of."""


def _anybody(_: DocumentId) -> None:
    """Every document may be spoken of."""


class Answers:
    """Answers questions about documents; safe to call from several threads and processes."""

    def __init__(self, database: Database, queue: ReviewQueue, corrections: Corrections) -> None:
        self._database = database
        self._queue = queue
        self._corrections = corrections

    def give(self, question: str, answer: Answer, check: Check = _anybody) -> Answered:
        """Let the answer hold for every document of the question, each by a fact of its own.

        A document that changed meanwhile, that cannot be answered so or for which `check` raises
        is left as it was and named. Raises NotFound when nothing of the kind is asked, Claimed
        when another is at it, UsageError for a question that is not about papers.
        """
        asked, seen = self._seen(question)
        if not asked.id.startswith(_ABOUT_PAPERS):
            raise UsageError(asked.id, _ELSEWHERE.get(asked.id[0], "it is settled elsewhere"))
        with self._database.write() as session:
            check_free(session, asked.id, answer.who)
            number = f"A{next_value(session, 'answer')}"

        def settle(document: DocumentId) -> Document:
            check(document)
            return self._answer(document, seen, answer, number)

        done = _each(asked.documents, settle)
        if not done.refused:
            with self._database.write() as session:
                give_up(session, asked.id)
        return Answered(number, done.settled, done.refused)

    def undo(self, number: str, who: str, reason: str, check: Check = _anybody) -> Answered:
        """Take every word of an answer back that still holds, but where `check` raises.

        Raises NotFound.
        """
        with self._database.read() as session:
            query = select(CorrectionRow.document).where(CorrectionRow.answer == number.strip())
            words = [
                word
                for document in dict.fromkeys(session.scalars(query.order_by(CorrectionRow.id)))
                for word in in_force(words_on(session, document))
                if word.answer == number.strip()
            ]
        if not words:
            raise NotFound(number, "No answer that holds has this number.")
        revisions = {DocumentId(word.document): word.revision for word in words}

        def take_back(document: DocumentId) -> Document:
            check(document)
            return self._corrections.undo(Undoing(document, who, reason, revisions[document]))

        done = _each(revisions, take_back)
        return Answered(number, done.settled, done.refused)

    def _seen(self, question: str) -> tuple[Question, dict[DocumentId, int]]:
        """The question and the revisions of its documents, seen at one moment.

        Seen apart, a document that another answered in between would be answered a second time.
        """
        self._queue.get(question)  # makes the rows anew after an update
        with self._database.read() as session:
            asked = self._queue.asked(session, question)
            return asked, {
                document: find(session, document).revision for document in asked.documents
            }

    def _answer(
        self, document: DocumentId, seen: dict[DocumentId, int], answer: Answer, number: str
    ) -> Document:
        signed, base = (document, answer.who, answer.reason), seen[document]
        if answer.confirms:
            said = Confirmation(*signed, base_revision=base, answer=number)
            return self._corrections.confirm(said)
        correction = Correction(
            *signed,
            type_key=answer.type_key,
            part=answer.part,
            customer=answer.customer,
            fields=answer.fields,
            base_revision=base,
            answer=number,
        )
        return self._corrections.apply(correction)


_ABOUT_PAPERS = ("Q", "K", "F")

_ELSEWHERE = {
    "R": "a card and the record differ: `anjuan settle NUMBER --card` or `--record` says which",
    "S": "two papers look alike: `anjuan duplicate S1 --same` or `--different` says what they are",
    "X": "a paper names a second customer: answer with --confirm or --refuse alone",
    "C": "values are missing: correct the card, or import them with `anjuan import-customers`",
}


def _each(documents: Iterable[DocumentId], work: Callable[[DocumentId], Document]) -> Answered:
    """Do `work` for each document; one that refuses does not keep the others."""
    settled: list[DocumentId] = []
    refused: list[tuple[DocumentId, str]] = []
    for document in documents:
        try:
            settled.append(work(document).id)
        except StorageError:
            raise
        except AnjuanError as error:
            refused.append((document, error.message()))
    return Answered("", tuple(settled), tuple(refused))
