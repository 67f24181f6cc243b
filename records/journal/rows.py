"""The journal's rows of scans: made, found, shown, queued again, ended."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.ids import ScanId
from domain.outcome import ScanStatus, StepFailure
from records.database import now
from records.journal.facts import ScanRecord
from records.journal.failures import add_failures, clear_scan_failures, failures_by_scan
from records.journal.pages import PageState
from records.tables import PageRow, ScanRow
from records.vault import Stored


def new_scan(stored: Stored, name: str, folder: str) -> ScanRow:
    """A scan that waits in the queue."""
    return ScanRow(
        id=stored.scan,
        name=name,
        folder=folder,
        size=stored.size,
        media_type="",
        status=ScanStatus.QUEUED,
        pages=None,
        received_at=now(),
        finished_at=None,
        seconds=0.0,
    )


def scan_row(session: Session, scan: str) -> ScanRow | None:
    """The scan with this id."""
    return session.scalars(select(ScanRow).where(ScanRow.id == scan)).one_or_none()


def known(session: Session, scan: str) -> ScanRow:
    """The scan with this id. Raises NotFound."""
    row = scan_row(session, scan)
    if row is None:
        raise NotFound(scan)
    return row


def with_prefix(session: Session, prefix: str) -> Sequence[ScanRow]:
    """Two of the scans whose ids begin so (6 digits or more): enough to tell if it is one."""
    if len(prefix) < 6 or not set(prefix) <= set("0123456789abcdef"):
        return []
    query = select(ScanRow).where(ScanRow.id.between(prefix, prefix + "g")).limit(2)
    return session.scalars(query).all()


def records(session: Session, rows: Sequence[ScanRow]) -> tuple[ScanRecord, ...]:
    """Scans as they are shown, with their failures."""
    failures = failures_by_scan(session, [row.id for row in rows])
    return tuple(
        ScanRecord(
            id=ScanId(row.id),
            name=row.name,
            folder=row.folder,
            size=row.size,
            media_type=row.media_type,
            status=ScanStatus(row.status),
            pages=row.pages,
            received_at=row.received_at,
            finished_at=row.finished_at,
            seconds=row.seconds,
            failures=failures.get(row.id, ()),
        )
        for row in rows
    )


def queue_again(session: Session, scan: str) -> None:
    """Let a running scan wait, and the page that was in hand."""
    session.execute(update(ScanRow).where(ScanRow.id == scan).values(status=ScanStatus.QUEUED))
    session.execute(
        update(PageRow)
        .where(PageRow.scan == scan, PageRow.state == PageState.RUNNING)
        .values(state=PageState.WAITING, since=None)
    )


def end(session: Session, scan: str, status: ScanStatus, failure: StepFailure) -> None:
    """End a scan by what failed. Raises NotFound."""
    row = known(session, scan)
    row.status = status
    row.finished_at = now()
    add_failures(session, scan, [failure])
    session.flush()


def try_again(session: Session, row: ScanRow) -> None:
    """Give a failed scan and its set-aside pages a new start; what was read stays read."""
    row.status, row.finished_at = ScanStatus.QUEUED, None
    session.execute(
        update(PageRow)
        .where(PageRow.scan == row.id, PageRow.state == PageState.SET_ASIDE)
        .values(state=PageState.WAITING, attempts=0)
    )
    clear_scan_failures(session, row.id)


def inside(name: str, folder: str) -> str:
    """The file's path within the inbox, under which its problems are noted."""
    return f"{folder}/{name}" if folder else name
