"""Which entries hold a query: rarest terms first, intersected, then verified on the text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.contract import Candidate, Filters, IndexReader, Places
from search.query import Phrase, Query

_RAREST = 3
"""So many terms of a phrase are intersected; the text itself decides about the rest."""

_FEW = 32
"""With so few candidates left, looking at their texts is cheaper than one more list."""

COUNT_BOUND = 1_000
"""Up to so many candidates are verified for a query; beyond that the total is a lower bound."""

BLOCK = 300
"""Where no text need be looked at to be sure, so many are ranked at a time, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The entries that hold a query, in blocks to be ranked one after the other.

    There may be `total` of them where fewer were wanted; if `total_exact` is false, even more.
    """

    blocks: tuple[tuple[Candidate, ...], ...]
    total: int
    total_exact: bool


def matching(
    reader: IndexReader, query: Query, filters: Filters, wanted: int = COUNT_BOUND
) -> Matches:
    """The entries in which all phrases of `query` stand, `wanted` of them at least if there are."""
    if not query.phrases:
        return Matches((), 0, True)
    with_headings = len(query.phrases) > 1
    places = _places(reader, query.phrases, with_headings, reader.allowed(filters))
    if not with_headings and query.phrases[0].needed.exact:
        return _proven(reader, query, places, wanted)
    total = len(places)
    if total > COUNT_BOUND:
        places = _likeliest(reader, query, places, COUNT_BOUND)
    found = tuple(one for one in reader.candidates(places.tolist()) if _holds(one, query))
    return Matches((found,), len(found), total <= COUNT_BOUND)


def _proven(reader: IndexReader, query: Query, places: Places, wanted: int) -> Matches:
    """All of `places`, of which only as many blocks are read as hold the `wanted` ones."""
    total = len(places)
    if total > BLOCK:
        places = _likeliest(reader, query, places, -(-wanted // BLOCK) * BLOCK)
    blocks = (places[start : start + BLOCK] for start in range(0, len(places), BLOCK))
    return Matches(tuple(tuple(reader.candidates(block.tolist())) for block in blocks), total, True)


def _places(
    reader: IndexReader, phrases: tuple[Phrase, ...], headings: bool, allowed: Places | None
) -> Places:
    """The entries that may hold all `phrases`: a superset of those that do."""
    places = allowed
    for phrase in sorted(phrases, key=lambda phrase: _commonness(reader, phrase)):
        places = _narrowed(reader, phrase, headings, places)
        if len(places) == 0:
            break
    return places if places is not None else np.empty(0, dtype=np.int64)


def _narrowed(reader: IndexReader, phrase: Phrase, headings: bool, places: Places | None) -> Places:
    if not phrase.needed.terms:
        return _both(places, reader.beginning(phrase.needed.prefix, headings=headings))
    first, *others = sorted(phrase.needed.terms, key=lambda term: (reader.frequency(term), term))
    left = _both(places, reader.having(first, headings=headings))
    for term in others[: _RAREST - 1]:
        if len(left) <= _FEW:
            break
        left = _both(left, reader.having(term, headings=headings))
    return left


def _commonness(reader: IndexReader, phrase: Phrase) -> tuple[int, int, str]:
    """For sorting: the rarest phrase first, those without whole terms last."""
    counts = [reader.frequency(term) for term in phrase.needed.terms]
    return (0 if counts else 1, min(counts, default=0), phrase.text)


def _both(left: Places | None, right: Places) -> Places:
    return right if left is None else np.intersect1d(left, right, assume_unique=True)


def _likeliest(reader: IndexReader, query: Query, places: Places, limit: int) -> Places:
    terms = [term for phrase in query.phrases for term in phrase.needed.terms]
    weighed = reader.weighed(terms, places, limit)
    return np.array([found.place for found in weighed], dtype=np.int64)


def _holds(candidate: Candidate, query: Query) -> bool:
    """Whether every phrase stands on the page or in its document's headings, one on the page."""
    on_page = False
    for phrase in query.phrases:
        if phrase.stands_in(candidate.body) or phrase.stands_in(candidate.remarks):
            on_page = True
        elif not phrase.stands_in(candidate.headings):
            return False
    return on_page
