"""Rules about duties: how secret a paper is, how long it is kept, and by when things are done."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.forms import Part
from records.rules.base import Rules


class GradeLevel(Rules):
    """One grade of secrecy (密级) and the least role that may see what bears it."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    name_en: str
    role: str
    treatment: str = ""


class Sensitivity(Rules):
    """A level of single values (C-10, R68): which fields, and what is done with them."""

    name: str
    fields: tuple[str, ...]
    treatment: Literal["encrypt", "mask", "limit", "public"]


class GradeRules(Rules):
    """The scheme of grades, lowest first, and what each paper has until a person says otherwise.

    A type's grade comes before its class's, and that before its part's. `file` is what a file
    itself has, and with it everything in it. Source: domain section 5.1, C-10.
    """

    levels: Annotated[tuple[GradeLevel, ...], Field(min_length=1, max_length=9)]
    default: str
    file: str
    parts: dict[Part, str] = {}
    classes: dict[str, str] = {}
    types: dict[str, str] = {}
    sensitivity: tuple[Sensitivity, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The grades, lowest first."""
        return tuple(level.key for level in self.levels)

    @model_validator(mode="after")
    def _known(self) -> GradeRules:
        named = {self.default, self.file, *self.parts.values(), *self.classes.values()}
        if strange := (named | set(self.types.values())) - set(self.keys):
            raise ValueError(f"no such grade: {', '.join(sorted(strange))}")
        if len(set(self.keys)) != len(self.keys):
            raise ValueError("a grade stands twice")
        return self


class RetentionClass(Rules):
    """How long papers of a class are kept; without `years` for ever (永久).

    `starts`: the day from which the years run.
    """

    key: str
    name: str
    name_en: str
    years: Annotated[int, Field(ge=1)] | None = None
    starts: Literal["document_date", "filed"] = "document_date"


class RetentionRules(Rules):
    """Which class a paper has: by type, else by its class, else by part (domain 4.8; C-17).

    `deletion`: what a request to delete meets while the time runs (C-16).
    """

    classes: Annotated[tuple[RetentionClass, ...], Field(min_length=1)]
    default: str
    parts: dict[Part, str] = {}
    by_class: dict[str, str] = {}
    types: dict[str, str] = {}
    deletion: Literal["blocked", "on_request"] = "blocked"

    @model_validator(mode="after")
    def _known(self) -> RetentionRules:
        known = {one.key for one in self.classes}
        named = {self.default, *self.parts.values(), *self.by_class.values(), *self.types.values()}
        if strange := named - known:
            raise ValueError(f"no such retention class: {', '.join(sorted(strange))}")
        return self


class LimitUnit(StrEnum):
    """How a deadline is counted (C-05).

    `month_day`: by that day of the following month; `week`: by the end of the week;
    `half_year`: by 30 June or 31 December; `year_end`: by 31 December.
    """

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTH_DAY = "month_day"
    WEEK = "week"
    HALF_YEAR = "half_year"
    YEAR_END = "year_end"


class Limit(Rules):
    """A deadline: `count` of `unit` after the day on which it begins to run."""

    unit: LimitUnit
    count: Annotated[int, Field(ge=0, le=366)] = 0

    @model_validator(mode="after")
    def _sensible(self) -> Limit:
        if self.unit is LimitUnit.MONTH_DAY and not 1 <= self.count <= 28:
            raise ValueError("a day of the month is from 1 to 28")
        return self


class DeadlineRule(Rules):
    """By when something is done about papers of some types or parts; none named means all.

    `starts`: the day on which the scan came in, or the one that the paper bears.
    """

    key: str
    name: str
    name_en: str
    limit: Limit
    papers: tuple[str, ...] = ()
    starts: Literal["received", "document_date"] = "received"


class DeadlineRules(Rules):
    """When a file had to be opened (C-04), papers filed (C-05) and complaints settled (C-31).

    Of several rules that fit a paper the first counts.
    """

    opening: tuple[DeadlineRule, ...] = ()
    filing: tuple[DeadlineRule, ...] = ()
    complaints: tuple[DeadlineRule, ...] = ()
