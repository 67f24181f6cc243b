"""Transactions: one for each call on the archive, committed whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from domain.errors import InternalError, StorageError
from records.sqlite import BUSY_SECONDS, open_engine

if TYPE_CHECKING:
    from records.profile import Profile  # which itself counts in a session

_RULES, _CLOCK = "profile", "clock"


def rules(session: Session) -> Profile:
    """The profile by which this transaction works."""
    profile: Profile = session.info[_RULES]
    return profile


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def moment(session: Session) -> datetime:
    """This moment by the clock of the database, in UTC."""
    told: datetime = session.info[_CLOCK]()
    return told


class Database:
    """Reading and writing transactions on the archive's database; safe to share by threads.

    Raises StorageError when the database cannot be read or written (full, locked, damaged).
    """

    def __init__(self, path: Path, profile: Profile, clock: Callable[[], datetime] = now) -> None:
        """The database at `path`; what is written there is done by the rules of `profile`.

        `clock` tells the time by which claims lapse.
        """
        self.path = path
        self._info: dict[Any, Any] = {_RULES: profile, _CLOCK: clock}
        self._engine: Engine = open_engine(path)
        self._writing_engine = self._engine.execution_options(writes=True)
        # Threads of one process queue here, in turn, rather than in SQLite's retry loop.
        self._turn = threading.Lock()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that sees one state of the archive and changes nothing."""
        with (
            self._translated(),
            Session(self._engine, expire_on_commit=False, info=self._info) as session,
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that is committed when the block ends well, else undone."""
        with (
            self._in_turn(),
            self._translated(),
            Session(self._writing_engine, expire_on_commit=False, info=self._info) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A writing transaction below the mapped tables, for migrations."""
        with self._in_turn(), self._translated(), self._writing_engine.begin() as connection:
            yield connection

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=BUSY_SECONDS * 2):
            raise StorageError(self.path, "another change has held the database for too long")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, PoolTimeout) as error:
            raise StorageError(self.path, getattr(error, "orig", None) or error) from error
        except SQLAlchemyError as error:
            raise InternalError(self.path.name, error) from error
