"""Values are valid by their own standards, checked here against worked examples."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factory import people, values
from tests.factory.register import PATTERNS, register

seeds = st.integers(0, 2**32)


@pytest.mark.parametrize(
    ("body", "check"), [("91350100M000100Y4", "3"), ("91110000600037341", "L")]
)
def test_credit_codes_of_known_companies_have_the_check_digit_they_print(
    body: str, check: str
) -> None:
    assert values.credit_check(body) == check


def test_the_identity_number_of_the_standard_has_the_check_digit_it_prints() -> None:
    assert values.identity_check("11010519491231002") == "X"


@given(seeds)
def test_an_identity_number_says_birth_and_sex(seed: int) -> None:
    rng = Random(seed)
    born = values.day(rng, 1950, 2005)
    number = values.identity_number(rng, "110105", born, man=False)
    assert len(number) == 18
    assert number[6:14] == f"{born:%Y%m%d}"
    assert int(number[16]) % 2 == 0


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (8, "捌元整"),
        (12_000, "壹万贰仟元整"),
        (478_400, "肆拾柒万捌仟肆佰元整"),
        (100_005, "壹拾万零伍元整"),
        (20_300_060, "贰仟零叁拾万零陆拾元整"),
        (1_010, "壹仟零壹拾元整"),
    ],
)
def test_amounts_are_written_as_banks_write_them(amount: int, words: str) -> None:
    assert values.in_words(amount) == words


def test_dates_are_written_in_chinese_numerals() -> None:
    assert values.chinese_date(date(2024, 10, 21)) == "二〇二四年十月二十一日"


@given(seeds)
def test_no_two_customers_of_a_register_share_number_or_code(seed: int) -> None:
    clients = register(Random(seed), companies=12, persons=4)
    numbers = [client.number for client in clients]
    codes = [client.get("registration_no") for client in clients if client.is_company]
    assert len(set(numbers)) == len(numbers)
    assert len(set(codes)) == len(codes)


def test_registers_hold_look_alikes() -> None:
    clients = register(Random(1), companies=40, persons=0)
    names = [client.name for client in clients]
    near = [
        (one, other)
        for one in names
        for other in names
        if one != other and (one in other or _differ_in_one(one, other))
    ]
    assert near


def _differ_in_one(one: str, other: str) -> bool:
    same_length = len(one) == len(other)
    return same_length and sum(a != b for a, b in zip(one, other, strict=True)) == 1


@given(seeds, st.integers(0, len(PATTERNS) - 1))
def test_the_same_seed_makes_the_same_customers(seed: int, pattern: int) -> None:
    made = [register(Random(seed), companies=5, persons=2, pattern=pattern) for _ in range(2)]
    assert made[0] == made[1]


@given(seeds)
def test_a_customer_of_either_kind_has_a_name_and_an_address(seed: int) -> None:
    rng = Random(seed)
    for client in (people.company(rng, "1"), people.private_person(rng, "2")):
        assert 2 <= len(client.name) <= 60
        assert len(client.get("address")) >= 6
