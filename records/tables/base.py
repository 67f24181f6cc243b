"""What every mapped table rests on: types of columns, names of constraints."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    LargeBinary,
    MetaData,
    String,
    literal_column,
)
from sqlalchemy.orm import DeclarativeBase, Mapped
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


class Said:
    """What a person said and may take back: it holds while `until` is empty."""

    since: Mapped[datetime]
    until: Mapped[datetime | None]
    who: Mapped[str]
    reason: Mapped[str]
    ended_by: Mapped[str]
    end_reason: Mapped[str]
