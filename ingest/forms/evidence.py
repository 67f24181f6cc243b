"""Evidence for document types from a page's form codes, its labels, and its words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from domain.fields import FieldKey
from domain.filing import Evidence, EvidenceKind
from domain.geometry import Box
from domain.page import Page
from domain.text import folded, squeezed
from ingest.forms.catalogue import Catalogue
from ingest.forms.codes import FULL, MENTIONED, find_codes
from ingest.forms.strips import Strip
from ingest.forms.titles import bare

_LABELS_AT_MOST = 0.75
_LABELS_ENOUGH = 7
"""So many of a form's labels on one page are as good as all of them."""
_CUE = 0.28
_CUES_AT_MOST = 0.88
_SENTENCE = re.compile(r"[，。；,;]")


def code_evidence(page: Page, strips: Iterable[Strip], catalogue: Catalogue) -> list[Evidence]:
    """Form codes, one piece for each type; in a sentence a code says little."""
    best: dict[str, Evidence] = {}
    for strip in strips:
        text = strip.text
        for code in find_codes(text, catalogue.types):
            spoken_of = _SENTENCE.search(folded(text)) and len(bare(text)) > len(code.code) + 14
            weight = MENTIONED if spoken_of else FULL
            box = _box(strip, code.start, code.end)
            piece = Evidence(EvidenceKind.CODE, code.type_key, weight, code.code, page.number, box)
            if code.type_key not in best or best[code.type_key].weight < weight:
                best[code.type_key] = piece
    return list(best.values())


def _box(strip: Strip, start: int, end: int) -> Box:
    return Box.around(glyph.box for glyph in strip.glyphs[start:end])


def _labels_seen(strips: Iterable[Strip]) -> dict[str, str]:
    """Squeezed labels that stand on the page before a colon, a gap or alone, as printed."""
    seen: dict[str, str] = {}
    for strip in strips:
        for token in re.split(r"[:：]|\s{1,}|[_＿]{2,}|[|｜]", _with_gaps(strip)):
            key = squeezed(re.sub(r"[（(].*?[)）]?$", "", token))
            if 1 < len(key) <= 16:
                seen.setdefault(key, token.strip())
    return seen


def _with_gaps(strip: Strip) -> str:
    """The strip's text with spaces inside spread labels taken out, and wide gaps kept."""
    text = ""
    for position, glyph in enumerate(strip.glyphs):
        narrow_space = glyph.character.isspace() and glyph.box.width < 1.2 * strip.height
        if narrow_space and 0 < position < len(strip.glyphs) - 1:
            continue
        text += glyph.character
    return text


def label_evidence(page: Page, strips: Iterable[Strip], catalogue: Catalogue) -> list[Evidence]:
    """How many of each form's own labels the page prints."""
    seen = _labels_seen(strips)
    evidence = []
    for key, kind in catalogue.types.items():
        if kind.like:
            continue
        wanted = {FieldKey(label) for label in kind.labels}
        if len(wanted) < 3:
            continue
        meanings = catalogue.labels_for(key)
        found = {meanings[label]: seen[label] for label in seen if meanings.get(label) in wanted}
        if len(found) < 3:
            continue
        share = min(1.0, len(found) / min(len(wanted), _LABELS_ENOUGH))
        weight = round(_LABELS_AT_MOST * share * _distinct(found, catalogue), 3)
        evidence.append(
            Evidence(EvidenceKind.LABELS, key, weight, "、".join(found.values()), page.number)
        )
    return evidence


def _distinct(found: Iterable[FieldKey], catalogue: Catalogue) -> float:
    """How far labels tell one form from others: shared by many types, they say little."""
    owners: dict[FieldKey, set[str]] = defaultdict(set)
    for kind in catalogue.types.values():
        for label in kind.labels if not kind.like else ():
            owners[FieldKey(label)].add(kind.family or kind.key)
    shares = [1.0 / len(owners[key]) for key in found]
    return sum(shares) / len(shares)


def cue_evidence(page: Page, text: str, catalogue: Catalogue) -> list[Evidence]:
    """Words that speak for a type, each a little."""
    evidence = []
    for key, kind in catalogue.types.items():
        cues = [cue for cue in kind.cues if _has_cue(text, cue)]
        if cues:
            weight = min(_CUES_AT_MOST, 1 - (1 - _CUE) ** len(cues))
            evidence.append(
                Evidence(EvidenceKind.WORDS, key, round(weight, 3), "、".join(cues), page.number)
            )
    return evidence


def _has_cue(text: str, cue: str) -> bool:
    """A cue of one character counts only as a salutation, at a line's start before a colon."""
    folded_cue = bare(cue)
    if len(folded_cue) == 1:
        return any(line.startswith(folded_cue + ":") for line in text.split("\n"))
    return folded_cue in text
