"""Customers and their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.forms import Part
from domain.ids import CustomerNumber, DocumentId


class CustomerStatus(StrEnum):
    """Standing of a customer (客户状态); a provisional one waits for a person's word.

    A merged one lives on in another, who is found under its number too.
    """

    PROVISIONAL = "provisional"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the records know it.

    `values` are (field key, value); a key may have several.
    """

    number: CustomerNumber
    name: str
    status: CustomerStatus
    values: tuple[tuple[str, str], ...] = ()

    def all(self, key: str) -> tuple[str, ...]:
        return tuple(value for name, value in self.values if name == key)

    def first(self, key: str) -> str:
        """The first value of `key`, or an empty string."""
        return next(iter(self.all(key)), "")


@dataclass(frozen=True, slots=True)
class ValueVersion:
    """A value of a customer and how long it held; `until` None means that it holds now.

    `source` is the document, the list or the person that it came from. `held_from` and `held_to`
    say when a name was borne in the world, where that is known.
    """

    key: str
    value: str
    since: datetime
    until: datetime | None
    source: str
    held_from: date | None = None
    held_to: date | None = None


class CustomerChange(StrEnum):
    """What a person did with a customer as a whole (合并、拆分、停用)."""

    MERGED = "merged"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class CustomerEvent:
    """One line of a customer's own history: who did what, when and why.

    `number` undoes it, as `M12`. `customer` is the one it was done to, `other` the second one
    of a merge (the number that gave way) or a split (the new number). `documents` moved with it.
    `undoes` is the number of an event that this one takes back.
    """

    number: int
    change: CustomerChange
    customer: CustomerNumber
    other: CustomerNumber | None
    who: str
    reason: str
    at: datetime
    documents: tuple[DocumentId, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that concerns a customer and lies in another's file (互见)."""

    document: DocumentId
    customer: CustomerNumber
    lies_with: CustomerNumber | None
    who: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """A card (客户资料卡) says otherwise than the customer's record, and nobody has settled it.

    `on_record` are the values in force for `key`, `said` those on the card.
    """

    number: int
    customer: CustomerNumber
    key: str
    on_record: tuple[str, ...]
    said: tuple[str, ...]
    document: DocumentId
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the record of a customer must know and does not, since `since`."""

    key: str
    since: datetime


@dataclass(frozen=True, slots=True)
class IncompleteRecord:
    """A customer of whom something is not known that must be (资料不全)."""

    customer: CustomerNumber
    name: str
    gaps: tuple[Gap, ...]


class Remark(StrEnum):
    """What the catalogue notes beside an entry (备注)."""

    IN_REVIEW = "in_review"
    NOT_CODED = "not_coded"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of a file's catalogue (卷内文件目录); `pages` counts sheets as scanned.

    `sequence` is None for an annex that gets none (C-28). `responsible` (责任者) is who made the
    paper, `number` the paper's own (文号), `volume` the part of a divided file that it lies in,
    and `leaf` the first of its pages there, from 1 (页号). `see` is the customer in whose file
    the paper lies, where this line only refers to it.
    """

    sequence: int | None
    document: DocumentId
    part: Part
    type_key: str
    title: str
    document_date: date | None
    pages: int
    file: str = ""
    responsible: str = ""
    number: str = ""
    volume: int = 1
    leaf: int = 1
    remarks: tuple[Remark, ...] = ()
    see: CustomerNumber | None = None


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """All that lies under a customer (客户档案), in the order of his files and their catalogues.

    Where the profile keeps several files for one customer, `number` names them all.
    """

    number: str
    customer: Customer
    opened_at: datetime
    catalogue: tuple[CatalogueEntry, ...] = ()
