"""Whether words look like a label or like a value, as far as words alone can tell."""

from __future__ import annotations

import re

from domain.text import is_han

_FIGURES = re.compile(
    r"[-+±<>~(#]*\s*(?:[A-Z]{2,3}\s?|US)?[$¥￥£€]?\s*[-+(]?[0-9oOlI][0-9,.:/\s-]*"
    r"\s*(?:%|[a-zA-Z%°'\"]{1,4}\.?|[万亿千百]?[元个台件套人年月日])?[)*+†]*"
)
_MARK = re.compile(r"[xX✓✔√☑☒■—–-]+|n/?a|none|nil|无", re.IGNORECASE)
_ANSWERS = frozenset(("yes", "no", "是", "否", "有"))
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\b", re.IGNORECASE
)
_MOST_WORDS, _MOST_HAN = 8, 16
_SENTENCE = re.compile(r"[。！？；]|[.!?]\s+[A-Z]|,\s*$")


def is_datum(text: str) -> bool:
    """Whether `text` is a figure, a date, an amount or a mark: what nobody names a field by."""
    bare = text.strip()
    if not any(char.isalpha() for char in bare):
        return True
    if _FIGURES.fullmatch(bare) or _MARK.fullmatch(bare):
        return True
    solid = [char for char in bare if char.isalnum()]
    digits = sum(char.isdigit() for char in solid)
    if _MONTH.search(bare) and digits >= 1 and len(bare) <= 24:
        return True
    return digits >= 2 and 2 * digits >= len(solid)


def is_label_like(text: str) -> bool:
    """Whether `text` could name something: a few words, hardly any figures, no sentence."""
    bare = text.strip()
    letters = sum(char.isalpha() for char in bare)
    if letters < 2 or bare.lower() in _ANSWERS or is_datum(bare) or _SENTENCE.search(bare):
        return False
    han = sum(is_han(char) for char in bare)
    if han:
        return han <= _MOST_HAN
    return len(bare.split()) <= _MOST_WORDS and len(bare) <= 60
