"""The pages of a scan on their way: waiting, running, read, or set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.ids import ScanId
from domain.outcome import ScanStatus, StepFailure
from domain.reading import PageKey, PageReading
from records.database import Database, now
from records.journal.failures import add_failures, clear_page_failures, failures_by_scan
from records.packing import READING
from records.sqlite import among
from records.tables import PageRow, ReadingRow, ScanRow


class PageState(StrEnum):
    """Where a page stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READ = "read"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class PageTask:
    """A page that waits to be read; `attempts` counts the processes that died on it."""

    scan: ScanId
    number: int
    attempts: int


@dataclass(frozen=True, slots=True)
class RunningPage:
    """A page that is being read, and since when."""

    scan: ScanId
    name: str
    number: int
    since: datetime


class PageJournal:
    """The part of the journal that keeps a scan's pages; each call its own transaction.

    Raises NotFound for a scan or page that was never announced.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_contents(self, scan: ScanId, pages: int, media_type: str) -> None:
        """Say how many pages a scan has; said twice, pages that were read stay read."""
        with self._database.write() as session:
            row = session.scalars(select(ScanRow).where(ScanRow.id == scan)).one_or_none()
            if row is None:
                raise NotFound(scan)
            row.pages, row.media_type = pages, media_type
            known = set(session.scalars(select(PageRow.number).where(PageRow.scan == scan)))
            session.add_all(
                PageRow(scan=scan, number=number, state=PageState.WAITING, attempts=0, since=None)
                for number in range(1, pages + 1)
                if number not in known
            )
            _forget_pages_after(session, scan, pages)

    def waiting_pages(self, scan: ScanId) -> tuple[PageTask, ...]:
        """Pages neither read nor set aside, in order; one left running counts as waiting."""
        query = (
            select(PageRow.number, PageRow.attempts)
            .where(PageRow.scan == scan, PageRow.state.in_((PageState.WAITING, PageState.RUNNING)))
            .order_by(PageRow.number)
        )
        with self._database.read() as session:
            return tuple(PageTask(scan, number, count) for number, count in session.execute(query))

    def start_page(self, scan: ScanId, number: int) -> None:
        """Say that a process has begun to read the page."""
        with self._database.write() as session:
            _set_state(session, scan, number, PageState.RUNNING)

    def blame_page(self, scan: ScanId, number: int) -> int:
        """Count one more process that died on the page; how many there were."""
        with self._database.write() as session:
            row = _set_state(session, scan, number, PageState.WAITING)
            row.attempts += 1
            return row.attempts

    def store_page(
        self, scan: ScanId, number: int, reading: PageReading, key: PageKey | None = None
    ) -> None:
        """Keep what reading the page yielded; a later reading takes the place of an earlier.

        Under its `key` it will serve for other pages that are the same, unless a stage failed.
        """
        packed = READING.pack(reading)
        lasting = None if reading.failures else key
        with self._database.write() as session:
            _set_state(session, scan, number, PageState.READ)
            session.merge(
                ReadingRow(
                    scan=scan,
                    number=number,
                    packed=packed,
                    at=now(),
                    page_hash=lasting and lasting.page,
                    version=lasting and lasting.version,
                )
            )
            clear_page_failures(session, scan, number)
            add_failures(session, scan, _on_page(number, reading.failures))

    def known_reading(self, key: PageKey) -> PageReading | None:
        """What a page with this key yielded when it was read, in whichever scan; None for none."""
        query = (
            select(ReadingRow.packed)
            .where(ReadingRow.page_hash == key.page, ReadingRow.version == key.version)
            .limit(1)
        )
        with self._database.read() as session:
            packed = session.scalars(query).one_or_none()
        return None if packed is None else READING.unpack(packed)

    def set_aside(self, scan: ScanId, number: int, failure: StepFailure) -> None:
        """Give the page up, so that the rest of the scan goes on."""
        with self._database.write() as session:
            _set_state(session, scan, number, PageState.SET_ASIDE)
            clear_page_failures(session, scan, number)
            add_failures(session, scan, _on_page(number, [failure]))

    def readings(self, scan: ScanId) -> tuple[PageReading, ...]:
        """What was read so far, in page order."""
        with self._database.read() as session:
            return tuple(readings_of(session, scan))

    def failures(self, scan: ScanId) -> tuple[StepFailure, ...]:
        """What failed: of the scan, its set-aside pages, and inside its readings."""
        with self._database.read() as session:
            return failures_by_scan(session, [scan]).get(scan, ())

    def _page_counts(self, session: Session) -> dict[PageState, int]:
        counts = dict.fromkeys(PageState, 0)
        query = select(PageRow.state, func.count()).group_by(PageRow.state)
        for state, count in session.execute(query):
            counts[PageState(state)] = count
        return counts

    def _running_pages(self, session: Session) -> tuple[RunningPage, ...]:
        query = (
            select(PageRow.scan, ScanRow.name, PageRow.number, PageRow.since)
            .join(ScanRow, ScanRow.id == PageRow.scan)
            .where(PageRow.state == PageState.RUNNING, ScanRow.status == ScanStatus.RUNNING)
            .order_by(PageRow.since)
        )
        return tuple(
            RunningPage(ScanId(scan), name, number, since)
            for scan, name, number, since in session.execute(query)
            if since is not None
        )


def readings_of(
    session: Session, scan: str, pages: Iterable[int] | None = None
) -> list[PageReading]:
    """The readings of `scan` (only of `pages`, if given), in page order."""
    query = select(ReadingRow.packed).where(ReadingRow.scan == scan).order_by(ReadingRow.number)
    if pages is not None:
        query = query.where(among(ReadingRow.number, pages))
    return [READING.unpack(packed) for packed in session.scalars(query)]


def _set_state(session: Session, scan: str, number: int, state: PageState) -> PageRow:
    row = session.get(PageRow, (scan, number))
    if row is None:
        raise NotFound(f"page {number} of {scan}")
    row.state = state
    row.since = now() if state is PageState.RUNNING else None
    return row


def _on_page(number: int, failures: Iterable[StepFailure]) -> list[StepFailure]:
    return [replace(failure, page=number) for failure in failures]


def _forget_pages_after(session: Session, scan: str, last: int) -> None:
    """Drop pages that a better count says are not there, unless they were read."""
    session.execute(
        delete(PageRow).where(
            PageRow.scan == scan, PageRow.number > last, PageRow.state != PageState.READ
        )
    )
