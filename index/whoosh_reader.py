"""Reading a Whoosh index: posting lists as sorted arrays, one segment after the other.

Segments never change, so what was decoded once is kept for the next query, up to a bound.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError
from struct import error as StructError  # noqa: N812 - the library names it in lower case
from typing import Any
from zlib import error as ZlibError  # noqa: N812 - the same

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import StorageError as WhooshStorageError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, ReaderClosed, TermNotFound
from whoosh.writing import IndexingError

from index import bm25
from index.contract import Candidate, Filters, IndexDamaged, Places, Weighed
from index.entry import UNGRADED
from index.whoosh_schema import META, candidate

DAMAGE = (
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    NameError,
    ArithmeticError,
    MemoryError,
    ImportError,
    StructError,
    ZlibError,
    UnpicklingError,
    WhooshIndexError,
    WhooshStorageError,
    CorruptIndexError,
    IndexingError,
    ReaderClosed,
)
"""What Whoosh raises on files that are not what they should be: it unpickles and unpacks what it
finds, so nearly anything can come of it."""

_KEPT_POSTINGS = 4_000_000
"""How many decoded postings are kept for later queries: 12 bytes each, about 48 MB."""

Numbers = NDArray[np.int64]
Floats = NDArray[np.float32]
_NONE: Numbers = np.empty(0, dtype=np.int64)


@contextmanager
def noticing_damage(folder: Path) -> Iterator[None]:
    """Turn what Whoosh raises on damaged files into IndexDamaged."""
    try:
        yield
    except IndexDamaged:
        raise
    except DAMAGE as error:
        raise IndexDamaged(folder, f"{type(error).__name__} {error}".strip()) from error


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
            return _NONE, np.empty(0, dtype=np.float32)
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


class WhooshReader:
    """The index as it was when its reader was opened (see `index.contract.IndexReader`)."""

    def __init__(self, reader: Any, folder: Path, cache: PostingCache) -> None:
        self._reader = reader
        self._folder = folder
        self._leaves = [
            Leaf(leaf, offset, cache) for leaf, offset in reader.leaf_readers() if leaf.segment()
        ]
        self._frequencies: dict[str, int] = {}

    def count(self) -> int:
        return max(0, int(self._reader.doc_count()) - 1)

    def meta(self) -> bytes:
        """What the index says about itself. Raises IndexDamaged when it says nothing."""
        with noticing_damage(self._folder):
            for leaf in self._leaves:
                places, _ = leaf.postings("document", META)
                if len(places):
                    return leaf.column("texts", int(places[-1]))
        raise IndexDamaged(self._folder, "it does not say how far it has come")

    def frequency(self, term: str) -> int:
        if term not in self._frequencies:
            with noticing_damage(self._folder):
                counts = [leaf.frequency("terms", term) for leaf in self._leaves]
            self._frequencies[term] = sum(counts)
        return self._frequencies[term]

    def having(self, term: str, *, headings: bool = False) -> Places:
        with noticing_damage(self._folder):
            return self._united([term], headings)

    def beginning(self, prefix: str, *, headings: bool = False) -> Places:
        names = ("terms", "headings") if headings else ("terms",)
        with noticing_damage(self._folder):
            terms = {
                term
                for leaf in self._leaves
                for name in names
                for term in leaf.beginning(name, prefix)
            }
            return self._united(sorted(terms), headings)

    def _united(self, terms: Sequence[str], headings: bool) -> Places:
        names = ("terms", "headings") if headings else ("terms",)
        lists = [
            leaf.postings(name, term)[0]
            for leaf in self._leaves
            for term in terms
            for name in names
        ]
        filled = [numbers for numbers in lists if len(numbers)]
        if len(terms) == 1 and not headings:  # segments follow one another, so this is sorted
            return np.concatenate(filled) if filled else _NONE
        return np.unique(np.concatenate(filled)) if filled else _NONE

    def allowed(self, filters: Filters) -> Places | None:
        wanted = {
            "type_key": filters.type_key,
            "customer": filters.customer,
            "state": filters.state,
        }
        with noticing_damage(self._folder):
            sets = [
                self._valued(name, [value]) for name, value in wanted.items() if value is not None
            ]
            if filters.ceiling is not None:
                sets.append(self._valued("grade", map(str, range(filters.ceiling + 1))))
            if not sets and not filters.hidden:
                return None
            left = sets[0] if sets else self._valued("grade", map(str, range(UNGRADED + 1)))
            for places in sets[1:]:
                left = np.intersect1d(left, places, assume_unique=True)
            return np.setdiff1d(left, self._valued("document", filters.hidden), assume_unique=True)

    def _valued(self, field: str, values: Iterable[str]) -> Numbers:
        """The entries whose `field` is one of `values`, sorted."""
        lists = [leaf.postings(field, value)[0] for value in values for leaf in self._leaves]
        return np.sort(np.concatenate(lists)) if lists else _NONE

    def weighed(self, terms: Sequence[str], among: Places | None, limit: int) -> list[Weighed]:
        with noticing_damage(self._folder):
            return self._weighed(terms, among, limit)

    def _weighed(self, terms: Sequence[str], among: Places | None, limit: int) -> list[Weighed]:
        total = sum(leaf.size for leaf in self._leaves)
        scores = np.zeros(total, dtype=np.float32)
        shares = np.zeros(total, dtype=np.float32)
        held = np.zeros(total, dtype=np.int32)
        lengths = (
            np.concatenate([leaf.lengths() for leaf in self._leaves])
            if self._leaves
            else np.empty(0, dtype=np.float32)
        )
        mean = float(lengths.sum()) / max(1, self.count())
        whole = 0.0
        for term in terms:
            lists = [leaf.postings("terms", term) for leaf in self._leaves]
            rarity = bm25.rarity(sum(len(numbers) for numbers, _ in lists), self.count())
            whole += rarity
            for numbers, times in lists:
                scores[numbers] += rarity * bm25.weight(times, lengths[numbers], mean)
                shares[numbers] += rarity
                held[numbers] += 1
        places = np.flatnonzero(held) if among is None else among
        if len(places) > limit:  # the best, ties by place: a stable sort over the negated scores
            places = places[np.argsort(-scores[places], kind="stable")[:limit]]
        else:
            places = places[np.argsort(-scores[places], kind="stable")]
        return [
            Weighed(
                place=int(at),
                score=float(scores[at]),
                share=float(shares[at]) / whole if whole else 0.0,
                held=int(held[at]),
            )
            for at in places
        ]

    def candidates(self, places: Iterable[int]) -> Iterator[Candidate]:
        with noticing_damage(self._folder):
            for place in places:
                yield candidate(place, self._leaf(place).column("texts", place))

    def printed(self, place: int) -> bytes:
        with noticing_damage(self._folder):
            return self._leaf(place).column("printed", place)

    def _leaf(self, place: int) -> Leaf:
        return next(leaf for leaf in reversed(self._leaves) if leaf.offset <= place)

    def close(self) -> None:
        self._reader.close()
