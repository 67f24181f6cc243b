"""Everything that is SQLite's own: the engine, its pragmas, and how a transaction begins.

Another database takes this module's place, and no other.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    bindparam,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")

BUSY_SECONDS = 30
"""How long a writer waits for another before the archive is said to be in trouble."""

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # a commit is on the disk before an inbox file may go
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA cache_size=-32000",
)


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions are begun below, never by the driver
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that starts as a reader may find, when it wants to
    # write, that another was faster, and fail instead of waiting.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def open_engine(path: Path) -> Engine:
    """An engine over the database file at `path`, made if absent.

    Options `writes=True` on the engine make its transactions writing ones.
    """
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=8,
        max_overflow=56,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def among(column: QueryableAttribute[T], values: Iterable[T]) -> ColumnElement[bool]:
    """`column` is one of `values`, however many there are: they travel as one parameter."""
    held = list(values)
    if len(held) == 1:  # by far the most frequent, and put together in a tenth of the time
        return column == held[0]
    listed = func.json_each(json.dumps(held)).table_valued("value")
    return column.in_(select(listed.c.value))


def among_listed(column: QueryableAttribute[T]) -> ColumnElement[bool]:
    """The same for a statement that is put together once: they are the parameter `listed`, as JSON.

    `as_listed` makes that parameter.
    """
    listed = func.json_each(bindparam("listed")).table_valued("value")
    return column.in_(select(listed.c.value))


def as_listed(values: Iterable[object]) -> str:
    """Values as the parameter `listed`."""
    return json.dumps(list(values))


def let_referred_rows_go(connection: Connection) -> None:
    """Until this transaction ends a table may be made anew though others refer to its rows."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")


def damage(connection: Connection) -> list[str]:
    """What the database says is wrong with itself; nothing when it is whole."""
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [line for line in found if line != "ok"]
