"""The review queue (待审队列): what waits for a person, as questions that one answer settles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.ids import CustomerNumber, DocumentId


class QuestionKind(StrEnum):
    """What is asked; of two questions that settle equally much, the earlier kind comes first."""

    MISFILED = "misfiled"
    CUSTOMER = "customer"
    TYPE = "type"
    PAPER = "paper"
    DIFFERENCE = "difference"
    DUPLICATE = "duplicate"
    REFERENCE = "reference"
    SECOND_LOOK = "second_look"
    SAMPLE = "sample"
    FIELDS = "fields"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is at a question, so that no other is; it lapses at `until`."""

    question: str
    who: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a person.

    `id` is how it is claimed and answered, the same as long as it is asked. `about` is what the
    documents have in common: an unknown name or number, a title. `settles` counts the documents
    (or cards) that one answer settles; `documents` are the first of them, oldest first.
    `customer` is the customer concerned, where there is one.
    """

    id: str
    kind: QuestionKind
    about: str
    settles: int
    since: datetime
    documents: tuple[DocumentId, ...] = ()
    customer: CustomerNumber | None = None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of a kind wait, and how many documents or records they concern."""

    kind: QuestionKind
    questions: int
    concerned: int


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one answer: each document of `settled` has a fact of its own.

    `number` undoes them all. `refused` are (document, why), left as they were.
    """

    number: str
    settled: tuple[DocumentId, ...]
    refused: tuple[tuple[DocumentId, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two papers that look like one scanned twice (疑似重复); `document` came after `other`.

    `text` 0..1 is how alike their letters are, `picture` in how many of 64 bits their looks
    differ. `same` is what a person said, None as long as nobody has. `pages` is empty for whole
    papers; where one has more pages, it pairs those that both have (of `document`, of `other`).
    """

    number: int
    document: DocumentId
    other: DocumentId
    text: float
    picture: int | None
    noticed_at: datetime
    same: bool | None
    who: str
    reason: str
    pages: tuple[tuple[int, int], ...] = ()
