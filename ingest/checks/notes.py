"""What a page says of itself as a copy: which part (联) of a set, and where the original is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.finding import Finding, FindingCode
from domain.forms import DocumentType
from domain.page import Line, Page
from domain.text import folded
from domain.values.numerals import integer

_PART = re.compile(
    r"第(?P<number>[一二三四五六七八九十1-9])联(?:[:(（\s]*(?P<keeper>[一-鿿]{2,8}))?"
)
_KEPT = re.compile(
    r"原件(?:现|已|均)?(?:存放|保存|寄存|留存|收存|保管|存|藏|在)(?:于|在|至|处)?[:\s]*"
    r"(?P<place>[一-鿿A-Za-z0-9()\-]{2,24})"
)
_ALIKE = re.compile(
    r"与原件(?:核对)?(?:一致|相符|无异|无误)|原件(?:已)?核对(?:无误|一致|相符)|经核对与原件"
)
_IS_COPY = re.compile(r"复印件|影印[本件]|复印有效|^复印$")
_SHORT = 24
"""Characters up to which a line is a stamp or heading, and no sentence that mentions a copy."""


def copy_findings(page: Page, kind: DocumentType | None) -> Iterator[Finding]:
    """Which part of a multi-part form the page is, and what it says of its original."""
    part = next((found for line in page.lines if (found := _part(line, page, kind))), None)
    if part:
        yield part
    kept = next((found for line in page.lines if (found := _kept(line, page))), None)
    if kept:
        yield kept


def says_copy(page: Page) -> bool:
    """Whether the page calls itself a photocopy."""
    texts = [folded(line.text).replace(" ", "") for line in page.lines]
    return any(
        (_IS_COPY.search(text) and len(text) <= _SHORT) or _ALIKE.search(text) for text in texts
    )


def _part(line: Line, page: Page, kind: DocumentType | None) -> Finding | None:
    text = folded(line.text).replace(" ", "")
    found = _PART.search(text)
    if not found or len(text) > _SHORT:
        return None
    number = integer(found["number"]) or 0
    keepers = kind.copies if kind else ()
    keeper = found["keeper"] or (keepers[number - 1] if 0 < number <= len(keepers) else "")
    return Finding(FindingCode.COPY_NUMBER, str(number), keeper, page.number, line.box)


def _kept(line: Line, page: Page) -> Finding | None:
    """The stamp that tells where the original is kept (原件存于…), or vouches for the copy."""
    text = folded(line.text).replace(" ", "")
    place = _KEPT.search(text)
    if place is None and not _ALIKE.search(text):
        return None
    return Finding(
        FindingCode.ORIGINAL_KEPT, place["place"] if place else "", line.text, page.number, line.box
    )
