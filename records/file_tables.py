"""The tables of files: how their catalogues changed, numbers of papers, grades that people gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from records.tables import Base


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


class StampRow(Base):
    """Under which rules something was last done, by its name."""

    __tablename__ = "stamps"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
