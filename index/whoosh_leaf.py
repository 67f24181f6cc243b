"""One segment of a Whoosh index: its posting lists as sorted arrays.

Segments never change, so what was decoded once is kept for the next query, up to a bound.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermNotFound

_KEPT_POSTINGS = 4_000_000
"""How many decoded postings are kept for later queries: 12 bytes each, about 48 MB."""
Numbers = NDArray[np.int64]
Floats = NDArray[np.float32]
NONE: Numbers = np.empty(0, dtype=np.int64)


class PostingCache:
    """Posting lists decoded before, the least recently used forgotten first."""

    def __init__(self, bound: int = _KEPT_POSTINGS) -> None:
        self._bound = bound
        self._held = 0
        self._lists: OrderedDict[tuple[object, ...], tuple[Numbers, Floats]] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> tuple[Numbers, Floats] | None:
        """The postings kept under `key`; None where they were never kept, or forgotten."""
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
        return found

    def put(self, key: tuple[object, ...], postings: tuple[Numbers, Floats]) -> None:
        """Keep postings; those not asked for longest go, until `bound` entries are left."""
        self._lists[key] = postings
        self._held += len(postings[0])
        while self._held > self._bound and len(self._lists) > 1:
            _, (numbers, _) = self._lists.popitem(last=False)
            self._held -= len(numbers)


class Leaf:
    """One segment of an index; entries are numbered from `offset` on."""

    def __init__(self, reader: Any, offset: int, cache: PostingCache) -> None:
        self._reader = reader
        self._cache = cache
        segment = reader.segment()
        self._key = (segment.segment_id(), segment.deleted_count())
        self._columns: dict[str, Any] = {}
        self.offset = offset
        self.size: int = reader.doc_count_all()

    def postings(self, field: str, term: str) -> tuple[Numbers, Floats]:
        """The numbers of the entries that have `term`, ascending, and how often they have it."""
        key = (*self._key, field, term)
        kept = self._cache.get(key)
        if kept is None:
            kept = self._decoded(field, term)
            self._cache.put(key, kept)
        return kept

    def _decoded(self, field: str, term: str) -> tuple[Numbers, Floats]:
        try:
            matcher = self._reader.postings(field, term.encode(errors="surrogatepass"))
        except TermNotFound:
            return NONE, np.empty(0, dtype=np.float32)
        numbers, weights = [], []
        while matcher.is_active():
            numbers.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        return (
            np.array(numbers, dtype=np.int64) + self.offset,
            np.array(weights, dtype=np.float32),
        )

    def beginning(self, field: str, prefix: str) -> list[str]:
        """The terms of `field` that begin with `prefix`."""
        try:
            found = self._reader.expand_prefix(field, prefix.encode(errors="surrogatepass"))
            return [term.decode(errors="surrogatepass") for term in found]
        except TermNotFound:
            return []

    def frequency(self, field: str, term: str) -> int:
        return int(self._reader.doc_frequency(field, term.encode(errors="surrogatepass")))

    def lengths(self) -> Floats:
        """How many terms each entry has, by its number in the segment; 0 for deleted ones."""
        key = (*self._key, "lengths")
        kept = self._cache.get(key)
        if kept is None:
            found = self._column("length").load()
            lengths = np.fromiter(found, dtype=np.float32, count=self.size)
            lengths[list(self._reader.deleted_docs_set)] = 0.0
            kept = np.arange(self.size, dtype=np.int64), lengths
            self._cache.put(key, kept)
        return kept[1]

    def column(self, field: str, place: int) -> bytes:
        return bytes(self._column(field)[place - self.offset])

    def _column(self, field: str) -> Any:
        if field not in self._columns:
            self._columns[field] = self._reader.column_reader(field, translate=False)
        return self._columns[field]
