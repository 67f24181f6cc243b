"""Invoices (增值税发票, 统一发票): head, buyer, goods, totals, seller, seal."""

from __future__ import annotations

from random import Random

from tests.factory import kinds, people, phrases, values
from tests.factory.desk import MARGIN, Desk
from tests.factory.entries import Entry, plain
from tests.factory.layout import A4_LANDSCAPE, Drawing, Look, Paper
from tests.factory.people import Client
from tests.factory.script import Script
from tests.factory.table import Grid, Slot

_SHARES = (0, 0.28, 0.4, 0.48, 0.56, 0.68, 0.82, 0.89, 1)
_HEADER = ("货物或应税劳务名称", "规格型号", "单位", "数量", "单价", "金额", "税率", "税额")


def invoice(rng: Random, client: Client, *, script: Script = Script.SIMPLIFIED) -> Paper:
    """An invoice on which `client`, a company, is the buyer."""
    look = Look.random(rng, script, rng.randint(27, 30))
    desk = Desk(rng, Drawing((A4_LANDSCAPE[0], 1500)), look)
    city = people.place(rng).city
    title = rng.choice((f"{city}增值税专用发票", f"{city}增值税普通发票", "统一发票"))
    y = _head(desk, title)
    y = _party(desk, "购买方", client, y)
    y, total = _goods(desk, y)
    y = _total(desk, total, y)
    seller = people.company(rng, "")
    y = _party(desk, "销售方", seller, y)
    staff = "　　　　".join(
        f"{role}：{people.person(rng)}" for role in ("收款人", "复核", "开票人")
    )
    desk.sheet.text(desk.say(staff), MARGIN, y + 24, look.body)
    desk.seal(seller.name, desk.right - 220, y - 60, 140)
    return Paper(kinds.INVOICE, script.write(title), client.number or None, (desk.sheet.sheet(),))


def _head(desk: Desk, title: str) -> float:
    desk.sheet.text(desk.say(title), desk.sheet.width / 2, 90, desk.look.title, 0.5)
    script, rng = desk.look.script, desk.rng
    when = values.day(rng, 2019, 2025)
    items = (
        plain("invoice_code", "发票代码", values.digits(rng, 10), script),
        plain("invoice_no", "发票号码", values.digits(rng, 8), script),
        Entry("invoice_date", desk.say("开票日期"), f"{when:%Y年%m月%d日}", when.isoformat()),
    )
    y = 90.0
    for item in items:
        desk.entry(item, desk.right - 480, y, desk.right)
        y += desk.em * 1.6
    return y + 20


def _party(desk: Desk, role: str, party: Client, y: float) -> float:
    """Buyer or seller: a narrow cell with the role written downwards, and four lines."""
    script = desk.look.script
    bank = f"中国银行{party.get('address')[:2]}分行 {values.digits(desk.rng, 12)}"
    side = "buyer" if role == "购买方" else "seller"
    items = (
        plain(f"{side}_name", "名称", party.name, script),
        plain(f"{side}_code", "纳税人识别号", party.get("registration_no"), script),
        plain("", "地址、电话", f"{party.get('address')} {party.get('phone')}", script),
        plain("", "开户行及账号", bank, script),
    )
    height = desk.em * 1.6 * len(items) + 30
    grid = Grid((MARGIN, MARGIN + 60, desk.right), height)
    grid.frame(desk.sheet, (MARGIN, y, MARGIN + 60, y + height))
    grid.frame(desk.sheet, (MARGIN + 60, y, desk.right, y + height))
    step = min(height / 3.4, desk.em * 1.8)
    desk.sheet.block(list(desk.say(role)), (MARGIN + 30, y + 24), desk.look.label, step, 0.5)
    for position, item in enumerate(items):
        desk.entry(item, MARGIN + 80, y + 16 + position * desk.em * 1.6, desk.right - 20)
    return y + height


def _goods(desk: Desk, y: float) -> tuple[float, int]:
    """The goods with their prices; the y below, and the sum with tax in fen."""
    width = desk.right - MARGIN
    grid = Grid(tuple(MARGIN + width * share for share in _SHARES), desk.em * 1.9)
    pen, rng = desk.look.value, desk.rng
    y, _ = grid.draw_row(
        desk.sheet, y, [Slot(desk.say(t), desk.look.label, 1, 0.5) for t in _HEADER]
    )
    total = 0
    for goods in rng.sample(phrases.GOODS, rng.randint(1, 4)):
        count, price = rng.randint(1, 80), rng.randint(500, 90000)
        amount, tax = count * price, round(count * price * 0.13)
        total += amount + tax
        named = (goods, rng.choice(phrases.GRADES), rng.choice(phrases.UNITS))
        money = (f"{price / 100:.2f}", f"{amount / 100:.2f}", "13%", f"{tax / 100:.2f}")
        cells = (*named, str(count), *money)
        y, _ = grid.draw_row(desk.sheet, y, [Slot(desk.say(t), pen, 1, 0.5) for t in cells])
    return y, total


def _total(desk: Desk, total: int, y: float) -> float:
    width = desk.right - MARGIN
    grid = Grid((MARGIN, MARGIN + width * 0.28, desk.right), desk.em * 2.0)
    words = values.in_words(total // 100).removesuffix("整")
    jiao, fen = divmod(total % 100, 10)
    digits = "零壹贰叁肆伍陆柒捌玖"
    words += f"{digits[jiao]}角{digits[fen]}分"
    text = f"{words}　　　（小写）￥{total / 100:.2f}"
    slots = [Slot(desk.say("价税合计（大写）"), desk.look.label, 1, 0.5),
             Slot(desk.say(text), desk.look.value)]  # fmt: skip
    return grid.draw_row(desk.sheet, y, slots)[0]
