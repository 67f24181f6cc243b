"""Pages of every document type as a reader would hand them over, made without drawing or reading.

Layouts, labels and running text are chance's; what damage did to the title is `damaged`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bench.forms import damaged
from bench.forms.damaged import MANNERS, Rows
from domain.fields import FieldKey
from domain.forms import OTHER, DocumentType
from domain.geometry import Box
from domain.page import Line, Page, Word
from domain.text import squeezed
from ingest.forms.catalogue import Catalogue
from tests.factory import names, people

CODE_ONLY = "code only"
TWO_FORMS = "two forms on a page"
WIDTH, HEIGHT = 1654, 2339
_ASPECT = WIDTH / HEIGHT
_BODY = 0.0125
_NOISE = 0.01
"""Share of characters of the body that the reader takes for others."""
GENERAL = (
    "日期", "编号", "姓名", "备注", "经办人", "内容", "数量", "单位", "金额", "地址", "电话",
    "部门", "时间", "说明", "原因", "意见", "审核", "批准", "填表人", "序号", "项目", "规格",
    "处理情况", "签字",
)  # fmt: skip
SENTENCES = (
    "以上内容请如实填写，如有变更应于三日内通知我方。",
    "本表一式两份，双方各执一份，自签字之日起生效。",
    "请按照规定的时间交回，逾期不予受理。",
    "经核对，所列各项与实际情况相符，特此说明。",
    "有关事项由经办人负责跟进，并于下月初汇报结果。",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, the type it truly is, and what was done to it.

    `tells` is whether what is left on the page names its type and no other. `below` is the type
    of a second form on the lower half.
    """

    page: Page
    key: str
    manner: str
    title: str
    tells: bool = True
    below: str = ""


def pages(rng: Random, catalogue: Catalogue, times: int) -> Iterator[Shown]:
    """Every type with a title at least `times` times, each time in another manner of damage.

    Types with a code also come without title, and one page in twenty holds a second form.
    """
    kinds = [kind for kind in catalogue.types.values() if kind.key != OTHER and kind.titles]
    for kind in kinds:
        manners = rng.sample(list(MANNERS), len(MANNERS))
        for turn in range(times):
            yield _one(rng, catalogue, kind, manners[turn % len(manners)])
        if kind.codes:
            for _ in range(times):
                yield _coded(rng, catalogue, kind)
        if rng.random() < times / 20:
            yield _two(rng, catalogue, kind, rng.choice(kinds))


def _one(rng: Random, catalogue: Catalogue, kind: DocumentType, manner: str) -> Shown:
    title = rng.choice(kind.titles)
    rows = MANNERS[manner](rng, title)
    lines = [*_heading(rng, rows), *_body(rng, catalogue, kind, 0.16, 0.92)]
    left = title if manner == "glued" else "".join(run for row in rows for run in row)
    says = tells(kind, left, catalogue)
    return Shown(_page(rng, lines), kind.key, manner, title, says)


def _coded(rng: Random, catalogue: Catalogue, kind: DocumentType) -> Shown:
    told = damaged.code(rng, rng.choice(kind.codes))
    x = rng.choice((0.1, 0.66))
    lines = [_line(told, x, rng.uniform(0.02, 0.06), _BODY), *_body(rng, catalogue, kind, 0.1, 0.9)]
    return Shown(_page(rng, lines), kind.key, CODE_ONLY, told)


def _two(rng: Random, catalogue: Catalogue, kind: DocumentType, other: DocumentType) -> Shown:
    """One form above the other, each under its own clean title."""
    above, below = rng.choice(kind.titles), rng.choice(other.titles)
    lines = [
        *_heading(rng, ((above,),)),
        *_body(rng, catalogue, kind, 0.14, 0.45),
        *_heading(rng, ((below,),), 0.52),
        *_body(rng, catalogue, other, 0.6, 0.92),
    ]
    says = tells(kind, above, catalogue)
    return Shown(_page(rng, lines), kind.key, TWO_FORMS, f"{above} / {below}", says, other.key)


def tells(kind: DocumentType, left: str, catalogue: Catalogue) -> bool:
    """Whether no other type has a title as near to what is left of this one's.

    What is left must be three characters at least; where it is a part of titles, it must be so
    of this type's alone.
    """
    plain = squeezed(left)
    if len(plain) < 3:
        return plain in {title for title, key, _ in catalogue.titles if key == kind.key}
    holders = {key for title, key, _ in catalogue.titles if plain in title}
    whole = {key for title, key, _ in catalogue.titles if title == plain}
    if whole or holders:
        return (whole or holders) == {kind.key}
    nearest: dict[str, int] = {}
    texts = catalogue.title_texts
    for _, apart, at in process.extract_iter(plain, texts, scorer=Levenshtein.distance):
        key = catalogue.titles[at][1]
        nearest[key] = min(int(apart), nearest.get(key, 99))
    own = nearest.pop(kind.key)
    return own < min(nearest.values())


