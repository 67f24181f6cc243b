"""Which pages of one paper are pages of another, where only some were scanned again. Pure.

The shorter paper must be in the longer one whole: each of its pages that is not blank has its like
there, in whatever order. A page that stands in many papers, such as printed terms (格式条款), says
of no two of them that they are one, unless numbers on it do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading import PageReading
from domain.text import folded
from records.review.duplicates.features import features
from records.review.duplicates.likeness import Likeness, is_same, likeness

_LEAST_SHARED = 3
"""Runs of letters that two scans of one page share at least; fewer need no closer look."""

_NEAR_TEXT = 0.85
_NEAR_NUMBERS = 0.75
"""From where on a page may be another's; whether it is, all of them together say."""

_TELLING = re.compile(r"[0-9]{5,}|[0-9]{4}[年./-][0-9]{1,2}")
"""A number or date of its own: a page that has one is told from another of its form."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A page of one paper that is a page of the other, by their numbers in the scans."""

    page: int
    other: int
    telling: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """The pages that two papers share, and how alike these are taken together."""

    pages: tuple[Matched, ...]
    alike: Likeness

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the pages, in the scan of the first."""
        return tuple(one.page for one in self.pages)


def shown(pages: Sequence[PageReading]) -> list[PageReading]:
    """The pages that show something."""
    return [page for page in pages if not page.page.blank]


def overlap(pages: Sequence[PageReading], others: Sequence[PageReading]) -> Overlap | None:
    """The pages that both papers have, if one is in the other whole; else None.

    Papers of as many pages are compared as wholes, not here. A page of few numbers may differ by
    one that was misread, so the pages are judged together.
    """
    own, theirs = shown(pages), shown(others)
    if not own or not theirs or len(own) == len(theirs):
        return None
    shorter, longer = sorted((own, theirs), key=len)
    found = [_like(page, longer) for page in shorter]
    places = [place for place in found if place is not None]
    if len(set(places)) < len(shorter):
        return None
    partners = [longer[place] for place in places]
    alike = likeness(partners, shorter)
    if not is_same(alike):
        return None
    pairs = zip(shorter, partners, strict=True)
    matched = [_matched(*(pair if shorter is own else pair[::-1])) for pair in pairs]
    return Overlap(tuple(sorted(matched, key=lambda one: one.page)), alike)


def _like(page: PageReading, pages: Sequence[PageReading]) -> int | None:
    """The place among `pages` of the one most like this, if it may be the same."""
    own = features([page])
    compared = (
        (likeness([other], [page]), place)
        for place, other in enumerate(pages)
        if len(own & features([other])) >= min(_LEAST_SHARED, len(own))
    )
    near = [(alike.text, place) for alike, place in compared if _may_be(alike)]
    return max(near)[1] if near else None


def _may_be(alike: Likeness) -> bool:
    if not alike.text:
        return is_same(alike)
    return alike.text >= _NEAR_TEXT and (alike.numbers is None or alike.numbers >= _NEAR_NUMBERS)


def _matched(page: PageReading, other: PageReading) -> Matched:
    telling = _TELLING.search(folded(page.page.text)) is not None
    return Matched(page.page.number, other.page.number, telling)
