"""An index that is nothing but a list: the contract at its plainest, to hold others against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index import bm25
from index.contract import Batch, Candidate, Filters, Places, Weighed
from index.entry import Entry


class MemoryReader:
    """Answers every question by looking at every entry."""

    def __init__(self, held: Sequence[Entry]) -> None:
        self._held = held

    def count(self) -> int:
        return len(self._held)

    def frequency(self, term: str) -> int:
        return sum(term in entry.terms for entry in self._held)

    def having(self, term: str, *, headings: bool = False) -> Places:
        return self._places(
            term in entry.terms or (headings and term in entry.heading_terms)
            for entry in self._held
        )

    def beginning(self, prefix: str, *, headings: bool = False) -> Places:
        return self._places(
            any(term.startswith(prefix) for term in entry.terms)
            or (headings and any(term.startswith(prefix) for term in entry.heading_terms))
            for entry in self._held
        )

    def allowed(self, filters: Filters) -> Places | None:
        if filters == Filters():
            return None
        return self._places(
            filters.type_key in (None, entry.type_key)
            and filters.customer in (None, entry.customer, *entry.referred)
            and filters.state in (None, entry.state)
            and (filters.ceiling is None or entry.grade <= filters.ceiling)
            and entry.document not in filters.hidden
            for entry in self._held
        )

    def _places(self, kept: Iterable[bool]) -> Places:
        return np.array([at for at, keep in enumerate(kept) if keep], dtype=np.int64)

    def weighed(self, terms: Sequence[str], among: Places | None, limit: int) -> list[Weighed]:
        lengths = [entry.terms.total() for entry in self._held]
        mean = sum(lengths) / max(1, len(lengths))
        rarities = {term: bm25.rarity(self.frequency(term), self.count()) for term in terms}
        found = []
        for at, entry in enumerate(self._held):
            held = [term for term in terms if term in entry.terms]
            if (among is None and not held) or (among is not None and at not in among):
                continue
            score = sum(
                rarities[term]
                * float(
                    bm25.weight(
                        np.array([entry.terms[term]], dtype=np.float32),
                        np.array([lengths[at]], dtype=np.float32),
                        mean,
                    )[0]
                )
                for term in held
            )
            whole = sum(rarities.values())
            share = sum(rarities[term] for term in held) / whole if whole else 0.0
            found.append(Weighed(at, score, share, len(held)))
        return sorted(found, key=lambda one: (-one.score, one.place))[:limit]

    def candidates(self, places: Iterable[int]) -> Iterator[Candidate]:
        for place in places:
            entry = self._held[place]
            yield Candidate(
                place=place,
                document=entry.document,
                page=entry.page,
                type_key=entry.type_key,
                customer=entry.customer,
                state=entry.state,
                date=entry.date,
                body=entry.body,
                remarks=entry.remarks,
                headings=entry.headings,
            )

    def printed(self, place: int) -> bytes:
        return self._held[place].printed


class MemoryIndex:
    """Holds entries in a list, in the order in which they came."""

    def __init__(self) -> None:
        self._held: tuple[Entry, ...] = ()
        self._watermark = 0

    @property
    def watermark(self) -> int:
        return self._watermark

    def write(self, batch: Batch) -> None:
        kept = tuple(entry for entry in self._held if entry.document not in batch.replaced)
        self._held, self._watermark = kept + batch.entries, batch.watermark

    def tidy(self) -> None:
        """A list is always tidy."""

    def reader(self) -> MemoryReader:
        return MemoryReader(self._held)

    def close(self) -> None:
        """A list needs no closing."""
