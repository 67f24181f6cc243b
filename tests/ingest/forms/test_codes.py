"""Form codes are known whatever printing and reading did to them, and never mistaken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.forms.catalogue import load
from ingest.forms.codes import find_codes

TYPES = load().types
CODES = [(code, kind.key) for kind in TYPES.values() for code in kind.codes]


@pytest.mark.parametrize(
    "printed",
    [
        "QMS-PM-31301",
        "qms-pm-31301",
        "qmspm31301",
        "QMS PM 31301",
        "ＱＭＳ－ＰＭ－３１３０１",
        "QMS-PM-313O1",
        "QMS-PM-3I30l",
        "QM5-PM-31301",
        "QNS-PM-31301",
        "编号：QMS-PM-31301",
        "表格编号QMS-PM-31301第1页",
        "客户档案登记表QMS—PM—31301",
    ],
)
def test_a_code_survives_printing_and_reading(printed: str) -> None:
    assert [found.type_key for found in find_codes(printed, TYPES)] == ["customer_registration"]


@given(st.sampled_from(CODES), st.booleans(), st.sampled_from(["", "-", " ", "—", "·"]))
def test_every_code_is_its_own_type_and_no_other(
    code: tuple[str, str], upper: bool, mark: str
) -> None:
    printed = code[0].replace("-", mark)
    printed = printed.upper() if upper else printed.lower()
    assert [found.type_key for found in find_codes(printed, TYPES)] == [code[1]]


@pytest.mark.parametrize(
    "printed",
    ["QMS-PM-31399", "QMS-PM-313011", "QMS-PM-3130", "PM-31301", "31301", "AQMS-PM-31301", ""],
)
def test_another_number_is_no_code(printed: str) -> None:
    assert list(find_codes(printed, TYPES)) == []


def test_a_code_says_where_it_stands() -> None:
    text = "表号 QMS-PM-31302 版次A"
    (found,) = find_codes(text, TYPES)
    assert text[found.start : found.end] == "QMS-PM-31302"
