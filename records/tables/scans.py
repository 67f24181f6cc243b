"""Scans on their way: arrivals, pages and what was read on them, failures."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


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
