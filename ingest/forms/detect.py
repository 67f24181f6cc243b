"""Which form a page is: evidence from its title, its code, its labels and its words.

Only the page is looked at; what the evidence comes to is for `ingest.classify` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.filing import Evidence, EvidenceKind
from domain.page import Line, Page
from ingest.forms.catalogue import Catalogue
from ingest.forms.evidence import code_evidence, cue_evidence, label_evidence
from ingest.forms.strips import Strip, glyphs_of, strip_of, strips_of
from ingest.forms.titles import TitleFound, bare, find_titles, plain

_TOP = 0.33
"""Titles stand in the upper third of a page, unless a second form begins below."""
_LIKELY = 0.6
_LONGEST_TITLE = 40
_FIRST_ROWS = 4
_LARGE = 1.25
"""A title's characters are at least so much higher than the page's usual ones."""
_WORTH_SAYING = 0.05
_PAGE_NUMBER = re.compile(
    r"第?(?P<page>[0-9]{1,3}|[一二三四五六七八九十])页[,，、/]?\(?共?(?P<total>[0-9]{1,3}|[一二三四五六七八九十])?页?"
    r"|page(?P<latin>[0-9]{1,3})(?:of[0-9]{1,3})?|^-?(?P<of>[0-9]{1,2})/[0-9]{1,2}-?$"
)
_SALUTATION = re.compile(
    r"^(?:致[:：]|尊敬的|敬启者|亲爱的|[一-鿿()（）]{4,30}(?:公司|集团|先生|女士|厂|店|局|部)[:：]$)"
)
_SENTENCE = re.compile(r"[，。；,;]")
_HAN_NUMBERS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class FormMatch:
    """What a page seems to be.

    `title` is its title as read, of a known form or not; empty where there is none. `evidence`
    speaks for document types, strongest first. `starts_document`: a new document begins here.
    """

    title: str
    evidence: tuple[Evidence, ...]
    starts_document: bool

    @property
    def best(self) -> str:
        """Key of the type that the strongest evidence speaks for; empty for none."""
        return self.evidence[0].says if self.evidence else ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A strip and how much its place, size and shape are those of a title, 0..1."""

    strip: Strip
    row: int
    titlelike: float
    large: bool


