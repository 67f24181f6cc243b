"""Papers of one to four sheets as they lie in a pile: numbered or not, two-sided, with annexes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from domain.geometry import Box
from ingest.forms.catalogue import load
from tests.factory import card, entries, phrases, values
from tests.factory.card import Content, Form
from tests.factory.compose import COMPANIES_ONLY, compose
from tests.factory.contract import office
from tests.factory.desk import MARGIN, Desk
from tests.factory.entries import Section
from tests.factory.free.form import free_form
from tests.factory.layout import A4, Drawing, Look, Mark, Pen, Rule, Sheet, Stamp, Text
from tests.factory.letter import price_list
from tests.factory.lists import Ruling, list_sheet
from tests.factory.people import Client
from tests.factory.script import Script
from tests.factory.truth import LineTruth

MOST_PAGES = 4
_NUMBERED = re.compile(r"^第 \d+ [页頁]　共 \d+ [页頁]$")
_FULL = A4[1] - 330.0


@dataclass(frozen=True, slots=True)
class PileDocument:
    """One document of a pile: its sheets in order, and of what sort it is."""

    sheets: tuple[Sheet, ...]
    sort: str


def document(rng: Random, clients: Sequence[Client], sort: str) -> PileDocument:
    """A document of `sort` about one of `clients`, its pages numbered in one way or in none."""
    script = rng.choice((Script.SIMPLIFIED, Script.SIMPLIFIED, Script.TRADITIONAL))
    sheets = SORTS[sort](rng, rng.choice(clients), script)[:MOST_PAGES]
    bare = tuple(_without(sheet, lambda text: bool(_NUMBERED.match(text))) for sheet in sheets)
    numbered = rng.random() < (0.55 if len(bare) > 1 else 0.12)
    return PileDocument(_numbered(bare, rng, script) if numbered else bare, sort)


def _plain(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    """One of the papers that most files are made of."""
    kind = rng.choice(("card", "registration", "licence", "complaint", "visit", "letter",
                       "invoice", "notice", "price_list"))  # fmt: skip
    if kind in COMPANIES_ONLY and not client.is_company:
        kind = "visit"
    return compose(kind, rng, [client], script).sheets


def _titled(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    """A form with any title of the catalogue, in a layout that chance makes up."""
    paper = free_form(rng, client, script=script)
    known = [title for kind in load().types.values() for title in kind.titles if len(title) > 3]
    return tuple(
        _said(sheet, paper.title, script.write(rng.choice(known))) for sheet in paper.sheets
    )


def _contract(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    return compose("contract", rng, [client], script).sheets


def _long_letter(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    """A letter that does not end on its first page; its later pages have no title."""
    first, *_ = compose("letter", rng, [client], script).sheets
    look = Look.random(rng, script, rng.randint(31, 35))
    return (first, *(_prose(rng, look, last=False) for _ in range(rng.randint(0, 1))),
            _prose(rng, look, last=True))  # fmt: skip


def _prose(rng: Random, look: Look, *, last: bool) -> Sheet:
    desk = Desk(rng, Drawing(A4), look)
    y = float(MARGIN)
    clauses = [clause for _, article in phrases.ARTICLES for clause in article]
    rng.shuffle(clauses)
    for number, clause in enumerate(clauses[: rng.randint(3, 5) if last else 20], 1):
        head = rng.choice(("", f"{number}.", f"（{values.below_hundred(number)}）"))
        text = clause.format(service="所需服务", words="壹万元整", figures="10,000.00", due="年底")
        y = desk.paragraph(head + text, y)
        if y > _FULL:
            break
    if last:
        when = values.chinese_date(values.day(rng, 2021, 2025))
        desk.sheet.text(desk.say(when), desk.right, y + desk.em * 2, look.body, 1.0)
    return desk.sheet.sheet()


def _ledger(rng: Random, _client: Client, script: Script) -> tuple[Sheet, ...]:
    """A list over several pages, its head printed once or on every page."""
    ruling, rows = rng.choice(tuple(Ruling)), rng.randint(8, 14)
    seed, repeated = rng.randrange(2**32), rng.random() < 0.5
    pages = []
    for number in range(rng.randint(2, 3)):
        sheet = list_sheet(Random(seed), ruling, rows=rows, script=script).sheet
        inside = _tabular(sheet)
        top = 0.0 if number == 0 else inside if repeated else inside + 0.03
        pages.append(_below(sheet, top) if number else sheet)
    return tuple(pages)


def _tabular(sheet: Sheet) -> float:
    """Where the table of a list begins, in shares of the page's height."""
    rules = [mark.y0 for mark in sheet.marks if isinstance(mark, Rule)]
    return (min(rules) if rules else 600.0) / sheet.height - 0.01


