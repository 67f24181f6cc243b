"""Words lose the reader's spaces and nothing else; strict kinds say when they are broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import ValueKind
from domain.values import parse


@pytest.mark.parametrize(
    ("kind", "read", "value"),
    [
        (ValueKind.TEXT, "月结 30 天", "月结30天"),
        (ValueKind.TEXT, "Hong  Kong 分公司", "Hong Kong分公司"),
        (ValueKind.TEXT, "销售 、 维修\n安装", "销售、维修安装"),
        (ValueKind.PERSON, "张 三", "张三"),
        (ValueKind.PERSON, "阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        (ValueKind.COMPANY, "杭州 西湖(集团)有限公司", "杭州西湖（集团）有限公司"),
        (ValueKind.ADDRESS, "杭州市文三路 12 号\n3 幢", "杭州市文三路12号3幢"),
        (ValueKind.POSTCODE, "3 1 0 0 1 2", "310012"),
        (ValueKind.EMAIL, "a.b @ c.com。cn", "a.b@c.com.cn"),
        (ValueKind.NUMBER, "1,200 人", "1200人"),
        (ValueKind.CHOICE, "民营 企业", "民营企业"),
    ],
)
def test_values_are_tidied(kind: ValueKind, read: str, value: str) -> None:
    parsed = parse(kind, read)
    assert (parsed.value, parsed.well_formed) == (value, True)


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        (ValueKind.PERSON, "13800138000"),
        (ValueKind.PERSON, "张"),
        (ValueKind.COMPANY, "杭州西湖有限"),
        (ValueKind.COMPANY, "杭州西湖有限责任公"),
        (ValueKind.ADDRESS, "杭州"),
        (ValueKind.POSTCODE, "31001"),
        (ValueKind.POSTCODE, "31OO12"),
        (ValueKind.EMAIL, "a.b#c.com"),
        (ValueKind.EMAIL, "a.b@c"),
        (ValueKind.NUMBER, "若干"),
        (ValueKind.TEXT, ""),
    ],
)
def test_what_its_kind_cannot_be_is_not_well_formed(kind: ValueKind, read: str) -> None:
    assert not parse(kind, read).well_formed


@given(st.sampled_from(sorted(ValueKind)), st.text(max_size=40))
def test_no_text_makes_a_parser_fail(kind: ValueKind, read: str) -> None:
    assert isinstance(parse(kind, read).value, str)


@given(st.sampled_from(sorted(ValueKind)), st.text(max_size=30))
def test_words_that_are_not_well_formed_are_kept(kind: ValueKind, read: str) -> None:
    parsed = parse(kind, read)
    if not parsed.well_formed and not parsed.value:
        assert not any(char.isalnum() for char in read)


@given(st.text("客户资料abc123 　", max_size=20))
def test_tidying_twice_changes_nothing_more(read: str) -> None:
    once = parse(ValueKind.TEXT, read).value
    assert parse(ValueKind.TEXT, once).value == once
