"""Bring a database to the tables of this version; users need no alembic.ini."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from domain.errors import NotAnArchive
from records.database import Database

HEAD = "0020"
"""The newest migration; a test holds it against the folder."""

_FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Run the migrations that are missing, in one transaction.

    Raises NotAnArchive for a database that a newer version has written.
    """
    with database.read() as session:
        if _version(session.connection()) == HEAD:
            return
    with database.connection() as connection:
        _upgrade(connection, database.path)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(connection: Connection, path: Path) -> None:
    # Alembic is slow to import and needed only here, at the first opening after an update.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise NotAnArchive(path.parent, f"was written by a newer version: {error}") from error
