"""Where titles stand on a page: its rows and lines, and how much each looks like a title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.page import Line
from ingest.forms.catalogue import Catalogue
from ingest.forms.strips import Strip, glyphs_of, strip_of
from ingest.forms.titles import TitleFound, bare, covered, find_titles, plain

TOP = 0.33
"""Titles stand in the upper third of a page, unless a second form begins below."""
_LIKELY = 0.6
_LONGEST_TITLE = 40
_FIRST_ROWS = 4
_LARGE = 1.25
"""A title's characters are at least so much higher than the page's usual ones."""
_LARGER = 1.1
"""Those of a second title, in the middle of the page, at least so much."""
_ASIDE = 0.02
"""In page widths: so far from the middle a centred title hardly ever stands."""
_DOUBTED = 0.8
"""Factor for a title whose place says that it may be the rest of a longer one."""
_LABEL = 0.5
"""Factor for a title in small print that is a field's label too (税务登记)."""
_PLACED = 1.25
"""Factor for that longer one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A strip and how much its place, size and shape are those of a title, 0..1."""

    strip: Strip
    row: int
    titlelike: float
    large: bool


def _usual_height(strips: Iterable[Strip]) -> float:
    heights = sorted((strip.height, len(strip.glyphs)) for strip in strips)
    left = sum(count for _, count in heights) // 2
    for height, count in heights:
        left -= count
        if left < 0:
            return height
    return 0.0


def _centred(strip: Strip) -> bool:
    return abs(strip.box.centre[0] - 0.5) < 0.12


def _place(strip: Strip, row: int, usual: float) -> Place:
    """Judge a strip's place: at the top or large; in the middle of the line is better."""
    box = strip.box
    large = strip.height >= _LARGE * usual
    centred = _centred(strip)
    top = box.y0 < TOP
    if top and (large or row < _FIRST_ROWS):
        score = 1.0 if centred or large else 0.96
    elif top:
        score = 0.9 if centred else 0.6
    elif large:
        score = 0.85 if centred else 0.6
    elif centred and strip.height >= _LARGER * usual:
        score = 0.75
    else:
        score = 0.45 if centred else 0.25
    return Place(strip, row, score, large)


def candidates(strips: list[Strip], lines: Iterable[Line]) -> list[Place]:
    """Every row of the page, every line by itself, and titles that stand on two rows."""
    usual = _usual_height(strips)
    alone = {strip.text for strip in strips}
    places = []
    for row, strip in enumerate(strips):
        places.append(_place(strip, row, usual))
        after = strips[row + 1] if row + 1 < len(strips) else None
        if after and _goes_on(strip, after, usual):
            places.append(_place(Strip(strip.glyphs + after.glyphs), row, usual))
    for line in lines:
        if line.text.strip() in alone or not 2 <= len(bare(line.text)) <= _LONGEST_TITLE:
            continue
        if single := strip_of(glyphs_of(line)):
            places.append(_place(single, _row_of(single, strips), usual))
    return places


def _goes_on(upper: Strip, lower: Strip, usual: float) -> bool:
    """Whether two rows may be one title: both large, or both alike in the middle of the head."""
    if upper.height >= _LARGE * usual and lower.height >= _LARGE * usual:
        return True
    same = 0.8 * lower.height < upper.height < 1.25 * lower.height
    alike = same and upper.box.y0 < TOP
    middle = all(abs(strip.box.centre[0] - 0.5) < 0.06 for strip in (upper, lower))
    near = lower.box.y0 - upper.box.y1 < 1.2 * upper.height
    short = len(upper.glyphs) + len(lower.glyphs) <= _LONGEST_TITLE
    return alike and middle and near and short and ":" not in bare(upper.text + lower.text)


def _row_of(single: Strip, strips: list[Strip]) -> int:
    """Which of the rows a line stands in, counted from the top."""
    middle = single.box.centre[1]
    return min(range(len(strips)), key=lambda row: abs(strips[row].box.centre[1] - middle))


def titles_at(place: Place, catalogue: Catalogue) -> list[TitleFound]:
    """Titles in a strip; where it may be the rest of a longer one, that one too."""
    text = place.strip.text
    found = list(find_titles(text, catalogue, place.titlelike >= _LIKELY))
    heads = place.large or (place.row < _FIRST_ROWS and _centred(place.strip))
    if not heads and plain(text) in catalogue.labels:
        return [replace(title, weight=title.weight * _LABEL) for title in found]
    if place.titlelike < _LIKELY or not found or not _cut_off(place.strip, catalogue):
        return found
    whole = [replace(title, weight=title.weight * _DOUBTED) for title in found]
    rest = (replace(t, weight=t.weight * _PLACED) for t in covered(plain(text), catalogue))
    return [*whole, *rest]


def _cut_off(strip: Strip, catalogue: Catalogue) -> bool:
    """Whether the strip stands aside, where the end or beginning of a centred title would."""
    text, box = plain(strip.text), strip.box
    if abs(box.centre[0] - 0.5) < _ASIDE or len(text) < 3:
        return False
    each = box.width / len(text)
    for at in catalogue.title_parts.get(text, ()):
        title = catalogue.title_texts[at]
        room = (len(title) - len(text)) * each
        before = title.endswith(text) and abs((box.x0 - room + box.x1) / 2 - 0.5) < _ASIDE
        after = title.startswith(text) and abs((box.x0 + room + box.x1) / 2 - 0.5) < _ASIDE
        if before or after:
            return True
    return False
