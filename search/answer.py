"""From an index reader and a query to ranked hits with snippets and boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.geometry import Box
from domain.ids import CustomerNumber, DocumentId
from domain.text import fold
from index.contract import Candidate, Filters, IndexReader
from index.printed import Printed, Remark, WayBack
from search.matching import matching
from search.query import Phrase, Query
from search.ranking import order, score
from search.similar import LIMIT as LIKEST
from search.similar import similar
from search.snippet import Span, snippet


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
class Answer:
    """The hits asked for, and how many there are (see `search.service.SearchResult`)."""

    total: int
    total_exact: bool
    similar: bool
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A page to be shown, with the places of the words in its folded body if already known."""

    candidate: Candidate
    score: float
    spans: tuple[Span, ...] | None = None


def answer(
    reader: IndexReader, query: Query, filters: Filters, limit: int, offset: int = 0
) -> Answer:
    """The pages that hold `query`; where there are none, those most like it."""
    found = matching(reader, query, filters, offset + limit)
    total, exact, is_similar = found.total, found.total_exact, False
    ranked = [one for block in found.blocks for one in _ranked(block, query)]
    if not ranked:
        likenesses = similar(reader, query, filters)
        ranked = [_Ranked(like.candidate, like.score, like.spans) for like in likenesses]
        total, exact, is_similar = len(ranked), len(ranked) < LIKEST, bool(ranked)
    shown = ranked[offset : offset + limit]
    hits = tuple(_hit(reader, one, query) for one in shown)
    return Answer(total, exact, is_similar, hits)


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
    shown: dict[str, None] = {}
    boxes: list[Box] = []
    for remark in printed.remarks:
        marked = _marked(remark, phrases)
        if marked is not None:
            shown[marked] = None
            boxes += [remark.box] if remark.box else []
    return " · ".join(shown) or snippet(printed.text, ()), tuple(boxes)


def _marked(remark: Remark, phrases: Sequence[Phrase]) -> str | None:
    text = fold(remark.text)
    spans = _spans(text.text, phrases)
    if not spans:
        return None
    way_back = WayBack.of(text)
    return snippet(remark.text, [way_back.span(start, end) for start, end in spans])
