"""Copies of business licences (营业执照): a frame, labels without colons, a red seal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random

from tests.factory import fonts, kinds, values
from tests.factory.desk import Desk
from tests.factory.entries import Entry, plain
from tests.factory.fonts import Style
from tests.factory.layout import A4, A4_LANDSCAPE, Drawing, Look, Paper, wrap
from tests.factory.people import Client
from tests.factory.script import Script


def licence(rng: Random, client: Client) -> Paper:
    """The copy of the licence of `client`, a company; licences are printed in Simplified."""
    look = Look.random(rng, Script.SIMPLIFIED, rng.randint(32, 36))
    look = replace(look, title=replace(look.title, face=fonts.pick(rng, Style.SONG), size=92))
    desk = Desk(rng, Drawing(rng.choice((A4_LANDSCAPE, A4_LANDSCAPE, A4))), look)
    _frame(desk)
    y = 190.0
    desk.sheet.text("　".join("营业执照"), desk.sheet.width / 2, y, look.title, 0.5)
    desk.sheet.text("（副　本）", desk.sheet.width / 2, y + 130, look.body, 0.5)
    code = plain("registration_no", "统一社会信用代码", client.get("registration_no"), look.script)
    desk.sheet.text(code.label, 190, y + 30, look.label)
    box = desk.sheet.text(code.printed, 190, y + 30 + desk.em * 1.4, look.value)
    desk.note(code, box, look.value)
    _columns(desk, client, y + 250)
    _registrar(desk, client)
    return Paper(kinds.LICENCE, "营业执照", client.number or None, (desk.sheet.sheet(),))


def _columns(desk: Desk, client: Client, top: float) -> None:
    founded = date.fromisoformat(client.get("founded"))
    written = f"{founded:%Y年%m月%d日}"
    script = Script.SIMPLIFIED
    left = (
        plain("customer_name", "名称", client.name, script),
        plain("enterprise_nature", "类型", client.get("enterprise_nature"), script),
        plain("legal_rep", "法定代表人", client.get("legal_rep"), script),
        plain("business_scope", "经营范围", client.get("business_scope"), script),
    )
    right = (
        plain("registered_capital", "注册资本", client.get("registered_capital"), script),
        Entry("founded", "成立日期", written, client.get("founded")),
        plain("business_period", "营业期限", f"{written}至长期", script),
        plain("address", "住所", client.get("address"), script),
    )
    if desk.sheet.width < desk.sheet.height:
        _column(desk, left + right, (190, top), desk.sheet.width - 190)
    else:
        _column(desk, left, (190, top), desk.sheet.width / 2 - 40)
        _column(desk, right, (desk.sheet.width / 2 + 20, top), desk.sheet.width - 190)


def _column(desk: Desk, items: tuple[Entry, ...], corner: tuple[float, float], end: float) -> None:
    """Labels drawn apart to one width, each value behind its label without a colon."""
    x, y = corner
    width = 5.6 * desk.em
    for item in items:
        gap = (width - desk.em * len(item.label)) / max(1, len(item.label) - 1)
        if len(item.label) == 2:
            item_label = item.label[0] + "　" * round(gap / desk.em) + item.label[1]
        else:
            item_label = item.label
        desk.sheet.text(item_label, x, y, desk.look.label)
        start = x + width + desk.em
        lines = wrap(item.printed, desk.look.value, end - start)
        box = desk.sheet.block(lines, (start, y), desk.look.value, desk.em * 1.5)
        if item.key and box:
            desk.note(item, box, desk.look.value)
        y += max(1, len(lines)) * desk.em * 1.5 + desk.em * 0.9


def _frame(desk: Desk) -> None:
    width, height = desk.sheet.width, desk.sheet.height
    for inset, line in ((80, 8), (100, 2)):
        corners = ((inset, inset), (width - inset, inset), (width - inset, height - inset),
                   (inset, height - inset), (inset, inset))  # fmt: skip
        for start, end in pairwise(corners):
            desk.sheet.rule(*start, *end, width=line)


def _registrar(desk: Desk, client: Client) -> None:
    place = client.get("address").split("市")[0].rsplit("省")[-1]
    x, y = desk.sheet.width - 480, desk.sheet.height - 330
    desk.sheet.text("登记机关", x - 260, y, desk.look.label)
    when = values.day(desk.rng, 2016, 2024)
    desk.sheet.text(f"{when:%Y年%m月%d日}", x, y + 120, desk.look.body, 0.5)
    desk.seal(f"{place}市市场监督管理局", x, y + 30, 150)
