"""Letters between an office and a customer, and notices and price lists that concern nobody."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.factory import kinds, phrases, values
from tests.factory.contract import office
from tests.factory.desk import MARGIN, Desk
from tests.factory.layout import A4, RED, Drawing, Look, Paper, Rule
from tests.factory.people import Client
from tests.factory.register import fresh_number
from tests.factory.script import Script
from tests.factory.table import Grid, Slot


def letter(rng: Random, client: Client, *, script: Script = Script.SIMPLIFIED) -> Paper:
    """A letter (函) under a letterhead, to the customer or from it."""
    title, paragraphs = rng.choice(phrases.LETTERS)
    look = Look.random(rng, script, rng.randint(32, 36))
    desk = Desk(rng, Drawing(A4), look)
    sender, reader = (
        (client.name, office(rng)) if rng.random() < 0.3 else (office(rng), client.name)
    )
    when = values.day(rng, 2021, 2025)
    blanks = {
        "due": values.printed_date(rng, when + timedelta(days=rng.randint(20, 90))),
        "number": fresh_number(rng),
        "figures": values.price(rng, 3000, 200000),
    }
    y = _letterhead(desk, sender)
    for line in _balanced(title, 18):
        desk.sheet.text(desk.say(line), desk.sheet.width / 2, y, look.title, 0.5)
        y += look.title.size * 1.6
    y = desk.paragraph(f"{reader}：", y + desk.em, indent=0)
    y = desk.paragraphs([text.format(**blanks) for text in paragraphs], y)
    y = desk.paragraph(rng.choice(("特此函告。", "特此函达，请予支持。", "顺颂商祺！")), y)
    _signed(desk, sender, when, y + desk.em * 3)
    return Paper(kinds.LETTER, script.write(title), client.number or None, (desk.sheet.sheet(),))


def notice(rng: Random, *, script: Script = Script.SIMPLIFIED) -> Paper:
    """An internal notice or minutes: a paper that belongs to no customer."""
    title, paragraphs = rng.choice(phrases.NOTICES)
    look = Look.random(rng, script, rng.randint(32, 36))
    desk = Desk(rng, Drawing(A4), look)
    y = 160.0
    desk.sheet.text(desk.say(title), desk.sheet.width / 2, y, look.title, 0.5)
    y = desk.paragraph("各部门：", y + look.title.size * 2.4, indent=0)
    y = desk.paragraphs(paragraphs, y)
    _signed(desk, office(rng), values.day(rng, 2021, 2025), y + desk.em * 3)
    key = kinds.MINUTES if title.endswith("纪要") else kinds.NOTICE
    return Paper(key, script.write(title), None, (desk.sheet.sheet(),))


def price_list(rng: Random, *, script: Script = Script.SIMPLIFIED) -> Paper:
    """A price list for whoever asks: a wired table that is no form."""
    look = Look.random(rng, script, rng.randint(28, 32))
    desk = Desk(rng, Drawing(A4), look)
    title = rng.choice(("产品价目表", "产品报价单", "办公用品价格表"))
    y = desk.title(desk.say(title))
    width = desk.right - MARGIN
    edges = tuple(MARGIN + width * share for share in (0, 0.1, 0.4, 0.62, 0.74, 1))
    grid = Grid(edges, desk.em * 2.1)
    header = [Slot(desk.say(t), look.label, 1, 0.5, True)
              for t in ("序号", "品名", "规格", "单位", "单价（元）")]  # fmt: skip
    y, _ = grid.draw_row(desk.sheet, y, header)
    for number, goods in enumerate(rng.sample(phrases.GOODS, rng.randint(8, 16)), 1):
        cells = (str(number), goods, rng.choice(phrases.GRADES), rng.choice(phrases.UNITS),
                 values.price(rng, 5, 4000))  # fmt: skip
        y, _ = grid.draw_row(desk.sheet, y, [Slot(desk.say(t), look.value, 1, 0.5) for t in cells])
    desk.paragraph("以上价格含税，有效期三十天。", y + desk.em)
    return Paper(kinds.OTHER, script.write(title), None, (desk.sheet.sheet(),))


def blank() -> Paper:
    """A sheet with nothing on it."""
    return Paper(kinds.OTHER, "", None, (Drawing(A4).sheet(),))


def _letterhead(desk: Desk, sender: str) -> float:
    """The sender's name over a line, in red on half of all letters, and a reference number."""
    red = desk.rng.random() < 0.5
    pen = desk.look.title.scaled(0.95)
    ink = RED if red else pen.ink
    name = desk.say(sender)
    desk.sheet.text(name, desk.sheet.width / 2, 120, pen.inked(ink), 0.5)
    y = 120 + pen.size * 1.5
    desk.sheet.marks.append(Rule(MARGIN, y, desk.right, y, 4, ink))
    year = desk.rng.randint(2020, 2025)
    reference = f"{sender[0]}函〔{year}〕{desk.rng.randint(1, 90)}号"
    desk.sheet.text(desk.say(reference), desk.right, y + 24, desk.look.body.scaled(0.85), 1.0)
    return y + desk.em * 3.2


def _signed(desk: Desk, sender: str, when: date, y: float) -> None:
    pen = desk.look.body
    name = desk.say(sender)
    dated = desk.rng.choice((values.chinese_date(when), f"{when.year}年{when.month}月{when.day}日"))
    middle = desk.right - max(pen.width(name), pen.width(dated)) / 2 - 20
    desk.sheet.text(name, middle, y, pen, 0.5)
    desk.sheet.text(dated, middle, y + desk.em * 2, pen, 0.5)
    if desk.rng.random() < 0.75:
        desk.seal(sender, middle, y + desk.em, desk.rng.uniform(130, 165))


def _balanced(title: str, limit: int) -> list[str]:
    """A long title on two lines of like length."""
    middle = (len(title) + 1) // 2
    return [title] if len(title) <= limit else [title[:middle], title[middle:]]
