"""Files as the archive keeps them: the catalogue, its versions, and the form at the back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.customer import CatalogueEntry, Customer
from domain.ids import CustomerNumber, DocumentId


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file (案卷) with its catalogue (卷内文件目录) in a version.

    `unit` is what it is about besides its customer (flat, contract, project, year), empty for the
    customer as a whole; a volume of the whole office has no `customer`. `changed_at` is when this
    version came about. `references` (参见) are papers that lie with others: the first of a
    customer's files names them, as they are now. `closed_at` is when a re-shelving emptied it,
    None for a file in use.
    """

    number: str
    unit: str
    customer: Customer | None
    opened_at: datetime
    version: int
    changed_at: datetime
    catalogue: tuple[CatalogueEntry, ...] = ()
    references: tuple[CatalogueEntry, ...] = ()
    closed_at: datetime | None = None

    @property
    def pages(self) -> int:
        return sum(entry.pages for entry in self.catalogue)

    @property
    def volumes(self) -> tuple[tuple[CatalogueEntry, ...], ...]:
        """The entries of each volume, in order."""
        last = max((entry.volume for entry in self.catalogue), default=0)
        return tuple(
            tuple(entry for entry in self.catalogue if entry.volume == number)
            for number in range(1, last + 1)
        )


class ChangeKind(StrEnum):
    """What happened to a paper in a file; LISTED: the same papers, listed by another profile."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One version of a file's catalogue: what made it, when, by whom and why.

    `document` is None where no paper changed and all are listed by other rules.
    """

    version: int
    at: datetime
    what: ChangeKind
    document: DocumentId | None
    title: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that the file must have and has not, since `since`."""

    key: str
    name: str
    name_en: str
    since: datetime


@dataclass(frozen=True, slots=True)
class IncompleteFile:
    """A file that lacks papers it must have (缺件)."""

    number: str
    unit: str
    customer: CustomerNumber
    name: str
    missing: tuple[MissingPaper, ...]
