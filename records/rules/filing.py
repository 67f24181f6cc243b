"""Rules about files: what one is, how it is numbered, ordered and listed, and what it must hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.forms import Part
from records.rules.base import Rules
from records.rules.patterns import FilePattern, PaperPattern, Pattern

PERSONAL_KEYS = frozenset({"id_card", "id_number", "guest_birth", "bank_account"})
"""Fields that may never name a file: they would stand on its outside (C-03, REQ-573)."""


class FileUnit(StrEnum):
    """What one file is (C-02; F-01 to F-09)."""

    CUSTOMER = "customer"
    CUSTOMER_YEAR = "customer_year"
    UNIT = "unit"
    PROJECT = "project"
    CONTRACT = "contract"
    PERSON = "person"
    CASE = "case"
    YEAR = "year"

    @property
    def by_year(self) -> bool:
        """Whether every year has a file of its own."""
        return self in (FileUnit.CUSTOMER_YEAR, FileUnit.YEAR)


class Order(StrEnum):
    """What decides which paper comes first (C-01); all but a check-list end with the date."""

    ASCENDING = "ascending"
    DESCENDING = "descending"
    CHECKLIST = "checklist"
    RELATION = "relation"


class NumberRules(Rules):
    """The patterns of the numbers that the archive gives itself (see `records.rules.patterns`).

    `file_without_unit`: for papers that name no flat, contract or project of their own.
    `papers`: parts whose papers are numbered after their file (F-23, F-24). `complaint`: C-32.
    """

    customer: Pattern
    customer_provisional: Pattern
    file: FilePattern
    file_without_unit: FilePattern = "DA-{year}-{sequence:4}"
    papers: dict[Part, PaperPattern] = {}
    source: Literal["generated", "stated"] = "generated"
    personal_key: Literal["never", "label"] = "never"
    complaint: Pattern | None = None


class FileRules(Rules):
    """What one file is, and how far it goes.

    `keys` are the fields that name the unit, the first that has a value. `volume_pages`: a file
    is divided into volumes before it passes so many. `year_rule`: whether a paper's own date or
    the reply to it decides its year (C-30).
    """

    unit: FileUnit = FileUnit.CUSTOMER
    keys: tuple[str, ...] = ()
    volume_pages: Annotated[int, Field(ge=1)] = 200
    year_rule: Literal["own_date", "relation"] = "own_date"
    withdrawn: Literal["apart", "together"] = "apart"
    master: Literal["paper", "electronic", "both"] = "both"
    origin: Literal["record", "original_first", "copy_suffices", "sealed_copy"] = "record"
    owner: str = "department"
    custodian: str = "archivist"
    shelves: tuple[str, ...] = ("number",)

    @model_validator(mode="after")
    def _names_its_unit(self) -> FileRules:
        alone = self.unit.by_year or self.unit in (FileUnit.CUSTOMER, FileUnit.PERSON)
        if not alone and not self.keys:
            raise ValueError(
                f"files by {self.unit} need keys: the fields that name the {self.unit}"
            )
        if named := PERSONAL_KEYS & set(self.keys):
            raise ValueError(f"{', '.join(sorted(named))} may not name a file: it is personal")
        return self


class OrderRules(Rules):
    """How a file is ordered; `checklist` names types and parts in the order of the list.

    `keep_together`: request and reply, main paper and annex, draft and final stand side by side
    (F-51); which of the two is first say the other three (C-29).
    """

    within_part: Order = Order.ASCENDING
    parts: tuple[Part, ...] = tuple(Part)
    checklist: tuple[str, ...] = ()
    keep_together: bool = True
    reply_first: bool = True
    main_first: bool = True
    draft_first: bool = True

    @model_validator(mode="after")
    def _whole(self) -> OrderRules:
        if set(self.parts) != set(Part) or len(self.parts) != len(Part):
            raise ValueError("every part of the filing plan stands in it once")
        if self.within_part is Order.CHECKLIST and not self.checklist:
            raise ValueError("the order of a check-list needs a checklist")
        return self


class CatalogueRules(Rules):
    """How the catalogue counts: whether annexes get a number, and which pages count (C-28).

    `copies` is how many copies of the in-file list are made (C-27, F-45).
    """

    annex_coded: bool = True
    annex_types: tuple[str, ...] = ("annex",)
    pages_counted: Literal["all", "body"] = "all"
    copies: Annotated[int, Field(ge=1)] = 1


class CardRules(Rules):
    """What must be known of a customer; keys joined by | stand for one another."""

    company: tuple[str, ...] = ("customer_name",)
    person: tuple[str, ...] = ("person_name",)


class RequiredDocument(Rules):
    """A paper that a file must have: any one of the types or parts in `any_of` will do."""

    key: str
    name: str
    name_en: str
    any_of: Annotated[tuple[str, ...], Field(min_length=1)]
    whose: Literal["any", "company", "person"] = "any"


class CompletenessRules(Rules):
    """Which papers a file must have (domain section 4.9), and of which forms how many copies."""

    documents: tuple[RequiredDocument, ...] = ()
    copies: dict[str, Annotated[int, Field(ge=1)]] = {}
