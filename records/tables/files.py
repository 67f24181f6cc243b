"""Files: how their catalogues changed, numbers of papers, grades that people gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


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


class FileChangeRow(Base):
    """One change of a file's catalogue: the version it made, and the document as it then was."""

    __tablename__ = "file_changes"
    file: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    revision: Mapped[int]
    what: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]


class PaperNumberRow(Base):
    """The number of a paper in a file; it is kept when the paper leaves, and never given again."""

    __tablename__ = "paper_numbers"
    file: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    number: Mapped[str]


class GradeRow(Base):
    """A grade that a person gave to a document or to a file; the latest counts."""

    __tablename__ = "grades"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    document: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    file: Mapped[int | None] = mapped_column(ForeignKey("files.id"), index=True)
    level: Mapped[str | None] = mapped_column(String(32))
    who: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
