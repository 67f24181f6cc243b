"""A title survives what readers do to it, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import is_han
from ingest.forms.catalogue import load
from ingest.forms.lookalikes import LOOKALIKES
from ingest.forms.near import covered_titles, misread_titles

LONG = [one for one in load().title_texts if len(one) >= 6 and any(map(is_han, one))]


def test_every_character_of_a_title_has_its_lookalikes() -> None:
    """`python -m tools.make_lookalikes` makes the table anew when titles were added."""
    used = {char for title in load().title_texts for char in title if is_han(char)}
    assert used <= set(LOOKALIKES)


@given(st.sampled_from(LONG), st.data())
def test_a_title_with_a_lookalike_in_it_is_still_that_title(
    title: str, data: st.DataObject
) -> None:
    at = data.draw(st.sampled_from([n for n, char in enumerate(title) if is_han(char)]))
    other = data.draw(st.sampled_from(sorted(LOOKALIKES[title[at]])))
    misread = title[:at] + other + title[at + 1 :]
    factors = {one.title: one.factor for one in misread_titles(misread, load())}
    listed = {printed for text, _, printed in load().titles if text == title}
    assert misread in load().title_texts or any(factors.get(one, 0) > 0.95 for one in listed)


@pytest.mark.parametrize(
    ("text", "title", "least", "most"),
    [
        ("客户资枓卡", "客户资料卡", 0.95, 0.97),
        ("客户资料", "客户资料卡", 0.85, 0.95),
        ("供水通知单", "供热通知单", 0.7, 0.8),
        ("客户资料登卡", "客户资料卡", 0.0, 0.75),
    ],
)
def test_how_far_a_bad_reading_is_believed(
    text: str, title: str, least: float, most: float
) -> None:
    factors = {one.title: one.factor for one in misread_titles(text, load())}
    assert least <= factors[title] <= most


def test_what_is_left_of_a_title_names_all_forms_it_may_have_been() -> None:
    alone = list(covered_titles("辞退员工名单记录表", load()))
    shared = list(covered_titles("登记表", load()))
    assert [one.type_key for one in alone] == ["list_resigned_dismissed_employees"]
    assert len(shared) > 3
    assert max(one.factor for one in shared) < alone[0].factor < 0.8
