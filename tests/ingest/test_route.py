"""Nothing is filed under a customer on a guess; what is clear files by itself."""

from __future__ import annotations

import pytest

from domain.customer import Customer, CustomerStatus
from domain.fields import FieldReading
from domain.filing import EvidenceKind
from domain.forms import DocumentType, Part
from domain.outcome import ReasonCode
from domain.values.codes import credit_check
from ingest.route.decide import Routing, route
from ingest.route.paper import paper
from tests.ingest.known import SPECS, KnownCustomers, customer, reading, value

CODE = "91310115MA1K35JX0" + credit_check("91310115MA1K35JX0")
FOREIGN_CODE = "91440300MA5DA8QD0" + credit_check("91440300MA5DA8QD0")
HEAD = customer("KH-2024-0001", "北京华润大厦有限公司", phone="010-88886666")
BRANCH = customer("KH-2024-0002", "北京华润大厦有限公司上海分公司", phone="021-55556666")
XIN = customer("KH-2024-0003", "上海华新贸易有限公司", phone="021-60001234", registration_no=CODE)
XIN_TOO = customer("KH-2024-0004", "上海华欣贸易有限公司", phone="021-60009999")
ALONE = customer("KH-2024-0007", "深圳市恒通达物流有限公司", phone="0755-26001234")
ZHANG = customer("KH-2024-0008", "张晓明", phone="13800138000")
ZHANG_TOO = customer("KH-2024-0009", "张晓明", phone="13911112222")
EVERYBODY = (HEAD, BRANCH, XIN, XIN_TOO, ALONE, ZHANG, ZHANG_TOO)
CARD = DocumentType("customer_card", "客户资料卡", "", "", Part.CARD, opens_file=True)
LETTER = DocumentType("letter", "函", "", "", Part.CORRESPONDENCE)


def routed(
    *fields: FieldReading,
    lines: tuple[str, ...] = (),
    folder: str = "",
    kind: DocumentType = CARD,
    customers: tuple[Customer, ...] = EVERYBODY,
    own_names: tuple[str, ...] = (),
) -> Routing:
    sheet = paper([reading(*fields, lines=lines)], folder, SPECS, kind, own_names)
    return route(sheet, KnownCustomers(customers), 0.90)


def chosen(routing: Routing) -> str | None:
    return routing.decision.chosen


def codes(routing: Routing) -> set[ReasonCode]:
    return {reason.code for reason in routing.reasons}


@pytest.mark.parametrize(("known", "least"), [(ALONE, 0.985), (XIN, 0.95), (HEAD, 0.95)])
def test_number_and_name_that_agree_file_with_near_certainty(known: Customer, least: float) -> None:
    result = routed(value("customer_no", known.number), value("customer_name", known.name))
    assert chosen(result) == known.number
    assert result.decision.confidence >= least
    assert codes(result) == {ReasonCode.BY_EVIDENCE}


def test_every_choice_says_what_it_was_seen_by_and_where() -> None:
    result = routed(value("customer_no", XIN.number), value("customer_name", XIN.name))
    shown = [piece for piece in result.decision.evidence if piece.says == XIN.number]
    assert {EvidenceKind.CUSTOMER_NUMBER, EvidenceKind.NAME} <= {piece.kind for piece in shown}
    assert all(piece.page == 1 and piece.box for piece in shown)
    assert XIN.name in result.reasons[0].detail


def test_an_exact_name_that_nobody_resembles_files_alone() -> None:
    result = routed(value("customer_name", ALONE.name))
    assert chosen(result) == ALONE.number
    assert 0.93 <= result.decision.confidence <= 0.96


@pytest.mark.parametrize(
    "name", ["深圳市恆通達物流有限公司", "深圳市恒通达物流有限责任公司", "深圳市恒通达物流有限公习"]
)
def test_script_and_legal_form_do_not_make_another_name(name: str) -> None:
    assert chosen(routed(value("customer_name", name))) == ALONE.number


def test_one_character_from_another_customer_is_not_enough_without_a_second_reader() -> None:
    assert chosen(routed(value("customer_name", XIN.name))) is None
    assert chosen(routed(value("customer_name", XIN.name, agreed=True))) == XIN.number
    assert (
        chosen(routed(value("customer_name", XIN.name), value("phone", "021-60001234")))
        == XIN.number
    )


def test_a_name_read_in_two_places_is_as_good_as_read_by_two_readers() -> None:
    lines = ("合同", f"乙方：{XIN.name}", "正文", f"{XIN.name}（盖章）")
    assert chosen(routed(value("customer_name", XIN.name), lines=lines)) == XIN.number


def test_a_garbled_name_alone_waits_with_its_candidate() -> None:
    result = routed(value("customer_name", "深圳市恒迪达物流有限公司"))
    assert chosen(result) is None
    assert result.decision.candidates[0].key == ALONE.number
    assert codes(result) == {ReasonCode.CUSTOMER_UNSURE}
    assert not result.unknown


