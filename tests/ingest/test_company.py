"""Which differences between two names are the reader's, and which make another customer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.route.company import Likeness, compare, extends, mended, take_apart

FIRM = "北京华润大厦有限公司"


@pytest.mark.parametrize(
    ("read", "known", "likeness"),
    [
        ("北京華潤大廈有限公司", FIRM, Likeness.SAME),
        ("北京 华润（大厦）有限公司", FIRM, Likeness.SAME),
        ("北京华润大厦有限责任公司", FIRM, Likeness.VARIANT),
        ("北京华润大厦有限公习", FIRM, Likeness.VARIANT),
        ("北京华润大厦有限公", FIRM, Likeness.VARIANT),
        ("Golden Star Trading Co., Ltd.", "GOLDEN STAR TRADING COMPANY LIMITED", Likeness.VARIANT),
        ("北京华闰大厦有限公司", FIRM, Likeness.CLOSE),
        ("北京华闰大夏有限公司", FIRM, Likeness.NEAR),
        ("北京华润大厦", FIRM, Likeness.PARTIAL),
        (FIRM, FIRM + "上海分公司", Likeness.BRANCH),
        (FIRM + "广州分公司", FIRM + "上海分公司", Likeness.BRANCH),
        (FIRM + "第一分公司", FIRM + "第二分公司", Likeness.BRANCH),
        ("华润第一大厦有限公司", "华润第二大厦有限公司", Likeness.OTHER),
        ("北京东方大厦有限公司", "北京西方大厦有限公司", Likeness.OTHER),
        ("北京华润大厦股份有限公司", FIRM, Likeness.NEAR),
        ("上海恒通物流有限公司", FIRM, Likeness.OTHER),
        ("张晓明", "张晓朋", Likeness.OTHER),
        ("张晓明", "张晓明", Likeness.SAME),
    ],
)
def test_names_relate_as_an_archivist_would_say(read: str, known: str, likeness: Likeness) -> None:
    assert compare(read, known) is likeness


@pytest.mark.parametrize(
    ("name", "body", "branch"),
    [
        (FIRM, "北京华润大厦", ""),
        (FIRM + "上海分公司", "北京华润大厦", "上海分公司"),
        ("中国工商银行深圳分行", "中国工商", "深圳分行"),
        ("华润（集团）公司", "华润", ""),
        ("张晓明", "张晓明", ""),
    ],
)
def test_a_name_is_taken_apart(name: str, body: str, branch: str) -> None:
    company = take_apart(name)
    assert (company.body, company.branch) == (body, branch)


@pytest.mark.parametrize("name", ["华润集团公司", "深圳无限公司", "公司", "张晓明", ""])
def test_what_is_no_misread_legal_form_stays(name: str) -> None:
    assert mended(name) == name


def test_a_branchs_name_goes_on_where_the_firms_ends() -> None:
    assert extends(FIRM + "上海分公司", FIRM)
    assert not extends(FIRM, FIRM)
    assert not extends(FIRM, FIRM + "上海分公司")


names = st.text(alphabet="北京上海华润恒通大厦贸易有限责任公司分行店第一二ABab12（） ", max_size=24)


@given(names)
def test_every_name_is_itself_and_in_one_piece(name: str) -> None:
    assert compare(name, name) is Likeness.SAME
    company = take_apart(name)
    assert company.body + company.form + company.branch == company.whole


@given(names, names)
def test_comparing_never_fails_and_same_means_the_same(read: str, known: str) -> None:
    likeness = compare(read, known)
    if likeness is Likeness.SAME:
        assert take_apart(read).whole == take_apart(known).whole
