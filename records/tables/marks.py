"""Numbers, marks and stamps by which the parts of the archive keep step."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


class SequenceRow(Base):
    """A gap-free count, e.g. `file:2026`; its row is the lock that keeps it so."""

    __tablename__ = "sequences"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int]


class OutboxRow(Base):
    """A document that the search index must look at again; numbered without gaps."""

    __tablename__ = "outbox"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    at: Mapped[datetime]


class FactRow(Base):
    """A fact about the archive itself, e.g. the seed by which checks are drawn."""

    __tablename__ = "facts"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]


class StampRow(Base):
    """Under which rules something was last done, by its name."""

    __tablename__ = "stamps"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
