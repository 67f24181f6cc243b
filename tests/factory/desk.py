"""Somebody at work on one sheet: chance, paper and typography together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from domain.geometry import Box
from tests.factory import names, people
from tests.factory.entries import Entry
from tests.factory.layout import Drawing, Look, Pen, wrap
from tests.factory.truth import FieldTruth

MARGIN = 150


@dataclass(frozen=True, slots=True)
class Desk:
    """A sheet being written; methods that write return the y below what they wrote.

    `air` below 1 sets forms closer, when there is much to ask.
    """

    rng: Random
    sheet: Drawing
    look: Look
    air: float = 1.0

    @property
    def right(self) -> float:
        return self.sheet.width - MARGIN

    @property
    def em(self) -> int:
        """Size of the body text in pixels."""
        return self.look.body.size

    def say(self, text: str) -> str:
        """`text`, given in Simplified, in the document's script."""
        return self.look.script.write(text)

    def note(self, item: Entry, box: Box, pen: Pen) -> None:
        """Keep the truth about a field that was drawn at `box`."""
        hand = pen.handwritten and bool(item.printed)
        self.sheet.fields.append(
            FieldTruth(item.key, item.label, item.value, item.printed, box, hand)
        )

    def title(self, text: str, code: str = "") -> float:
        """The title in the middle, at times drawn apart, with an office's name above it.

        The form's `code` stands in a corner at the top.
        """
        y = float(self.rng.randint(90, 150))
        if code:
            x, align = self.rng.choice(((self.right, 1.0), (float(MARGIN), 0.0)))
            self.sheet.text(code, x, y - 30, self.look.body.scaled(0.85), align)
            y += self.em
        if self.rng.random() < 0.35:
            trade = self.rng.choice(names.TRADES)[0]
            office = people.company_name(self.rng, people.place(self.rng), trade)
            self.sheet.text(self.say(office), self.sheet.width / 2, y, self.look.body, 0.5)
            y += self.em * 1.7
        printed = "　".join(text) if self.rng.random() < 0.15 and len(text) < 7 else text
        self.sheet.text(printed, self.sheet.width / 2, y, self.look.title, 0.5)
        return y + self.look.title.size * self.rng.uniform(1.6, 2.0)

    def entry(self, item: Entry, x: float, y: float, end: float, lined: bool = False) -> float:
        """`label：value` from `x` to `end`, with a line under the value if `lined`."""
        label = self.sheet.text(item.label + "：", x, y, self.look.label)
        start = label.x1 * self.sheet.width + 8
        pen = self.look.value.for_text(item.printed)
        lines = wrap(item.printed, pen, end - start)
        step = pen.size * 1.5
        lift = (pen.size - self.look.label.size) * 0.8
        box = self.sheet.block(lines, (start, y - lift), pen, step)
        for position in range(max(1, len(lines)) if lined else 0):
            floor = y + self.look.label.size * 1.12 + position * step
            self.sheet.rule(start - 6, floor, end, floor)
        if item.key:
            self.note(item, box or self.sheet.box(start, y, end, y + pen.size), pen)
        return y + step * max(1, len(lines)) + self.em * 0.4

    def paragraph(self, text: str, y: float, indent: float = 2.0, leading: float = 1.75) -> float:
        """Running text over the width of the sheet, its first line indented by ems."""
        pen = self.look.body
        room = self.right - MARGIN
        blank = "　" * int(indent)
        lines = wrap(blank + self.say(text), pen, room)
        self.sheet.block(lines, (MARGIN, y), pen, self.em * leading)
        return y + len(lines) * self.em * leading

    def paragraphs(self, texts: Sequence[str], y: float, leading: float = 1.75) -> float:
        for text in texts:
            y = self.paragraph(text, y, leading=leading)
        return y

    def seal(self, owner: str, x: float, y: float, radius: float = 150) -> None:
        """Press the round seal of `owner` centred on `x`, `y`."""
        turn = self.rng.uniform(-18, 18)
        self.sheet.stamp(self.say(owner), (x, y), radius, self.look.body, turn)
