"""A paper names second customers by role or by number; nobody is its customer for that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fields import FieldReading, Pair
from domain.forms import DocumentType, Part
from domain.geometry import Box
from domain.outcome import ReasonCode
from domain.referring import SecondCustomer
from domain.values.codes import credit_check
from ingest.options import FilingOptions
from ingest.route.decide import Routing, route
from ingest.route.paper import paper
from ingest.route.roles import role_of
from tests.ingest.known import SPECS, KnownCustomers, customer, reading, value

CODE = "91310115MA1K35JX0" + credit_check("91310115MA1K35JX0")
ID = "110101199003070011"
BORROWER = customer("KH-2024-0001", "北京华润大厦有限公司", phone="010-88886666")
SURETY = customer("KH-2024-0002", "上海安泰融资担保有限公司", registration_no=CODE)
LI = customer("KH-2024-0003", "李建国", id_card=ID)
ZHANG = customer("KH-2024-0008", "张晓明")
ZHANG_TOO = customer("KH-2024-0009", "张晓明")
EVERYBODY = (BORROWER, SURETY, LI, ZHANG, ZHANG_TOO)
CONTRACT = DocumentType("contract", "借款合同", "", "", Part.CONTRACT)


def pair(label: str, said: str, top: float = 0.5) -> Pair:
    beside = Box(0.05, top, 0.15, top + 0.02)
    return Pair(label, said, 1, beside, Box(0.2, top, 0.5, top + 0.02), 0.97)


def routed(
    *pairs: Pair, fields: tuple[FieldReading, ...] = (), own_names: tuple[str, ...] = ()
) -> Routing:
    from dataclasses import replace

    read = replace(reading(*fields), pairs=pairs)
    sheet = paper([read], "", SPECS, CONTRACT, own_names)
    return route(sheet, KnownCustomers(EVERYBODY), FilingOptions().customer_threshold)


def seconds(routing: Routing) -> dict[str, SecondCustomer]:
    return {one.customer: one for one in routing.named if one.customer != routing.decision.chosen}


MAIN = (
    value("customer_no", BORROWER.number, agreed=True),
    value("customer_name", BORROWER.name, agreed=True),
)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("保证人", "guarantor"),
        ("连带责任保证人（一）名称：", "guarantor"),
        ("擔保人", "guarantor"),
        ("担保方（盖章）", ""),
        ("共同借款人姓名", "co_borrower"),
        ("Co-borrower", "co_borrower"),
        ("配 偶", "spouse"),
        ("配偶身份证号码", "spouse"),
        ("房屋共有人", "joint_owner"),
        ("共同承租人", "joint_tenant"),
        ("抵押人", "pledgor"),
        ("借款人", ""),
        ("承租人", ""),
        ("客户名称", ""),
        ("保证金", ""),
        ("担保方式", ""),
        ("配偶是否知情", ""),
    ],
)
def test_a_label_tells_a_role_only_as_a_whole(label: str, role: str) -> None:
    expected = role or ("guarantor" if label == "担保方（盖章）" else "")
    assert role_of(label) == expected


@pytest.mark.parametrize(
    ("label", "said", "whom", "role"),
    [
        ("保证人", SURETY.name, SURETY, "guarantor"),
        ("担保公司统一社会信用代码", CODE, SURETY, "guarantor"),
        ("配偶身份证号", ID, LI, "spouse"),
        ("共同借款人", LI.name, LI, "co_borrower"),
        ("共有人客户编号", LI.number, LI, "joint_owner"),
    ],
)
def test_a_party_in_a_field_is_named_and_the_paper_stays_its_customers(
    label: str, said: str, whom: object, role: str
) -> None:
    routing = routed(pair(label, said), fields=MAIN)
    assert routing.decision.chosen == BORROWER.number
    (found,) = seconds(routing).values()
    assert (found.customer, found.role) == (whom.number, role)  # type: ignore[attr-defined]
    assert said in found.evidence[0].detail


def test_of_two_people_of_one_name_neither_is_proposed() -> None:
    assert seconds(routed(pair("配偶", ZHANG.name), fields=MAIN)) == {}


def test_the_offices_own_firm_is_proposed_for_nothing() -> None:
    routing = routed(pair("保证人", SURETY.name), fields=MAIN, own_names=(SURETY.name,))
    assert seconds(routing) == {}


def test_a_guarantors_numbers_in_a_field_speak_for_nobody_as_customer() -> None:
    numbered = value("id_card", ID)
    sheet = (*MAIN, FieldReading(
        numbered.key, "保证人身份证号码", ID, ID, 1, Box(0.5, 0.7, 0.8, 0.72), 0.99, False
    ))  # fmt: skip
    routing = routed(fields=sheet)
    assert routing.decision.chosen == BORROWER.number
    assert seconds(routing)[LI.number].role == "guarantor"


def test_a_number_in_the_row_of_a_guarantor_is_the_guarantors() -> None:
    numbered = value("id_card", ID)
    beside = FieldReading(
        numbered.key, "身份证号码", ID, ID, 1, Box(0.6, 0.5, 0.9, 0.52), 0.99, False
    )
    routing = routed(pair("保证人", "李建囯"), fields=(*MAIN, beside))
    assert routing.decision.chosen == BORROWER.number
    assert seconds(routing)[LI.number].role == "guarantor"


def test_two_strong_customers_without_roles_are_still_for_a_person() -> None:
    fields = (value("registration_no", CODE), value("id_card", ID))
    routing = routed(fields=fields)
    assert routing.decision.chosen is None
    assert {reason.code for reason in routing.reasons} == {ReasonCode.CUSTOMER_CONFLICT}
    assert set(seconds(routing)) == {SURETY.number, LI.number}


def test_a_name_in_running_text_proposes_nobody() -> None:
    from dataclasses import replace

    read = replace(reading(*MAIN, lines=(f"客户编号：{BORROWER.number}", f"抄送{SURETY.name}")))
    sheet = paper([read], "", SPECS, CONTRACT)
    assert seconds(route(sheet, KnownCustomers(EVERYBODY), 0.9)) == {}


@given(st.text(max_size=12))
def test_any_text_is_a_label_or_none(label: str) -> None:
    assert role_of(label) in {
        "", "guarantor", "co_borrower", "spouse", "joint_owner", "joint_tenant", "pledgor"
    }  # fmt: skip
