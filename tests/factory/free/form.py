"""Composing a free form: which blocks, in which order, over which part of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.factory import kinds
from tests.factory.desk import MARGIN, Desk
from tests.factory.entries import Entry
from tests.factory.free import blocks
from tests.factory.free.asked import ALWAYS, FOOT, Asked, asked_of, contacts, entry
from tests.factory.free.blocks import Block, Place
from tests.factory.labels import CARD_TITLES, PERSON_TITLES
from tests.factory.layout import A4, Drawing, Look, Paper
from tests.factory.people import Client
from tests.factory.script import Script
from tests.factory.table import Grid, Slot

BLOCKS: dict[str, Block] = {
    "beside": blocks.beside,
    "above": blocks.above,
    "within": blocks.within,
    "captioned": blocks.captioned,
    "lined": blocks.lined,
    "ruled": blocks.ruled,
    "columned": blocks.columned,
    "bilingual": blocks.bilingual({}),
}
"""The manners in which entries are written, by name."""

HEADINGS = ("基本资料", "联系方式", "经营情况", "其他资料")


def free_form(
    rng: Random,
    client: Client,
    *,
    script: Script = Script.SIMPLIFIED,
    handwritten: bool = False,
    manners: Sequence[str] = tuple(BLOCKS),
) -> Paper:
    """A card of `client` in a layout that chance makes up; `manners` limits the kinds of block."""
    asked = asked_of(client)
    keys = [key for key in asked if key in ALWAYS or rng.random() < 0.55]
    answers = [entry(rng, client, key, asked[key], script) for key in keys]
    titles = CARD_TITLES if client.is_company else PERSON_TITLES
    title = rng.choice(titles)
    look = Look.random(rng, script, rng.randint(27, 33), handwritten)
    seed, chosen = rng.randrange(2**32), [rng.choice(manners) for _ in range(3)]
    for air in (1.0, 0.85, 0.7):
        smaller = replace(look, label=look.label.scaled(air), value=look.value.scaled(air))
        desk = Desk(Random(seed), Drawing(A4), smaller if air < 0.8 else look, air)
        bottom = _written(desk, script.write(title), answers, asked, chosen)
        if bottom < A4[1] - 60:
            break
    key = kinds.titled(title, kinds.CARD)
    return Paper(key, script.write(title), client.number or None, (desk.sheet.sheet(),))


def _written(
    desk: Desk,
    title: str,
    answers: Sequence[Entry],
    asked: dict[str, Asked],
    manners: Sequence[str],
) -> float:
    """Write the whole form; the y below it."""
    rng, script = desk.rng, desk.look.script
    y = desk.title(title)
    table = {**BLOCKS, "bilingual": blocks.bilingual({key: asked[key].english for key in asked})}
    wide = {key for key in asked if asked[key].wide}
    parts = _parts(rng, answers)
    for number, (part, manner) in enumerate(zip(parts, manners, strict=False)):
        if len(parts) > 1 and rng.random() < 0.6:
            heading = script.write(HEADINGS[number])
            pen = replace(desk.look.label, bold=True)
            desk.sheet.text(rng.choice(("", "■ ", "● ")) + heading, MARGIN, y + 10, pen)
            y += desk.em * 2.0
        place = Place(MARGIN, desk.right, lambda item: item.key in wide)
        y = table[manner](desk, part, place, y) + desk.em * rng.uniform(0.4, 1.2)
    if rng.random() < 0.25:
        y = _people(desk, y)
    return _foot(desk, y)


def _parts(rng: Random, answers: Sequence[Entry]) -> list[Sequence[Entry]]:
    """The entries in one to three runs, in the order in which they are asked."""
    count = rng.choice((1, 2, 2, 3)) if len(answers) > 8 else 1
    cuts = sorted(rng.sample(range(3, len(answers) - 2), count - 1)) if count > 1 else []
    return [
        answers[start:end]
        for start, end in zip([0, *cuts], [*cuts, len(answers)], strict=True)
        if start < end
    ]


def _people(desk: Desk, y: float) -> float:
    """A list of people with a row of headings; its values are not part of the form's truth."""
    script = desk.look.script
    grid = Grid(
        tuple(MARGIN + (desk.right - MARGIN) * share for share in (0.0, 0.12, 0.4, 0.65, 1.0)),
        desk.em * 2.0,
    )
    heads = ("序号", "家庭成员", "关系", "联络方法")
    y, _ = grid.draw_row(desk.sheet, y, [Slot(script.write(h), desk.look.label) for h in heads])
    for number, told in enumerate(contacts(desk.rng, desk.rng.randint(2, 4)), 1):
        texts = (str(number), *(script.write(text) for text in told))
        y, _ = grid.draw_row(desk.sheet, y, [Slot(text, desk.look.value) for text in texts])
    return y + desk.em * 0.5


def _foot(desk: Desk, y: float) -> float:
    """Who made the form, and when, at times."""
    if desk.rng.random() < 0.5:
        nobody = Client("", True, ())
        half = (desk.right - MARGIN) / 2
        for position, (key, asked) in enumerate(FOOT.items()):
            item = entry(desk.rng, nobody, key, asked, desk.look.script)
            x = MARGIN + position * half
            desk.entry(item, x, y + desk.em * 0.5, x + half - desk.em)
        y += desk.em * 2
    return y