def test_a_garbled_name_with_its_number_files() -> None:
    result = routed(
        value("customer_no", ALONE.number), value("customer_name", "深圳市恒迪达物流有限公司")
    )
    assert chosen(result) == ALONE.number


def test_head_office_and_branch_are_two_customers() -> None:
    assert chosen(routed(value("customer_name", BRANCH.name))) == BRANCH.number
    cut = routed(value("customer_name", HEAD.name))
    assert chosen(cut) is None, "the branch's name may have been cut at the end of its cell"
    assert {c.key for c in cut.decision.candidates} >= {HEAD.number}
    with_phone = routed(value("customer_name", HEAD.name), value("phone", "010-88886666"))
    assert chosen(with_phone) == HEAD.number


def test_a_branch_nobody_knows_is_not_its_head_office() -> None:
    result = routed(value("customer_name", "深圳市恒通达物流有限公司广州分公司"))
    assert chosen(result) is None
    with_number = routed(
        value("customer_no", ALONE.number),
        value("customer_name", "深圳市恒通达物流有限公司广州分公司"),
    )
    assert chosen(with_number) is None
    assert codes(with_number) == {ReasonCode.CUSTOMER_CONFLICT}


def test_number_and_name_of_different_customers_are_a_conflict_with_both_named() -> None:
    result = routed(value("customer_no", "KH-2024-0003"), value("customer_name", ALONE.name))
    assert chosen(result) is None
    assert codes(result) == {ReasonCode.CUSTOMER_CONFLICT}
    assert {c.key for c in result.decision.candidates} == {XIN.number, ALONE.number}
    detail = result.reasons[0].detail
    assert XIN.number in detail
    assert ALONE.number in detail


def test_a_known_number_beside_an_unknown_name_is_a_conflict() -> None:
    result = routed(
        value("customer_no", "KH-2024-0003", agreed=True),
        value("customer_name", "成都锦江食品有限公司"),
    )
    assert chosen(result) is None
    assert codes(result) == {ReasonCode.CUSTOMER_CONFLICT}
    assert not result.unknown


def test_a_lone_number_files_only_when_two_readers_agree_on_it() -> None:
    assert chosen(routed(value("customer_no", XIN.number), kind=LETTER)) is None
    assert chosen(routed(value("customer_no", XIN.number, agreed=True), kind=LETTER)) == XIN.number


def test_a_misread_number_that_is_nobodys_does_not_hinder_a_clear_name() -> None:
    result = routed(value("customer_no", "KH-2O24-0007"), value("customer_name", ALONE.name))
    assert chosen(result) == ALONE.number


def test_another_number_of_the_same_make_holds_a_name_back() -> None:
    result = routed(value("customer_no", "KH-2019-0655"), value("customer_name", ALONE.name))
    assert chosen(result) is None


def test_two_of_one_name_are_never_settled_by_the_first_hit() -> None:
    result = routed(value("customer_name", "张晓明"))
    assert chosen(result) is None
    assert {c.key for c in result.decision.candidates} == {ZHANG.number, ZHANG_TOO.number}
    name = value("customer_name", "张晓明")
    near = routed(value("customer_no", ZHANG.number), name)
    assert chosen(near) is None, "one misread digit would make it the other's"
    assert chosen(routed(value("customer_no", ZHANG.number, agreed=True), name)) == ZHANG.number
    far = customer("KH-2023-0655", "张晓明")
    assert (
        chosen(routed(value("customer_no", far.number), name, customers=(ZHANG, far))) == far.number
    )


def test_a_shared_telephone_tells_nobody_apart() -> None:
    sisters = (
        customer("A1", "天津海河科技有限公司", phone="022-11112222"),
        customer("A2", "天津津塔商贸有限公司", phone="022-11112222"),
    )
    phone = value("phone", "022-11112222")
    assert chosen(routed(phone, customers=sisters)) is None
    named = routed(phone, value("customer_name", sisters[0].name), customers=sisters)
    assert chosen(named) == "A1"


def test_a_telephone_alone_files_nothing() -> None:
    assert chosen(routed(value("phone", "0755-26001234"))) is None


def test_one_of_several_telephones_in_a_field_may_be_the_known_one() -> None:
    result = routed(
        value("customer_name", "深圳市恒迪达物流有限公司"),
        value("phone", "13700001111; 0755-26001234"),
    )
    assert ALONE.number == result.decision.candidates[0].key
    assert any(piece.kind is EvidenceKind.PHONE for piece in result.decision.evidence)


def test_a_proved_credit_code_files_and_a_foreign_one_on_a_card_does_not() -> None:
    assert chosen(routed(value("registration_no", CODE))) == XIN.number
    other = value("registration_no", FOREIGN_CODE)
    proved = routed(value("customer_name", XIN.name, agreed=True), other)
    assert chosen(proved) is None, "his name, but the code of another firm"


