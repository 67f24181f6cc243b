"""The catalogue is data: complete, without contradictions, and refused when misshapen."""

from __future__ import annotations

import tomllib

import pytest
from pydantic import ValidationError

from domain.errors import InternalError, NotFound
from domain.fields import FieldKey
from domain.forms import OTHER, Part, Retention, Secrecy
from domain.text import squeezed
from ingest.forms.catalogue import build, load
from ingest.forms.catalogue.schema import CatalogueFile

NAMED = {
    "customer_card": Part.CARD,
    "customer_registration": Part.CARD,
    "contract": Part.CONTRACT,
    "business_licence": Part.IDENTITY,
    "complaint_record": Part.COMPLAINT,
    "visit_record": Part.VISIT,
    "letter": Part.CORRESPONDENCE,
    "invoice": Part.PAYMENT,
}


def _file(text: str) -> CatalogueFile:
    return CatalogueFile.model_validate(tomllib.loads(text))


@pytest.mark.parametrize(("key", "part"), NAMED.items())
def test_the_principal_types_stand_in_their_part_of_the_file(key: str, part: Part) -> None:
    assert load().type(key).part is part


def test_only_cards_and_registrations_open_a_file() -> None:
    assert {kind.family for kind in load().types.values() if kind.opens_file} == {"card"}
    assert load().type("customer_card").opens_file
    assert load().type("customer_registration").opens_file


def test_every_one_of_the_domains_247_types_is_a_type_of_its_own() -> None:
    ids = [kind.domain_ids for kind in load().types.values() if kind.domain_ids]
    assert sorted(ids) == [(f"D{number:03d}",) for number in range(1, 248)]


def test_types_that_the_domain_does_not_list_are_the_general_ones() -> None:
    general = {kind.key for kind in load().types.values() if not kind.domain_ids}
    assert general == {"contract", "archive_register", OTHER}


def test_a_form_like_another_reads_as_that_one_does() -> None:
    card, dealer = load().type("customer_card"), load().type("dealer_customer_file_card")
    assert dealer.like == card.key
    assert (dealer.family, dealer.labels, dealer.opens_file) == ("card", card.labels, True)
    assert load().labels_for(dealer.key) == load().labels_for(card.key)
    assert load().holds("product_sales_contract", FieldKey("quantity")) is load().holds(
        "contract", FieldKey("quantity")
    )


def test_registers_are_those_of_the_archive_itself() -> None:
    registers = {kind.key for kind in load().types.values() if kind.is_register}
    assert {"archive_ledger", "destruction_register", "lending_register_book"} <= registers
    assert "customer_registration" not in registers


@pytest.mark.parametrize(
    ("key", "copies"),
    [
        ("price_approval_form", 3),
        ("customer_opinion_handling_form", 5),
        ("finished_goods_return_note", 4),
        ("sales_allowance_certificate", 2),
        ("penalty_notice", 3),
        ("in_file_list", 3),
        ("transfer_list", 2),
        ("customer_card", 0),
    ],
)
def test_multi_part_forms_name_the_keeper_of_every_part(key: str, copies: int) -> None:
    assert len(load().type(key).copies) == copies


def test_forms_say_who_signs_them_and_whose_seal_they_bear() -> None:
    known = load().types
    row = [who.name for who in known["customer_card"].sign_row]
    assert row == ["出纳", "会计", "主管副总", "部门主管", "制表人"]
    assert [who.least for who in known["destruction_register"].signs] == [2]
    assert [who.place for who in known["health_survey_form_elderly"].signs] == ["top_right"]
    assert [seal.key for seal in known["invoice"].copy_seals] == ["buyer"]
    assert all(who.labels for kind in known.values() for who in kind.signs)
    assert all(seal.labels for kind in known.values() for seal in kind.seals)


def test_how_long_and_how_secret_follow_from_the_part_unless_the_form_says_otherwise() -> None:
    known = load().types
    assert known["repair_order"].retention is Retention.SERVICE
    assert known["destruction_register"].retention is Retention.PERMANENT
    assert known["bank_remittance_receipt"].secrecy is Secrecy.FINANCIAL
    assert known["health_survey_form_elderly"].secrecy is Secrecy.HEALTH


def test_all_form_codes_are_known_once() -> None:
    codes = [code for kind in load().types.values() for code in kind.codes]
    assert {f"QMS-PM-{number}" for number in range(31301, 31319)} <= set(codes)
    assert sum(code.startswith("Q/YNLH") for code in codes) == 2
    assert len(codes) == len(set(codes)) == 20


