"""The tables of the records, mapped; nothing outside this room sees them.

Facts are appended: arrivals, failures, decisions, corrections, revisions and the versions of
values are never changed once written, except to note until when they held. The rows of
`documents` and `customers` repeat what is in force now, so that lists need no history.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

CONTRACT_NUMBER = "contract_no"
CONTRACT_KEY: ColumnElement[str] = literal_column(f"'{CONTRACT_NUMBER}'")
"""Written out in queries: an index of contract numbers alone serves no key given as parameter."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, aware on the way out; SQLite keeps no zone, so none is stored there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.replace(tzinfo=UTC)


class AnyText(TypeDecorator[str]):
    """Text of any origin, such as a file's name: what no database takes is written as an escape."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        return value.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


class Base(DeclarativeBase):
    """Root of the mapped tables; names its constraints so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: AnyText,
        datetime: UtcDateTime,
        date: Date,
        bytes: LargeBinary,
        list[Any]: JSON,
    }


class SequenceRow(Base):
    """A gap-free count, e.g. `file:2026`; its row is the lock that keeps it so."""

    __tablename__ = "sequences"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int]


class ScanRow(Base):
    """One scan and where it stands; `number` is the order of arrival and so of the queue."""

    __tablename__ = "scans"
    __table_args__ = (Index("ix_scans_status_number", "status", "number"),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    folder: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    pages: Mapped[int | None]
    received_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    seconds: Mapped[float]


class ArrivalRow(Base):
    """One drop of a scan's bytes under one name; the same bytes may arrive many times."""

    __tablename__ = "arrivals"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    scan: Mapped[str] = mapped_column(ForeignKey("scans.id"), index=True)
    name: Mapped[str]
    folder: Mapped[str]
    at: Mapped[datetime]


class FailureRow(Base):
    """Something that failed on the way of a scan; `page` None is the whole scan."""

    __tablename__ = "failures"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    scan: Mapped[str] = mapped_column(ForeignKey("scans.id"), index=True)
    stage: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(16))
    message: Mapped[str]
    page: Mapped[int | None]
    at: Mapped[datetime]


class ProblemRow(Base):
    """A file that could not be taken from the inbox, by its path."""

    __tablename__ = "problems"
    path: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str]
    at: Mapped[datetime]


