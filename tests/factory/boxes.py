"""Forms with boxes to be ticked, printed and by hand, among print that looks like boxes.

The sheet is laid out as others are; squares, circles and what is put into them are drawn on the
rendered image, because a hand does not keep to the printed line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from tests.factory.desk import MARGIN
from tests.factory.layout import A4, BLACK, BLUE, Drawing, Look, Sheet
from tests.factory.script import Script

QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("性别", ("男", "女")),
    ("婚姻状况", ("未婚", "已婚", "离异")),
    ("企业性质", ("国有", "民营", "外资", "合资", "其他")),
    ("付款方式", ("现金", "转账", "承兑汇票", "信用证")),
    ("客户类别", ("A类", "B类", "C类")),
    ("是否一般纳税人", ("是", "否")),
    ("证件类型", ("身份证", "护照", "港澳通行证")),
    ("送货方式", ("自提", "送货上门", "物流托运")),
    ("了解渠道", ("网络", "朋友介绍", "展会", "报纸杂志")),
    ("满意程度", ("非常满意", "满意", "一般", "不满意")),
    ("有无合同", ("有", "无")),
    ("办理方式", ("本人申办", "委托办理")),
    ("学历", ("高中及以下", "大专", "本科", "硕士以上")),
    ("处理意见", ("同意", "不同意", "退回补充")),
    ("出口业务", ("是", "否")),
    ("发票种类", ("专用发票", "普通发票", "电子发票")),
)
DISTRACTIONS = (
    "人口：3　户口所在地：北京市朝阳区　口岸：天津港",
    "出生日期：1983年6月20日　国籍：中国　电话：010-60088800",
    "田口先生于10月20日回访，由日方因故改至四月八日",
    "本表一式两份，由客户填写后交回门口服务台，回单请自留",
    "备注：目前库存0件，自2020年起由进口改为国内采购",
    "合同编号：QD-2008-00860　口头通知无效，因故延期须书面告知",
)


class Shape(StrEnum):
    """What is printed to be marked."""

    SQUARE = "square"
    CIRCLE = "circle"


class Mark(StrEnum):
    """How a box is marked; those that start with `pen` are drawn by hand."""

    TICK = "tick"
    CROSS = "cross"
    SOLID = "solid"
    PEN_TICK = "pen_tick"
    PEN_CROSS = "pen_cross"
    PEN_FILL = "pen_fill"
    PEN_SLASH = "pen_slash"

    @property
    def by_hand(self) -> bool:
        return self.value.startswith("pen")


@dataclass(frozen=True, slots=True)
class BoxTruth:
    """A box on a sheet, in pixels at 200 dpi: its middle and size, what it stands for, its mark."""

    x: float
    y: float
    size: float
    option: str
    group: str
    mark: Mark | None

    @property
    def checked(self) -> bool:
        return self.mark is not None


@dataclass(frozen=True, slots=True)
class Manner:
    """How one form prints its boxes and how it was filled in."""

    shape: Shape
    size: float
    stroke: int
    behind: bool
    marks: tuple[Mark, ...]
    ink: tuple[int, int, int]
    pen: int

    @classmethod
    def random(cls, rng: Random, em: int, by_hand: bool | None = None) -> Manner:
        """Any manner; `by_hand` None takes print or pen by chance."""
        hand = rng.random() < 0.6 if by_hand is None else by_hand
        pen = (Mark.PEN_TICK, Mark.PEN_TICK, Mark.PEN_CROSS, Mark.PEN_FILL, Mark.PEN_SLASH)
        printed = (Mark.TICK, Mark.TICK, Mark.CROSS, Mark.SOLID)
        return cls(
            shape=rng.choice((Shape.SQUARE, Shape.SQUARE, Shape.SQUARE, Shape.CIRCLE)),
            size=em * rng.uniform(0.68, 1.0),
            stroke=rng.choice((1, 2, 2, 3)),
            behind=rng.random() < 0.2,
            marks=(rng.choice(pen if hand else printed),)
            if rng.random() < 0.7
            else pen[:3]
            if hand
            else printed[:2],
            ink=rng.choice((BLUE, BLACK, BLUE)) if hand else BLACK,
            pen=rng.choice((2, 3, 3, 4)),
        )


@dataclass(frozen=True, slots=True)
class BoxedSheet:
    """A sheet with its boxes, before it is drawn."""

    sheet: Sheet
    boxes: tuple[BoxTruth, ...]
    manner: Manner


@dataclass(slots=True)
class _Form:
    """A form being laid out."""

    rng: Random
    drawing: Drawing
    look: Look
    manner: Manner
    boxes: list[BoxTruth]

    @property
    def em(self) -> int:
        return self.look.body.size

    def options(
        self, group: str, options: Sequence[str], x: float, y: float, end: float, *, listed: bool
    ) -> float:
        """Write a question's options from `x` on, in rows or `listed` one a row; the last y."""
        start, gap = x, self.em * self.rng.uniform(0.8, 1.6)
        close = self.manner.size * self.rng.uniform(1.1, 1.35)
        marked = self._marked(len(options))
        for place, option in enumerate(options):
            words = self.look.script.write(option)
            length = close + self.look.body.width(words)
            if x > start and (listed or x + length > end):
                x, y = start, y + self.em * 1.9
            mark = self.rng.choice(self.manner.marks) if place in marked else None
            self._option((group, words), (x, y), close, mark)
            x += length + gap
        return y

    def _option(
        self, named: tuple[str, str], at: tuple[float, float], close: float, mark: Mark | None
    ) -> None:
        """One option with its box before or behind it."""
        (group, words), (x, y), pen = named, at, self.look.body
        self.drawing.text(words, x if self.manner.behind else x + close, y, pen)
        half = close / 2 if self.manner.behind else self.manner.size / 2
        middle = x + half + (pen.width(words) if self.manner.behind else 0.0)
        group = self.look.script.write(group)
        self.boxes.append(BoxTruth(middle, y + self.em * 0.5, self.manner.size, words, group, mark))

    def _marked(self, count: int) -> set[int]:
        """Mostly one, at times none or two."""
        kind = self.rng.random()
        wanted = 0 if kind < 0.15 else 2 if kind > 0.85 and count > 2 else 1
        return set(self.rng.sample(range(count), wanted))


