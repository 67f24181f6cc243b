"""Values chosen by a mark: ☑国有 □民营, or √ beside one of several boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.geometry import Box
from domain.page import CheckBox

_CHOSEN = "☑☒√✓✔■●◉⊠Ｖ⊙"
_OPEN = "□☐○◯▢◻"
_LIKE_A_BOX = "口囗"
"""Han characters that a reader gives for an empty box."""
_OPTION = re.compile(rf"([{_CHOSEN}{_OPEN}])\s*([^{_CHOSEN}{_OPEN}]*)")
_EDGES = " \t\n　、,，;；/|（）()：:"


@dataclass(frozen=True, slots=True)
class Answer:
    """The options that are ticked, parted by 、, and how sure their boxes' states are (0..1)."""

    text: str
    confidence: float


def answered(boxes: Sequence[CheckBox], place: Box) -> Answer | None:
    """What is ticked of the question whose boxes stand in `place`; None where none stand there.

    `boxes` are the page's, from top to bottom. Those beside `place` that answer the same question
    count too, since a wide gap may have ended the value before them. A lone box that is not ticked
    asks nothing.
    """
    asked = list(_asked(boxes, place))
    ticked = [box for box in asked if box.checked]
    if not asked or (len(asked) == 1 and not ticked):
        return None
    return Answer("、".join(box.option for box in ticked), min(box.confidence for box in asked))


def _asked(boxes: Sequence[CheckBox], place: Box) -> Iterator[CheckBox]:
    inside = [at for at, box in enumerate(boxes) if place.holds(box.box.centre)]
    if not inside:
        return
    first, last = inside[0], inside[-1]
    group = boxes[first].group
    while group and first > 0 and boxes[first - 1].group == group:
        first -= 1
    while group and last + 1 < len(boxes) and boxes[last + 1].group == group:
        last += 1
    for box in boxes[first : last + 1]:
        if place.holds(box.box.centre) or box.group == group:
            yield box


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
