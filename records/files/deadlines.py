"""What is overdue: papers that are not filed, files that are not opened (C-04, C-05).

A paper that waits for a person is not filed; a customer whom nobody has confirmed has no file
yet, only a provisional one. Source: domain sections 4.2 and 4.10, REQ-024, REQ-052, REQ-240.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.customer import CustomerStatus
from domain.duties import Duty, Overdue
from domain.ids import CustomerNumber
from domain.outcome import DocumentState
from records.database import Database
from records.files.calendar import WorkingDays
from records.packing import WHAT
from records.profile import Profile
from records.rules.duties import DeadlineRule
from records.tables import CustomerRow, DocumentRow, FileRow, RevisionRow, ScanRow


@dataclass(frozen=True, slots=True)
class _Paper:
    """What a deadline asks of a paper."""

    id: str
    customer: int | None
    kinds: frozenset[str]
    written: date | None
    received: date

    def start(self, rule: DeadlineRule) -> date:
        """When the time begins to run; a paper without a date has only that of its arrival."""
        return (self.written or self.received) if rule.starts == "document_date" else self.received


class Deadlines:
    """Tells what is overdue by the profile's deadlines; reads only."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._rules = profile.deadlines

    def overdue(
        self, today: date, calendar: WorkingDays, *, with_done: bool = False
    ) -> tuple[Overdue, ...]:
        """What should have been done before `today` and is not, the longest overdue first.

        `with_done`: also what was done, but too late. Raises SettingsError for a calendar that
        cannot be.
        """
        with self._database.read() as session:
            found = [
                *self._unfiled(session, calendar, with_done),
                *self._unopened(session, calendar, with_done),
            ]
        late = (one for one in found if one.due < (one.done or today))
        return tuple(sorted(late, key=lambda one: (one.due, one.duty, one.subject)))

    def _unfiled(
        self, session: Session, calendar: WorkingDays, with_done: bool
    ) -> Iterator[Overdue]:
        numbers = _numbers(session)
        filed = _filed_on(session) if with_done else {}
        waiting = None if with_done else DocumentRow.state == DocumentState.REVIEW
        for paper in _papers(session, waiting):
            rule = _first(self._rules.filing, paper)
            if rule is not None:
                told = _told(Duty.FILING, paper, rule, calendar, numbers.get(paper.customer))
                yield replace(told, done=filed.get(paper.id))

    def _unopened(
        self, session: Session, calendar: WorkingDays, with_done: bool
    ) -> Iterator[Overdue]:
        """Of each customer, the paper after which his file had to be opened first."""
        numbers, opened = _numbers(session), _opened_on(session)
        provisional = _provisional(session)
        earliest: dict[int | None, Overdue] = {}
        for paper in _papers(session, DocumentRow.customer.is_not(None)):
            rule = _first(self._rules.opening, paper)
            if rule is None or not (with_done or paper.customer in provisional):
                continue
            told = _told(Duty.OPENING, paper, rule, calendar, numbers.get(paper.customer))
            if paper.customer not in provisional:
                told = replace(told, done=opened.get(paper.customer))
            if paper.customer not in earliest or told.due < earliest[paper.customer].due:
                earliest[paper.customer] = told
        yield from earliest.values()


def _told(
    duty: Duty,
    paper: _Paper,
    rule: DeadlineRule,
    calendar: WorkingDays,
    customer: CustomerNumber | None,
) -> Overdue:
    start = paper.start(rule)
    return Overdue(
        duty=duty,
        subject=paper.id if duty is Duty.FILING or customer is None else customer,
        customer=customer,
        rule=rule.key,
        name=rule.name,
        name_en=rule.name_en,
        since=start,
        due=calendar.due(start, rule.limit),
    )


def _provisional(session: Session) -> set[int | None]:
    """The customers whom nobody has confirmed."""
    return set(
        session.scalars(
            select(CustomerRow.id).where(
                CustomerRow.status == CustomerStatus.PROVISIONAL, CustomerRow.dropped.is_(False)
            )
        )
    )


def _first(rules: Iterable[DeadlineRule], paper: _Paper) -> DeadlineRule | None:
    """The first rule that fits the paper."""
    return next((r for r in rules if not r.papers or paper.kinds & set(r.papers)), None)


def _papers(session: Session, which: ColumnElement[bool] | None) -> Iterator[_Paper]:
    query = (
        select(
            DocumentRow.id,
            DocumentRow.customer,
            DocumentRow.type_key,
            DocumentRow.part,
            DocumentRow.document_date,
            ScanRow.received_at,
        )
        .join(ScanRow, ScanRow.id == DocumentRow.scan)
        .where(DocumentRow.withdrawn.is_(False))
        .order_by(DocumentRow.arrival, DocumentRow.first_page)
    )
    if which is not None:
        query = query.where(which)
    for ident, customer, type_key, part, written, received in session.execute(query):
        yield _Paper(ident, customer, frozenset((type_key, part)), written, _local(received))


def _local(moment: datetime) -> date:
    """The day on the office's own clock."""
    return moment.astimezone().date()


def _numbers(session: Session) -> dict[int | None, CustomerNumber]:
    rows = session.execute(select(CustomerRow.id, CustomerRow.number))
    return {ident: CustomerNumber(number) for ident, number in rows}


def _opened_on(session: Session) -> dict[int | None, date]:
    """When each customer's first file was opened."""
    opened: dict[int | None, date] = {}
    for customer, moment in session.execute(select(FileRow.customer, FileRow.opened_at)):
        if customer is not None:
            day = _local(moment)
            opened[customer] = min(day, opened.get(customer, day))
    return opened


def _filed_on(session: Session) -> dict[str, date]:
    """When each document that is filed came to be so."""
    query = select(RevisionRow.document, RevisionRow.what, RevisionRow.at).order_by(RevisionRow.at)
    filed: dict[str, date] = {}
    for document, what, moment in session.execute(query):
        for changed, _, after in WHAT.parse(what):
            if changed == "state":
                filed.pop(document, None)
                if after == DocumentState.FILED:
                    filed[document] = _local(moment)
    return filed
