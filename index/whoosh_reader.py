"""Reading a Whoosh index: one segment after the other, by the contract of readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index import bm25
from index.contract import Candidate, Filters, IndexDamaged, Places, Weighed
from index.entry import UNGRADED
from index.whoosh_damage import noticing_damage
from index.whoosh_leaf import NONE, Leaf, Numbers, PostingCache
from index.whoosh_schema import META, candidate


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
            return np.concatenate(filled) if filled else NONE
        return np.unique(np.concatenate(filled)) if filled else NONE

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
        return np.sort(np.concatenate(lists)) if lists else NONE

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
