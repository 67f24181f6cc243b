"""Customer cards (客户资料卡 and its family): wired tables and lines, as offices print them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from tests.factory import entries, kinds, labels, values
from tests.factory.desk import MARGIN, Desk
from tests.factory.entries import Entry, Section
from tests.factory.layout import A4, A5_LANDSCAPE, Drawing, Look, Paper, Sheet
from tests.factory.people import Client
from tests.factory.script import Script
from tests.factory.table import Grid, Slot


class Form(StrEnum):
    """How a card is laid out."""

    WIRED_ONE = "wired_one"
    WIRED_TWO = "wired_two"
    WIRED_THREE = "wired_three"
    LINES_ONE = "lines_one"
    LINES_TWO = "lines_two"
    UNDERLINED = "underlined"

    @property
    def is_wired(self) -> bool:
        return self in (Form.WIRED_ONE, Form.WIRED_TWO, Form.WIRED_THREE)

    @property
    def pairs(self) -> int:
        """Label and value pairs in a row."""
        return {Form.WIRED_THREE: 3, Form.WIRED_ONE: 1, Form.LINES_ONE: 1}.get(self, 2)


@dataclass(frozen=True, slots=True)
class Content:
    """What a form says: its title, its sections, and its printed code if it has one."""

    title: str
    sections: tuple[Section, ...]
    code: str = ""


def card(
    rng: Random,
    client: Client,
    *,
    form: Form | None = None,
    script: Script = Script.SIMPLIFIED,
    handwritten: bool = False,
    blanks: float = 0.06,
) -> Paper:
    """A card of `client`; `form` None takes any layout, `blanks` is the share left empty."""
    form = form or rng.choice(tuple(Form))
    titles = labels.CARD_TITLES if client.is_company else labels.PERSON_TITLES
    title = rng.choice(titles)
    sections = entries.choose(rng, client, script, blanks)
    look = Look.random(rng, script, rng.randint(28, 33), handwritten)
    sizes = (A5_LANDSCAPE, A4) if rng.random() < 0.3 and form.pairs > 1 else (A4,)
    sheet = fill(rng, look, form, Content(script.write(title), sections), sizes)
    key = kinds.titled(title, kinds.CARD)
    return Paper(key, script.write(title), client.number or None, (sheet,))


def fill(
    rng: Random,
    look: Look,
    form: Form,
    content: Content,
    sizes: tuple[tuple[int, int], ...] = (A4,),
) -> Sheet:
    """A form laid out on the first of `sizes` on which it has room, at last with less air."""
    seed = rng.randrange(2**32)
    for size, air in (*((size, 1.0) for size in sizes), (A4, 0.8), (A4, 0.6)):
        desk = Desk(Random(seed), Drawing(size), look, air)
        top = desk.title(content.title, content.code)
        bottom = _foot(
            desk, (_wired if form.is_wired else _lines)(desk, form, content.sections, top)
        )
        if bottom < desk.sheet.height - 60:
            break
    return desk.sheet.sheet()


def _foot(desk: Desk, top: float) -> float:
    """Who made the card and when, if the form asks for it."""
    if desk.rng.random() < 0.35:
        return top
    y = top + desk.em * 0.9
    when = values.day(desk.rng, 2018, 2025)
    half = desk.sheet.width * 0.42
    maker = entries.signed(desk.rng, "created_by", desk.look.script)
    desk.entry(maker, MARGIN, y, MARGIN + half)
    made = entries.dated(desk.rng, "created_on", when, desk.look.script)
    return desk.entry(made, MARGIN + half, y, desk.right)


def spaced(rng: Random, label: str) -> str:
    """A short label drawn apart to the width of the longer ones: 电　　话."""
    if len(label) == 2 and not label.isascii() and rng.random() < 0.35:
        return label[0] + rng.choice(("　　", "  ", "　")) + label[1]
    return label


def _wired(desk: Desk, form: Form, sections: tuple[Section, ...], top: float) -> float:
    rng, look = desk.rng, desk.look
    headings = rng.choice(("row", "row", "side", "none")) if sections[-1].heading else "none"
    shaded, label_align = rng.random() < 0.4, rng.choice((0.0, 0.5, 0.5))
    value_align = rng.choice((0.0, 0.0, 0.5))
    side = desk.em * 2.0 if headings == "side" else 0.0
    grid = _grid(desk, form, side)
    y = top
    for section in sections:
        start, body = y, grid
        broken = entries.rows(section.entries, form.pairs)
        if headings == "side":
            room = (len(section.heading) + 0.5) * look.label.size * 1.1
            body = replace(grid, row_height=max(grid.row_height, room / len(broken)))
        if headings == "row" and section.heading:
            pen = replace(look.label, bold=True)
            slot = Slot(section.heading, pen, 2 * form.pairs, rng.choice((0.0, 0.5)), shaded)
            y, _ = grid.draw_row(desk.sheet, y, [slot])
        for row in broken:
            label = Slot("", look.label, 1, label_align, shaded)
            y = _row(desk, body, row, (label, Slot("", look.value, 1, value_align)), y)
        if headings == "side":
            _side(desk, grid, section.heading, (MARGIN, start, MARGIN + side, y))
    return y


def _grid(desk: Desk, form: Form, side: float) -> Grid:
    rng = desk.rng
    left = MARGIN + side
    share = {1: rng.uniform(0.22, 0.3), 2: rng.uniform(0.32, 0.4), 3: rng.uniform(0.38, 0.44)}
    pair = (desk.right - left) / form.pairs
    edges = [left]
    for position in range(form.pairs):
        edges += [left + pair * (position + share[form.pairs]), left + pair * (position + 1)]
    tall, row = rng.uniform(1.0, 1.35), rng.uniform(1.9, 2.5)
    # The same numbers are drawn for every size: chance must not depend on what fits.
    height = desk.em * row * (1.0 if desk.sheet.height < A4[1] else tall) * desk.air
    return Grid(tuple(edges), height, line=rng.choice((2, 2, 3)))


def _row(desk: Desk, grid: Grid, row: list[Entry], models: tuple[Slot, Slot], y: float) -> float:
    """One row of labels and values after the `models`; the last value takes what is left."""
    columns = len(grid.edges) - 1
    slots = []
    for position, item in enumerate(row):
        last = position == len(row) - 1
        span = columns - 2 * position - 1 if last else 1
        slots.append(replace(models[0], text=spaced(desk.rng, item.label)))
        slots.append(replace(models[1], text=item.printed, span=span))
    bottom, boxes = grid.draw_row(desk.sheet, y, slots)
    for item, box in zip(row, boxes[1::2], strict=True):
        desk.note(item, box, models[1].pen)
    return bottom


def _side(desk: Desk, grid: Grid, heading: str, corners: tuple[float, float, float, float]) -> None:
    """A section's heading written downwards in a merged cell on the left."""
    grid.frame(desk.sheet, corners)
    x0, y0, x1, y1 = corners
    pen = desk.look.label
    step = min(pen.size * 1.3, (y1 - y0) / (len(heading) + 0.5))
    top = (y0 + y1) / 2 - (len(heading) - 1) * step / 2 - pen.size / 2
    desk.sheet.block(list(heading), ((x0 + x1) / 2, top), pen, step, 0.5)


def _lines(desk: Desk, form: Form, sections: tuple[Section, ...], top: float) -> float:
    rng, look = desk.rng, desk.look
    headings = rng.random() < 0.5
    bullet = rng.choice(("", "", "■ "))
    leading = desk.em * max(1.5, rng.uniform(1.8, 2.4) * desk.air)
    column = (desk.right - MARGIN) / form.pairs
    y = top
    for section in sections:
        if headings and section.heading:
            pen = replace(look.label, bold=True)
            desk.sheet.text(bullet + section.heading, MARGIN, y, pen)
            y += leading
        for row in entries.rows(section.entries, form.pairs):
            bottom = y + leading
            for position, item in enumerate(row):
                x = MARGIN + position * column
                end = desk.right if position == len(row) - 1 else x + column - 30
                bottom = max(bottom, desk.entry(item, x, y, end, form is Form.UNDERLINED))
            y = bottom
    return y
