"""Customers: their values and names with the time they held, and what was done with them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


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
