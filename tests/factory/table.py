"""Wired tables: rows of cells between ruled lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.geometry import Box
from tests.factory.layout import Drawing, Pen, wrap


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell to be drawn: its text and pen, how many columns it spans, how it is set."""

    text: str
    pen: Pen
    span: int = 1
    align: float = 0.0
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Measures of a table; `edges` are the x of the vertical lines."""

    edges: tuple[float, ...]
    row_height: float
    padding: float = 12
    leading: float = 1.28
    line: int = 2

    def draw_row(
        self, drawing: Drawing, y: float, slots: Sequence[Slot]
    ) -> tuple[float, list[Box]]:
        """Draw a row whose top is `y`; its bottom, and the box of each text (or empty cell)."""
        spans = self._columns(slots)
        slots = [
            self._shrunk(slot, right - left)
            for slot, (left, right) in zip(slots, spans, strict=True)
        ]
        broken = [
            wrap(slot.text, slot.pen.for_text(slot.text), right - left - 2 * self.padding)
            for slot, (left, right) in zip(slots, spans, strict=True)
        ]
        height = max(
            self.row_height,
            *(
                len(lines) * slot.pen.size * self.leading + 1.2 * self.padding
                for slot, lines in zip(slots, broken, strict=True)
            ),
        )
        boxes = [
            self._cell(drawing, slot, lines, (left, y, right, y + height))
            for slot, lines, (left, right) in zip(slots, broken, spans, strict=True)
        ]
        return y + height, boxes

    def _shrunk(self, slot: Slot, width: float) -> Slot:
        """Set a code or address without Han a little smaller rather than break it."""
        room = width - 2 * self.padding
        if not slot.text.isascii() or slot.pen.width(slot.text) <= room:
            return slot
        share = max(0.78, room / slot.pen.width(slot.text))
        return replace(slot, pen=slot.pen.scaled(share))

    def _columns(self, slots: Sequence[Slot]) -> list[tuple[float, float]]:
        column, spans = 0, []
        for slot in slots:
            spans.append((self.edges[column], self.edges[column + slot.span]))
            column += slot.span
        return spans

    def _cell(
        self,
        drawing: Drawing,
        slot: Slot,
        lines: list[str],
        corners: tuple[float, float, float, float],
    ) -> Box:
        x0, y0, x1, y1 = corners
        if slot.shaded:
            drawing.fill(x0, y0, x1, y1)
        self.frame(drawing, corners)
        step = slot.pen.size * self.leading
        top = (y0 + y1) / 2 - (len(lines) - 1) * step / 2 - slot.pen.size / 2
        x = x0 + self.padding + slot.align * (x1 - x0 - 2 * self.padding)
        box = drawing.block(lines, (x, top), slot.pen, step, slot.align)
        return box or drawing.box(x0, y0, x1, y1)

    def frame(self, drawing: Drawing, corners: tuple[float, float, float, float]) -> None:
        """The four lines around a cell."""
        x0, y0, x1, y1 = corners
        for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            drawing.rule(*ends, width=self.line)
