"""Documents as they stand, their revisions and decisions, and what persons said of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import CONTRACT_NUMBER, Base, Said


class DocumentRow(Base):
    """A document as it is now; `arrival` is its scan's number.

    `type_decided`: somebody, machine or person, chose the type. `withdrawn`: a later reading of
    the scan split it otherwise and nobody had touched this document. `bond` is the subject that
    it shares with other papers (`domain.bonds`), empty when with none. `placed_by` stamps the
    rules by which it lies in its file.
    """

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_state_arrival", "state", "arrival", "first_page"),)
    id: Mapped[str] = mapped_column(String(13), primary_key=True)
    scan: Mapped[str] = mapped_column(ForeignKey("scans.id"), index=True)
    arrival: Mapped[int]
    first_page: Mapped[int]
    pages: Mapped[list[Any]]
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    type_key: Mapped[str] = mapped_column(String(64))
    type_confidence: Mapped[float]
    type_decided: Mapped[bool]
    part: Mapped[str] = mapped_column(String(3))
    customer: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    customer_confidence: Mapped[float]
    title: Mapped[str]
    document_date: Mapped[date | None]
    reasons: Mapped[list[Any]]
    filed_at: Mapped[datetime]
    withdrawn: Mapped[bool]
    file: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    bond: Mapped[str] = mapped_column(index=True)
    placed_by: Mapped[str] = mapped_column(String(16))


class RevisionRow(Base):
    """One step in a document's life: who made it, why, what changed, and how it stood after."""

    __tablename__ = "revisions"
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    reason: Mapped[str]
    what: Mapped[list[Any]]
    packed: Mapped[bytes]


class FieldRow(Base):
    """One version of one field of a document, from revision `since` to before `until`."""

    __tablename__ = "document_fields"
    __table_args__ = (
        Index(
            "ix_document_fields_contract",
            "value",
            sqlite_where=text(f"key = '{CONTRACT_NUMBER}'"),
            postgresql_where=text(f"key = '{CONTRACT_NUMBER}'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    since: Mapped[int]
    until: Mapped[int | None]
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[str]
    packed: Mapped[bytes]


class DecisionRow(Base):
    """What the machine decided and on what evidence; the latest of each subject counts."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    subject: Mapped[str] = mapped_column(String(16))
    packed: Mapped[bytes]
    at: Mapped[datetime]


class CorrectionRow(Base):
    """What a person said about a document, as it was said.

    `word` is its kind. `undoes`: the revision whose word it takes back. `made_known`: the customer
    was provisional until then. `answer`: which answer to a question of several documents it is
    part of.
    """

    __tablename__ = "corrections"
    __table_args__ = (UniqueConstraint("document", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    revision: Mapped[int]
    base_revision: Mapped[int | None]
    who: Mapped[str]
    reason: Mapped[str]
    type_key: Mapped[str | None]
    part: Mapped[str | None] = mapped_column(String(3))
    customer: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    fields: Mapped[list[Any]]
    pairs: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    at: Mapped[datetime]
    word: Mapped[str] = mapped_column(String(16))
    undoes: Mapped[int | None]
    made_known: Mapped[bool]
    answer: Mapped[str] = mapped_column(String(16), index=True)


class DivisionRow(Base):
    """A person's word on one page of a scan: a document begins there, or none does."""

    __tablename__ = "divisions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    scan: Mapped[str] = mapped_column(ForeignKey("scans.id"), index=True)
    page: Mapped[int]
    begins: Mapped[bool]
    who: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class ReferenceRow(Said, Base):
    """A paper named in the catalogue of a second customer; in force while `until` is empty."""

    __tablename__ = "document_references"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    customer: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