def boxed_form(
    rng: Random, script: Script = Script.SIMPLIFIED, by_hand: bool | None = None
) -> BoxedSheet:
    """One form with questions to tick, in a wired table, on lines, or one below the other."""
    look = Look.random(rng, script, rng.randint(27, 35))
    form = _Form(rng, Drawing(A4), look, Manner.random(rng, look.body.size, by_hand), [])
    title = script.write(rng.choice(("客户登记表", "服务申请表", "客户意见调查表", "业务办理单")))
    form.drawing.text(title, A4[0] / 2, 120, look.title, 0.5)
    y = 120 + look.title.size * 2.2
    questions = rng.sample(QUESTIONS, rng.randint(5, 9))
    layout: Callable[[_Form, Sequence[tuple[str, tuple[str, ...]]], float], float]
    layout = rng.choice((_wired, _wired, _lined, _listed))
    y = layout(form, questions, y)
    for text in rng.sample(DISTRACTIONS, 3):
        y += look.body.size * 1.9
        form.drawing.text(script.write(text), MARGIN, y, look.body)
    return BoxedSheet(form.drawing.sheet(), tuple(form.boxes), form.manner)


_Questions = Sequence[tuple[str, tuple[str, ...]]]


def _wired(form: _Form, questions: _Questions, y: float) -> float:
    """Label cell and options cell, row by row."""
    left, right = float(MARGIN), float(A4[0] - MARGIN)
    bar = left + form.em * 8.5
    tall = form.em * form.rng.uniform(2.0, 2.8)
    form.drawing.rule(left, y, right, y)
    for group, options in questions:
        top, room = y, (tall - form.em) / 2
        form.drawing.text(form.look.script.write(group), left + 14, y + room, form.look.label)
        last = form.options(group, options, bar + 14, y + room, right - 14, listed=False)
        y = last + form.em + room
        form.drawing.rule(left, y, right, y)
        for x in (left, bar, right):
            form.drawing.rule(x, top, x, y)
    return y


def _lined(form: _Form, questions: _Questions, y: float) -> float:
    """`label：□ one □ two` on a line of its own."""
    for group, options in questions:
        label = form.look.script.write(group) + "："
        box = form.drawing.text(label, MARGIN, y, form.look.label)
        start = box.x1 * form.drawing.width + form.em * 0.3
        y = form.options(group, options, start, y, A4[0] - MARGIN, listed=False) + form.em * 2.1
    return y


def _listed(form: _Form, questions: _Questions, y: float) -> float:
    """The label on its own line, the options below it, one on each."""
    form.manner = replace(form.manner, behind=False)
    for group, options in questions[:5]:
        form.drawing.text(form.look.script.write(group) + "：", MARGIN, y, form.look.label)
        start, end = MARGIN + 2 * form.em, A4[0] - MARGIN
        y = form.options(group, options, start, y + form.em * 1.8, end, listed=True)
        y += form.em * 2.2
    return y
