"""How a paper finds its place: evidence in, one decision out, both kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.geometry import Box


class EvidenceKind(StrEnum):
    """What a piece of evidence is drawn from."""

    TITLE = "title"
    CODE = "code"
    LABELS = "labels"
    WORDS = "words"
    TEMPLATE = "template"
    CONTINUES = "continues"
    CUSTOMER_NUMBER = "customer_number"
    CREDIT_CODE = "credit_code"
    IDENTITY = "identity"
    PHONE = "phone"
    NAME = "name"
    NAME_IN_TEXT = "name_in_text"
    ADDRESS = "address"
    INBOX_FOLDER = "inbox_folder"
    CONTRACT_NUMBER = "contract_number"
    BARCODE = "barcode"
    FILE_NAME = "file_name"
    PILE = "pile"
    LEARNED = "learned"
    PERSON_SAID = "person_said"


class Subject(StrEnum):
    """What is being decided."""

    TYPE = "type"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to choose `says` (a type key or a customer number).

    `weight` is 0..1, how far this alone would be believed; negative speaks against. `detail`
    is what was seen, in the page's own words; `page` and `box` are where.
    """

    kind: EvidenceKind
    says: str
    weight: float
    detail: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer and how far the evidence carries it, 0..1."""

    key: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question about a document, with everything it rests on.

    `chosen` is None when nobody may be chosen. `candidates` are sorted, best first.
    """

    subject: Subject
    chosen: str | None
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    evidence: tuple[Evidence, ...] = ()