def test_a_title_of_two_forms_is_one_that_two_regimes_print() -> None:
    owners: dict[str, set[str]] = {}
    for title, key, _ in load().titles:
        owners.setdefault(title, set()).add(key)
    shared = {title: keys for title, keys in owners.items() if len(keys) > 1}
    assert shared == {
        squeezed("客户档案登记表"): {"customer_registration", "new_customer_registration"}
    }
    first, second = (load().type(key) for keys in shared.values() for key in sorted(keys))
    assert not set(first.regimes) & set(second.regimes)


def test_every_type_can_be_recognised_by_something() -> None:
    kinds = [kind for kind in load().types.values() if kind.key != OTHER]
    assert [kind.key for kind in kinds if not (kind.titles or kind.codes or kind.cues)] == []


def test_every_date_field_is_a_date() -> None:
    catalogue = load()
    dated = {kind.date_field for kind in catalogue.types.values() if kind.date_field}
    assert {catalogue.field(key).kind.value for key in dated} == {"date"}


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("客户名称", "customer_name"),
        ("單位名稱", "customer_name"),
        ("电话", "phone"),
        ("聯絡人", "contact"),
        ("統一社會信用代碼", "registration_no"),
        ("不夫代表", "legal_rep"),
        ("注册资料", "registered_capital"),
        ("方式号码", "phone"),
        ("地质", "address"),
        ("负责人", "head"),
        ("登记日期", "created_on"),
        ("customer_no", "customer_no"),
    ],
)
def test_columns_of_a_table_are_known_by_their_labels(label: str, key: str) -> None:
    keys = load().label_keys()
    assert keys.get(label, keys.get(squeezed(label))) == key


def test_a_form_reads_a_label_its_own_way() -> None:
    catalogue = load()
    assert catalogue.labels_for("customer_card")[squeezed("编号")] == "customer_no"
    assert catalogue.labels_for("complaint_record")[squeezed("编号")] == "complaint_no"
    assert catalogue.labels_for("contract")[squeezed("编号")] == "contract_no"
    assert catalogue.labels_for("nothing known")[squeezed("编号")] == "customer_no"


def test_identity_and_bank_numbers_are_personal() -> None:
    catalogue = load()
    assert catalogue.field("id_card").personal
    assert catalogue.field("bank_account").personal
    assert not catalogue.field("customer_name").personal


def test_unknown_keys_are_not_found() -> None:
    with pytest.raises(NotFound):
        load().type("no such type")
    with pytest.raises(NotFound):
        load().field("no such field")


FIELD = '[[field]]\nkey = "{}"\nname = "名"\nname_en = "Name"\nkind = "text"\nlabels = ["名"]\n'
PART = '[[part]]\nkey = "P02"\nretention = "customer_file"\nsecrecy = "personal"\n'
TYPE = (
    PART + '[[type]]\nkey = "{}"\nname = "表"\nname_hant = "表"\nname_en = "Form"\npart = "P02"\n'
)


@pytest.mark.parametrize(
    "text",
    [
        FIELD.format("Bad Key"),
        FIELD.format("good") + "colour = 1\n",
        TYPE.format("form").replace("P02", "P77"),
        TYPE.format("form") + 'patterns = ["("]\n',
        TYPE.format("form") + 'retention = "ten years"\n',
        TYPE.format("form") + 'domain_ids = ["247"]\n',
    ],
)
def test_a_misshapen_file_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        _file(text)


@pytest.mark.parametrize(
    "text",
    [
        FIELD.format("same") + FIELD.format("same"),
        TYPE.format("same") + TYPE.format("same"),
        TYPE.format("form").replace(PART, ""),
        TYPE.format("form") + 'like = "nowhere"\n',
        TYPE.format("form") + 'signs = ["nobody"]\n',
        TYPE.format("form") + 'seals = ["nobody"]\n',
        TYPE.format("form") + 'labels = ["nowhere"]\n',
        TYPE.format("form") + 'date_field = "nowhere"\n',
        FIELD.format("field") + 'only_on = ["nowhere"]\n',
    ],
)
def test_a_file_that_contradicts_itself_is_our_own_mistake(text: str) -> None:
    with pytest.raises(InternalError):
        build([_file(text)])


def test_sure_labels_claim_before_words_that_may_be_values() -> None:
    weak = FIELD.format("first").replace('labels = ["名"]', 'value_like = ["名"]')
    catalogue = build([_file(weak + FIELD.format("second"))])
    assert catalogue.labels["名"] == "second"
    assert catalogue.value_like == frozenset()
