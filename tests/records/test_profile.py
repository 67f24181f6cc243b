"""A profile says how numbers look and papers are ordered; a wrong one is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import SettingsError
from records.archive import Archive
from records.profile import Order, load_profile, next_number, parse_profile
from records.sequences import last_value, next_value

PLAIN = '[numbers]\ncustomer = "K{sequence}"\ncustomer_provisional = "L{sequence}"\nfile = "%s"\n'


def test_the_default_profile_numbers_by_year() -> None:
    numbers = load_profile().numbers
    assert numbers.customer_provisional == "LS-{year}-{sequence:4}"
    assert numbers.file == "DA-{year}-{sequence:4}"
    assert load_profile().order.within_part is Order.ASCENDING


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "numbers"),
        ("[numbers", "default"),
        (PLAIN % "DA-{year}", "numbers.file"),
        (PLAIN % "DA-{sequence}-{sequence}", "numbers.file"),
        (PLAIN % "DA-{month}-{sequence}", "numbers.file"),
        (PLAIN % "DA-{sequence:0}", "numbers.file"),
        (PLAIN % "DA-{sequence", "numbers.file"),
        (PLAIN % "DA {sequence}", "numbers.file"),
        (PLAIN % "DA-{sequence}" + '[order]\nwithin_part = "random"', "order.within_part"),
        (PLAIN % "DA-{sequence}" + "[colour]\nred = 1", "colour"),
        (PLAIN % "DA-{sequence}" + "volume = 3", "numbers.volume"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_by_name(text: str, place: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_profile(text, "default")
    assert place in refused.value.subject


def test_a_profile_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingsError, match="no such profile"):
        load_profile("../default")


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=st.text("abc", min_size=1, max_size=3), count=st.integers(1, 12))
def test_numbers_of_a_kind_follow_each_other(archive: Archive, kind: str, count: int) -> None:
    with archive.database.write() as session:
        begin = last_value(session, kind)
        given = [next_number(session, kind, "第{sequence:3}号") for _ in range(count)]
    assert given == [f"第{begin + n:03d}号" for n in range(1, count + 1)]


def test_a_count_may_outgrow_its_digits(archive: Archive) -> None:
    with archive.database.write() as session:
        given = [next_number(session, "file", "{sequence:1}") for _ in range(11)]
    assert given[-2:] == ["10", "11"]


def test_a_number_given_in_an_undone_transaction_is_given_again(archive: Archive) -> None:
    with archive.database.write() as session:
        assert next_value(session, "file") == 1
    with archive.database.write() as session:
        assert next_value(session, "file") == 2
        session.rollback()
    with archive.database.write() as session:
        assert next_value(session, "file") == 2
