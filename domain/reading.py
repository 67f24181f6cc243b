"""What reading one page yields, before anybody asks whose paper it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.fields import FieldReading, Pair
from domain.filing import Evidence
from domain.outcome import StepFailure
from domain.page import Page
from domain.personal import PersonalNumber
from domain.signing import SignPlace


@dataclass(frozen=True, slots=True)
class PageKey:
    """What a reading depends on: what the page shows and states, and the way it is read.

    Both are hashes in hexadecimal digits. Two pages with one key have one reading.
    """

    page: str
    version: str


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page, the form it seems to be, and the values on it.

    `title` is the form's title as read, empty where there is none; `type_evidence` speaks for
    document types. `starts_document` says that a new document begins here. `failures` are the
    stages that did not succeed; the rest stands. `seconds` counts the whole stay in the child
    process, `reader_seconds` the part inside the reader. `pairs` are the labels that no catalogue
    lists, with their values; `personal` the numbers of persons, wherever they stand;
    `signatures` are the places at which somebody is to sign or to seal, None where nobody looked
    for them. `picture` is a hash of the page's look in 16 hexadecimal digits, empty where it was
    never seen; `coloured` says whether there is any colour on it.
    """

    page: Page
    title: str = ""
    starts_document: bool = True
    type_evidence: tuple[Evidence, ...] = ()
    fields: tuple[FieldReading, ...] = ()
    failures: tuple[StepFailure, ...] = ()
    seconds: float = 0.0
    reader_seconds: float = 0.0
    pairs: tuple[Pair, ...] = ()
    personal: tuple[PersonalNumber, ...] = ()
    signatures: tuple[SignPlace, ...] | None = None
    picture: str = ""
    coloured: bool = True

    def on_page(self, number: int) -> PageReading:
        """The same reading, found on page `number` of a scan without anybody reading it again."""
        return replace(
            self,
            page=replace(self.page, number=number),
            type_evidence=tuple(replace(piece, page=number) for piece in self.type_evidence),
            fields=tuple(replace(value, page=number) for value in self.fields),
            pairs=tuple(replace(pair, page=number) for pair in self.pairs),
            personal=tuple(replace(one, page=number) for one in self.personal),
            seconds=0.0,
            reader_seconds=0.0,
        )
