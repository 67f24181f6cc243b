"""Verification finds every kind of disagreement, and nothing in a sound archive."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from domain.document import Document
from records.archive import Archive
from records.verify import Severity, verify
from tests.records.papers import correction, draft, filed, known, source


@pytest.fixture
def document(archive: Archive) -> Document:
    known(archive)
    (document,) = filed(archive, b"1", draft("KH-2024-0007"))
    archive.corrections.apply(correction(document, type_key="letter"))
    return document


def _found(archive: Archive) -> list[tuple[Severity, str]]:
    return [(finding.severity, finding.subject) for finding in verify(archive)]


def test_a_sound_archive_has_no_findings(archive: Archive, document: Document) -> None:
    filed(archive, b"2", draft(provisional=(("customer_name", "苏州恒信"),)), draft(pages=(2,)))
    archive.filing.file(document.scan, [], 1.0)
    assert _found(archive) == []


def test_a_damaged_original_is_found(archive: Archive, document: Document) -> None:
    path = archive.vault.path(document.scan)
    path.chmod(0o644)
    path.write_bytes(b"2")
    assert _found(archive) == [(Severity.ERROR, document.scan)]


def test_a_missing_original_is_found(archive: Archive, document: Document) -> None:
    archive.vault.path(document.scan).unlink()
    assert _found(archive) == [(Severity.ERROR, document.scan)]


def test_an_original_the_journal_does_not_know_is_found(archive: Archive, tmp_path: Path) -> None:
    stored = archive.vault.store(source(tmp_path, content=b"between vault and journal"))
    assert _found(archive) == [(Severity.WARNING, stored.scan)]


@pytest.mark.parametrize(
    ("statement", "subject"),
    [
        ("DELETE FROM outbox WHERE sequence = 1", "outbox"),
        ("DELETE FROM outbox WHERE sequence = 2", "outbox"),
        ("DELETE FROM revisions WHERE revision = 1", "document"),
        ("DELETE FROM files", "document"),
        ("UPDATE documents SET withdrawn = 1", "scan"),
        ("UPDATE documents SET scan = 'gone'", "document"),
    ],
)
def test_records_that_disagree_are_found(
    archive: Archive, document: Document, statement: str, subject: str
) -> None:
    archive.close()
    with contextlib.closing(sqlite3.connect(archive.root / "records.db")) as damaged:
        damaged.execute(statement)
        damaged.commit()
    known = {"document": document.id, "scan": document.scan, "outbox": "outbox"}
    assert (Severity.ERROR, known[subject]) in _found(archive)


def test_a_document_the_index_was_never_told_of_is_found(
    archive: Archive, document: Document
) -> None:
    with archive.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM outbox")
        session.connection().exec_driver_sql("UPDATE sequences SET value = 0 WHERE name = 'outbox'")
    assert _found(archive) == [(Severity.ERROR, document.id)]
