"""Titles that persons' answers made known: what a paper of the archive's own is headed.

The same title in another layout is the same type, which comparing whole pages cannot see.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from domain.filing import Evidence, EvidenceKind
from domain.geometry import Box
from domain.reading import PageReading
from domain.review import OwnType
from domain.text import squeezed

_ANSWERED = (0.60, 0.80, 0.92)
"""How far a title is believed that one, two or more reviewed papers of a type bore."""
_NAMED = 0.85
"""The title is the name of one of the archive's own types."""
_SHORTEST = 4
_ONE_WRONG = 6
"""In so many characters one may be misread."""

Titles = Mapping[str, Mapping[str, int]]
"""For a squeezed title, on how many reviewed papers it headed which type."""


def counted(pairs: Iterable[tuple[str, str]]) -> Titles:
    """Titles by type from (title, type) of reviewed papers."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for title, key in pairs:
        if len(title) >= _SHORTEST:
            found[title][key] += 1
    return found


def title_evidence(
    page: PageReading, titles: Titles, own_types: Iterable[OwnType]
) -> Iterator[Evidence]:
    """What the title of `page` says by what was answered, and by the names of own types."""
    title = squeezed(page.title)
    if len(title) < _SHORTEST:
        return
    weights: dict[str, float] = {}
    for known, types in titles.items():
        if _same(title, known):
            papers = sum(types.values())
            for key, times in types.items():
                believed = _ANSWERED[min(times, len(_ANSWERED)) - 1] * times / papers
                weights[key] = max(weights.get(key, 0.0), believed)
    for own in own_types:
        if _same(title, squeezed(own.name)):
            weights[own.key] = max(weights.get(own.key, 0.0), _NAMED)
    box = _place(page, title)
    for key, weight in weights.items():
        number = page.page.number
        yield Evidence(EvidenceKind.LEARNED, key, round(weight, 3), page.title.strip(), number, box)


def with_evidence(page: PageReading, said: tuple[Evidence, ...]) -> PageReading:
    """The page with more that speaks for its type."""
    return replace(page, type_evidence=(*page.type_evidence, *said)) if said else page


def _same(one: str, other: str) -> bool:
    most = min(len(one), len(other)) // _ONE_WRONG
    return Levenshtein.distance(one, other, score_cutoff=most) <= most


def _place(page: PageReading, title: str) -> Box | None:
    """Where the title stands: the lines that are part of it."""
    parts = [line.box for line in page.page.lines if (t := squeezed(line.text)) and t in title]
    return Box.around(parts) if parts else None
