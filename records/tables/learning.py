"""What was learned: taught forms, models with their thresholds, types of the archive's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


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
