"""What checks of the scans found, and what persons let be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base, Said


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


class WaiverRow(Said, Base):
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
