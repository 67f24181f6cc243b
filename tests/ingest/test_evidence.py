"""Evidence for a customer that stands beside the fields: barcodes, file names, piles, answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.customer import Customer
from domain.filing import EvidenceKind
from domain.geometry import Box
from domain.page import Barcode
from domain.reading import PageReading
from ingest.route.clues import Clue
from ingest.route.decide import route
from ingest.route.evidence import barcode, contract, file_name, learned, pile
from ingest.route.paper import Paper, paper
from tests.ingest.known import SPECS, KnownCustomers, customer, reading, value

HAIFENG = customer(
    "KH-2024-0007", "青岛海丰贸易有限公司", contract_no="HT-2024-031", file_no="A-0012"
)
KAIDA = customer("KH-2024-0008", "宁波凯达机械有限公司", former_name="宁波凯达五金厂")
LIYONG = customer("KH-2024-0009", "李永")
CUSTOMERS = KnownCustomers([HAIFENG, KAIDA, LIYONG])
LABEL = Box(0.7, 0.05, 0.95, 0.1)


def sheet(*pages: PageReading, **known: object) -> Paper:
    return replace(paper(pages or [reading()], "", SPECS, None), **known)  # type: ignore[arg-type]


def labelled(text: str) -> Paper:
    page = reading()
    marked = replace(page.page, barcodes=(Barcode("code_128", text, LABEL),))
    return sheet(replace(page, page=marked))


def found(clues: list[Clue]) -> dict[Customer, float]:
    return {clue.customer: clue.evidence.weight for clue in clues}


@pytest.mark.parametrize("text", ["KH-2024-0007", "KH20240007", "A-0012"])
def test_a_label_with_a_customers_or_a_files_number_files_alone(text: str) -> None:
    (clue,) = barcode.find(labelled(text), CUSTOMERS)
    assert (clue.evidence.kind, clue.evidence.box) == (EvidenceKind.BARCODE, LABEL)
    assert route(labelled(text), CUSTOMERS, 0.9).decision.chosen == HAIFENG.number


def test_a_number_among_other_things_in_a_code_is_no_decision() -> None:
    assert route(labelled("01|KH-2024-0007|885.00"), CUSTOMERS, 0.9).customer is None
    assert not list(barcode.find(labelled("https://example.com/q?n=1"), CUSTOMERS))


def test_a_contracts_number_means_him_in_whose_file_it_lies() -> None:
    named = sheet(reading(value("contract_no", "HT-2024-031", agreed=True)))
    clues = found(list(contract.find(named, CUSTOMERS)))
    assert list(clues) == [HAIFENG]
    assert clues[HAIFENG] < 0.9


def test_a_contracts_number_in_two_files_says_little() -> None:
    other = replace(KAIDA, values=(("contract_no", "HT-2024-031"),))
    named = sheet(reading(value("contract_no", "HT-2024-031", agreed=True)))
    clues = found(list(contract.find(named, KnownCustomers([HAIFENG, other]))))
    assert max(clues.values()) < 0.5


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("KH-2024-0008_合同.pdf", KAIDA),
        ("青岛海丰贸易有限公司2024年合同.pdf", HAIFENG),
        ("scan_20240305_001.pdf", None),
        ("李永.jpg", None),
    ],
)
def test_a_files_name_is_heard_where_it_names_a_customer(name: str, owner: Customer | None) -> None:
    clues = found(list(file_name.find(sheet(file_name=name), CUSTOMERS)))
    assert list(clues) == ([owner] if owner else [])
    assert all(weight < 0.9 for weight in clues.values())


def test_neighbours_bear_a_customer_out_and_file_nothing_alone() -> None:
    between = sheet(pile=(KAIDA.number, KAIDA.number))
    beside = sheet(pile=(KAIDA.number,))
    weights = [found(list(pile.find(one, CUSTOMERS)))[KAIDA] for one in (between, beside)]
    assert weights[0] > weights[1]
    assert route(between, CUSTOMERS, 0.9).customer is None


def test_a_name_that_meant_a_customer_thrice_means_him_again() -> None:
    short = sheet(
        reading(value("customer_name", "凯达五金")), whose={"凯达五金": {KAIDA.number: 3}}
    )
    once = replace(short, whose={"凯达五金": {KAIDA.number: 1}})
    weights = [found(list(learned.find(one, CUSTOMERS)))[KAIDA] for one in (short, once)]
    assert weights == [0.85, 0.60]


def test_a_value_that_meant_many_customers_means_nobody() -> None:
    meant = {HAIFENG.number: 2, KAIDA.number: 2, LIYONG.number: 2}
    shared = sheet(reading(value("customer_name", "物业管理处")), whose={"物业管理处": meant})
    assert max(found(list(learned.find(shared, CUSTOMERS))).values()) < 0.3


def test_a_former_name_is_a_name() -> None:
    named = sheet(reading(value("customer_name", "宁波凯达五金厂", agreed=True)))
    assert route(named, KnownCustomers([KAIDA]), 0.6).decision.candidates[0].key == KAIDA.number
