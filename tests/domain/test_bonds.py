"""What a title says of a paper's place among others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bonds import FREE, Role, bond


@pytest.mark.parametrize(
    ("title", "subject", "role"),
    [
        ("关于增加供热面积的请示", "增加供热面积", Role.REQUEST),
        ("关于《关于增加供热面积的请示》的批复", "增加供热面积", Role.REPLY),
        ("關於增加供熱面積的批復", "增加供热面积", Role.REPLY),
        ("关于调整租金的函", "调整租金", Role.REQUEST),
        ("关于调整租金的复函", "调整租金", Role.REPLY),
        ("附件一：产品销售合同", "产品销售合同", Role.ANNEX),
        ("产品销售合同附件2", "产品销售合同", Role.ANNEX),
        ("产品销售合同", "产品销售合同", Role.MAIN),
        ("产品销售合同（征求意见稿）", "产品销售合同", Role.DRAFT),
        ("产品销售合同(定稿)", "产品销售合同", Role.FINAL),
    ],
)
def test_a_title_names_subject_and_role(title: str, subject: str, role: Role) -> None:
    told = bond(title)
    assert (told.subject, told.role) == (subject, role)


@pytest.mark.parametrize("title", ["", "合同", "通知", "附件", "催款函", "维修申请"])
def test_a_title_without_a_subject_binds_to_nothing(title: str) -> None:
    assert bond(title) == FREE


@given(st.text(max_size=40))
def test_no_title_breaks_it_and_spaces_make_no_difference(title: str) -> None:
    assert bond(title) == bond(" " + title + " ")
