"""What a document asks of a person, and by what it is like others: name, number, title, layout.

The rows repeat what the standing of the documents says, so that the queue is counted and ordered
by the database. They can be made anew at any time; a change of the rules here does so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.outcome import DocumentState, ReasonCode
from domain.questions import QuestionKind
from domain.text import squeezed
from records.customers.rows import NUMBER_KEY
from records.documents.standing import Standing, standing
from records.tables import CustomerRow, DocumentRow, FactRow, QuestionRow

RULES = "1"
"""Version of the rules below; rows made by others are made anew."""

_RULES_FACT = "rules of questions"

_ASKED_BY: Mapping[ReasonCode, QuestionKind] = {
    ReasonCode.TYPE_UNKNOWN: QuestionKind.TYPE,
    ReasonCode.TYPE_UNSURE: QuestionKind.TYPE,
    ReasonCode.CUSTOMER_UNKNOWN: QuestionKind.CUSTOMER,
    ReasonCode.CUSTOMER_UNSURE: QuestionKind.CUSTOMER,
    ReasonCode.CUSTOMER_CONFLICT: QuestionKind.CUSTOMER,
    ReasonCode.NEW_CUSTOMER: QuestionKind.CUSTOMER,
    ReasonCode.REGISTER: QuestionKind.CUSTOMER,
    ReasonCode.FIELDS_DOUBTFUL: QuestionKind.FIELDS,
}
"""Reasons that ask about type, customer or values; every other one is about the paper itself."""

_ASK_NOTHING = frozenset({ReasonCode.BY_EVIDENCE, ReasonCode.BY_PERSON})

_WHO_IT_IS = ("customer_name", "person_name", "guest_name", "lead_name", "party_a", "buyer_name")
"""Fields by which papers of one unknown customer are known as one's, surest first."""

_LEAST_LABELS = 4
"""A layout of fewer labels is not told from another."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of one document: `topic` is the same for all that one answer settles."""

    kind: QuestionKind
    topic: str
    about: str

    @property
    def id(self) -> str:
        told = hashlib.sha256(f"{self.kind}:{self.topic}".encode()).hexdigest()
        return "Q" + told[:10]


def note(session: Session, row: DocumentRow, held: Standing) -> None:
    """Let the queue ask what the document, standing as `held`, gives to ask."""
    wanted = {} if held.withdrawn else {one.kind: one for one in _asked(session, row, held)}
    query = select(QuestionRow).where(QuestionRow.document == row.id)
    for known in session.scalars(query).all():
        asked = wanted.pop(QuestionKind(known.kind), None)
        if asked is None:
            session.delete(known)
        else:
            known.question, known.about = asked.id, asked.about
    for asked in wanted.values():
        session.add(
            QuestionRow(
                document=row.id,
                kind=asked.kind,
                question=asked.id,
                about=asked.about,
                since=row.filed_at,
            )
        )
    session.flush()


def are_current(session: Session) -> bool:
    """Whether the rows were made by these rules."""
    row = session.get(FactRow, _RULES_FACT)
    return row is not None and row.value == RULES


def make_anew(session: Session) -> None:
    """Ask of every document what these rules ask."""
    session.execute(delete(QuestionRow))
    query = select(DocumentRow).where(DocumentRow.withdrawn.is_(False)).order_by(DocumentRow.id)
    for row in session.scalars(query.execution_options(yield_per=500)):
        if row.state == DocumentState.REVIEW or len(row.reasons) > 1:
            note(session, row, standing(session, row))
    session.merge(FactRow(name=_RULES_FACT, value=RULES))
    session.flush()


def _asked(session: Session, row: DocumentRow, held: Standing) -> Iterator[_Asked]:
    """The questions of one document, each kind once."""
    waits = held.state is DocumentState.REVIEW
    codes = {reason.code for reason in held.reasons} - _ASK_NOTHING
    kinds = {_ASKED_BY.get(code, QuestionKind.PAPER) for code in codes}
    if not waits:
        kinds &= {QuestionKind.FIELDS, QuestionKind.PAPER}
    elif not kinds - {QuestionKind.FIELDS}:
        kinds |= {QuestionKind.CUSTOMER if held.type_decided else QuestionKind.TYPE}
    for kind in kinds:
        if kind is QuestionKind.CUSTOMER:
            yield _about_customer(session, row, held)
        elif kind is QuestionKind.TYPE:
            yield _about_type(row, held)
        else:
            yield _Asked(kind, f"document:{row.id}", _told(held, kind))


def _about_customer(session: Session, row: DocumentRow, held: Standing) -> _Asked:
    kind = QuestionKind.CUSTOMER
    if held.customer is not None:
        known = session.get_one(CustomerRow, held.customer)
        return _Asked(kind, f"customer:{known.id}", f"{known.number} {known.name}")
    if any(reason.code is ReasonCode.REGISTER for reason in held.reasons):
        return _Asked(kind, f"register:{held.type_key}", held.title)
    for key in (NUMBER_KEY, *_WHO_IT_IS):
        said = next((f.value for f in held.fields if f.key == key and squeezed(f.value)), "")
        if said:
            return _Asked(kind, f"{key}:{squeezed(said)}", said)
    return _Asked(kind, f"document:{row.id}", _told(held, kind))


def _about_type(row: DocumentRow, held: Standing) -> _Asked:
    kind = QuestionKind.TYPE
    if len(squeezed(held.title)) > 1:
        return _Asked(kind, f"title:{squeezed(held.title)}", held.title)
    labels = sorted({squeezed(field.label or field.key) for field in held.fields})
    if len(labels) >= _LEAST_LABELS:
        return _Asked(kind, f"labels:{' '.join(labels)}", "、".join(labels[:_LEAST_LABELS]))
    return _Asked(kind, f"document:{row.id}", _told(held, kind))


def _told(held: Standing, kind: QuestionKind) -> str:
    """What the document's reasons say on this kind of question, else its title."""
    said = [r.detail for r in held.reasons if _ASKED_BY.get(r.code, QuestionKind.PAPER) is kind]
    return "; ".join(detail for detail in said if detail) or held.title
