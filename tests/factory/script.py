"""Simplified and Traditional script."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from opencc import OpenCC

from domain.text import folded


class Script(StrEnum):
    """In which script a paper is printed."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"

    def write(self, text: str) -> str:
        """`text`, given in Simplified, in this script."""
        return _traditional(text) if self is Script.TRADITIONAL else text


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("s2tw")


@lru_cache(maxsize=1 << 14)
def _traditional(text: str) -> str:
    """Character for character, as names must be: no converter's ideas about words."""
    converted: str = _converter().convert(text)
    return "".join(
        new if folded(new) == folded(old) else old for old, new in zip(text, converted, strict=True)
    )
