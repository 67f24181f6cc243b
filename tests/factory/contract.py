"""Contracts of one to three pages: head, parties, articles, signatures and seals."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.factory import kinds, names, people, phrases, values
from tests.factory.desk import MARGIN, Desk
from tests.factory.entries import Entry, plain
from tests.factory.layout import A4, Drawing, Look, Paper
from tests.factory.people import Client
from tests.factory.register import fresh_number
from tests.factory.script import Script

LEADING = 1.75


def contract(
    rng: Random,
    client: Client,
    *,
    script: Script = Script.SIMPLIFIED,
    handwritten: bool = False,
    pages: int | None = None,
) -> Paper:
    """A contract between an office and `client`; `pages` None makes it as long as it gets."""
    title = rng.choice(phrases.CONTRACTS)
    look = Look.random(rng, script, rng.randint(31, 35), handwritten)
    house = people.company(rng, "")
    sides = (client, house) if rng.random() < 0.6 else (house, client)
    articles = _articles(rng, {1: 3, 2: 8}.get(pages or 0, len(phrases.ARTICLES)))
    desk = Desk(rng, Drawing(A4), look)
    y = _head(desk, title, sides)
    sheets = []
    for text in articles:
        if y > desk.sheet.height - MARGIN - 6 * desk.em:
            sheets.append(desk)
            desk, y = Desk(rng, Drawing(A4), look), float(MARGIN)
        y = desk.paragraph(text, y, leading=LEADING)
    if y > desk.sheet.height - 700 or (pages or 0) > len(sheets) + 1:
        sheets.append(desk)
        desk, y = Desk(rng, Drawing(A4), look), float(MARGIN)
        y = desk.paragraph(phrases.ARTICLES[-1][1][1], y, leading=LEADING)
    _signatures(desk, sides, y + 60)
    sheets.append(desk)
    for number, page in enumerate(sheets, 1):
        _number(page, number, len(sheets))
    drawn = tuple(page.sheet.sheet() for page in sheets)
    return Paper(
        kinds.titled(title, kinds.CONTRACT), script.write(title), client.number or None, drawn
    )


def _articles(rng: Random, count: int) -> list[str]:
    """Numbered articles as paragraphs; the first and the last are always among them."""
    middle = sorted(rng.sample(range(2, len(phrases.ARTICLES) - 1), max(0, count - 3)))
    amount = rng.randint(20, 9000) * 100
    blanks = {
        "service": rng.choice(phrases.SERVICES),
        "words": values.in_words(amount),
        "figures": f"{amount:,}.00元",
        "due": values.printed_date(rng, values.day(rng, 2024, 2025)),
    }
    texts = []
    for number, index in enumerate((0, 1, *middle, len(phrases.ARTICLES) - 1), 1):
        heading, clauses = phrases.ARTICLES[index]
        texts.append(f"第{values.below_hundred(number)}条　{heading}")
        texts += [f"{n}.{c.format(**blanks)}" for n, c in enumerate(clauses, 1)]
    return texts


def _head(desk: Desk, title: str, sides: tuple[Client, Client]) -> float:
    rng, script = desk.rng, desk.look.script
    y = desk.title(desk.say(title))
    number = plain("contract_no", "合同编号", fresh_number(rng), script)
    desk.entry(number, desk.right - 480, y, desk.right)
    y += desk.em * 2
    roles = rng.choice((("", ""), ("（需方）", "（供方）"), ("（买方）", "（卖方）")))
    for letter, role, side in zip("甲乙", roles, sides, strict=True):
        key = "party_a" if letter == "甲" else "party_b"
        item = plain(key, f"{letter}方{role}", side.name, script)
        y = desk.entry(item, MARGIN, y, desk.right)
        if rng.random() < 0.5 and side.is_company:
            code = plain("registration_no", "统一社会信用代码", side.get("registration_no"), script)
            y = desk.entry(code, MARGIN, y, desk.right)
    return desk.paragraph(
        "根据《中华人民共和国民法典》及有关法律法规的规定，甲乙双方本着平等自愿、诚实信用的原则，"
        "经友好协商，就有关事宜达成如下协议，以资共同遵守。",
        y + desk.em * 0.5,
        leading=LEADING,
    )


def _signatures(desk: Desk, sides: tuple[Client, Client], y: float) -> None:
    when = values.day(desk.rng, 2020, 2025)
    written, script = f"{when.year}年{when.month}月{when.day}日", desk.look.script
    hand = replace(desk, look=replace(desk.look, value=desk.look.hand))
    half = (desk.right - MARGIN) / 2
    for position, side in enumerate(sides):
        x = MARGIN + position * half
        letter = "甲乙"[position]
        signer = side.get("legal_rep") or side.name
        rows = [
            (desk, plain("", f"{letter}方（盖章）", side.name, script)),
            (hand, plain("", "法定代表人或委托代理人", signer, script)),
            (desk, plain("", "地址", side.get("address"), script)),
            (desk, plain("", "电话", side.get("phone"), script)),
            (desk, Entry("signed_on", desk.say("签订日期"), written, when.isoformat())),
        ]
        below = y
        for writer, item in rows:
            writer.entry(item, x, below, x + half - 30)
            below += desk.em * 3.2
        if side.is_company:
            desk.seal(side.name, x + half * 0.45, y + desk.em * 5)


def _number(desk: Desk, number: int, total: int) -> None:
    pen = desk.look.body.scaled(0.75)
    text = desk.say(f"第 {number} 页　共 {total} 页")
    desk.sheet.text(text, desk.sheet.width / 2, desk.sheet.height - 100, pen, 0.5)


def office(rng: Random) -> str:
    """The name of some office that is not a customer."""
    return people.company_name(rng, people.place(rng), rng.choice(names.TRADES)[0])
