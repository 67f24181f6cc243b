"""What the archive owes its papers: who may see them, and how long they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.ids import CustomerNumber


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of secrecy (密级); `rank` counts from 0, the lowest.

    `role` is the least that may see what bears it.
    """

    key: str
    name: str
    name_en: str
    role: str
    rank: int


@dataclass(frozen=True, slots=True)
class GradeGiven:
    """A grade that a person gave, or with None took back; the latest counts."""

    grade: Grade | None
    who: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade of a document or file: `own` is by a person or by its type, `file` its file's.

    For a file, `file` is that of the files of customers who were merged into its customer.
    Whatever lies in a file is at least as secret as the file: the highest wins.
    """

    own: Grade
    file: Grade | None
    given: tuple[GradeGiven, ...] = ()

    @property
    def grade(self) -> Grade:
        """The one in force."""
        return max(filter(None, (self.own, self.file)), key=lambda grade: grade.rank)


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a paper is kept (保管期限): its class, and the last day; None is for ever."""

    key: str
    name: str
    name_en: str
    since: date
    until: date | None


class Duty(StrEnum):
    """What had to be done by a deadline."""

    OPENING = "opening"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something that was not done when it had to be (逾期).

    `subject` is a document that is not filed yet, or a customer whose file is not opened; `since`
    the day the time began to run, `due` its last day, `done` the day it was done after all.
    """

    duty: Duty
    subject: str
    customer: CustomerNumber | None
    rule: str
    name: str
    name_en: str
    since: date
    due: date
    done: date | None = None

    def days(self, today: date) -> int:
        """How many days late it is, or was done."""
        return ((self.done or today) - self.due).days
