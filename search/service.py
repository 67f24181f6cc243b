"""Finding pages: what a person typed goes in, ranked pages with marked snippets come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from time import perf_counter

import structlog

from domain.errors import StorageError
from domain.geometry import Box
from domain.ids import CustomerNumber, DocumentId
from domain.text import fold
from index.catch_up import open_index, repair
from index.contract import Candidate, Filters, IndexDamaged, IndexReader
from index.place import Place
from index.printed import Printed, Remark, WayBack
from index.whoosh_backend import WhooshIndex
from records.archive import Archive
from search.matching import matching
from search.query import Phrase, Query, parse
from search.ranking import order, score
from search.similar import similar
from search.snippet import Span, snippet

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """One page on which the query was found.

    `snippet` is printed text with the words in `<mark>`, everything else escaped; `boxes` are
    where these words stand on the page. `score` is comparable within one result only.
    """

    document: DocumentId
    page: int
    type_key: str
    customer: CustomerNumber | None
    score: float
    snippet: str
    boxes: tuple[Box, ...]


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


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A page to be shown, with the places of the words in its folded body if already known."""

    candidate: Candidate
    score: float
    spans: tuple[Span, ...] | None = None


class Search:
    """Searches one archive; safe to share by threads.

    The index is read as it stands: who wants the newest corrections calls `index.catch_up` first.
    An index that is missing or damaged is built again before the search goes on.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._place = Place(archive.index_folder)
        self._lock = Lock()
        self._index: WhooshIndex | None = None
        self._generation: object = None

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
    ) -> SearchResult:
        """The pages that hold `query`, `limit` of them from `offset` on, best first.

        `type_key` and `customer` let through only pages of that type and of that customer.
        Raises StorageError when the index cannot be read and cannot be built again either.
        """
        started = perf_counter()
        filters = Filters(type_key=type_key, customer=customer)
        asked = parse(query)
        with self._lock:
            try:
                result = self._answer(asked, filters, limit, offset)
            except IndexDamaged as damage:
                _log.warning("search.index_damaged", reason=damage.detail)
                self._forget()
                repair(self._archive)
                result = self._answer(asked, filters, limit, offset)
        total, total_exact, is_similar, hits = result
        took = (perf_counter() - started) * 1000.0
        return SearchResult(total, total_exact, took, is_similar, hits)

    def _answer(
        self, query: Query, filters: Filters, limit: int, offset: int
    ) -> tuple[int, bool, bool, tuple[Hit, ...]]:
        reader = self._reader()
        found = matching(reader, query, filters)
        total, exact, is_similar = found.total, found.total_exact, False
        ranked = _ranked(found.candidates, query)
        if not ranked:
            likenesses = similar(reader, query, filters)
            ranked = [_Ranked(like.candidate, like.score, like.spans) for like in likenesses]
            total, exact, is_similar = len(ranked), True, bool(ranked)
        shown = ranked[offset : offset + limit]
        return total, exact, is_similar, tuple(_hit(reader, one, query) for one in shown)

    def _reader(self) -> IndexReader:
        """The index as it is now, opened again when another generation has become valid."""
        generation = self._place.current()
        if self._index is None or generation != self._generation:
            self._forget()
            self._index = open_index(self._archive)
            self._generation = generation
        return self._index.reader()

    def _forget(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None


def _ranked(candidates: Sequence[Candidate], query: Query) -> list[_Ranked]:
    scored = [_Ranked(candidate, score(candidate, query)) for candidate in candidates]
    return sorted(scored, key=lambda one: order(one.candidate, one.score))


def _hit(reader: IndexReader, ranked: _Ranked, query: Query) -> Hit:
    candidate = ranked.candidate
    printed = Printed.unpack(reader.printed(candidate.place))
    spans = ranked.spans if ranked.spans is not None else _spans(candidate.body, query.phrases)
    if spans:
        places = [printed.way_back.span(start, end) for start, end in spans]
        boxes = tuple(box for start, end in places for box in printed.boxes(start, end))
        shown = snippet(printed.text, places)
    else:
        shown, boxes = _shown_remarks(printed, query.phrases)
    return Hit(
        document=candidate.document,
        page=candidate.page,
        type_key=candidate.type_key,
        customer=CustomerNumber(candidate.customer) if candidate.customer else None,
        score=round(ranked.score, 4),
        snippet=shown,
        boxes=boxes,
    )


def _spans(text: str, phrases: Sequence[Phrase]) -> tuple[Span, ...]:
    """Where the phrases stand in `text`, in order, overlapping ones joined."""
    joined: list[Span] = []
    for start, end in sorted(span for phrase in phrases for span in phrase.spans(text)):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _shown_remarks(printed: Printed, phrases: Sequence[Phrase]) -> tuple[str, tuple[Box, ...]]:
    """What a page is found by when the words are not printed on it: a name, title or value."""
    shown, boxes = [], []
    for remark in printed.remarks:
        marked = _marked(remark, phrases)
        if marked is not None:
            shown.append(marked)
            boxes += [remark.box] if remark.box else []
    return " · ".join(shown) or snippet(printed.text, ()), tuple(boxes)


def _marked(remark: Remark, phrases: Sequence[Phrase]) -> str | None:
    text = fold(remark.text)
    spans = _spans(text.text, phrases)
    if not spans:
        return None
    way_back = WayBack.of(text)
    return snippet(remark.text, [way_back.span(start, end) for start, end in spans])
