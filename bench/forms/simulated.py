"""Sheets as a reader would have seen them, without drawing and reading them.

Reading a page takes seconds; where hundreds are wanted and the question is what their words mean,
the words are taken from the sheet and harmed as a reader harms them: characters that look alike,
runs that are lost, boxes that are a little off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from domain.geometry import Box
from domain.page import Line, Page, Word
from tests.factory.layout import Sheet
from tests.factory.truth import LineTruth

_ALIKE = {
    "人": "入", "入": "人", "未": "末", "己": "已", "日": "曰", "土": "士", "大": "太",
    "户": "卢", "资": "货", "贷": "货", "表": "衷", "记": "讠己", "案": "桉", "档": "挡",
    "同": "冋", "天": "夫", "书": "节", "单": "草", "第": "弟", "页": "贡", "共": "其", "附": "咐",
    "0": "O", "O": "0", "1": "l", "l": "1", "2": "Z", "5": "S", "8": "B", "—": "一", "：": ":",
}  # fmt: skip
_STRANGE = "口十一丨目田回由甲申工王玉主"


@dataclass(frozen=True, slots=True)
class Noise:
    """How badly a page is read: shares of characters misread and of short and long runs lost."""

    misread: float = 0.006
    lost: float = 0.003
    short_lost: float = 0.02

    @classmethod
    def random(cls, rng: Random) -> Noise:
        """From a good scan to a poor copy."""
        harm = rng.choice((0.3, 1.0, 1.0, 2.0))
        return cls(0.006 * harm, 0.003 * harm, 0.02 * harm)


def read_page(sheet: Sheet, number: int, rng: Random, noise: Noise) -> Page:
    """Page `number` as read from `sheet`; a sheet without text makes a blank page."""
    lines = tuple(_lines(sheet, rng, noise))
    ordered = tuple(sorted(lines, key=lambda line: (round(line.box.y0, 2), line.box.x0)))
    return Page(number, sheet.width, sheet.height, ordered, blank=not sheet.lines)


def _lines(sheet: Sheet, rng: Random, noise: Noise) -> Iterator[Line]:
    for truth in sheet.lines:
        short = len(truth.text.strip()) < 8
        if rng.random() < (noise.short_lost if short else noise.lost):
            continue
        text = "".join(_misread(char, rng, noise) for char in truth.text)
        confidence = rng.uniform(0.94, 1.0) if text == truth.text else rng.uniform(0.7, 0.98)
        box = _shaken(truth, rng)
        word = Word(text, box, confidence, truth.handwritten)
        yield Line(text, box, confidence, (word,), truth.handwritten)


def _misread(char: str, rng: Random, noise: Noise) -> str:
    if char.isspace() or rng.random() >= noise.misread:
        return char
    fate = rng.random()
    if fate < 0.15:
        return ""
    return _ALIKE.get(char) or rng.choice(_STRANGE)


def _shaken(truth: LineTruth, rng: Random) -> Box:
    off = [rng.gauss(0.0, 0.0008) for _ in range(4)]
    sides = (truth.box.x0, truth.box.y0, truth.box.x1, truth.box.y1)
    return Box.clipped(*(side + slip for side, slip in zip(sides, off, strict=True)))
