"""Papers stand in the order of the profile, and what belongs together is never parted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.forms import Part
from domain.ids import DocumentId
from records.files.ordering import Shelved, in_order
from records.rules.filing import Order, OrderRules
from tests.records.papers import document


def _paper(
    title: str, day: int | None, part: Part = Part.CORRESPONDENCE, type_key: str = "letter"
) -> Shelved:
    dated = None if day is None else date(2024, 1, 1) + timedelta(days=day)
    paper = document(
        id=DocumentId(f"D{title}{day}"),
        part=part,
        type_key=type_key,
        title=title,
        document_date=dated,
    )
    return Shelved(paper, arrival=0)


def _titles(papers: Sequence[Shelved], rules: OrderRules) -> list[str]:
    return [paper.document.title for paper in in_order(papers, rules)]


REQUEST = _paper("关于增加供热面积的请示", 1)
OTHER = _paper("催款通知单", 5)
REPLY = _paper("关于增加供热面积的批复", 9)


def test_a_reply_stands_before_its_request_and_nothing_between_them() -> None:
    for rules in (OrderRules(), OrderRules(within_part=Order.RELATION)):
        titles = _titles([REQUEST, OTHER, REPLY], rules)
        assert titles == [OTHER.document.title, REPLY.document.title, REQUEST.document.title]
    request_first = OrderRules(reply_first=False)
    assert _titles([REPLY, OTHER, REQUEST], request_first) == [
        REQUEST.document.title,
        REPLY.document.title,
        OTHER.document.title,
    ]


def test_without_keeping_together_the_dates_alone_decide() -> None:
    rules = OrderRules(keep_together=False)
    papers = [REPLY, REQUEST, OTHER]
    assert _titles(papers, rules) == [one.document.title for one in (REQUEST, OTHER, REPLY)]


def test_main_before_annex_and_draft_before_final_as_the_rules_say() -> None:
    annex = _paper("附件一：产品销售合同", 0)
    main = _paper("产品销售合同", 3)
    assert _titles([annex, main], OrderRules()) == ["产品销售合同", "附件一：产品销售合同"]
    assert _titles([main, annex], OrderRules(main_first=False))[0] == "附件一：产品销售合同"
    draft, final = _paper("管理规约（草稿）", 1), _paper("管理规约（定稿）", 8)
    assert _titles([final, draft], OrderRules()) == ["管理规约（草稿）", "管理规约（定稿）"]
    assert _titles([final, draft], OrderRules(draft_first=False))[0] == "管理规约（定稿）"


def test_of_two_contracts_with_one_title_each_keeps_its_own_annex() -> None:
    first, second = _paper("产品销售合同", 0), _paper("产品销售合同", 100)
    near_first, near_second = _paper("产品销售合同附件", 3), _paper("产品销售合同附件", 101)
    ordered = in_order([near_second, second, near_first, first], OrderRules())
    assert ordered == (first, near_first, second, near_second)


def test_the_same_title_alone_binds_nothing() -> None:
    cards = [_paper("客户资料卡", day, Part.CARD, "customer_card") for day in (0, 200)]
    between = _paper("客户档案登记表", 100, Part.CARD, "customer_registration")
    assert in_order([cards[1], between, cards[0]], OrderRules()) == (cards[0], between, cards[1])


def test_a_checklist_goes_before_parts_and_dates() -> None:
    rules = OrderRules(within_part=Order.CHECKLIST, checklist=("credit", "P06", "P01"))
    licence = _paper("营业执照", 0, Part.IDENTITY, "business_licence")
    contract = _paper("合同书", 1, Part.CONTRACT, "contract")
    credit = _paper("信用", 2, Part.CREDIT, "credit")
    card = _paper("卡片", 0, Part.CARD, "customer_card")
    assert in_order([card, licence, contract, credit], rules) == (credit, contract, licence, card)


@given(st.permutations([REQUEST, OTHER, REPLY, _paper("产品销售合同", None), _paper("卡片", 7)]))
def test_the_order_of_arrival_here_makes_no_difference(papers: list[Shelved]) -> None:
    expected = in_order([REQUEST, OTHER, REPLY, *papers[:0]], OrderRules())
    assert [one for one in in_order(papers, OrderRules()) if one in expected] == list(expected)