def _usual_height(strips: Iterable[Strip]) -> float:
    heights = sorted(strip.height for strip in strips for _ in strip.glyphs)
    return heights[len(heights) // 2] if heights else 0.0


def _place(strip: Strip, row: int, usual: float) -> _Place:
    """Judge a strip's place: at the top or large; in the middle of the line is better."""
    box = strip.box
    large = strip.height >= _LARGE * usual
    centred = abs(box.centre[0] - 0.5) < 0.12
    top = box.y0 < _TOP
    if top and (large or row < _FIRST_ROWS):
        score = 1.0 if centred or large else 0.96
    elif top:
        score = 0.9 if centred else 0.6
    elif large:
        score = 0.85 if centred else 0.6
    else:
        score = 0.45 if centred else 0.25
    return _Place(strip, row, score, large)


def _candidates(strips: list[Strip], lines: Iterable[Line]) -> list[_Place]:
    """Every row of the page, every line by itself, and titles that stand on two rows."""
    usual = _usual_height(strips)
    places = []
    for row, strip in enumerate(strips):
        places.append(_place(strip, row, usual))
        after = strips[row + 1] if row + 1 < len(strips) else None
        if after and strip.height >= _LARGE * usual and after.height >= _LARGE * usual:
            places.append(_place(Strip(strip.glyphs + after.glyphs), row, usual))
    for line in lines:
        single = strip_of(glyphs_of(line))
        if single and 2 <= len(bare(single.text)) <= _LONGEST_TITLE:
            places.append(_place(single, _row_of(single, strips), usual))
    return places


def _row_of(single: Strip, strips: list[Strip]) -> int:
    """Which of the rows a line stands in, counted from the top."""
    middle = single.box.centre[1]
    return min(range(len(strips)), key=lambda row: abs(strips[row].box.centre[1] - middle))


def _title_evidence(
    page: Page, places: Iterable[_Place], catalogue: Catalogue
) -> tuple[list[Evidence], dict[str, tuple[TitleFound, _Place]]]:
    best: dict[str, tuple[float, TitleFound, _Place]] = {}
    for place in places:
        if place.strip.box.y0 > _TOP and not place.large and len(place.strip.glyphs) > 24:
            continue
        found = find_titles(place.strip.text, catalogue, place.titlelike >= _LIKELY)
        for title in found:
            weight = title.weight * place.titlelike
            if weight > best.get(title.type_key, (0.0,))[0]:
                best[title.type_key] = (weight, title, place)
    evidence = [
        Evidence(
            EvidenceKind.TITLE,
            key,
            round(weight, 3),
            place.strip.text,
            page.number,
            place.strip.box,
        )
        for key, (weight, _, place) in best.items()
    ]
    return evidence, {key: (title, place) for key, (_, title, place) in best.items()}


def _longest_wins(
    evidence: list[Evidence], found: dict[str, tuple[TitleFound, _Place]]
) -> list[Evidence]:
    """Weaken a title that stands within a longer one on the same row."""
    kept = []
    for piece in evidence:
        title, place = found[piece.says]
        inside = any(
            other.length > title.length
            and there.row == place.row
            and other.weight >= 0.5
            and plain(title.title) in plain(other.title)
            for key, (other, there) in found.items()
            if key != piece.says
        )
        factor = 0.3 if inside else 1.0
        kept.append(_weighed(piece, piece.weight * factor))
    return kept


def _weighed(piece: Evidence, weight: float) -> Evidence:
    return Evidence(piece.kind, piece.says, round(weight, 3), piece.detail, piece.page, piece.box)


def page_number(strips: Iterable[Strip]) -> int | None:
    """The number the page prints on itself (第2页 共3页, 2/3), None where it prints none."""
    for strip in strips:
        whole = bare(strip.text)
        if len(whole) > 40 or not (strip.box.y0 < 0.15 or strip.box.y1 > 0.85):
            continue
        match = _PAGE_NUMBER.search(whole)
        number = match and next((match[n] for n in ("page", "latin", "of") if match[n]), None)
        if number:
            return int(number) if number.isdecimal() else _HAN_NUMBERS.index(number)
    return None


def _unknown_title(places: Iterable[_Place], catalogue: Catalogue) -> str:
    """A line that has the looks of a title though no form is known by it."""
    for place in places:
        text = bare(place.strip.text)
        box = place.strip.box
        if plain(text) in catalogue.labels:
            continue
        fits = 2 <= len(text) <= 30 and not _SENTENCE.search(text) and ":" not in text
        if fits and place.large and box.y0 < _TOP and abs(box.centre[0] - 0.5) < 0.15:
            return place.strip.text
    return ""


def _starts(
    number: int | None, evidence: Iterable[Evidence], strips: list[Strip], title: str
) -> bool:
    if number is not None:
        return number == 1
    if title:
        return True
    known = any(
        piece.box is not None and piece.box.y0 < _TOP and piece.weight >= 0.6
        for piece in evidence
        if piece.kind in (EvidenceKind.TITLE, EvidenceKind.CODE)
    )
    opening = any(_SALUTATION.match(bare(strip.text)) for strip in strips if strip.box.y0 < _TOP)
    return known or opening


def detect(page: Page, catalogue: Catalogue) -> FormMatch:
    """Gather what speaks for each document type on `page`, and whether a document begins here."""
    strips = strips_of(page.lines)
    if not strips:
        return FormMatch("", (), False)
    places = _candidates(strips, page.lines)
    titled, found = _title_evidence(page, places, catalogue)
    titles = _longest_wins(titled, found)
    text = "\n".join(bare(strip.text) for strip in strips)
    evidence = [
        *titles,
        *code_evidence(page, strips, catalogue),
        *label_evidence(page, strips, catalogue),
        *cue_evidence(page, text, catalogue),
    ]
    kept = [piece for piece in evidence if piece.weight >= _WORTH_SAYING]
    kept.sort(key=lambda piece: (-piece.weight, piece.says))
    best = max(titles, key=lambda piece: piece.weight, default=None)
    title = best.detail if best and best.weight >= 0.6 else _unknown_title(places, catalogue)
    return FormMatch(
        " ".join(title.split()), tuple(kept), _starts(page_number(strips), kept, strips, title)
    )
