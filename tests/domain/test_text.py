"""Folding is what makes a typed word meet a printed one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.han import SIMPLIFIED
from domain.text import fold, folded, squeezed
from tools.make_han import table


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("客 戶 資 料 卡", "客户资料卡"),
        ("檔案臺帳", "档案台账"),
        ("ＱＭＳ－ＰＭ－３１３０１", "qms-pm-31301"),
        ("138 0013 8000", "13800138000"),
        ("客户\n资料", "客户资料"),
        ("建筑面积 120㎡", "建筑面积 120m2"),
    ],
)
def test_script_width_and_reader_spaces_do_not_matter(printed: str, typed: str) -> None:
    assert folded(printed) == folded(typed)


def test_numbers_on_two_lines_stay_two_numbers() -> None:
    assert folded("2024\n0007") == "2024 0007"


def test_words_of_latin_script_stay_apart() -> None:
    assert folded("Hong  Kong") == "hong kong"


def test_a_hit_is_marked_on_the_glyphs_that_were_printed() -> None:
    printed = "本 頁 為 客 戶 資 料 卡"
    found = fold(printed)
    start = found.text.index("客户")
    low, high = found.span(start, start + 2)
    assert printed[low:high] == "客 戶"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    result = fold(text)
    assert len(result.text) == len(result.starts) == len(result.ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(result.starts, result.ends, strict=True))
    assert list(result.starts) == sorted(result.starts)


@given(st.text(alphabet=st.sampled_from("客户檔案资料卡戶臺帳"), min_size=1), st.data())
def test_spaces_anywhere_between_han_are_the_readers(text: str, data: st.DataObject) -> None:
    spaced = "".join(char + data.draw(st.sampled_from(["", " ", "　", "\n"])) for char in text)
    assert folded(spaced) == folded(text)


def test_squeezed_names_ignore_brackets_and_dots() -> None:
    assert squeezed("北京（華潤）大廈有限公司") == squeezed("北京(华润)大厦 有限公司")


def test_the_committed_table_is_what_the_tool_writes() -> None:
    assert table() == SIMPLIFIED
