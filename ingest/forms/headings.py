"""The titles of a page: of known forms, as evidence, and such as no form is known by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.filing import Evidence, EvidenceKind
from domain.page import Page
from ingest.forms.catalogue import Catalogue
from ingest.forms.places import TOP, Place, titles_at
from ingest.forms.titles import TitleFound, bare, plain

_LONGEST = 24
"""A small row this long in the lower part of a page is no title."""
_INSIDE = 0.3
"""Factor for a title that stands within the print of a longer one."""
_SENTENCE = re.compile(r"[，。；,;]")


@dataclass(frozen=True, slots=True)
class _Standing:
    """The best sight of one type's title on the page, and how far it is believed there."""

    title: TitleFound
    place: Place
    weight: float


def title_evidence(page: Page, places: Iterable[Place], catalogue: Catalogue) -> list[Evidence]:
    """One piece for each type whose title stands on the page, weaker where a longer one does."""
    best: dict[str, _Standing] = {}
    for place in places:
        if place.strip.box.y0 > TOP and not place.large and len(place.strip.glyphs) > _LONGEST:
            continue
        for title in titles_at(place, catalogue):
            weight = title.weight * place.titlelike
            if title.type_key not in best or weight > best[title.type_key].weight:
                best[title.type_key] = _Standing(title, place, weight)
    return [_piece(key, standing, best, page.number) for key, standing in best.items()]


def _piece(key: str, one: _Standing, all_of: Mapping[str, _Standing], page: int) -> Evidence:
    inside = any(_within(one, other) for other_key, other in all_of.items() if other_key != key)
    weight = round(one.weight * (_INSIDE if inside else 1.0), 3)
    strip = one.place.strip
    return Evidence(EvidenceKind.TITLE, key, weight, strip.text, page, strip.box)


def _within(one: _Standing, other: _Standing) -> bool:
    """Whether a title is a part of another, longer and as sure, that stands on the same print."""
    return (
        other.title.length > one.title.length
        and other.title.weight >= max(0.5, one.title.weight)
        and one.place.strip.box.covered_by(other.place.strip.box) > 0.9
    )


def unknown_title(places: Iterable[Place], catalogue: Catalogue) -> str:
    """A line that has the looks of a title though no form is known by it; empty for none."""
    for place in places:
        text, box = bare(place.strip.text), place.strip.box
        if plain(text) in catalogue.labels:
            continue
        fits = 2 <= len(text) <= 30 and not _SENTENCE.search(text) and ":" not in text
        if fits and place.large and box.y0 < TOP and abs(box.centre[0] - 0.5) < 0.15:
            return place.strip.text
    return ""


def lessened(piece: Evidence, factor: float) -> Evidence:
    """The same piece, believed less."""
    return replace(piece, weight=round(piece.weight * factor, 3))
