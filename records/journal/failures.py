"""What failed on the way of a scan, as rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from domain.outcome import Category, Stage, StepFailure
from records.database import now
from records.sqlite import among
from records.tables import FailureRow, ReadingRow


def add_failures(session: Session, scan: str, failures: Iterable[StepFailure]) -> None:
    """Note `failures` of `scan`; one that is noted already, word for word, is not repeated."""
    known = set(failures_by_scan(session, [scan]).get(scan, ()))
    for failure in failures:
        if failure not in known:
            session.add(_row(scan, failure))


def clear_page_failures(session: Session, scan: str, page: int) -> None:
    """Forget what failed on a page, before its new outcome is noted."""
    session.execute(delete(FailureRow).where(FailureRow.scan == scan, FailureRow.page == page))


def clear_scan_failures(session: Session, scan: str) -> None:
    """Forget what failed but on pages that were read all the same, before another try."""
    read = select(ReadingRow.number).where(ReadingRow.scan == scan)
    session.execute(
        delete(FailureRow).where(
            FailureRow.scan == scan,
            or_(FailureRow.page.is_(None), FailureRow.page.not_in(read)),
        )
    )


def failures_by_scan(session: Session, scans: Sequence[str]) -> dict[str, tuple[StepFailure, ...]]:
    """The failures of each of `scans`: those of the whole scan first, then page by page."""
    query = (
        select(FailureRow)
        .where(among(FailureRow.scan, scans))
        .order_by(FailureRow.page.is_not(None), FailureRow.page, FailureRow.number)
    )
    found: defaultdict[str, list[StepFailure]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.scan].append(
            StepFailure(Stage(row.stage), Category(row.category), row.message, row.page)
        )
    return {scan: tuple(failures) for scan, failures in found.items()}


def _row(scan: str, failure: StepFailure) -> FailureRow:
    return FailureRow(
        scan=scan,
        stage=failure.stage,
        category=failure.category,
        message=failure.message,
        page=failure.page,
        at=now(),
    )
