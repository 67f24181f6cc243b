"""What persons said about a document, and how it outweighs what the machine says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.document import Word
from domain.fields import FieldKey, FieldReading
from domain.forms import Part
from domain.geometry import Box
from domain.outcome import DocumentState, Reason, ReasonCode
from records.customers.rows import survivor
from records.packing import PAIRS
from records.tables import CorrectionRow, CustomerRow

T = TypeVar("T")

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""Place of a value that a person gave and that nobody found on the page."""

ABOUT_TYPE = frozenset({ReasonCode.TYPE_UNKNOWN, ReasonCode.TYPE_UNSURE})
_ABOUT_CUSTOMER = frozenset(
    {
        ReasonCode.CUSTOMER_UNKNOWN,
        ReasonCode.CUSTOMER_UNSURE,
        ReasonCode.CUSTOMER_CONFLICT,
        ReasonCode.NEW_CUSTOMER,
        ReasonCode.REGISTER,
    }
)
_SETTLED_BY_FILING = frozenset({ReasonCode.BY_EVIDENCE, ReasonCode.FIELDS_DOUBTFUL})
IN_NO_FILE = frozenset({Part.REGISTER, Part.INTERNAL})


@dataclass(frozen=True, slots=True)
class Said:
    """The corrections in force: the last word on type, customer and each field key.

    `pairs` are what is said of labels that no catalogue lists, where they moved with their pages.
    """

    touched: bool = False
    type_key: str | None = None
    part: Part | None = None
    customer: int | None = None
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pairs: Mapping[str, str] = field(default_factory=dict)


def words_on(session: Session, document: str) -> list[CorrectionRow]:
    """Every word that persons said about the document, oldest first, also those taken back."""
    query = select(CorrectionRow).where(CorrectionRow.document == document)
    return list(session.scalars(query.order_by(CorrectionRow.revision)))


def in_force(words: Sequence[CorrectionRow]) -> list[CorrectionRow]:
    """The words that hold: neither taken back, nor themselves the taking back of another."""
    gone = {word.undoes for word in words}
    return [word for word in words if word.word != Word.UNDONE and word.revision not in gone]


def said_about(session: Session, document: str) -> Said:
    """What persons have said about the document so far, and not taken back."""
    words = in_force(words_on(session, document))
    said = Said(fields=laid_over(words, fields_of))
    for row in words:
        said = replace(
            said,
            touched=said.touched or not _is_about_pairs_alone(row),
            type_key=row.type_key or said.type_key,
            part=(Part(row.part) if row.part else None) if row.type_key else said.part,
            customer=said.customer if row.customer is None else row.customer,
        )
    return replace(said, customer=_lives_on(session, said.customer))


def laid_over(
    words: Iterable[CorrectionRow], of: Callable[[CorrectionRow], dict[str, T]]
) -> dict[str, T]:
    """What words say by name, the later laid over the earlier."""
    said: dict[str, T] = {}
    for word in words:
        # The pages are others now: what is said of them was said anew, and in full.
        said = of(word) if word.word == Word.MOVED else {**said, **of(word)}
    return said


def fields_of(word: CorrectionRow) -> dict[str, tuple[str, ...]]:
    """The values that a word gives, by field."""
    return by_key(PAIRS.parse(word.fields))


def _is_about_pairs_alone(word: CorrectionRow) -> bool:
    """Whether the word leaves everything that the machine files by as it is."""
    return bool(word.pairs) and not (word.type_key or word.customer or word.fields)


def _lives_on(session: Session, customer: int | None) -> int | None:
    """The customer in whom the one that persons named lives on."""
    if customer is None:
        return None
    return survivor(session, session.get_one(CustomerRow, customer)).id


def by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """(key, value) pairs gathered by key, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


def with_said_fields(
    fields: Sequence[FieldReading], said: Mapping[str, tuple[str, ...]], page: int
) -> tuple[FieldReading, ...]:
    """`fields` with every key that a person spoke about holding that person's values.

    A person's value keeps the place and the reading it corrects; `page` is where it is put
    when nothing was read.
    """
    read = {key: [one for one in fields if one.key == key] for key in said}
    return with_readings_of(
        fields,
        {key: _said_readings(read[key] or [_blank(key, page)], said[key]) for key in said},
    )


def with_readings_of(
    fields: Sequence[FieldReading], wanted: Mapping[str, Sequence[FieldReading]]
) -> tuple[FieldReading, ...]:
    """`fields` with the readings of each key that are `wanted`, where the key first stands."""
    result: list[FieldReading] = []
    placed: set[str] = set()
    for reading in fields:
        if reading.key not in wanted:
            result.append(reading)
        elif reading.key not in placed:
            placed.add(reading.key)
            result += wanted[reading.key]
    return (*result, *(one for key in wanted if key not in placed for one in wanted[key]))


def filed_or_review(
    now_filed: bool, part: Part, type_decided: bool, customer_decided: bool
) -> DocumentState:
    """Where a document that a person has touched stands."""
    placed = type_decided and (customer_decided or part in IN_NO_FILE)
    return DocumentState.FILED if now_filed or placed else DocumentState.REVIEW


def settled(
    reasons: Iterable[Reason], type_decided: bool, customer_decided: bool, filed: bool
) -> tuple[Reason, ...]:
    """The reasons that still hold once some questions are answered."""
    gone: set[ReasonCode] = set()
    gone |= ABOUT_TYPE if type_decided else set()
    gone |= _ABOUT_CUSTOMER if customer_decided else set()
    gone |= _SETTLED_BY_FILING if filed else set()
    return tuple(reason for reason in reasons if reason.code not in gone)


def _said_readings(read: Sequence[FieldReading], values: Sequence[str]) -> list[FieldReading]:
    return [
        replace(
            read[min(position, len(read) - 1)],
            value=value,
            confidence=1.0,
            needs_review=False,
            checks=(),
        )
        for position, value in enumerate(values)
    ]


def _blank(key: str, page: int) -> FieldReading:
    return FieldReading(
        key=FieldKey(key),
        label=key,
        value="",
        raw="",
        page=page,
        box=NOWHERE,
        confidence=1.0,
        needs_review=False,
    )
