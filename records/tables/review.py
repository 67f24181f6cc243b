"""What waits for a person, who is at it, and what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


class QuestionRow(Base):
    """What a document asks of a person; one answer settles all that have one `question`."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_kind_question", "kind", "question"),)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    question: Mapped[str] = mapped_column(String(12), index=True)
    about: Mapped[str]
    since: Mapped[datetime]


class ClaimRow(Base):
    """Who is at a question of the review queue; lapsed after `until`."""

    __tablename__ = "claims"
    question: Mapped[str] = mapped_column(String(80), primary_key=True)
    who: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


class CheckRow(Base):
    """A document that has its place and should be looked at; open while `settled_at` is empty."""

    __tablename__ = "checks"
    __table_args__ = (Index("ix_checks_settled_at_id", "settled_at", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str]
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class ReviewRow(Base):
    """One word of a person on one question, beside what the machine had decided by then."""

    __tablename__ = "reviews"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    subject: Mapped[str] = mapped_column(String(16))
    decided: Mapped[str]
    confidence: Mapped[float]
    filed: Mapped[bool]
    asked: Mapped[str] = mapped_column(String(16))
    said: Mapped[str]
    type_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class FeatureRow(Base):
    """What a paper is found by when it comes again: some of its letters, or of its look."""

    __tablename__ = "features"
    feature: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)


class FeatureCountRow(Base):
    """How many papers have a feature, so that a search starts at the rarest."""

    __tablename__ = "feature_counts"
    feature: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    documents: Mapped[int]


class SuspicionRow(Base):
    """Two papers that look like one scanned twice; `same` is what a person said of it.

    `pages` pairs the pages that both have where one has more: (of `document`, of `other`).
    """

    __tablename__ = "suspicions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    other: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    text: Mapped[float]
    picture: Mapped[int | None]
    noticed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    same: Mapped[bool | None]
    who: Mapped[str]
    reason: Mapped[str]
    pages: Mapped[list[Any]]


class ProposalRow(Base):
    """A reference that the machine proposes, open while it is neither settled nor undone.

    `taken` is what was said of it, `answer` the answer it was part of, `reference` the row that
    came of it. One whose answer was taken back stays as it was; another is open in its place.
    """

    __tablename__ = "proposed_references"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    customer: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    role: Mapped[str] = mapped_column(String(24))
    confidence: Mapped[float]
    packed: Mapped[bytes]
    noticed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    taken: Mapped[bool | None]
    who: Mapped[str]
    reason: Mapped[str]
    answer: Mapped[str] = mapped_column(String(16), index=True)
    reference: Mapped[int | None] = mapped_column(ForeignKey("document_references.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str]
    undone_reason: Mapped[str]
