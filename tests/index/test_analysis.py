"""What is written for a text covers what is asked of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import folded
from index.analysis import needed, pieces, terms, weighed_terms


def test_han_gives_bigrams_and_its_last_character() -> None:
    assert dict(terms("客户资料")) == {"客户": 1, "户资": 1, "资料": 1, "料": 1}


def test_a_code_gives_its_runs_and_the_joined_code() -> None:
    found = terms("qms-pm-31301")
    assert {"qms", "pm", "31301", "qmspm31301", "313", "301", "01", "1", "m31"} <= set(found)


def test_the_tail_of_a_phone_number_is_a_term() -> None:
    assert set(needed("8000").terms) <= set(terms("13800138000"))


@pytest.mark.parametrize(
    ("phrase", "expected", "prefix", "exact"),
    [
        ("客户", ("客户",), "", True),
        ("客", (), "客", True),
        ("资料卡", ("资料", "料卡"), "", False),
        ("ab", (), "ab", False),
        ("第3页", ("第", "3"), "", False),
        ("。", (), "", False),
    ],
)
def test_what_a_phrase_needs(
    phrase: str, expected: tuple[str, ...], prefix: str, exact: bool
) -> None:
    need = needed(phrase)
    assert (need.terms, need.prefix, need.exact) == (expected, prefix, exact)
    assert need.is_searchable is bool(expected or prefix)


@given(
    text=st.text("客户资料卡Ab3９Ｑ-— 。é㐀〇\n", max_size=30),
    start=st.integers(0, 30),
    length=st.integers(1, 12),
)
def test_whatever_part_of_a_text_is_asked_for_its_terms_are_there(
    text: str, start: int, length: int
) -> None:
    whole = folded(text)
    part = whole[start : start + length].strip()
    need = needed(part)
    held = terms(whole)
    assert set(need.terms) <= set(held)
    assert not need.prefix or any(term.startswith(need.prefix) for term in held)
    assert need.is_searchable == any(char.isalnum() for char in part)


@given(st.text(max_size=60))
def test_pieces_stand_where_they_say(text: str) -> None:
    whole = folded(text)
    for piece in pieces(whole):
        inside = whole[piece.start : piece.end]
        assert piece.joined == "".join(char for char in inside if char in piece.joined)


def test_a_question_is_weighed_by_bigrams_words_and_codes() -> None:
    found = weighed_terms("客户a公司qms31301")
    assert found[:3] == ("客户", "a", "公司")
    assert "313" in found
