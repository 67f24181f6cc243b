"""What the records of customers lack of what the profile requires (资料卡是否填写完整).

What a person let be on a card of the customer is no gap.
Source: REQ-070, REQ-178, REQ-345; domain section 3.14.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from domain.customer import CustomerStatus, Gap, IncompleteRecord
from domain.document import Document
from domain.ids import CustomerNumber
from records.database import Database
from records.profile import Profile
from records.review.waivers import excused, excused_keys
from records.rules.filing import CardRules
from records.sqlite import among
from records.tables import CustomerRow, ValueRow

_COMPANY, _PERSON = "customer_name", "person_name"


class Completeness:
    """Tells which customers' records have gaps; reads only."""

    def __init__(self, database: Database, profile: Profile) -> None:
        self._database = database
        self._rules = profile.card

    def incomplete(self, limit: int = 100, offset: int = 0) -> tuple[IncompleteRecord, ...]:
        """Active customers with gaps, those with the most first."""
        with self._database.read() as session:
            return self.listed(session, limit, offset)

    def listed(self, session: Session, limit: int, offset: int = 0) -> tuple[IncompleteRecord, ...]:
        """The same, as `session` sees it."""
        gaps = self._gap_count()
        query = self._lacking().order_by(gaps.desc(), CustomerRow.id).limit(limit).offset(offset)
        return _with_gaps(session, session.scalars(query).all(), self._rules)

    def of(self, session: Session, customer: int) -> IncompleteRecord | None:
        """What is not known of the customer in this row; None when nothing is lacking."""
        rows = session.scalars(self._lacking().where(CustomerRow.id == customer)).all()
        return next(iter(_with_gaps(session, rows, self._rules)), None)

    def count(self) -> int:
        """How many active customers have gaps."""
        with self._database.read() as session:
            return self.counted(session)

    def counted(self, session: Session) -> int:
        """The same, as `session` sees it."""
        query = select(func.count(CustomerRow.id)).where(_ACTIVE, self._gap_count() > 0)
        return session.execute(query).scalar_one()

    def _lacking(self) -> Select[CustomerRow]:
        return select(CustomerRow).where(_ACTIVE, self._gap_count() > 0)

    def _gap_count(self) -> ColumnElement[int]:
        """How many required things are not known of a customer, as SQL."""
        return case(
            (_is_person(), _missing(self._rules.person)), else_=_missing(self._rules.company)
        )


def missing_on(card: Document, rules: CardRules) -> tuple[str, ...]:
    """The required keys that a card leaves blank or does not ask; the first of each choice."""
    known = {reading.key for reading in card.fields if reading.value}
    is_person = _PERSON in known and _COMPANY not in known
    return tuple(
        wanted.split("|")[0]
        for wanted in (rules.person if is_person else rules.company)
        if not known & set(wanted.split("|"))
    )


_ACTIVE = and_(CustomerRow.status == CustomerStatus.ACTIVE, CustomerRow.dropped.is_(False))


def _knows(keys: Iterable[str]) -> ColumnElement[bool]:
    return exists().where(
        ValueRow.customer == CustomerRow.id, ValueRow.key.in_(list(keys)), ValueRow.until.is_(None)
    )


def _is_person() -> ColumnElement[bool]:
    return and_(_knows([_PERSON]), ~_knows([_COMPANY]))


def _missing(required: Sequence[str]) -> ColumnElement[int]:
    choices = [wanted.split("|") for wanted in required]
    counts = [case((or_(_knows(keys), excused(keys)), 0), else_=1) for keys in choices]
    return sum(counts[1:], counts[0])


def _with_gaps(
    session: Session, rows: Sequence[CustomerRow], rules: CardRules
) -> tuple[IncompleteRecord, ...]:
    customers = [row.id for row in rows]
    held, let_be = _versions(session, customers), excused_keys(session, customers)
    return tuple(
        IncompleteRecord(
            CustomerNumber(row.number),
            row.name,
            tuple(
                gap
                for gap, keys in _gaps(held.get(row.id, []), row, rules)
                if not keys & let_be.get(row.id, set())
            ),
        )
        for row in rows
    )


def _gaps(
    versions: Sequence[ValueRow], row: CustomerRow, rules: CardRules
) -> Iterator[tuple[Gap, set[str]]]:
    """Each gap since the last value ended, or since the customer came to be known, and its keys."""
    now_known = {version.key for version in versions if version.until is None}
    is_person = _PERSON in now_known and _COMPANY not in now_known
    for wanted in rules.person if is_person else rules.company:
        keys = wanted.split("|")
        if now_known & set(keys):
            continue
        ended = [v.until for v in versions if v.key in keys and v.until is not None]
        yield Gap(keys[0], max(ended, default=row.created_at)), set(keys)


def _versions(session: Session, customers: Sequence[int]) -> dict[int, list[ValueRow]]:
    query = select(ValueRow).where(among(ValueRow.customer, customers)).order_by(ValueRow.id)
    found: dict[int, list[ValueRow]] = {}
    for version in session.scalars(query):
        found.setdefault(version.customer, []).append(version)
    return found
