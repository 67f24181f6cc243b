"""What persons are asked about, what they answered, and what the answers say of the machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.filing import Subject
from domain.forms import Part
from domain.ids import DocumentId


class CheckKind(StrEnum):
    """Why a person should look at a document that has its place (抽查、复核).

    `SAMPLED`: drawn by lot, so that the rate of errors is known. `SUSPECTED`: what was learned
    since speaks for another place. `SECOND_LOOK`: a person said otherwise than strong evidence.
    """

    SAMPLED = "sampled"
    SUSPECTED = "suspected"
    SECOND_LOOK = "second_look"


@dataclass(frozen=True, slots=True)
class Check:
    """A document to be looked at; any word of a person on the document settles it.

    `detail` says what speaks for another answer, empty for a check drawn by lot.
    """

    number: int
    document: DocumentId
    kind: CheckKind
    detail: str
    raised_at: datetime


class Asked(StrEnum):
    """How a person came to speak about a document.

    `WAITING`: it waited in review. `SAMPLED`: it was drawn by lot. `DOUBTED`: it was suspected.
    `NOBODY`: nobody had asked, so that right documents are not heard of, only wrong ones.
    """

    WAITING = "waiting"
    SAMPLED = "sampled"
    DOUBTED = "doubted"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Review:
    """A person's last word on one question about a document, beside what the machine had said.

    `decided` is the machine's best answer when the person first spoke, empty for none, and
    `confidence` how far it was believed; `said` is the truth as the person sees it now. `filed`:
    the machine had filed the document alone. `type_key` is the type it was taken for. `words`
    counts how often the question was answered.
    """

    number: int
    document: DocumentId
    subject: Subject
    decided: str
    confidence: float
    filed: bool
    asked: Asked
    said: str
    type_key: str
    at: datetime
    words: int = 1

    @property
    def wrong(self) -> bool:
        """Whether the machine's answer was not the person's."""
        return self.decided != self.said


@dataclass(frozen=True, slots=True)
class Bound:
    """The threshold from which the machine decides alone, and what it rests on.

    `errors` of `reviewed` documents at or above `threshold` were wrong; with 95 % confidence the
    rate of errors lies below `upper`, which must not pass `most`. `measured` is False while too
    few documents are reviewed, and `threshold` the setting's. `doubted` are the types that a person
    is asked about however sure the machine is: too many papers were wrongly taken for them.
    """

    subject: Subject
    threshold: float
    reviewed: int
    errors: int
    upper: float
    most: float
    measured: bool
    doubted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnType:
    """A document type of this archive alone (本馆自定类型), which the catalogue does not list."""

    key: str
    name: str
    part: Part


class ModelState(StrEnum):
    """Where a version of the learned model stands; a refused one was worse than its rival."""

    IN_FORCE = "in_force"
    FORMER = "former"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A version of the learned model: what it was trained on, and how it compared.

    `number` is 0 until it is kept.
    `seen` is the number of the last review it was trained with, `right` how many of `held_back`
    reviewed documents it judged rightly, `rival` how many the version before it did.
    """

    number: int
    trained_at: datetime
    state: ModelState
    examples: int
    types: int
    seen: int
    held_back: int
    right: int
    rival: int
    who: str
    reason: str
