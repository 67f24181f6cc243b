"""Form codes (QMS-PM-31301): nearly proof where they stand alone, little in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.filing import Evidence, EvidenceKind
from domain.geometry import Box
from ingest.forms.codes import FULL, MENTIONED, find_codes
from ingest.forms.sheet import Sheet

_SENTENCE = re.compile(r"[，。；,;]")
_BESIDE = 14
"""So many characters may stand beside a code before punctuation makes a sentence of them."""


def find(sheet: Sheet) -> Iterable[Evidence]:
    """One piece for each type whose code the sheet shows."""
    best: dict[str, Evidence] = {}
    for strip, text in zip(sheet.strips, sheet.texts, strict=True):
        for code in find_codes(strip.text, sheet.catalogue.types):
            spoken_of = _SENTENCE.search(text) and len(text) > len(code.code) + _BESIDE
            weight = MENTIONED if spoken_of else FULL
            box = Box.around(glyph.box for glyph in strip.glyphs[code.start : code.end])
            number = sheet.page.number
            piece = Evidence(EvidenceKind.CODE, code.type_key, weight, code.code, number, box)
            if code.type_key not in best or best[code.type_key].weight < weight:
                best[code.type_key] = piece
    return best.values()
