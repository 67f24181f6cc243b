"""What a person types is understood as they meant it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import Phrase, parse


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("客户 投诉", ("客户", "投诉")),
        ("客戶　投訴", ("客户", "投诉")),
        ('"客户 投诉"', ("客户投诉",)),
        ("“Hong Kong” 合同", ("hong kong", "合同")),
        ("「客户 资料」", ("客户资料",)),
        ('未完 "客户 资', ("未完", "客户资")),
        ("姓 名 张三", ("姓名", "张三")),
        ("客户资料卡：", ("客户资料卡",)),
        ("（北京）公司", ("北京)公司",)),
        ("客户 客戶", ("客户",)),
        ("ＱＭＳ－ＰＭ－３１３０１", ("qms-pm-31301",)),
        ("", ()),
        ("，。！", ()),
        ('""', ()),
        ('"', ()),
    ],
)
def test_a_query_is_split_into_phrases(typed: str, phrases: tuple[str, ...]) -> None:
    assert tuple(phrase.text for phrase in parse(typed).phrases) == phrases


@pytest.mark.parametrize(
    ("typed", "printed", "found"),
    [
        ("qmspm31301", "表号qms-pm-31301", True),
        ("qms-pm-31301", "表号qmspm31301", True),
        ("qms-pm-31301", "qms - pm - 31301", True),
        ("13800138000", "138-0013-8000", True),
        ("13楼", "1-3楼", False),
        ("1-3", "13", False),
        ("10086", "100-86", False),
    ],
)
def test_only_codes_are_found_across_hyphens(typed: str, printed: str, found: bool) -> None:
    assert Phrase(typed).stands_in(printed) is found
    assert bool(list(Phrase(typed).spans(printed))) is found


@given(st.text(max_size=40))
def test_any_text_can_be_asked_for(typed: str) -> None:
    query = parse(typed)
    assert all(phrase.needed.is_searchable for phrase in query.phrases)
    assert len({phrase.text for phrase in query.phrases}) == len(query.phrases)


@given(st.text("客户资a1Q-é. ", min_size=1, max_size=12), st.text("客a1 -", max_size=5))
def test_a_phrase_stands_in_every_text_that_contains_it(phrase: str, around: str) -> None:
    text = around + phrase + around
    assert Phrase(phrase).stands_in(text)
    start, end = next(Phrase(phrase).spans(text))
    assert 0 <= start < end <= len(text)
