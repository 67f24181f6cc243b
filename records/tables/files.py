"""Files: how their catalogues changed, re-shelvings, numbers of papers, grades."""

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

    `unit` is what it is about besides the customer, squeezed, `label` that as printed, and `kind`
    what sort of thing that is; `pattern` is the one it was numbered by. Files of one customer and
    unit differ in these two: a change of profile opens new ones. `version` counts the changes of
    its catalogue, `listed_by` stamps the rules of the last one. `closed_at`: it was emptied by a
    re-shelving, and nothing has come to it since.
    """

    __tablename__ = "files"
    __table_args__ = (UniqueConstraint("customer", "unit", "kind", "pattern"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    customer: Mapped[int | None] = mapped_column(ForeignKey("customers.id"))
    unit: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    pattern: Mapped[str]
    label: Mapped[str]
    number: Mapped[str] = mapped_column(unique=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    version: Mapped[int]
    listed_by: Mapped[str] = mapped_column(String(16))


class FileChangeRow(Base):
    """One change of a file's catalogue: the version it made, and the document as it then was.

    `rules` stamps those by which this version is listed. A version without document lists the
    same papers by other rules; `reshelving` is the one that made it.
    """

    __tablename__ = "file_changes"
    file: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    revision: Mapped[int | None]
    what: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]
    rules: Mapped[str] = mapped_column(String(16))
    reshelving: Mapped[int | None] = mapped_column(ForeignKey("reshelvings.id"))


class ListingRow(Base):
    """Rules of listing under which a version of a catalogue was made, by their stamp."""

    __tablename__ = "listings"
    stamp: Mapped[str] = mapped_column(String(16), primary_key=True)
    packed: Mapped[bytes]


class ReshelvingRow(Base):
    """One re-shelving (重新立卷): who had papers follow another profile, why, and how far it is.

    It is over once `finished_at` is set. The counts grow with it: documents moved, files opened,
    emptied and listed anew.
    """

    __tablename__ = "reshelvings"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    profile: Mapped[str]
    placing: Mapped[str] = mapped_column(String(16))
    listing: Mapped[str] = mapped_column(String(16))
    who: Mapped[str]
    reason: Mapped[str]
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    moved: Mapped[int]
    opened: Mapped[int]
    closed: Mapped[int]
    listed: Mapped[int]


class PaperNumberRow(Base):
    """The number of a paper in a file; it is kept when the paper leaves, and never given again.

    A paper has one for each `pattern` that a profile numbered it by.
    """

    __tablename__ = "paper_numbers"
    file: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    pattern: Mapped[str] = mapped_column(primary_key=True)
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
