"""The manner of a block: labels that stand in a column are labels, though nothing closes them.

A form keeps one manner. Where 客户名称, 纳税人资格 and 职位 begin their rows at one edge, or end
where the values of all rows begin, or follow one another as items 1, 2, 3, each is a label even
where a reader has glued it to its value. One such word alone is not: it may begin a sentence. And
among values, one below the other, a word that could be a label is a value like its neighbours. Nor
is one a label that a word goes on behind where colons close the others: 客户特征 heads a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.fields import FieldKey
from domain.text import is_han
from ingest.fields.book import LabelBook
from ingest.fields.walk import End, Manner, Walk
from ingest.forms.strips import Strip

_FEWEST = 3
"""So many different fields make a column of labels."""
_SHARE = 0.6
"""In a column of labels at least so many of the rows begin with one."""
_FEW = 0.34
"""In a column of values no more of the rows begin with a word that could be a label."""
_NEAR = 6
"""Rows of one block stand no more than so many rows apart."""
_HEADING = 4
"""A label and so many more characters, glued to it, may be a heading."""
_CLOSED = 0.6
"""So many of the labels of a block have a colon where colons are its manner."""
_ALIGNED = 0.6
"""In heights: edges no farther apart are one edge."""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """Where a run of text begins: its row, its character, its left edge, and the label there.

    `value` is where the value begins, or the label ends. `key` is None where no label stands.
    `closed` says whether a colon ends the label, `heading` whether a word may go on behind it.
    """

    row: int
    position: int
    left: float
    value: float
    size: float
    length: int
    numbered: bool
    key: FieldKey | None
    closed: bool
    heading: bool


def manners(strips: Sequence[Strip], book: LabelBook, aspect: float) -> list[Manner]:
    """For each strip, where its block lets a label be expected, and where a value."""
    beginnings = [
        beginning
        for row, strip in enumerate(strips)
        for beginning in _beginnings(row, strip, book, aspect)
    ]
    labels: list[set[int]] = [set() for _ in strips]
    values: list[set[int]] = [set() for _ in strips]
    for one in beginnings:
        if one.key is not None and _among_values(one, beginnings):
            values[one.row].add(one.position)
        elif one.key is not None and _supported(one, beginnings):
            labels[one.row].add(one.position)
    return [
        Manner(frozenset(label), frozenset(value))
        for label, value in zip(labels, values, strict=True)
    ]


def _beginnings(row: int, strip: Strip, book: LabelBook, aspect: float) -> list[_Beginning]:
    em = strip.height / aspect
    made = []
    for start in Walk(strip, book, aspect).starts_of_runs():
        glyphs = strip.glyphs
        made.append(
            _Beginning(
                row=row,
                position=start.position,
                left=glyphs[start.item].box.x0,
                value=glyphs[start.value_from].box.x0 if start.value_from else float("nan"),
                size=em,
                length=start.length,
                numbered=start.item < start.position,
                key=start.key,
                closed=start.closing == End.COLON,
                heading=start.closing == End.TEXT and _is_word(strip.text[start.value_from :]),
            )
        )
    return made


def _supported(one: _Beginning, beginnings: Sequence[_Beginning]) -> bool:
    """Whether enough others of the block begin as this one does."""
    near = [other for other in beginnings if abs(other.row - one.row) <= _NEAR]
    reach = _ALIGNED * one.size
    closed = [other.closed for other in near if other.key is not None]
    if one.heading and sum(closed) >= _CLOSED * len(closed):
        return False
    if one.numbered and _fields(other for other in near if other.numbered) >= _FEWEST:
        return True
    level = [other for other in near if abs(other.left - one.left) <= reach]
    labelled = [other for other in level if other.key is not None]
    if _fields(labelled) >= _FEWEST and len(labelled) >= _SHARE * len(level):
        return True
    ended = [other for other in near if other.key and abs(other.value - one.value) <= reach]
    return _fields(ended) >= _FEWEST and len({other.length for other in ended}) > 1


def _is_word(text: str) -> bool:
    """Whether nothing but a few Han characters follow."""
    return 2 <= len(text.strip()) <= _HEADING and all(map(is_han, text.strip()))


def _among_values(one: _Beginning, beginnings: Sequence[_Beginning]) -> bool:
    """Whether a known word stands in a column of values, as 经理 among the answers."""
    level = [
        other
        for other in beginnings
        if abs(other.row - one.row) <= _NEAR and abs(other.left - one.left) <= _ALIGNED * one.size
    ]
    labelled = sum(other.key is not None for other in level)
    behind = any(other.row == one.row and other.position < one.position for other in beginnings)
    return behind and len(level) > _FEWEST and labelled <= _FEW * len(level)


def _fields(beginnings: Iterable[_Beginning]) -> int:
    return len({other.key for other in beginnings if other.key is not None})
