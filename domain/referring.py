"""Second customers of a paper (互见): proposed by the machine, decided by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.filing import Evidence
from domain.ids import CustomerNumber, DocumentId


@dataclass(frozen=True, slots=True)
class SecondCustomer:
    """A customer whom a paper names, and what shows it.

    `role` is what the form calls him (guarantor, spouse), empty where only a number names him;
    `confidence` 0..1 is how surely he is meant. `files`: by the settings that is enough to name
    the paper in his catalogue without a person's word.
    """

    customer: CustomerNumber
    role: str
    confidence: float
    evidence: tuple[Evidence, ...]
    files: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reference that the machine proposes, and what became of it.

    `taken` is what a person said, or the machine by the settings; None as long as nobody has.
    """

    number: int
    document: DocumentId
    customer: CustomerNumber
    role: str
    confidence: float
    evidence: tuple[Evidence, ...]
    noticed_at: datetime
    taken: bool | None
    who: str
    reason: str
