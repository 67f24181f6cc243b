"""An archive is one folder: made once, opened often, and never mistaken for something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from domain.errors import NotAnArchive, StorageError
from domain.reading import PageKey
from records import migrate
from records.archive import Archive
from records.tables import Base
from records.verify import verify
from tests.records.papers import draft, filed, known, reading, taken


def test_a_new_archive_has_its_folders(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "deep" / "archive")
    assert {path.name for path in archive.root.iterdir() if path.is_dir()} == {
        "vault",
        "index",
        "quarantine",
    }
    assert archive.index_folder == archive.root / "index"
    assert archive.quarantine_folder == archive.root / "quarantine"
    archive.close()


def test_an_archive_may_be_made_in_a_folder_that_holds_an_inbox(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    Archive.create(tmp_path).close()
    assert (tmp_path / "inbox").is_dir()


def test_a_second_archive_in_one_place_is_refused(archive: Archive) -> None:
    with pytest.raises(NotAnArchive, match="already"):
        Archive.create(archive.root)


@pytest.mark.parametrize("place", ["nothing", "."])
def test_where_there_is_none_none_is_opened(tmp_path: Path, place: str) -> None:
    with pytest.raises(NotAnArchive):
        Archive.open(tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_cannot_be_made_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError):
        Archive.create(tmp_path / "file" / "archive")


def test_what_was_written_is_there_when_it_is_opened_again(archive: Archive) -> None:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    archive.close()
    again = Archive.open(archive.root)
    assert again.documents.get(document.id) == document
    assert again.files.of("KH-2024-0007").catalogue[0].document == document.id
    again.close()


def test_a_file_that_is_no_database_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_text("a text of sufficient length to be looked at" * 100)
    with pytest.raises(StorageError):
        Archive.open(tmp_path)


def test_a_database_of_a_newer_version_is_left_alone(archive: Archive) -> None:
    with archive.database.connection() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    archive.close()
    with pytest.raises(NotAnArchive, match="newer version"):
        Archive.open(archive.root)


def test_every_commit_is_on_the_disk_and_references_are_held(archive: Archive) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    with archive.database.read() as session:
        for pragma, value in wanted.items():
            held = session.connection().exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
            assert held == value, pragma


def test_the_migrations_make_exactly_the_tables_that_are_mapped(archive: Archive) -> None:
    with archive.database.connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_the_one_the_archive_asks_for() -> None:
    folder = Path(migrate.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [migrate.HEAD]


def _alembic(connection: Connection) -> Config:
    """Alembic's own way to the migrations of this archive."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def test_what_was_read_before_a_migration_is_there_after_it(tmp_path: Path) -> None:
    made = Archive.create(tmp_path / "archive")
    scan = taken(made)
    made.journal.set_contents(scan, 1, "image/tiff")
    made.journal.store_page(scan, 1, reading(1), PageKey("f" * 64, "a" * 64))
    with made.database.connection() as connection:
        command.downgrade(_alembic(connection), "0002")
    made.close()
    again = Archive.open(tmp_path / "archive")
    assert again.journal.readings(scan) == (reading(1),)
    assert again.journal.known_reading(PageKey("f" * 64, "a" * 64)) is None
    again.close()


def test_a_customers_file_keeps_its_number_and_papers_over_the_migration(tmp_path: Path) -> None:
    made = Archive.create(tmp_path / "archive")
    known(made)
    documents = [filed(made, bytes([n]), draft("KH-2024-0007"))[0].id for n in range(3)]
    number = made.files.of("KH-2024-0007").number
    with made.database.connection() as connection:
        command.downgrade(_alembic(connection), "0008")
    made.close()
    again = Archive.open(tmp_path / "archive")
    (file,) = again.files.all_of("KH-2024-0007")
    assert (file.number, file.version) == (number, 3)
    assert [entry.document for entry in file.catalogue] == documents
    assert [change.version for change in again.files.changes(number)] == [1, 2, 3]
    assert list(verify(again)) == []
    again.close()


def test_the_migrations_can_be_taken_back(archive: Archive) -> None:
    with archive.database.connection() as connection:
        command.downgrade(_alembic(connection), "base")
    migrate.migrate(archive.database)
    assert archive.customers.count() == 0


def test_only_one_module_speaks_sqlites_own_language() -> None:
    room = Path(migrate.__file__).parent
    words = ("PRAGMA", "sqlite3", "exec_driver_sql", "json_each", "sqlalchemy.dialects")
    offenders = [
        f"{path.name}: {word}"
        for path in room.rglob("*.py")
        for word in words
        if word in path.read_text(encoding="utf-8") and path.name != "sqlite.py"
    ]
    assert offenders == []
