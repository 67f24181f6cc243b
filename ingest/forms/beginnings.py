"""Whether a document begins on a page: its number, its title, or whom it addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.filing import Evidence, EvidenceKind
from ingest.forms.places import TOP
from ingest.forms.strips import Strip
from ingest.forms.titles import bare

_PAGE_NUMBER = re.compile(
    r"第?(?P<page>[0-9]{1,3}|[一二三四五六七八九十])页[,，、/]?\(?共?(?P<total>[0-9]{1,3}|[一二三四五六七八九十])?页?"
    r"|page(?P<latin>[0-9]{1,3})(?:of[0-9]{1,3})?|^-?(?P<of>[0-9]{1,2})/[0-9]{1,2}-?$"
)
_SALUTATION = re.compile(
    r"^(?:致[:：]|尊敬的|敬启者|亲爱的|[一-鿿()（）]{4,30}(?:公司|集团|先生|女士|厂|店|局|部)[:：]$)"
)
_HAN_NUMBERS = "零一二三四五六七八九十"


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


def starts(
    number: int | None, evidence: Iterable[Evidence], strips: Iterable[Strip], title: str
) -> bool:
    """Whether a document begins on a page that prints `number` on itself, None for nothing."""
    if number is not None:
        return number == 1
    if title:
        return True
    known = any(
        piece.box is not None and piece.box.y0 < TOP and piece.weight >= 0.6
        for piece in evidence
        if piece.kind in (EvidenceKind.TITLE, EvidenceKind.CODE)
    )
    opening = any(_SALUTATION.match(bare(strip.text)) for strip in strips if strip.box.y0 < TOP)
    return known or opening
