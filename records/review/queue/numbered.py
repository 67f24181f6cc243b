"""Questions whose ids are a letter and the number of the row that asks them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.questions import Question, QuestionKind, Tally
from records.tables import CheckRow, FindingRow, SuspicionRow

Row = TypeVar("Row", CheckRow, FindingRow, SuspicionRow)


def numbered(letter: str, ident: str) -> int | None:
    """The number in an id made of `letter` and a number."""
    digits = ident.removeprefix(letter)
    return int(digits) if ident != digits and digits.isdecimal() and digits.isascii() else None


class OfRows(ABC, Generic[Row]):
    """Questions of one kind, each asked by a row of one table; `concerned` papers stand in each."""

    letter: str
    kinds: frozenset[QuestionKind]
    concerned = 1
    row: type[Row]

    @abstractmethod
    def waiting(self) -> Select[Row]:
        """The rows that wait for a person, the oldest first."""

    @abstractmethod
    def question(self, row: Row) -> Question:
        """What a row asks."""

    def first(
        self, session: Session, _wanted: frozenset[QuestionKind], limit: int, /
    ) -> Sequence[Question]:
        return [self.question(row) for row in session.scalars(self.waiting().limit(limit))]

    def get(self, session: Session, ident: str) -> Question | None:
        number = numbered(self.letter, ident)
        query = self.waiting().where(self.row.id == number)
        row = session.scalars(query).one_or_none() if number else None
        return None if row is None else self.question(row)

    def tally(self, session: Session) -> Sequence[Tally]:
        query = select(func.count()).select_from(self.waiting().subquery())
        count = session.execute(query).scalar_one()
        (kind,) = self.kinds
        return [Tally(kind, count, self.concerned * count)] if count else ()
