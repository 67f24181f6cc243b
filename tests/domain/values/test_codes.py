"""Numbers with check digits: proved, or mended only where exactly one mending is proved."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.fields import ValueKind
from domain.values import parse
from domain.values.codes import (
    CREDIT_ALPHABET,
    credit_check,
    identity_check,
    organisation_check,
    registration_check,
)

BODIES = st.builds(
    lambda head, region, tail: head + region + tail,
    st.sampled_from(["91", "92", "93", "12", "52"]),
    st.from_regex(r"[1-6][0-9]{5}", fullmatch=True),
    st.text(CREDIT_ALPHABET, min_size=9, max_size=9),
)
BIRTHS = st.dates().filter(lambda day: 1900 <= day.year <= 2020)


@given(BODIES)
def test_a_credit_code_proves_itself(body: str) -> None:
    code = body + credit_check(body)
    parsed = parse(ValueKind.CREDIT_CODE, f" {code[:4]} {code[4:10]} {code[10:].lower()} ")
    assert (parsed.value, parsed.well_formed, parsed.check_digit) == (code, True, True)


@given(BODIES, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_in_a_credit_code_is_always_found(
    body: str, place: int, wrong: str
) -> None:
    code = body + credit_check(body)
    assume(code[place] != wrong)
    parsed = parse(ValueKind.CREDIT_CODE, code[:place] + wrong + code[place + 1 :])
    assert not parsed.check_digit
    assert not parsed.well_formed


@given(BODIES, st.data())
def test_letters_that_cannot_stand_in_a_credit_code_are_put_right(
    body: str, data: st.DataObject
) -> None:
    code = body + credit_check(body)
    confusions = {"0": "O", "1": "I", "2": "Z", "5": "S"}
    places = [place for place, char in enumerate(code) if char in confusions]
    assume(places)
    place = data.draw(st.sampled_from(places))
    misread = code[:place] + confusions[code[place]] + code[place + 1 :]
    assert parse(ValueKind.CREDIT_CODE, misread).value == code


def test_a_letter_that_may_stand_is_never_changed() -> None:
    assert parse(ValueKind.CREDIT_CODE, "91350100M000100Y4B").value == "91350100M000100Y4B"
    assert not parse(ValueKind.CREDIT_CODE, "91350100M000100Y4B").well_formed


@given(st.from_regex(r"[1-6][0-9]{13}", fullmatch=True))
def test_an_old_registration_number_proves_itself(body: str) -> None:
    parsed = parse(ValueKind.CREDIT_CODE, body + registration_check(body))
    assert (parsed.well_formed, parsed.check_digit) == (True, True)


@given(st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_an_organisation_code_proves_itself(body: str) -> None:
    code = f"{body}-{organisation_check(body)}"
    assert parse(ValueKind.CREDIT_CODE, code).value == code
    assert parse(ValueKind.CREDIT_CODE, code).check_digit


@given(st.from_regex(r"[1-6][0-9]{5}", fullmatch=True), BIRTHS, st.integers(0, 999))
def test_an_identity_number_proves_itself_and_its_date(
    region: str, born: object, order: int
) -> None:
    body = f"{region}{born:%Y%m%d}{order:03d}"
    code = body + identity_check(body)
    parsed = parse(ValueKind.IDENTITY, code.lower())
    assert (parsed.value, parsed.check_digit) == (code, True)
    misread = code.replace("0", "O", 1)
    assert parse(ValueKind.IDENTITY, misread).value == code


def test_an_identity_number_with_an_impossible_date_is_not_well_formed() -> None:
    body = "11010519491331002"
    assert not parse(ValueKind.IDENTITY, body + identity_check(body)).well_formed


@pytest.mark.parametrize("read", ["", "无", "9" * 17, "9" * 19, "营业执照"])
def test_other_text_is_no_code(read: str) -> None:
    assert not parse(ValueKind.CREDIT_CODE, read).well_formed
    assert not parse(ValueKind.IDENTITY, read).well_formed
