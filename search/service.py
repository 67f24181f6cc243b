"""Finding pages: what a person typed goes in, ranked pages with marked snippets come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from time import perf_counter

import structlog

from domain.duties import Grade
from domain.ids import DocumentId
from index.catch_up import open_index, repair
from index.contract import Filters, Index, IndexDamaged
from index.place import Place
from records.archive import Archive
from search.answer import Answer, Hit, answer
from search.query import Query, parse

__all__ = ["Hit", "Search", "SearchResult"]

_log = structlog.get_logger(__name__)

_SOME = 1_000


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits asked for, and how many there are.

    Where `total_exact` is false there are at least `total`. `similar` says that nothing holds the
    query as it was typed, and that these are the pages most like it.
    """

    total: int
    total_exact: bool
    took_ms: float
    similar: bool
    hits: tuple[Hit, ...]


class Search:
    """Searches one archive; safe to share by threads.

    The index is read as it stands: who wants the newest corrections calls `index.catch_up` first.
    An index that is missing or damaged is built again before the search goes on.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._place = Place(archive.index_folder)
        self._lock = Lock()
        self._index: Index | None = None
        self._generation: Path | None = None

    def close(self) -> None:
        """Let go of the index's files; the next search opens them again."""
        with self._lock:
            self._forget()

    def find(
        self,
        query: str,
        limit: int = 20,
        offset: int = 0,
        type_key: str | None = None,
        customer: str | None = None,
        *,
        grade: Grade | None = None,
    ) -> SearchResult:
        """The pages that hold `query`, `limit` of them from `offset` on, best first.

        `type_key` and `customer` let through only pages of that type and of that customer. With
        `grade` nothing above it is found, shown or counted, and nothing whose grade the index may
        not know yet.
        Raises StorageError when the index cannot be read and cannot be built again either.
        """
        started = perf_counter()
        filters = Filters(type_key, customer, ceiling=grade.rank if grade else None)
        asked = parse(query)
        with self._lock:
            try:
                found = self._answer(asked, filters, limit, offset)
            except IndexDamaged as damage:
                _log.warning("search.index_damaged", reason=damage.detail)
                self._forget()
                repair(self._archive)
                found = self._answer(asked, filters, limit, offset)
        took = (perf_counter() - started) * 1000.0
        return SearchResult(found.total, found.total_exact, took, found.similar, found.hits)

    def _answer(self, asked: Query, filters: Filters, limit: int, offset: int) -> Answer:
        index = self._opened()
        if filters.ceiling is not None:
            filters = replace(filters, hidden=self._not_yet_known(index.watermark))
        return answer(index.reader(), asked, filters, limit, offset)

    def _not_yet_known(self, watermark: int) -> frozenset[DocumentId]:
        """Documents that changed since the index was last brought up: perhaps in their grade."""
        found: set[DocumentId] = set()
        while rows := self._archive.outbox.after(watermark, _SOME):
            found |= {document for _, document in rows}
            watermark = rows[-1][0]
        return frozenset(found)

    def _opened(self) -> Index:
        """The index as it is now, opened again when another generation has become valid."""
        generation = self._place.current()
        if self._index is None or generation != self._generation:
            self._forget()
            self._index = open_index(self._archive)
            self._generation = generation
        return self._index

    def _forget(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None
