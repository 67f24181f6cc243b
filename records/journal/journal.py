"""The journal: every scan, every drop, every state. It is also the queue."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update

from domain.errors import NotFound
from domain.ids import ScanId
from domain.outcome import ScanStatus, StepFailure
from domain.steps import reached
from records.database import now
from records.journal.facts import Arrival, JournalCounts, Problem, Receipt, ScanRecord
from records.journal.pages import PageJournal, PageState, PageTask, RunningPage
from records.journal.rows import (
    end,
    inside,
    known,
    new_scan,
    queue_again,
    records,
    scan_row,
    try_again,
    with_prefix,
)
from records.sequences import hold
from records.tables import ArrivalRow, PageRow, ProblemRow, ScanRow
from records.vault import Stored

__all__ = [
    "Arrival",
    "Journal",
    "JournalCounts",
    "PageTask",
    "Problem",
    "Receipt",
    "RunningPage",
    "ScanRecord",
]


class Journal(PageJournal):
    """Every scan from its arrival to its end; safe to call from several threads."""

    def receive(self, stored: Stored, arrival: Arrival) -> Receipt:
        """Note an arrival; new bytes are queued, known bytes are noted as dropped once more.

        Bytes whose scan had failed through our fault are queued again: dropping the file once
        more is how a person asks for another try.
        """
        name, folder = arrival.name, arrival.folder
        with self._database.write() as session:
            hold(session, "arrivals")
            row = scan_row(session, stored.scan)
            had = row is not None and row.status != ScanStatus.FAILED
            if row is None:
                row = new_scan(stored, name, folder)
                session.add(row)
                session.flush()
            elif not had:
                try_again(session, row)
            session.add(ArrivalRow(scan=row.id, name=name, folder=folder, at=now()))
            session.execute(delete(ProblemRow).where(ProblemRow.path == inside(name, folder)))
            session.flush()
            reached("journal.before_commit")
            return Receipt(stored.scan, had, row.name, ScanStatus(row.status))

    def arrivals(self, scan: ScanId) -> tuple[Arrival, ...]:
        """Every drop of the scan's bytes, oldest first."""
        query = (
            select(ArrivalRow.name, ArrivalRow.folder)
            .where(ArrivalRow.scan == scan)
            .order_by(ArrivalRow.number)
        )
        with self._database.read() as session:
            return tuple(Arrival(name, folder) for name, folder in session.execute(query))

    def claim(self) -> ScanRecord | None:
        """Take the oldest queued scan into work; None when nothing waits."""
        oldest = (
            select(ScanRow.number)
            .where(ScanRow.status == ScanStatus.QUEUED)
            .order_by(ScanRow.number)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with self._database.write() as session:
            number = session.execute(oldest).scalar()
            if number is None:
                return None
            row = session.get_one(ScanRow, number)
            row.status = ScanStatus.RUNNING
            return records(session, [row])[0]

    def requeue_running(self) -> int:
        """Queue again what a stopped process left running; its read pages stay read."""
        with self._database.write() as session:
            running = session.scalars(
                select(ScanRow.id).where(ScanRow.status == ScanStatus.RUNNING)
            ).all()
            for scan in running:
                queue_again(session, scan)
            return len(running)

    def hand_back(self, scan: ScanId) -> None:
        """Queue a running scan again, e.g. when the service stops."""
        with self._database.write() as session:
            if known(session, scan).status == ScanStatus.RUNNING:
                queue_again(session, scan)

    def read_again(self, scan: ScanId) -> bool:
        """Queue a scan that has come to its end, all its pages to be looked at once more.

        What was read stays until something better takes its place. False for a scan that waits
        already, is being read, or could not be read at all. Raises NotFound.
        """
        with self._database.write() as session:
            row = known(session, scan)
            if row.status not in (ScanStatus.FILED, ScanStatus.REVIEW, ScanStatus.FAILED):
                return False
            try_again(session, row)
            session.execute(
                update(PageRow)
                .where(PageRow.scan == scan)
                .values(state=PageState.WAITING, attempts=0, since=None)
            )
            return True

    def quarantine(self, scan: ScanId, failure: StepFailure) -> None:
        """End a scan that cannot be read at all, through its own fault."""
        with self._database.write() as session:
            end(session, scan, ScanStatus.QUARANTINED, failure)
            reached("quarantine.before_commit")

    def fail(self, scan: ScanId, failure: StepFailure) -> None:
        """End a scan that could not be filed, through ours."""
        with self._database.write() as session:
            end(session, scan, ScanStatus.FAILED, failure)

    def scan(self, ident: str) -> ScanRecord:
        """The scan with this id, or whose id alone begins so (6 or more digits)."""
        text = ident.strip().lower()
        with self._database.read() as session:
            row = scan_row(session, text)
            found = [row] if row else with_prefix(session, text)
            if len(found) != 1:
                raise NotFound(ident, "Several scans begin so." if found else "")
            return records(session, found)[0]

    def scans(self, status: ScanStatus | None = None, limit: int = 100) -> tuple[ScanRecord, ...]:
        """Scans, newest first."""
        query = select(ScanRow).order_by(ScanRow.number.desc()).limit(limit)
        if status is not None:
            query = query.where(ScanRow.status == status)
        with self._database.read() as session:
            return records(session, session.scalars(query).all())

    def counts(self) -> JournalCounts:
        """How many scans stand where, and what is being read at this moment."""
        with self._database.read() as session:
            by_status = dict.fromkeys(ScanStatus, 0)
            scans = select(ScanRow.status, func.count()).group_by(ScanRow.status)
            for status, count in session.execute(scans):
                by_status[ScanStatus(status)] = count
            pages = self._page_counts(session)
            running = self._running_pages(session)
        return JournalCounts(
            by_status,
            pages_waiting=pages[PageState.WAITING],
            pages_running=pages[PageState.RUNNING],
            pages_set_aside=pages[PageState.SET_ASIDE],
            running=running,
        )

    def note_problem(self, path: str, message: str) -> None:
        """Note a file that could not be taken; the latest word about a path stands."""
        with self._database.write() as session:
            session.merge(ProblemRow(path=path, message=message, at=now()))

    def clear_problem(self, path: str) -> None:
        """Forget a problem, e.g. because the file is gone."""
        with self._database.write() as session:
            session.execute(delete(ProblemRow).where(ProblemRow.path == path))

    def problems(self) -> tuple[Problem, ...]:
        """Files that could not be taken, the oldest problem first."""
        query = select(ProblemRow).order_by(ProblemRow.at, ProblemRow.path)
        with self._database.read() as session:
            return tuple(Problem(r.path, r.message, r.at) for r in session.scalars(query))
