"""A sheet of paper as marks with places, before anything is drawn.

Lengths are pixels at 200 dpi, origin at the top left; an A4 sheet is 1654 by 2339. The same sheet
is drawn as an image (`render`) or as a PDF page with a text layer (`files`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from domain.geometry import Box
from tests.factory import fonts
from tests.factory.fonts import Face, Style
from tests.factory.script import Script
from tests.factory.truth import FieldTruth, LineTruth

DPI = 200
A4 = (1654, 2339)
A4_LANDSCAPE = (2339, 1654)
A5_LANDSCAPE = (1654, 1166)

BLACK = (28, 28, 30)
BLUE = (32, 48, 128)
RED = (204, 40, 36)

_NEVER_FIRST = "，。、；：！？）》”’%"
_NEVER_LAST = "（《“‘"


@dataclass(frozen=True, slots=True)
class Pen:
    """How a text is written: face, size in pixels to the em, ink, boldness, by hand or not."""

    face: Face
    size: int
    ink: tuple[int, int, int] = BLACK
    bold: bool = False
    handwritten: bool = False

    def width(self, text: str) -> float:
        """Length of `text` in pixels."""
        return fonts.sized(self.face, self.size).getlength(text)

    def scaled(self, factor: float) -> Pen:
        return replace(self, size=max(12, round(self.size * factor)))

    def inked(self, ink: tuple[int, int, int]) -> Pen:
        return replace(self, ink=ink)

    def for_text(self, text: str) -> Pen:
        """The same pen with a face that can show all of `text`."""
        return replace(self, face=fonts.fitting(self.face, text))


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; `x`, `y` is the upper left corner of its em box."""

    text: str
    x: float
    y: float
    pen: Pen


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: int = 2
    ink: tuple[int, int, int] = BLACK


@dataclass(frozen=True, slots=True)
class Fill:
    """A shaded rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float
    ink: tuple[int, int, int] = (226, 226, 226)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A round red seal (公章) with the owner's name along its rim, centred on `x`, `y`."""

    text: str
    x: float
    y: float
    radius: float
    pen: Pen
    turn: float = 0.0


Mark = Text | Rule | Fill | Stamp


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper with everything on it, and the truth about it."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    fields: tuple[FieldTruth, ...] = ()
    lines: tuple[LineTruth, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of one or more sheets; `customer` is its owner's number in the register."""

    type_key: str
    title: str
    customer: str | None
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """The typography of one document: which pens for what, and in which script."""

    script: Script
    title: Pen
    body: Pen
    label: Pen
    value: Pen
    hand: Pen

    @classmethod
    def random(
        cls,
        rng: Random,
        script: Script = Script.SIMPLIFIED,
        size: int = 34,
        handwritten: bool = False,
    ) -> Look:
        """Typography as offices have it; `size` is that of body text."""
        body = Pen(fonts.pick(rng, rng.choice((Style.SONG, Style.SONG, Style.SANS))), size)
        title_face = fonts.pick(rng, rng.choice((Style.SANS, Style.SONG, Style.KAI)))
        title = Pen(title_face, round(size * rng.uniform(1.35, 1.75)), bold=rng.random() < 0.7)
        label = replace(body, bold=rng.random() < 0.25)
        typed_face = fonts.pick(rng, rng.choice((Style.SONG, Style.SANS, Style.KAI)))
        hand_face = fonts.pick(rng, Style.HAND)
        typed = Pen(rng.choice((body.face, typed_face)), size)
        ink = rng.choice((BLUE, BLACK, BLUE))
        hand = Pen(hand_face, round(size * 1.2), ink=ink, handwritten=True)
        return cls(script, title, body, label, hand if handwritten else typed, hand)


def wrap(text: str, pen: Pen, width: float) -> list[str]:
    """Break `text` into lines of at most `width`; codes and numbers stay whole if they fit."""
    lines, line = [], ""
    for token in _tokens(text):
        for piece in [token] if pen.width(token) <= width else list(token):
            if line and pen.width(line + piece) > width and piece[0] not in _NEVER_FIRST:
                carry = line[-1] if line[-1] in _NEVER_LAST else ""
                lines.append(line[: len(line) - len(carry)])
                line = carry
            line += piece
    return [*lines, line] if line else lines


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for char in text:
        joins = char.isascii() and not char.isspace()
        if tokens and joins and tokens[-1][-1].isascii() and not tokens[-1][-1].isspace():
            tokens[-1] += char
        else:
            tokens.append(char)
    return tokens


class Drawing:
    """A sheet in the making: marks are added, and the truth is kept along with them."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self.marks: list[Mark] = []
        self.fields: list[FieldTruth] = []
        self.lines: list[LineTruth] = []

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Pixels as a box in 0..1 of the page."""
        return Box.clipped(x0 / self.width, y0 / self.height, x1 / self.width, y1 / self.height)

    def text(self, text: str, x: float, y: float, pen: Pen, align: float = 0.0) -> Box:
        """Write one line; `align` 0 starts it at `x`, 0.5 centres it there, 1 ends it there."""
        pen = pen.for_text(text)
        length = pen.width(text)
        left = x - align * length
        box = self.box(left, y, left + length, y + pen.size)
        self.marks.append(Text(text, left, y, pen))
        if text.strip():
            self.lines.append(LineTruth(text, box, pen.handwritten))
        return box

    def block(
        self,
        lines: Sequence[str],
        corner: tuple[float, float],
        pen: Pen,
        leading: float,
        align: float = 0.0,
    ) -> Box | None:
        """Write `lines` from `corner` down; the box around them, or None for no lines."""
        x, y = corner
        boxes = [self.text(t, x, y + i * leading, pen, align) for i, t in enumerate(lines)]
        return Box.around(boxes) if boxes else None

    def rule(self, x0: float, y0: float, x1: float, y1: float, *, width: int = 2) -> None:
        self.marks.append(Rule(x0, y0, x1, y1, width))

    def fill(self, x0: float, y0: float, x1: float, y1: float, *, shade: int = 226) -> None:
        self.marks.append(Fill(x0, y0, x1, y1, (shade, shade, shade)))

    def stamp(
        self, text: str, centre: tuple[float, float], radius: float, pen: Pen, turn: float
    ) -> None:
        red = replace(pen, ink=RED, bold=False)
        self.marks.append(Stamp(text, *centre, radius, red, turn))

    def sheet(self) -> Sheet:
        return Sheet(
            self.width, self.height, tuple(self.marks), tuple(self.fields), tuple(self.lines)
        )
