"""Lists as offices print them: wired, with rules across only, in three lines, or without a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.factory import people, phrases, values
from tests.factory.layout import A4, Drawing, Look, Sheet, wrap
from tests.factory.script import Script

PADDING = 12
LEADING = 1.28


class Ruling(StrEnum):
    """Which lines a table is drawn with."""

    WIRED = "wired"
    OPEN_SIDES = "open sides"
    ACROSS = "across"
    THREE_LINE = "three-line"
    UNWIRED = "unwired"


@dataclass(frozen=True, slots=True)
class CellTruth:
    """Where a cell stands in its table, how far it reaches, and what is printed in it."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet with one table among prose, and the table's cells."""

    sheet: Sheet
    cells: tuple[CellTruth, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column is headed with, how wide it is, how it is set, and what stands in it."""

    head: str
    width: float
    align: float
    fill: Callable[[Random, int], str]


_GOODS = (
    "碳素结构钢板", "不锈钢法兰", "双壁波纹管", "电力电缆", "防火涂料", "中性硅酮密封胶",
    "彩色激光打印机", "办公椅", "A4复印纸", "配电箱", "离心水泵", "节能灯具",
)  # fmt: skip


def _place(rng: Random, _row: int) -> str:
    return people.address(rng, people.place(rng))


_COLUMNS = (
    _Column("日期", 190, 0.5, lambda rng, _: values.day(rng, 2019, 2025).isoformat()),
    _Column("品名", 260, 0.0, lambda rng, _: rng.choice(_GOODS)),
    _Column("单位", 100, 0.5, lambda rng, _: rng.choice(("台", "件", "吨", "箱", "套", "米"))),
    _Column("数量", 110, 1.0, lambda rng, _: str(rng.randint(1, 900))),
    _Column("单价", 150, 1.0, lambda rng, _: f"{rng.uniform(2, 9000):,.2f}"),
    _Column("金额（元）", 190, 1.0, lambda rng, _: f"{rng.uniform(100, 900000):,.2f}"),
    _Column("经办人", 130, 0.5, lambda rng, _: people.person(rng)),
    _Column("联系电话", 210, 0.5, lambda rng, _: values.mobile(rng)),
    _Column("地址", 330, 0.0, _place),
    _Column("编号", 180, 0.0, lambda rng, _: f"HT{rng.randint(2019, 2025)}{values.digits(rng, 4)}"),
    _Column("占比", 110, 1.0, lambda rng, _: f"{rng.uniform(0.1, 60):.1f}%"),
    _Column("备注", 150, 0.0, lambda rng, _: rng.choice(("", "", "已结清", "分期", "待核实"))),
)


@dataclass(frozen=True, slots=True)
class _Measure:
    """Edges of the columns, the pen of the body, and the drawing."""

    drawing: Drawing
    look: Look
    edges: tuple[float, ...]
    aligns: tuple[float, ...]
    ruling: Ruling
    line: int


def list_sheet(
    rng: Random, ruling: Ruling, *, rows: int | None = None, script: Script = Script.SIMPLIFIED
) -> ListSheet:
    """A sheet with a table of `ruling`, a title and a paragraph above it, and one below."""
    look = Look.random(rng, script, rng.randint(26, 32))
    drawing = Drawing(A4)
    left = rng.randint(110, 190)
    columns = _chosen(rng, A4[0] - 2 * left)
    stretch = (A4[0] - 2 * left) / sum(column.width for column in columns)
    edges = [float(left)]
    for column in columns:
        edges.append(edges[-1] + column.width * stretch)
    measure = _Measure(
        drawing,
        look,
        tuple(edges),
        tuple(column.align for column in columns),
        ruling,
        rng.choice((1, 2, 2, 3)),
    )
    y = _prose(rng, drawing, look, left, 150)
    truth, y = _table(rng, measure, columns, y, rows or rng.randint(4, 14))
    _prose(rng, drawing, look, left, y + 70, titled=False)
    return ListSheet(drawing.sheet(), tuple(truth))


def _chosen(rng: Random, width: float) -> list[_Column]:
    """Columns that fit into `width`, a serial number often before them."""
    wanted = rng.randint(3, 7)
    pool = rng.sample(_COLUMNS, len(_COLUMNS))
    chosen: list[_Column] = []
    if rng.random() < 0.5:
        chosen.append(_Column("序号", 90, 0.5, lambda _, row: str(row + 1)))
    for column in pool:
        if sum(other.width for other in chosen) + column.width <= width and len(chosen) < wanted:
            chosen.append(column)
    return chosen


def _prose(
    rng: Random, drawing: Drawing, look: Look, left: float, y: float, *, titled: bool = True
) -> float:
    """A paragraph, under a title where one is wanted; the height at which it ends."""
    title, paragraphs = rng.choice(phrases.LETTERS)
    if titled:
        drawing.text(look.script.write(title[:16]), A4[0] / 2, y, look.title, 0.5)
        y += look.title.size * 2
    text = look.script.write("".join(paragraphs[:2]).replace("{", "").replace("}", ""))
    for line in wrap("　　" + text, look.body, A4[0] - 2 * left)[:4]:
        drawing.text(line, left, y, look.body)
        y += look.body.size * 1.6
    return y + look.body.size


def _table(
    rng: Random, measure: _Measure, columns: Sequence[_Column], y: float, rows: int
) -> tuple[list[CellTruth], float]:
    """Head, rows and often a total; the cells, and the height at which the table ends."""
    write = measure.look.script.write
    truth: list[CellTruth] = []
    first = y
    grouped = len(columns) >= 5 and rng.random() < 0.3
    if grouped:
        cells, y = _grouped_head(measure, [write(column.head) for column in columns], y)
        truth += cells
    else:
        cells, y = _row(measure, 0, y, [(write(column.head), 1) for column in columns], head=True)
        truth += cells
    at = 2 if grouped else 1
    _across(measure, y, 0, len(columns), heavy=False)
    for row in range(rows):
        texts = [(write(column.fill(rng, row)), 1) for column in columns]
        cells, y = _row(measure, at, y, texts)
        truth += cells
        at += 1
        last = row == rows - 1
        if measure.ruling in (Ruling.WIRED, Ruling.OPEN_SIDES, Ruling.ACROSS) and not last:
            _across(measure, y, 0, len(columns), heavy=False)
    if measure.ruling in (Ruling.WIRED, Ruling.OPEN_SIDES) and rng.random() < 0.5:
        _across(measure, y, 0, len(columns), heavy=False)
        rest = [(write(column.fill(rng, rows)), 1) for column in columns[2:]]
        cells, y = _row(measure, at, y, [(write("合计"), 2), *rest])
        truth += cells
    heavy = measure.ruling is Ruling.THREE_LINE
    _across(measure, first, 0, len(columns), heavy=heavy)
    _across(measure, y, 0, len(columns), heavy=heavy)
    if measure.ruling is Ruling.WIRED:
        for x in (measure.edges[0], measure.edges[-1]):
            measure.drawing.rule(x, first, x, y, width=measure.line)
    return truth, y


def _grouped_head(
    measure: _Measure, heads: Sequence[str], y: float
) -> tuple[list[CellTruth], float]:
    """Two rows of heads: the last two columns stand under one head of their own."""
    drawing, pen = measure.drawing, measure.look.label
    height = 2 * PADDING + pen.size * LEADING
    group = len(heads) - 2
    truth = []
    for column, head in enumerate(heads[:group]):
        middle = (measure.edges[column] + measure.edges[column + 1]) / 2
        drawing.text(head, middle, y + height - pen.size / 2, pen, 0.5)
        truth.append(CellTruth(0, column, 2, 1, head))
    name = measure.look.script.write("本期发生")
    middle = (measure.edges[group] + measure.edges[-1]) / 2
    drawing.text(name, middle, y + height / 2 - pen.size / 2, pen, 0.5)
    truth.append(CellTruth(0, group, 1, 2, name))
    _across(measure, y + height, group, len(heads), heavy=False)
    for column in (group, group + 1):
        middle = (measure.edges[column] + measure.edges[column + 1]) / 2
        drawing.text(heads[column], middle, y + 1.5 * height - pen.size / 2, pen, 0.5)
        truth.append(CellTruth(1, column, 1, 1, heads[column]))
    if measure.ruling in (Ruling.WIRED, Ruling.OPEN_SIDES):
        for column in range(1, group + 1):
            x = measure.edges[column]
            drawing.rule(x, y, x, y + 2 * height, width=measure.line)
        x = measure.edges[group + 1]
        drawing.rule(x, y + height, x, y + 2 * height, width=measure.line)
    return truth, y + 2 * height


def _row(
    measure: _Measure, row: int, y: float, texts: Sequence[tuple[str, int]], *, head: bool = False
) -> tuple[list[CellTruth], float]:
    """One row of texts, each with the columns it spans, and the lines down beside them."""
    pen = measure.look.label if head else measure.look.body
    step = pen.size * LEADING
    spans, column = [], 0
    for _, span in texts:
        spans.append((column, column + span))
        column += span
    broken = [
        wrap(text, pen, measure.edges[end] - measure.edges[start] - 2 * PADDING)
        for (text, _), (start, end) in zip(texts, spans, strict=True)
    ]
    height = max(len(lines) for lines in broken) * step + 2 * PADDING
    truth = []
    for (text, span), lines, (start, end) in zip(texts, broken, spans, strict=True):
        left, right = measure.edges[start], measure.edges[end]
        align = 0.5 if head or span > 1 else measure.aligns[start]
        x = left + PADDING + align * (right - left - 2 * PADDING)
        top = y + (height - len(lines) * step) / 2 + (step - pen.size) / 2
        measure.drawing.block(lines, (x, top), pen, step, align)
        truth.append(CellTruth(row, start, 1, span, text))
        if start and measure.ruling in (Ruling.WIRED, Ruling.OPEN_SIDES):
            measure.drawing.rule(left, y, left, y + height, width=measure.line)
    return truth, y + height


def _across(measure: _Measure, y: float, first: int, last: int, *, heavy: bool) -> None:
    if measure.ruling is not Ruling.UNWIRED:
        width = measure.line + 2 * heavy
        measure.drawing.rule(measure.edges[first], y, measure.edges[last], y, width=width)
