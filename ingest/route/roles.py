"""Parties that a form names besides its customer: guarantor, co-borrower, spouse, joint owner.

A label tells the role (保证人, 配偶姓名, 共有人身份证号); a number beside a name in the same row is
that party's. What is said of such a party speaks for nobody as the paper's customer, and proposes
a reference in the party's own file (互见).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.geometry import Box
from domain.reading import PageReading
from domain.text import folded, squeezed

_ROLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "guarantor",
        (r"(?:连带(?:责任)?)?(?:保证|担保)[人方]", r"担保(?:公司|单位|企业)", "guarantor|surety"),
    ),
    (
        "co_borrower",
        (r"(?:共同|共有|联合)(?:借款|贷款|还款|申请|承贷)[人方]", "co-?(?:borrower|applicant)"),
    ),
    ("spouse", ("配偶|爱人|丈夫|妻子", "spouse|husband|wife")),
    (
        "joint_owner",
        (
            "(?:共同|房屋|房产|产权|财产|抵押)?共有(?:权)?人",
            "共同(?:所有|产权)(?:权)?人",
            "(?:co-?|joint)owner",
        ),
    ),
    (
        "joint_tenant",
        ("(?:共同|联合|合)(?:承租|租赁|租住|居住)[人方]", "(?:co-?|joint)tenant"),
    ),
    ("pledgor", ("(?:抵押|质押|出质)[人方]", "mortgagor|pledgor")),
)
_ABOUT = (
    r"(?:[甲乙丙丁一二三四1234]|[(（][^)）]{1,6}[)）])?(?:的)?"
    r"(?:姓名|名称|单位|单位名称|全称|签字|签名|签章|盖章|证件|证件号码?|身份证|身份证号码?|公民身份号码|"
    r"统一社会信用代码|信用代码|客户编号|客户号|合同编号|name|id|id(?:no|number)|no)?"
)
_PATTERNS = tuple(
    (role, re.compile(rf"(?:{'|'.join(words)}){_ABOUT}[:：.]?", re.IGNORECASE))
    for role, words in _ROLES
)
_SAME_ROW = 0.5
"""How far two boxes must share their height to stand in one row."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a paper says of another party than its customer."""

    role: str
    label: str
    text: str
    page: int
    box: Box
    doubtful: bool


def role_of(label: str) -> str:
    """The role that a label names as a whole; empty for none."""
    wanted = "".join(folded(label).split())
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(wanted)), "")


def said_of_others(readings: Sequence[PageReading]) -> tuple[Said, ...]:
    """All that the pages say of other parties, once for each place."""
    found: dict[tuple[int, str], Said] = {}
    for reading in readings:
        stated = tuple(_stated(reading))
        for one in (*stated, *_beside(reading, stated)):
            found.setdefault((one.page, squeezed(one.text)), one)
    return tuple(found.values())


def _stated(reading: PageReading) -> Iterable[Said]:
    """What stands behind a label of a role, whether or not the catalogue lists the label."""
    for value in reading.fields:
        if (role := role_of(value.label)) and squeezed(value.value):
            yield Said(role, value.label, value.value, value.page, value.box, value.needs_review)
    for pair in reading.pairs:
        if (role := role_of(pair.label)) and squeezed(pair.value):
            yield Said(role, pair.label, pair.value, pair.page, pair.box, False)


def _beside(reading: PageReading, stated: Sequence[Said]) -> Iterable[Said]:
    """Further values in the row of a party, right of its name: its numbers, its telephone."""
    for value in reading.fields:
        left = [one for one in stated if _is_right_of(value.box, one.box)]
        between = [
            other
            for other in reading.fields
            if other is not value
            and any(_is_right_of(other.box, one.box) for one in left)
            and _is_right_of(value.box, other.box)
            and not role_of(other.label)
            and other.key.endswith("_name")
        ]
        if left and not between and squeezed(value.value) and not role_of(value.label):
            one = max(left, key=lambda said: said.box.x0)
            yield Said(
                one.role, value.label, value.value, value.page, value.box, value.needs_review
            )


def _is_right_of(box: Box, other: Box) -> bool:
    height = min(box.y1 - box.y0, other.y1 - other.y0)
    shared = min(box.y1, other.y1) - max(box.y0, other.y0)
    return box.x0 >= other.x1 - 1e-6 and height > 0 and shared / height >= _SAME_ROW
