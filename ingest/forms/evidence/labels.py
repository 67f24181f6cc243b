"""The labels a form prints: how many of its own the page shows, and how few others have them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from domain.fields import FieldKey
from domain.filing import Evidence, EvidenceKind
from domain.forms import DocumentType
from domain.text import squeezed
from ingest.forms.sheet import Sheet
from ingest.forms.strips import Strip

_AT_MOST = 0.75
_ENOUGH = 7
"""So many of a form's labels on one page are as good as all of them."""
_FEWEST = 3
_PARTS = re.compile(r"[:：]|\s{1,}|[_＿]{2,}|[|｜]")
_BRACKET = re.compile(r"[（(].*?[)）]?$")


def find(sheet: Sheet) -> Iterable[Evidence]:
    """A piece for every type three of whose labels stand on the sheet.

    Forms that are like another have that one's labels; for them the other one speaks.
    """
    seen = _labels_seen(sheet.strips)
    owners = _owners(sheet.catalogue.types)
    for key, kind in sheet.catalogue.types.items():
        wanted = {FieldKey(label) for label in kind.labels}
        if kind.like or len(wanted) < _FEWEST:
            continue
        own = sheet.catalogue.readings.get(key, {})
        meant = {label: own.get(label) or sheet.catalogue.labels.get(label) for label in seen}
        found = {means: seen[label] for label, means in meant.items() if means in wanted}
        if len(found) < _FEWEST:
            continue
        share = min(1.0, len(found) / min(len(wanted), _ENOUGH))
        distinct = sum(1.0 / len(owners[means]) for means in found) / len(found)
        weight = round(_AT_MOST * share * distinct, 3)
        detail = "、".join(found.values())
        yield Evidence(EvidenceKind.LABELS, key, weight, detail, sheet.page.number)


def _owners(types: Mapping[str, DocumentType]) -> Mapping[str, set[str]]:
    """The families whose forms print each field: shared by many, its label says little."""
    owners: dict[str, set[str]] = defaultdict(set)
    for kind in types.values():
        for label in kind.labels if not kind.like else ():
            owners[label].add(kind.family or kind.key)
    return owners


def _labels_seen(strips: Iterable[Strip]) -> dict[str, str]:
    """Squeezed labels that stand on the page before a colon, a gap or alone, as printed."""
    seen: dict[str, str] = {}
    for strip in strips:
        for token in _PARTS.split(_with_gaps(strip)):
            key = squeezed(_BRACKET.sub("", token))
            if 1 < len(key) <= 16:
                seen.setdefault(key, token.strip())
    return seen


def _with_gaps(strip: Strip) -> str:
    """The strip's text with spaces inside spread labels taken out, and wide gaps kept."""
    wide = 1.2 * strip.height
    last = len(strip.glyphs) - 1
    return "".join(
        glyph.character
        for position, glyph in enumerate(strip.glyphs)
        if not (glyph.character.isspace() and 0 < position < last and glyph.box.width < wide)
    )
