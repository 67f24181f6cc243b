"""A profile says how numbers look and papers are ordered; a wrong one is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import SettingsError
from records.archive import Archive
from records.profile import ProfileChoice, load_profile, names, next_number, parse_profile, variants
from records.rules.filing import Order
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
        ("[numbers", "default"),
        (PLAIN % "DA-{year}", "numbers.file"),
        (PLAIN % "DA-{sequence}-{sequence}", "numbers.file"),
        (PLAIN % "DA-{day}-{sequence}", "numbers.file"),
        (PLAIN % "{unit:2}-{sequence}", "numbers.file"),
        (PLAIN % "{file}-{sequence}", "numbers.file"),
        (PLAIN % "DA-{sequence:0}", "numbers.file"),
        (PLAIN % "DA-{sequence", "numbers.file"),
        (PLAIN % "DA {sequence}", "numbers.file"),
        (PLAIN % "DA-{sequence}" + '[order]\nwithin_part = "random"', "order.within_part"),
        (PLAIN % "DA-{sequence}" + "[colour]\nred = 1", "colour"),
        (PLAIN % "DA-{sequence}" + "volume = 3", "numbers.volume"),
        ('[file]\nunit = "contract"', "file"),
        ('[file]\nunit = "unit"\nkeys = ["id_card"]', "file"),
        ('[order]\nwithin_part = "checklist"', "order"),
        ('[order]\nparts = ["P01"]', "order"),
        ('[grade]\nfile = "cosmic"', "grade"),
        ('[grade.classes]\npersonal = "cosmic"', "grade"),
        ('[retention]\ndefault = "cosmic"', "retention"),
        ('[retention.types]\ncontract = "cosmic"', "retention"),
        (
            '[[deadlines.filing]]\nkey = "a"\nname = "a"\nname_en = "a"\n'
            'limit = { unit = "month_day", count = 31 }',
            "deadlines.filing.0.limit",
        ),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused_by_name(text: str, place: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_profile(text, "default")
    assert place in refused.value.subject


@pytest.mark.parametrize(
    ("choice", "what"),
    [
        (ProfileChoice("../default"), "no such profile"),
        (ProfileChoice("property", "R03"), "no variant R03"),
        (ProfileChoice("property", "", ("loan",)), "no overlay"),
        (
            ProfileChoice("property", "", (), {"order": {"within_part": "random"}}),
            "Input should be",
        ),
    ],
)
def test_a_choice_that_cannot_be_made_is_refused(choice: ProfileChoice, what: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_profile(choice)
    assert what in refused.value.detail


def test_every_profile_is_whole_alone_with_its_variants_and_under_the_overlay() -> None:
    for name in names():
        for variant in ("", *variants(name)):
            plain = load_profile(ProfileChoice(name, variant))
            if not plain.overlay:
                over = load_profile(ProfileChoice(name, variant, ("personal_data",)))
                assert over.consent.required == "block"
                assert over.file == plain.file
                assert over.stamp != plain.stamp


def test_the_firms_own_rule_wins_over_variant_and_overlay() -> None:
    own = {"order": {"within_part": "ascending"}, "consent": {"required": "off"}}
    held = load_profile(ProfileChoice("property", "R06", ("personal_data",), own))
    assert held.order.within_part is Order.ASCENDING
    assert held.consent.required == "off"
    assert held.loan.place == "room"
    assert held.title_en == "Property tower and housing"


def test_a_count_begins_anew_in_every_scope_and_never_repeats(archive: Archive) -> None:
    with archive.database.write() as session:
        given = [
            next_number(session, "file", "{unit}-{sequence:2}", {"unit": unit})
            for unit in ("1203", "1204", "1203", "1203")
        ]
        assert next_number(session, "file", "{unit}", {"unit": "HT-7"}) == "HT-7"
    assert given == ["1203-01", "1204-01", "1203-02", "1203-03"]


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