def _heading(rng: Random, rows: Rows, top: float = 0.0) -> Iterator[Line]:
    """The house's name at times, the title's rows, and at times a number beside or below."""
    size, y = rng.uniform(0.015, 0.027), top or rng.uniform(0.025, 0.07)
    if rng.random() < 0.3:
        house = people.company_name(rng, people.place(rng), rng.choice(names.TRADES)[0])
        yield _line(house, 0.5 - _width(house, _BODY * 1.1) / 2, y, _BODY * 1.1)
        y += 0.025
    left = rng.random() < 0.15
    for row in rows:
        gap = _em(size) * rng.uniform(0.6, 1.6)
        whole = sum(_width(run, size) for run in row) + gap * (len(row) - 1)
        x = max(0.03, 0.08 if left else 0.5 - whole / 2)
        for run in row:
            covered = run[: len(run) - len(run.lstrip("　"))]
            yield _line(run.strip("　"), x + _width(covered, size), y, size)
            x += _width(run, size) + gap
        y += size * 1.35
    if rng.random() < 0.3:
        yield _line(f"编号：{rng.randint(1, 9999):04d}", 0.72, y, _BODY)
    if rng.random() < 0.2:
        yield _line(f"日期：{rng.randint(2018, 2026)}年{rng.randint(1, 12)}月", 0.08, y, _BODY)


def _body(
    rng: Random, catalogue: Catalogue, kind: DocumentType, top: float, bottom: float
) -> Iterator[Line]:
    """Rows of labels with answers, or running text, at times with a word on some other form."""
    step = rng.uniform(0.024, 0.034)
    count = int((bottom - top) / step)
    asked = _asked(rng, catalogue, kind)
    prose = not kind.labels and rng.random() < 0.2
    mention = rng.randrange(count) if rng.random() < 0.25 else -1
    for row in range(count):
        y = top + row * step
        if row == mention:
            yield _line(f"附：{rng.choice(catalogue.titles)[2]}一份", 0.1, y, _BODY)
        elif prose:
            yield _line(damaged.noisy(rng, rng.choice(SENTENCES), _NOISE), 0.1, y, _BODY)
        elif row * 2 < len(asked):
            for label, x in zip(asked[row * 2 : row * 2 + 2], (0.08, 0.52), strict=False):
                yield _line(damaged.noisy(rng, label, _NOISE) + "：", x, y, _BODY)
                if rng.random() < 0.8:
                    yield _line(answer(rng), x + 0.16, y, _BODY)


def _asked(rng: Random, catalogue: Catalogue, kind: DocumentType) -> list[str]:
    own = [
        rng.choice(labels)
        for key in kind.labels
        if rng.random() < 0.75 and (labels := catalogue.field(FieldKey(key)).labels)
    ]
    general = rng.sample(GENERAL, rng.randint(4, 12))
    asked = list(dict.fromkeys([*own, *general]))
    rng.shuffle(asked)
    return asked


def answer(rng: Random) -> str:
    """What may stand behind any label."""
    return rng.choice(
        (
            people.person(rng),
            str(rng.randint(10, 99999)),
            people.company_name(rng, people.place(rng), rng.choice(names.TRADES)[0]),
            f"{rng.randint(2015, 2026)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
            rng.choice(SENTENCES)[: rng.randint(4, 12)],
        )
    )


def _em(size: float) -> float:
    return size / _ASPECT


def _width(text: str, size: float) -> float:
    return sum(_em(size) if ord(char) >= 0x2E80 else _em(size) / 2 for char in text)


def _line(text: str, x: float, y: float, size: float) -> Line:
    box = Box.clipped(x, y, x + _width(text, size), y + size)
    return Line(text, box, 0.97, (Word(text, box, 0.97),))


def _page(rng: Random, lines: Iterable[Line]) -> Page:
    """The lines in reading order, their boxes as unsteady as a detector's."""
    shaken = [_shaken(rng, line) for line in lines if line.text.strip()]
    return Page(1, WIDTH, HEIGHT, tuple(_sorted(shaken)))


def _sorted(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (round(line.box.y0, 2), line.box.x0))


def _shaken(rng: Random, line: Line) -> Line:
    box, by = line.box, 0.08 * line.box.height
    x0, x1 = (side + rng.uniform(-by, by) for side in (box.x0, box.x1))
    y0, y1 = (side + rng.uniform(-by, by) for side in (box.y0, box.y1))
    moved = Box.clipped(x0, y0, max(x1, x0 + 0.002), max(y1, y0 + 0.002))
    return Line(line.text, moved, line.confidence, (Word(line.text, moved, line.confidence),))
