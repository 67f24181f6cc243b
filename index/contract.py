"""What an index must be able to do, whoever does it.

Whoosh does it today; tantivy and PostgreSQL can, over the same terms. The query language, the
ranking, the verifying and the snippets stand above this contract, so that two backends give the
same hits in the same order. `tests/index/contract` is the suite that every backend must pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from domain.errors import Language, StorageError
from domain.ids import DocumentId
from index.entry import Entry

Places = NDArray[np.int64]
"""Entries of one reader, by its own numbering, ascending and without repeats."""


class IndexDamaged(StorageError):
    """The index is missing, damaged, or made by another version; it can be built again."""

    sentences = {
        Language.EN: (
            "The index in {subject} cannot be used: {detail}.",
            "The records and the originals are not touched by this.",
            "Build it again with `anjuan reindex`.",
        ),
        Language.ZH: (
            "{subject} 中的索引无法使用：{detail}。",
            "档案记录与原件不受影响。",
            "请用 `anjuan reindex` 重建。",
        ),
    }


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries may be hits; None lets all through, an empty customer means "nobody's".

    A customer's are those that lie with him and those that his catalogue names.
    `ceiling` is the highest rank of secrecy that may be seen, `hidden` documents that may not be.
    """

    type_key: str | None = None
    customer: str | None = None
    state: str | None = None
    ceiling: int | None = None
    hidden: frozenset[DocumentId] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry's texts and filing, enough to verify and to rank it (see `Entry`)."""

    place: int
    document: DocumentId
    page: int
    type_key: str
    customer: str
    state: str
    date: str
    body: str
    remarks: str
    headings: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What becomes of some documents at once.

    All entries of the documents in `replaced` go; `entries` come. No document is named twice.
    `watermark` is the outbox row up to which the index then speaks the truth.
    """

    replaced: tuple[DocumentId, ...]
    entries: tuple[Entry, ...]
    watermark: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """An entry, its BM25 score, and the terms it holds: their share of the weight, and how many."""

    place: int
    score: float
    share: float
    held: int


class IndexReader(Protocol):
    """The index as it was at one moment; what is written afterwards is not seen.

    Every method raises IndexDamaged when what it needs cannot be read.
    """

    def count(self) -> int:
        """How many entries there are."""

    def frequency(self, term: str) -> int:
        """About how many entries have `term`; for planning only."""

    def having(self, term: str, *, headings: bool = False) -> Places:
        """The entries that have `term`, with `headings` also those that have it there."""

    def beginning(self, prefix: str, *, headings: bool = False) -> Places:
        """The entries that have any term beginning with `prefix`."""

    def allowed(self, filters: Filters) -> Places | None:
        """The entries that `filters` let through; None for all of them."""

    def weighed(self, terms: Sequence[str], among: Places | None, limit: int) -> list[Weighed]:
        """The `limit` entries most like `terms` by BM25, best first, ties by place."""

    def candidates(self, places: Iterable[int]) -> Iterable[Candidate]:
        """The entries at `places`, in that order."""

    def printed(self, place: int) -> bytes:
        """What the entry at `place` can show (`index.printed`)."""


class Index(Protocol):
    """An index that can be written, by one process at a time, and read by many."""

    @property
    def watermark(self) -> int:
        """The outbox row up to which the index speaks the truth; 0 for a new one."""

    def write(self, batch: Batch) -> None:
        """Do all of `batch` or nothing: entries and watermark become visible together."""

    def tidy(self) -> None:
        """Make reading faster where that costs little; called when nothing else is to be done."""

    def reader(self) -> IndexReader:
        """The index as it is now; good until the next call. Raises IndexDamaged."""

    def close(self) -> None:
        """Let go of all files."""