class PageRow(Base):
    """One page's place in the work: waiting, running, read or set aside."""

    __tablename__ = "pages"
    __table_args__ = (Index("ix_pages_state_scan", "state", "scan"),)
    scan: Mapped[str] = mapped_column(ForeignKey("scans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    since: Mapped[datetime | None]


class ReadingRow(Base):
    """What reading a page yielded, packed; apart from `pages`, whose rows change often.

    `page_hash` and `version` are the key under which the reading may serve for another page that
    is the same; empty for one that may not.
    """

    __tablename__ = "readings"
    __table_args__ = (Index("ix_readings_page_hash_version", "page_hash", "version"),)
    scan: Mapped[str] = mapped_column(ForeignKey("scans.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    packed: Mapped[bytes]
    at: Mapped[datetime]
    page_hash: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[str | None] = mapped_column(String(64))


class CustomerRow(Base):
    """A customer; `opened_by` is the document that opened a provisional one.

    `dropped`: a provisional customer nobody confirmed and whose last paper moved elsewhere; it
    keeps its number but is no longer offered as an answer. `merged_into`: who is found under
    the number of a customer that a person merged away.
    """

    __tablename__ = "customers"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    number: Mapped[str] = mapped_column(unique=True)
    squeezed: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    opened_by: Mapped[str | None] = mapped_column(String(13), index=True)
    dropped: Mapped[bool]
    created_at: Mapped[datetime]
    merged_into: Mapped[int | None] = mapped_column(index=True)


class ValueRow(Base):
    """One version of one value of a customer; in force while `until` is empty."""

    __tablename__ = "customer_values"
    __table_args__ = (Index("ix_customer_values_key_squeezed", "key", "squeezed"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[str]
    squeezed: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(index=True)
    held_from: Mapped[date | None]
    held_to: Mapped[date | None]


class CustomerChangeRow(Base):
    """What a person did with a customer as a whole; `moved` is what undoing it needs to know."""

    __tablename__ = "customer_changes"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    change: Mapped[str] = mapped_column(String(16))
    customer: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    other: Mapped[int | None] = mapped_column(ForeignKey("customers.id"), index=True)
    who: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    moved: Mapped[list[Any]]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("customer_changes.id"), index=True)


class ReferenceRow(Base):
    """A paper named in the catalogue of a second customer; in force while `until` is empty."""

    __tablename__ = "document_references"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    customer: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    who: Mapped[str]
    reason: Mapped[str]
    ended_by: Mapped[str]
    end_reason: Mapped[str]


class DifferenceRow(Base):
    """A card that says otherwise than the record; open until a person settles it.

    `said` are the card's values of `key`. `taken`: the record follows the card now.
    """

    __tablename__ = "customer_differences"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    said: Mapped[list[Any]]
    noticed_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    taken: Mapped[bool | None]
    who: Mapped[str]
    reason: Mapped[str]


class TemplateRow(Base):
    """One version of a taught form; in force while `until` is empty, gone for good after."""

    __tablename__ = "templates"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    type_key: Mapped[str] = mapped_column(String(64), index=True)
    packed: Mapped[bytes]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    who: Mapped[str]
    reason: Mapped[str]


class NameRow(Base):
    """A name in force, squeezed; `head` is how it is looked for inside a page's text."""

    __tablename__ = "customer_names"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    squeezed: Mapped[str] = mapped_column(index=True)
    head: Mapped[str] = mapped_column(String(8), index=True)


class NameGramRow(Base):
    """Two neighbouring characters of a name; the start and the end count as characters."""

    __tablename__ = "name_grams"
    gram: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[int] = mapped_column(ForeignKey("customer_names.id"), primary_key=True, index=True)


class GramCountRow(Base):
    """In how many names a pair of characters stands, so that a search starts at the rarest."""

    __tablename__ = "gram_counts"
    gram: Mapped[str] = mapped_column(String(2), primary_key=True)
    names: Mapped[int]


class FileRow(Base):
    """A file and its number; without `customer` it is a volume of the whole office.

    `unit` is what it is about besides the customer, squeezed, and `label` that as printed;
    `version` counts the changes of its catalogue.
    """

    __tablename__ = "files"
    __table_args__ = (UniqueConstraint("customer", "unit"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    unit: Mapped[str]
    label: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    version: Mapped[int]


class DocumentRow(Base):
    """A document as it is now; `arrival` is its scan's number.

    `type_decided`: somebody, machine or person, chose the type. `withdrawn`: a later reading of
    the scan split it otherwise and nobody had touched this document. `bond` is the subject that
    it shares with other papers (`domain.bonds`), empty when with none.
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


class QuestionRow(Base):
    """What a document asks of a person; one answer settles all that have one `question`."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_kind_question", "kind", "question"),)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    question: Mapped[str] = mapped_column(String(12), index=True)
    about: Mapped[str]
    since: Mapped[datetime]


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
    """Two papers that look like one scanned twice; `same` is what a person said of it."""

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


class ClaimRow(Base):
    """Who is at a question of the review queue; lapsed after `until`."""

    __tablename__ = "claims"
    question: Mapped[str] = mapped_column(String(80), primary_key=True)
    who: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


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


class FindingRow(Base):
    """One thing that a check found on a document; it holds while `until` is empty."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_code_until", "code", "until"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    code: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str]
    page: Mapped[int | None]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    packed: Mapped[bytes]


class WaiverRow(Base):
    """A person lets a finding be; in force while `until` is empty.

    `pages` are those of the document that the person saw: divided otherwise, it is another paper.
    """

    __tablename__ = "waivers"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    code: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str]
    page: Mapped[int | None]
    pages: Mapped[list[int]] = mapped_column(JSON)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    who: Mapped[str]
    reason: Mapped[str]
    ended_by: Mapped[str]
    end_reason: Mapped[str]


class OutboxRow(Base):
    """A document that the search index must look at again; numbered without gaps."""

    __tablename__ = "outbox"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    at: Mapped[datetime]


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


class ModelRow(Base):
    """One version of the learned model; at most one is in force."""

    __tablename__ = "models"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    packed: Mapped[bytes]
    trained_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    examples: Mapped[int]
    types: Mapped[int]
    seen: Mapped[int]
    held_back: Mapped[int]
    right: Mapped[int]
    rival: Mapped[int]
    who: Mapped[str]
    reason: Mapped[str]


class BoundRow(Base):
    """A threshold as it was set at one time, and the figures it rests on; the latest counts."""

    __tablename__ = "bounds"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    subject: Mapped[str] = mapped_column(String(16))
    threshold: Mapped[float]
    reviewed: Mapped[int]
    errors: Mapped[int]
    upper: Mapped[float]
    most: Mapped[float]
    measured: Mapped[bool]
    doubted: Mapped[list[Any]]
    at: Mapped[datetime]


class OwnTypeRow(Base):
    """A document type that this archive made for itself; in use while `until` is empty."""

    __tablename__ = "own_types"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    part: Mapped[str] = mapped_column(String(3))
    who: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class FactRow(Base):
    """A fact about the archive itself, e.g. the seed by which checks are drawn."""

    __tablename__ = "facts"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]
