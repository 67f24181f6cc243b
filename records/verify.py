"""Verification: do the originals, the journal, the documents and the outbox agree?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from domain.errors import StorageError
from domain.outcome import ScanStatus
from records.archive import Archive
from records.outbox import last_in
from records.sqlite import damage
from records.tables import DocumentRow, FileChangeRow, FileRow, OutboxRow, RevisionRow, ScanRow


class Severity(StrEnum):
    """How bad a finding is: something is lost, or something is odd but whole."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    severity: Severity
    subject: str
    message: str


def verify(archive: Archive) -> Iterator[Finding]:
    """Read every original and compare it, and hold the records against each other."""
    with archive.database.read() as session:
        yield from _database(session)
        yield from _documents(session)
        yield from _outbox(session)
        known = set(session.scalars(select(ScanRow.id)))
    yield from _originals(archive, known)


def _originals(archive: Archive, known: set[str]) -> Iterator[Finding]:
    """Originals that are damaged, missing, or of which the journal knows nothing."""
    unseen = set(known)
    for scan in archive.vault.scans():
        unseen.discard(scan)
        try:
            archive.vault.verify(scan)
        except StorageError as error:
            yield Finding(Severity.ERROR, scan, f"The original is damaged: {error.detail}.")
        if scan not in known:
            yield Finding(Severity.WARNING, scan, "An original without a scan in the journal.")
    for missing in sorted(unseen):
        yield Finding(Severity.ERROR, missing, "The original is missing from the vault.")


def _database(session: Session) -> Iterator[Finding]:
    for line in damage(session.connection()):
        yield Finding(Severity.ERROR, "records.db", line)


def _documents(session: Session) -> Iterator[Finding]:
    """Documents without scan, history or file, and finished scans without documents."""
    wrong = (
        (_orphans(), "A document whose scan is not in the journal."),
        (_broken_histories(), "Its history has gaps."),
        (_loose(), "It has a customer and lies in no file."),
        (_broken_catalogues(), "The versions of its catalogue have gaps."),
        (_empty_scans(), "The scan is filed but has no document."),
    )
    for query, message in wrong:
        for subject in session.scalars(query):
            yield Finding(Severity.ERROR, subject, message)


def _orphans() -> Select[str]:
    return select(DocumentRow.id).where(DocumentRow.scan.not_in(select(ScanRow.id)))


def _broken_histories() -> Select[str]:
    return (
        select(DocumentRow.id)
        .outerjoin(RevisionRow, RevisionRow.document == DocumentRow.id)
        .group_by(DocumentRow.id, DocumentRow.revision)
        .having(func.count(RevisionRow.revision) != DocumentRow.revision)
    )


def _loose() -> Select[str]:
    return select(DocumentRow.id).where(
        DocumentRow.customer.is_not(None),
        DocumentRow.withdrawn.is_(False),
        or_(DocumentRow.file.is_(None), DocumentRow.file.not_in(select(FileRow.id))),
    )


def _broken_catalogues() -> Select[str]:
    return (
        select(FileRow.number)
        .outerjoin(FileChangeRow, FileChangeRow.file == FileRow.id)
        .group_by(FileRow.id, FileRow.version)
        .having(func.count(FileChangeRow.version) != FileRow.version)
    )


def _empty_scans() -> Select[str]:
    return select(ScanRow.id).where(
        ScanRow.status == ScanStatus.FILED,
        ScanRow.id.not_in(select(DocumentRow.scan).where(DocumentRow.withdrawn.is_(False))),
    )


def _outbox(session: Session) -> Iterator[Finding]:
    """Gaps in the outbox, and documents that the index was never told of."""
    count, newest = session.execute(
        select(func.count(OutboxRow.sequence), func.max(OutboxRow.sequence))
    ).one()
    last = last_in(session)
    if count != last or (newest or 0) != last:
        yield Finding(Severity.ERROR, "outbox", f"It has {count} of {last} entries.")
    told = select(OutboxRow.document)
    for ident in session.scalars(select(DocumentRow.id).where(DocumentRow.id.not_in(told))):
        yield Finding(Severity.ERROR, ident, "The search index was never told of it.")