def test_the_sellers_code_on_an_invoice_does_not_contradict_the_buyer() -> None:
    other = value("registration_no", FOREIGN_CODE)
    invoice = DocumentType("invoice", "发票", "", "", Part.PAYMENT)
    assert chosen(routed(value("customer_name", ALONE.name), other, kind=invoice)) == ALONE.number


def test_the_inbox_folder_names_a_customer_by_number_or_name() -> None:
    assert chosen(routed(lines=("来函",), folder="KH-2024-0007", kind=LETTER)) == ALONE.number
    assert (
        chosen(routed(lines=("来函",), folder="2024/KH-2024-0007/信", kind=LETTER)) == ALONE.number
    )
    assert chosen(routed(lines=("来函",), folder=ALONE.name, kind=LETTER)) == ALONE.number
    assert chosen(routed(lines=("来函",), folder="五月 合同", kind=LETTER)) is None


def test_a_paper_in_the_wrong_folder_waits() -> None:
    result = routed(value("customer_name", XIN.name, agreed=True), folder="KH-2024-0007")
    assert chosen(result) is None
    assert codes(result) == {ReasonCode.CUSTOMER_CONFLICT}


def test_a_letter_addressed_to_a_customer_is_his() -> None:
    lines = ("函", "致：深圳市恒通达物流有限公司", "贵司来函收悉，现答复如下。", "2024年5月6日")
    assert chosen(routed(lines=lines, kind=LETTER)) == ALONE.number
    saluted = ("函", "深圳市恒通达物流有限公司：", "来函收悉。", "此致", "敬礼")
    assert chosen(routed(lines=saluted, kind=LETTER)) == ALONE.number


def test_a_customer_named_in_passing_is_only_a_candidate() -> None:
    lines = ("通知", "近期深圳市恒通达物流有限公司门前施工，请各位绕行。")
    result = routed(lines=lines, kind=LETTER)
    assert chosen(result) is None
    assert result.decision.candidates[0].key == ALONE.number


def test_a_contract_between_two_customers_is_for_a_person() -> None:
    lines = ("合同", "甲方：深圳市恒通达物流有限公司", "乙方：北京华润大厦有限公司上海分公司")
    assert chosen(routed(lines=lines, kind=LETTER)) is None


def test_the_firms_own_name_is_nobodys_evidence() -> None:
    own = customer("KH-2024-0100", "安居物业管理有限公司")
    lines = ("合同", "甲方：安居物业管理有限公司", "乙方：深圳市恒通达物流有限公司")
    known = (*EVERYBODY, own)
    assert chosen(routed(lines=lines, kind=LETTER, customers=known)) is None
    result = routed(lines=lines, kind=LETTER, customers=known, own_names=(own.name,))
    assert chosen(result) == ALONE.number


def test_the_bank_of_somebody_is_not_the_customer() -> None:
    bank = customer("B1", "中国工商银行深圳分行")
    lines = ("付款通知", "开户银行：中国工商银行深圳分行", "开户行", "中国工商银行深圳分行")
    result = routed(lines=lines, kind=LETTER, customers=(bank,))
    assert result.decision.candidates == ()


def test_a_longer_name_hides_the_shorter_that_stands_in_it() -> None:
    lines = ("函", "致：北京华润大厦有限公司上海分公司")
    assert chosen(routed(lines=lines, kind=LETTER)) == BRANCH.number
    unknown = ("函", "致：北京华润大厦有限公司广州分公司")
    assert chosen(routed(lines=unknown, kind=LETTER)) is None


def test_other_customers_mentioned_on_a_card_do_not_unsettle_the_stated_one() -> None:
    fields = (value("customer_no", ALONE.number), value("customer_name", ALONE.name))
    lines = (
        f"客户名称 {ALONE.name}",
        f"客户编号 {ALONE.number}",
        "主要往来：上海华新贸易有限公司等",
    )
    assert chosen(routed(*fields, lines=lines)) == ALONE.number


def test_a_doubtful_name_alone_waits_for_a_person() -> None:
    result = routed(value("customer_name", ALONE.name, confidence=0.7, review=True))
    assert chosen(result) is None


def test_nobody_known_is_said_so() -> None:
    result = routed(value("customer_name", "成都锦江食品有限公司"))
    assert result.unknown
    assert codes(result) == {ReasonCode.CUSTOMER_UNKNOWN}
    assert result.decision.candidates == ()


def test_a_customer_nobody_confirmed_yet_keeps_the_paper_in_review() -> None:
    waiting = customer("P-1", "成都锦江食品有限公司", CustomerStatus.PROVISIONAL)
    result = routed(value("customer_name", waiting.name), customers=(waiting,))
    assert chosen(result) == "P-1"
    assert not result.settled
    assert codes(result) == {ReasonCode.NEW_CUSTOMER}
