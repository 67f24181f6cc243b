"""Forms with and without signatures, seals and stamps, and what should be found on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from domain.finding import FindingCode
from domain.forms import DocumentType, SealOwner, Signatory
from ingest.forms.catalogue import load
from tests.factory import contract, entries, people, values
from tests.factory.desk import MARGIN, Desk
from tests.factory.layout import A4, BLUE, RED, Drawing, Look, Paper, Pen, Rule
from tests.factory.people import Client
from tests.factory.script import Script
from tests.factory.table import Grid, Slot

Truth = frozenset[tuple[FindingCode, str]]
"""What should be found: codes with their subjects."""

_KEPT_AT = ("档案室", "财务部", "总公司档案室", "办公室", "服务中心")


@dataclass(frozen=True, slots=True)
class Checked:
    """A form of a type, and what should be found on it."""

    paper: Paper
    kind: DocumentType
    truth: Truth
    sort: str


@dataclass(slots=True)
class _Form:
    """A form in the making, and what has become true of it."""

    desk: Desk
    kind: DocumentType
    truth: set[tuple[FindingCode, str]]
    y: float

    @property
    def rng(self) -> Random:
        return self.desk.rng


def kinds() -> tuple[DocumentType, ...]:
    """The types that demand a signature or a seal and have a title to be known by."""
    return tuple(
        kind
        for kind in load().types.values()
        if (kind.signs or kind.sign_row or kind.seals)
        and len(kind.titles[:1])
        and not kind.copy_seals
    )


def checked(rng: Random, client: Client) -> Checked:
    """A form of any such type, its places for signatures in one of five layouts."""
    kind = rng.choice(kinds())
    script = rng.choice((Script.SIMPLIFIED, Script.SIMPLIFIED, Script.TRADITIONAL))
    look = Look.random(rng, script, rng.randint(28, 33))
    desk = Desk(rng, Drawing(A4), look)
    form = _Form(desk, kind, set(), desk.title(script.write(kind.titles[0])))
    for label, key in (("客户名称", "customer_name"), ("电话", "phone"), ("地址", "address")):
        value = client.get(key) or client.name
        form.y = desk.entry(entries.plain("", label, value, script), MARGIN, form.y, desk.right)
    form.y = desk.paragraph(
        rng.choice(("以上情况属实。", "按规定办理。", "已核对无误。")), form.y + 20
    )
    sort = rng.choice(tuple(LAYOUTS))
    roles = list(dict.fromkeys((*kind.signs, *kind.sign_row)))
    if roles:
        LAYOUTS[sort](form, roles)
    for owner in kind.seals:
        _sealed(form, owner, client)
    if rng.random() < 0.25:
        _part(form)
    if rng.random() < 0.25:
        _kept(form)
    truth, paper = frozenset(form.truth), (desk.sheet.sheet(),)
    return Checked(Paper(kind.key, kind.titles[0], client.number, paper), kind, truth, sort)


def agreement(rng: Random, client: Client) -> Checked:
    """A contract of the factory, with all its seals or none, its signatures or none."""
    paper = contract.contract(rng, client, pages=rng.randint(1, 2))
    kind = load().types["contract"]
    truth: set[tuple[FindingCode, str]] = set()
    *front, last = paper.sheets
    hands = [
        mark for mark in last.marks if getattr(getattr(mark, "pen", None), "handwritten", False)
    ]
    if rng.random() < 0.5:
        gone = {id(mark) for mark in hands}
        last = replace(last, marks=tuple(m for m in last.marks if id(m) not in gone))
        truth |= {(FindingCode.SIGNATURE_MISSING, key) for key in ("party_a", "party_b")}
    stamps = [mark for mark in last.marks if type(mark).__name__ == "Stamp"]
    if rng.random() < 0.5 or len(stamps) < 2:
        gone = {id(mark) for mark in stamps}
        last = replace(last, marks=tuple(m for m in last.marks if id(m) not in gone))
        truth |= {(FindingCode.SEAL_MISSING, key) for key in ("party_a", "party_b")}
    whole = replace(paper, sheets=(*front, last))
    return Checked(whole, kind, frozenset(truth), "contract")


def _sign(form: _Form, role: Signatory, x: float, y: float, room: float) -> None:
    """Somebody signs at `x`, `y` in the `room` there is, or nobody does."""
    fate = form.rng.random()
    if fate < 0.4:
        form.truth.add((FindingCode.SIGNATURE_MISSING, role.key))
        return
    pen = form.desk.look.hand
    if fate < 0.65:
        _scribble(form, x, y, min(room * 0.8, 5 * pen.size))
        return
    name = people.person(form.rng)
    pen = replace(pen, ink=form.rng.choice((BLUE, (40, 40, 44))))
    lift = form.rng.uniform(-0.35, 0.2) * pen.size
    form.desk.sheet.text(form.desk.say(name), x + 0.1 * pen.size, y + lift, pen)


def _scribble(form: _Form, x: float, y: float, wide: float) -> None:
    """A signature nobody can read: one line that goes up and down and forwards."""
    rng, em = form.rng, form.desk.em
    ink, width = rng.choice((BLUE, (30, 30, 32))), rng.choice((3, 4, 5))
    at = (x + 0.2 * em, y + 0.6 * em)
    steps = rng.randint(9, 18)
    for step in range(steps):
        to = (
            x + 0.2 * em + wide * (step + 1) / steps + rng.uniform(-0.3, 0.3) * em,
            y + em * rng.uniform(-0.4, 1.1),
        )
        form.desk.sheet.marks.append(Rule(*at, *to, width, ink))
        at = to


def _in_one_row(form: _Form, roles: Sequence[Signatory]) -> None:
    """出纳：　会计：　主管副总：　部门主管：　制表人："""
    desk, per_row = form.desk, 3
    for start in range(0, len(roles), per_row):
        some = roles[start : start + per_row]
        step = (desk.right - MARGIN) / per_row
        form.y += desk.em * 2.2
        for position, role in enumerate(some):
            x = MARGIN + position * step
            label = desk.sheet.text(desk.say(role.labels[0]) + "：", x, form.y, desk.look.label)
            end = label.x1 * desk.sheet.width
            _sign(form, role, end, form.y, x + step - end)
    form.y += desk.em * 2.5


def _underlined(form: _Form, roles: Sequence[Signatory]) -> None:
    desk = form.desk
    for role in roles:
        form.y += desk.em * 2.4
        word = "" if "签" in role.labels[0] else form.rng.choice(("", "（签字）", "签字"))
        label = desk.sheet.text(
            desk.say(role.labels[0] + word) + "：", MARGIN, form.y, desk.look.label
        )
        end = label.x1 * desk.sheet.width
        desk.sheet.rule(end, form.y + desk.em * 1.15, end + desk.em * 8, form.y + desk.em * 1.15)
        _sign(form, role, end, form.y, desk.em * 8)
        if form.rng.random() < 0.5:
            x = end + desk.em * 9
            desk.sheet.text(desk.say("日期：　　年　　月　　日"), x, form.y, desk.look.label)
    form.y += desk.em * 2


def _beside(form: _Form, roles: Sequence[Signatory]) -> None:
    """Cells with a label, each with an empty one to its right."""
    desk = form.desk
    pairs = 2
    width = (desk.right - MARGIN) / pairs
    edges = [float(MARGIN)]
    for position in range(pairs):
        edges += [MARGIN + width * (position + 0.36), MARGIN + width * (position + 1)]
    grid = Grid(tuple(edges), desk.em * 2.6)
    form.y += desk.em
    for start in range(0, len(roles), pairs):
        some = roles[start : start + pairs]
        slots: list[Slot] = []
        for role in some:
            slots += [
                Slot(desk.say(role.labels[0]), desk.look.label, 1, 0.5),
                Slot("", desk.look.value),
            ]
        while len(slots) < 2 * pairs:
            slots += [Slot(desk.say("备注"), desk.look.label, 1, 0.5), Slot("", desk.look.value)]
        bottom, boxes = grid.draw_row(desk.sheet, form.y, slots)
        for role, box in zip(some, boxes[1::2], strict=False):
            x, y = box.x0 * desk.sheet.width + desk.em, form.y + desk.em * 0.7
            _sign(form, role, x, y, box.width * desk.sheet.width - 2 * desk.em)
        form.y = bottom


def _above(form: _Form, roles: Sequence[Signatory]) -> None:
    """A row of labels, and a row of empty cells below it."""
    desk = form.desk
    columns = max(2, min(5, len(roles)))
    width = (desk.right - MARGIN) / columns
    grid = Grid(tuple(MARGIN + width * n for n in range(columns + 1)), desk.em * 2.4)
    form.y += desk.em
    for start in range(0, len(roles), columns):
        some = list(roles[start : start + columns])
        heads = [role.labels[0] for role in some] + ["备注"] * (columns - len(some))
        slots = [Slot(desk.say(head), desk.look.label, 1, 0.5) for head in heads]
        form.y, _ = grid.draw_row(desk.sheet, form.y, slots)
        top = form.y
        form.y, _ = grid.draw_row(desk.sheet, form.y, [Slot("", desk.look.value)] * columns)
        for position, role in enumerate(some):
            x = MARGIN + width * position + desk.em * 0.5
            _sign(form, role, x, top + desk.em * 0.6, width - desk.em)


def _opinions(form: _Form, roles: Sequence[Signatory]) -> None:
    """Tall cells with an opinion, and 签字： at their foot."""
    desk = form.desk
    grid = Grid((float(MARGIN), MARGIN + desk.em * 6.0, float(desk.right)), desk.em * 4.2)
    form.y += desk.em
    for role in roles:
        top = form.y
        slots = [Slot(desk.say(role.labels[0]), desk.look.label, 1, 0.5), Slot("", desk.look.value)]
        form.y, _ = grid.draw_row(desk.sheet, form.y, slots)
        said = form.rng.choice(("同意。", "情况属实，同意办理。", ""))
        if said:
            desk.sheet.text(
                desk.say(said), MARGIN + desk.em * 7, top + desk.em * 0.5, desk.look.value
            )
        foot = form.y - desk.em * 1.7
        label = desk.sheet.text(
            desk.say("签字："), desk.right - desk.em * 16, foot, desk.look.label
        )
        desk.sheet.text(desk.say("年　月　日"), desk.right - desk.em * 6, foot, desk.look.label)
        _sign(form, role, label.x1 * desk.sheet.width, foot, desk.em * 6)


LAYOUTS: dict[str, Callable[[_Form, Sequence[Signatory]], None]] = {
    "in one row": _in_one_row,
    "underlined": _underlined,
    "cells beside": _beside,
    "cells below": _above,
    "opinions": _opinions,
}


def _sealed(form: _Form, owner: SealOwner, client: Client) -> None:
    """A place for a seal, and one pressed there or not."""
    desk = form.desk
    form.y += desk.em * 3.5
    label = desk.sheet.text(desk.say(owner.labels[0]) + "：", MARGIN, form.y, desk.look.label)
    if form.rng.random() < 0.5:
        form.truth.add((FindingCode.SEAL_MISSING, owner.key))
    else:
        x = label.x1 * desk.sheet.width + desk.em * form.rng.uniform(0, 4)
        desk.seal(
            client.name if client.is_company else "某某有限公司",
            x,
            form.y,
            form.rng.uniform(120, 160),
        )
        form.truth.add((FindingCode.SEAL_PRESENT, owner.key))
    form.y += desk.em * 9


def _part(form: _Form) -> None:
    """Which part of a set of copies it is, in a corner of the page."""
    desk, number = form.desk, form.rng.randint(1, 4)
    keeper = form.rng.choice(("", "：财务", "（客户）", " 存根"))
    said = f"第{values.below_hundred(number)}联{keeper}"
    desk.sheet.text(desk.say(said), desk.right, 50, desk.look.body.scaled(0.8), 1.0)
    form.truth.add((FindingCode.COPY_NUMBER, str(number)))


def _kept(form: _Form) -> None:
    """The red stamp that tells where the original is."""
    desk = form.desk
    place = form.rng.choice(_KEPT_AT)
    pen = Pen(desk.look.body.face, desk.em, RED, bold=True)
    said = desk.say(
        form.rng.choice(("原件存于{}", "原件存放于{}", "复印件，原件存{}")).format(place)
    )
    y = desk.sheet.height - 200.0
    box = desk.sheet.text(said, desk.right - 40, y, pen, 1.0)
    left, right = box.x0 * desk.sheet.width - 14, box.x1 * desk.sheet.width + 14
    top, bottom = y - 12, y + desk.em + 14
    for ends in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        desk.sheet.marks.append(Rule(*ends, 3, RED))
    form.truth.add((FindingCode.ORIGINAL_KEPT, place))
