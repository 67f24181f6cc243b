"""Documents: the units that are filed, found and corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.fields import FieldReading, Pair
from domain.filing import Decision
from domain.forms import Part
from domain.ids import CustomerNumber, DocumentId, ScanId
from domain.outcome import DocumentState, Reason
from domain.page import Page
from domain.personal import PersonalNumber
from domain.referring import SecondCustomer


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document as the machine proposes it, ready to be filed in one transaction.

    `provisional` holds the field values of a customer nobody knows yet, if this paper may open
    a file for one. `named` are customers whom it names for certain: where it lies with another,
    they are proposed for a reference.
    """

    pages: tuple[int, ...]
    title: str
    type: Decision
    part: Part
    customer: Decision
    state: DocumentState
    fields: tuple[FieldReading, ...] = ()
    reasons: tuple[Reason, ...] = ()
    document_date: date | None = None
    provisional: tuple[tuple[str, str], ...] = ()
    named: tuple[SecondCustomer, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the records hold it now.

    `revision` counts from 1 and grows with every change; a correction names the revision it
    was made against. `part` is the type's place in the filing plan. `fields` are the values in
    force: a person's where there is one.
    """

    id: DocumentId
    scan: ScanId
    pages: tuple[int, ...]
    revision: int
    state: DocumentState
    type_key: str
    type_confidence: float
    part: Part
    customer: CustomerNumber | None
    customer_confidence: float
    title: str
    document_date: date | None
    fields: tuple[FieldReading, ...]
    reasons: tuple[Reason, ...]
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document with its read pages: what the index is built from.

    `pairs` are labels that no catalogue lists, with their values; `personal` the numbers of persons
    wherever they stand, for those who must mask them. Both are as they were read, the pairs with
    what persons put right.
    """

    document: Document
    pages: tuple[Page, ...]
    pairs: tuple[Pair, ...] = ()
    personal: tuple[PersonalNumber, ...] = ()


class Word(StrEnum):
    """What kind of word a person's word on a document is."""

    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    MOVED = "moved"
    """What had been said of pages stays with them when documents are divided or joined."""
    FOLLOWED = "followed"
    """The customer whom persons had named was split, and the document went with the new one."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says about a document (更正); appended, never overwritten.

    `base_revision` is the revision the person saw, None when they did not say. Values None or
    empty mean "left as it is"; `part` goes with `type_key`. `pairs` are (label, value) of labels
    that no catalogue lists: `LABEL@2` is the second of several, an empty value says there is none.
    `answer` is the number of the answer that this is part of, where one answer settled several
    documents.
    """

    document: DocumentId
    who: str
    reason: str
    type_key: str | None = None
    part: Part | None = None
    customer: CustomerNumber | None = None
    fields: tuple[tuple[str, str], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    base_revision: int | None = None
    answer: str = ""

    @property
    def is_about_pairs_alone(self) -> bool:
        """Whether what the document is, whose, and its fields are left as they are."""
        return not (self.type_key or self.customer or self.fields)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person says that a document is right as it stands (核对无误)."""

    document: DocumentId
    who: str
    reason: str
    base_revision: int | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Undoing:
    """A person takes a word on a document back (撤销); what stood before it stands again.

    `revision` is the one that the word made; None means the last word that holds.
    """

    document: DocumentId
    who: str
    reason: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a document's history: who changed what, when and why."""

    revision: int
    at: datetime
    who: str
    reason: str
    what: tuple[tuple[str, str, str], ...]
    """(what, before, after), e.g. ("customer", "KH-2024-0001", "KH-2024-0007")."""
