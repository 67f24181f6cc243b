"""Values chosen by a mark: ☑国有 □民营, or √ beside one of several boxes."""

from __future__ import annotations

import re

_CHOSEN = "☑☒√✓✔■●◉⊠Ｖ⊙"
_OPEN = "□☐○◯▢◻"
_LIKE_A_BOX = "口囗"
"""Han characters that a reader gives for an empty box."""
_OPTION = re.compile(rf"([{_CHOSEN}{_OPEN}])\s*([^{_CHOSEN}{_OPEN}]*)")
_EDGES = " \t\n　、,，;；/|（）()：:"


def _boxes(raw: str) -> str:
    """The text with look-alikes made boxes, where they stand as boxes do."""
    if not any(mark in raw for mark in _CHOSEN + _OPEN) and len(re.findall("[口囗]", raw)) < 2:
        return raw
    return re.sub(
        rf"(?:(?<=^)|(?<=[\s、,，;；/]))[{_LIKE_A_BOX}](?=\S)", "□", raw, flags=re.MULTILINE
    )


def chosen(raw: str) -> str | None:
    """The option or options that are marked, parted by 、; empty when none is.

    None when `raw` holds no boxes at all, and so is a plain value.
    """
    text = _boxes(raw)
    options = [(mark, words.strip(_EDGES)) for mark, words in _OPTION.findall(text)]
    if not options or (len(options) == 1 and options[0][0] not in _CHOSEN):
        return None
    before = text[: next(place for place, char in enumerate(text) if char in _CHOSEN + _OPEN)]
    if before.strip(_EDGES):
        return _marked_behind(text, [words for _, words in options])
    return "、".join(words for mark, words in options if mark in _CHOSEN and words)


def _marked_behind(text: str, rest: list[str]) -> str | None:
    """Options whose box stands behind them: 男□ 女☑; None when that is not the pattern."""
    if rest[-1]:
        return None
    options = re.findall(rf"([^{_CHOSEN}{_OPEN}]+)([{_CHOSEN}{_OPEN}])", text)
    return "、".join(
        words.strip(_EDGES) for words, mark in options if mark in _CHOSEN and words.strip(_EDGES)
    )
