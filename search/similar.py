"""When nothing holds the query: the entries most like it, and shown as such.

Candidates are those with most of the query's terms, by BM25. If the query stands in some of them
but for a few wrong characters (a reader's, or a typist's), these are the answer. If not, and it
is long enough to be a question or a sentence, the answer is the entries that share enough of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from index.analysis import weighed_terms
from index.contract import Candidate, Filters, IndexReader, Weighed
from search.query import Query

LIMIT = 200
"""So many of the likest entries are looked at."""

_SHORTEST = 3
"""Of two characters one wrong leaves nothing to go by."""
_SENTENCE = 6
"""From so many characters on, entries that share a part of the query may answer it."""
_LEAST_SHARE = 0.15
"""The share of the query's weight they must have. Measured on questions put to passages: the
passage that answers has more in 98 of 100, the next best one less in half of them."""
_OF_THE_BEST = 0.5
"""And this much of the best one's share, so that one good answer is not buried."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An entry like the query, and where in its folded body the likeness is seen."""

    candidate: Candidate
    score: float
    spans: tuple[tuple[int, int], ...]


def allowed_errors(length: int) -> int:
    """How many characters of a phrase of `length` may be wrong, missing or too many."""
    if length < _SHORTEST:
        return 0
    return 1 if length < 6 else max(2, length // 5)


def similar(reader: IndexReader, query: Query, filters: Filters) -> list[Likeness]:
    """The entries like `query`, best first."""
    text = " ".join(phrase.text for phrase in query.phrases)
    terms = weighed_terms(text)
    if not terms:
        return []
    weighed = reader.weighed(terms, reader.allowed(filters), LIMIT)
    least = max(1, len(terms) - _most_terms_lost(query))
    chosen = [
        like
        for found, candidate in _read(reader, [found for found in weighed if found.held >= least])
        if (like := _near(found, candidate, query)) is not None
    ]
    if not chosen and sum(len(phrase.text) for phrase in query.phrases) >= _SENTENCE:
        chosen = [
            Likeness(candidate, found.score, _term_spans(candidate.body, terms))
            for found, candidate in _read(reader, _sharing(weighed))
        ]
    return sorted(chosen, key=_order)


def _order(like: Likeness) -> tuple[float, str, int]:
    return -round(like.score, 6), like.candidate.document, like.candidate.page


def _read(reader: IndexReader, weighed: Sequence[Weighed]) -> Iterator[tuple[Weighed, Candidate]]:
    return zip(weighed, reader.candidates(found.place for found in weighed), strict=True)


def _sharing(weighed: Sequence[Weighed]) -> list[Weighed]:
    """Those that share enough of a long query's terms."""
    best = max((found.share for found in weighed), default=0.0)
    least = max(_LEAST_SHARE, _OF_THE_BEST * best)
    return [found for found in weighed if found.share >= least]


def _most_terms_lost(query: Query) -> int:
    """How many terms the allowed errors may cost: two bigrams each, or a run and its trigrams.

    Phrases that may stand in the headings only can be lost wholly.
    """
    lost = 0
    for phrase in query.phrases:
        count = len(weighed_terms(phrase.text))
        each = 4 if any(char.isascii() and char.isalnum() for char in phrase.text) else 2
        lost += count if len(query.phrases) > 1 else allowed_errors(len(phrase.text)) * each
    return lost


def _near(found: Weighed, candidate: Candidate, query: Query) -> Likeness | None:
    """The entry, if all of the query stands in it but for a few wrong characters."""
    near = _near_spans(candidate, query)
    if near is None:
        return None
    closeness, spans = near
    return Likeness(candidate, found.score + 100.0 * closeness, spans)


def _near_spans(
    candidate: Candidate, query: Query
) -> tuple[float, tuple[tuple[int, int], ...]] | None:
    """How close (0..1) all phrases come to standing on the page; None if one does not."""
    spans: list[tuple[int, int]] = []
    wrong = length = 0
    for phrase in query.phrases:
        nearest = _nearest(phrase.text, candidate.body)
        elsewhere = _nearest(phrase.text, candidate.remarks) or _nearest(
            phrase.text, candidate.headings
        )
        if nearest is None and elsewhere is None:
            return None
        if nearest is not None:
            spans.append(nearest[1:])
        wrong += min(found[0] for found in (nearest, elsewhere) if found is not None)
        length += len(phrase.text)
    return 1.0 - wrong / max(1, length), tuple(sorted(spans))


def _nearest(phrase: str, text: str) -> tuple[int, int, int] | None:
    """The stretch of `text` nearest to `phrase` as (errors, start, end), if near enough."""
    at = text.find(phrase)
    if at >= 0:
        return 0, at, at + len(phrase)
    errors = allowed_errors(len(phrase))
    if errors == 0 or not text:
        return None
    aligned = fuzz.partial_ratio_alignment(phrase, text)
    if aligned is None:
        return None
    return _best_window(phrase, text, (aligned.dest_start, aligned.dest_end), errors)


def _best_window(
    phrase: str, text: str, around: tuple[int, int], errors: int
) -> tuple[int, int, int] | None:
    """The window within one character of `around` with fewest errors, then of likest length."""
    found = []
    for start in range(max(0, around[0] - 1), around[0] + 2):
        for end in range(max(start + 1, around[1] - 1), min(len(text), around[1] + 1) + 1):
            window = text[start:end]
            distance = Levenshtein.distance(phrase, window, score_cutoff=errors)
            if distance <= errors and window == window.strip():
                found.append((distance, abs(end - start - len(phrase)), start, end))
    if not found:
        return None
    distance, _, start, end = min(found)
    return distance, start, end


def _term_spans(body: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in `body`, neighbours joined, in order."""
    found = []
    for term in terms:
        at = body.find(term)
        while at >= 0:
            found.append((at, at + len(term)))
            at = body.find(term, at + 1)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)