def _below(sheet: Sheet, top: float) -> Sheet:
    """What stands below `top`, moved up to the head of the page."""
    lift = top * sheet.height - MARGIN
    marks = [_moved(mark, -lift) for mark in sheet.marks if _top(mark) > top * sheet.height]
    lines = [
        replace(line, box=_lifted(line, lift / sheet.height))
        for line in sheet.lines
        if line.box.y0 > top
    ]
    return replace(sheet, marks=tuple(marks), lines=tuple(lines), fields=())


def _two_sided(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    """A card whose entries go on overleaf, where hardly ever a title stands."""
    front = card.card(rng, client, script=script).sheets[0]
    asked = [one for one in entries.choose(rng, client, script, 0.1) if one.heading][2:]
    more = [
        entries.plain("", label, rng.choice(phrases.TALKS), script)
        for label in rng.sample(("合作经历", "信用情况", "往来记事", "特殊要求", "备注"), 3)
    ]
    heading = script.write(rng.choice(("", "", "续表", "（背面）", "客户资料卡（续）")))
    sections = (*asked, Section(script.write("其他"), tuple(more)))
    look = Look.random(rng, script, rng.randint(28, 33))
    back = card.fill(rng, look, rng.choice(tuple(Form)), Content(heading or "　", sections))
    return (front, back)


def _headed(rng: Random, _client: Client, script: Script) -> tuple[Sheet, ...]:
    """A report whose title stands at the head of each of its pages."""
    look = Look.random(rng, script, rng.randint(30, 34))
    title = script.write(rng.choice(("年度合作情况报告", "信用调查报告", "服务方案", "会谈备忘录")))
    pages = [_prose(rng, look, last=False) for _ in range(rng.randint(1, 2))]
    pages.append(_prose(rng, look, last=True))
    small = rng.random() < 0.5
    return tuple(
        _titled_over(page, title, look.body if small and number else look.title)
        for number, page in enumerate(pages)
    )


def _titled_over(sheet: Sheet, title: str, pen: Pen) -> Sheet:
    drawing = Drawing(A4)
    drawing.text(title, A4[0] / 2, 70, pen, 0.5)
    return _over(drawing.sheet(), sheet)


def _untitled(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    """A form whose head was torn off or misread: only what it asks tells that it is one."""
    kind = rng.choice(("card", "registration", "complaint", "visit"))
    paper = compose(kind, rng, [client], script)
    return tuple(_said(sheet, paper.title, "") for sheet in paper.sheets)


def _annexed(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    """A contract or letter with what it encloses, which bears the annex's number or is named."""
    main = compose(rng.choice(("letter", "contract")), rng, [client], script).sheets[:2]
    annex = price_list(rng, script=script)
    number = rng.choice(("1", "一", ""))
    sheet = annex.sheets[0]
    if rng.random() < 0.5:
        joint = rng.choice(("：", " ", "　"))
        return (
            *main,
            _said(sheet, annex.title, script.write(f"附件{number}{joint}") + annex.title),
        )
    drawing = Drawing(A4)
    drawing.text(script.write(f"附件{number}："), MARGIN, 60, Look.random(rng, script).body)
    return (*main, _over(drawing.sheet(), sheet))


def _halves(rng: Random, client: Client, script: Script) -> tuple[Sheet, ...]:
    """Two slips on one page, the lower often the counterfoil of the upper."""
    slips = [_slip(rng, client, script) for _ in range(2)]
    drawing = Drawing(A4)
    if rng.random() < 0.5:
        drawing.rule(0, A4[1] / 2, A4[0], A4[1] / 2, width=1)
    upper, lower = slips
    return (_over(_over(drawing.sheet(), upper), _shifted(lower, A4[1] / 2)),)


def _slip(rng: Random, client: Client, script: Script) -> Sheet:
    desk = Desk(rng, Drawing(A4), Look.random(rng, script, rng.randint(28, 32)))
    title = rng.choice(
        ("收据", "收款收据", "领料单", "出门证", "收条", "送货单", "请修单", "维修单")
    )
    y = desk.title(desk.say(title))
    amount = f"{rng.randint(100, 90000):,}.00"
    for label, said in (("交款单位", client.name), ("金额", amount), ("经办人", office(rng)[:3])):
        y = desk.paragraph(f"{label}：{said}", y, indent=0)
    return desk.sheet.sheet()


SORTS: dict[str, Callable[[Random, Client, Script], tuple[Sheet, ...]]] = {
    "plain": _plain,
    "titled": _titled,
    "contract": _contract,
    "long letter": _long_letter,
    "ledger": _ledger,
    "two-sided card": _two_sided,
    "with annex": _annexed,
    "two on a page": _halves,
    "titled on each page": _headed,
    "without title": _untitled,
}
WEIGHTS = (12, 10, 6, 4, 4, 4, 4, 2, 2, 1)
"""How often each of the sorts turns up."""


_WAYS = (
    "第 {n} 页　共 {t} 页", "第{n}页/共{t}页", "共{t}页 第{n}页", "第{h}页 共{k}页", "第 {n} 页",
    "- {n} -", "{n} / {t}", "Page {n} of {t}", "{n}",
)  # fmt: skip
"""How page `n` of `t` is numbered; `h` and `k` are the same in Han numerals."""


def _numbered(sheets: tuple[Sheet, ...], rng: Random, script: Script) -> tuple[Sheet, ...]:
    """The sheets with page numbers in one of the ways offices print them."""
    way = rng.choice(_WAYS)
    total = {"t": len(sheets), "k": values.below_hundred(len(sheets))}
    top, x = rng.random() < 0.2, rng.choice((0.5, 0.5, 0.8))
    pages = []
    for number, sheet in enumerate(sheets, 1):
        drawing = Drawing((sheet.width, sheet.height))
        y = 40 if top else sheet.height - 90
        drawing.text(
            script.write(way.format(n=number, h=values.below_hundred(number), **total)),
            sheet.width * x,
            y,
            Look.random(rng, script, 24).body,
        )
        pages.append(_over(drawing.sheet(), sheet))
    return tuple(pages)


def _over(under: Sheet, sheet: Sheet) -> Sheet:
    """Both on one sheet, of the size of `sheet`."""
    return replace(sheet, marks=(*under.marks, *sheet.marks), lines=(*under.lines, *sheet.lines))


def _shifted(sheet: Sheet, down: float) -> Sheet:
    lines = tuple(replace(line, box=_lifted(line, -down / sheet.height)) for line in sheet.lines)
    return replace(sheet, marks=tuple(_moved(mark, down) for mark in sheet.marks), lines=lines)


def _lifted(line: LineTruth, lift: float) -> Box:
    box = line.box
    return Box.clipped(box.x0, box.y0 - lift, box.x1, box.y1 - lift)


def _top(mark: Mark) -> float:
    return mark.y if isinstance(mark, Text | Stamp) else mark.y0


def _moved(mark: Mark, down: float) -> Mark:
    if isinstance(mark, Text | Stamp):
        return replace(mark, y=mark.y + down)
    return replace(mark, y0=mark.y0 + down, y1=mark.y1 + down)


def _without(sheet: Sheet, unwanted: Callable[[str], bool]) -> Sheet:
    marks = tuple(m for m in sheet.marks if not (isinstance(m, Text) and unwanted(m.text)))
    return replace(sheet, marks=marks, lines=tuple(x for x in sheet.lines if not unwanted(x.text)))


def _said(sheet: Sheet, title: str, instead: str) -> Sheet:
    """The sheet with another title, or with none."""
    flat = title.replace("　", "")

    def is_title(text: str) -> bool:
        return text.replace("　", "") == flat

    if not instead:
        return _without(sheet, is_title)
    found = next((m for m in sheet.marks if isinstance(m, Text) and is_title(m.text)), None)
    if found is None:
        return sheet
    drawing = Drawing((sheet.width, sheet.height))
    drawing.text(instead, sheet.width / 2, found.y, found.pen, 0.5)
    return _over(drawing.sheet(), _without(sheet, is_title))
