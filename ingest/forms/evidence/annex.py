"""Numbers of annexes (附表四): the rule book's own forms bear them, but so do other papers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.filing import Evidence, EvidenceKind
from domain.text import folded
from ingest.forms.places import TOP
from ingest.forms.sheet import Sheet

WEIGHT = 0.3
"""Regimes number their annexes alike, and one of them numbers its own twice (domain.md C-26)."""
_MARK = re.compile(
    r"^\(?(附[表件][一二三四五六七八九十0-9]{1,2})(?![一-鿿])|(附[表件][一二三四五六七八九十0-9]{1,2})\)?$"
)
_LONGEST = 24
"""A longer row is a sentence that speaks of an annex."""


def find(sheet: Sheet) -> Iterable[Evidence]:
    """A piece for every form whose number stands in the head of the sheet."""
    for strip, text in zip(sheet.strips, sheet.texts, strict=True):
        if len(text) > _LONGEST or strip.box.y0 > TOP:
            continue
        marks = {mark for pair in _MARK.findall(text) for mark in pair if mark}
        for key, kind in sheet.catalogue.types.items() if marks else ():
            for mark in marks & {folded(annex) for annex in kind.annexes}:
                yield Evidence(EvidenceKind.CODE, key, WEIGHT, mark, sheet.page.number, strip.box)
