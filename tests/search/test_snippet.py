"""A snippet shows where, in the words as printed, and can be put on a web page."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.snippet import WIDTH, snippet


def test_the_words_are_marked_and_the_rest_is_escaped() -> None:
    assert snippet("甲<乙>&客户", [(5, 7)]) == "甲&lt;乙&gt;&amp;<mark>客户</mark>"


def test_a_long_text_is_cut_around_the_words() -> None:
    text = "前" * 300 + "客户" + "后" * 300
    shown = snippet(text, [(300, 302)])
    assert shown.startswith("…前")
    assert shown.endswith("后…")
    assert "<mark>客户</mark>" in shown
    assert len(shown) <= WIDTH + len("……<mark></mark>")


def test_the_part_with_most_of_the_words_is_shown() -> None:
    text = "客户" + "一" * 200 + "客户投诉" + "二" * 200
    assert "<mark>客户</mark><mark>投诉</mark>" in snippet(text, [(0, 2), (202, 204), (204, 206)])


def test_without_words_the_beginning_is_shown() -> None:
    assert snippet("客户资料", ()) == "客户资料"
    assert snippet("", ()) == ""


def test_line_breaks_become_spaces() -> None:
    assert snippet("一\n 二", ()) == "一 二"


@given(st.text(max_size=300), st.data())
def test_a_snippet_is_part_of_the_text_and_holds_no_markup_of_the_text(
    text: str, data: st.DataObject
) -> None:
    bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    shown = snippet(text, spans)
    bare = re.sub("</?mark>", "", shown)
    assert "<" not in bare
    assert ">" not in bare
    plain = re.sub(r"\s", "", unescape(bare)).removeprefix("…").removesuffix("…")
    assert plain in re.sub(r"\s", "", text)
    assert shown.count("<mark>") == shown.count("</mark>")
