"""Every regime is served by rules that are there; every contradiction between them is decided."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from ingest.forms.catalogue import load as load_catalogue
from records.profile import ProfileChoice, load_profile, names, variants
from records.rules.walk import Regime, contradictions, not_acted_on, regimes, rules_of

CORPORA = Path(os.environ.get("ANJUAN_CORPORA", Path(__file__).parents[3] / "shared" / "data"))
SHARED = CORPORA.parent / "domain" / "domain.md"


def test_all_seventy_five_regimes_are_walked_in_order() -> None:
    assert [regime.id for regime in regimes()] == [f"R{number:02d}" for number in range(1, 76)]


@pytest.mark.parametrize("regime", regimes(), ids=lambda regime: regime.id)
def test_a_regime_is_served_by_rules_that_are_there_or_needs_none(regime: Regime) -> None:
    if regime.outside:
        assert regime.mark == "OUT"
        assert not regime.serves
        return
    assert regime.serves
    assert regime.rules
    for choice in regime.choices():
        held = rules_of(load_profile(choice))
        empty = [rule for rule in regime.rules if held.get(rule) in (None, "", [], {})]
        assert empty == []


def test_a_variant_is_walked_by_its_regime() -> None:
    walked = {(c.name, c.variant) for regime in regimes() for c in regime.choices() if c.variant}
    offered = {(name, variant) for name in names() for variant in variants(name)}
    overlaid = {("default", "R73")}
    assert walked - overlaid == offered - {("personal_data", "R73")}
    assert overlaid <= walked


@pytest.mark.parametrize(
    ("choice", "rule", "said"),
    [
        (ProfileChoice("property", "R01"), "order.within_part", "ascending"),
        (ProfileChoice("property", "R06"), "order.within_part", "descending"),
        (ProfileChoice("property", "R52"), "loan.days", 7),
        (ProfileChoice("property", "R52"), "destruction.witnesses", 2),
        (ProfileChoice("loan"), "numbers.papers", {"P06": "{file}-{sequence:2}", "P14": "{file}"}),
        (ProfileChoice("loan"), "catalogue.annex_coded", False),
        (ProfileChoice("loan"), "catalogue.copies", 3),
        (ProfileChoice("dealer"), "backup.month_day", 1),
        (ProfileChoice("default", "R33"), "destruction.witnesses", 1),
        (ProfileChoice("complaints"), "numbers.file", "{yy}{month}{sequence:2}"),
        (ProfileChoice("consumer", "R45"), "access.subject", "no"),
        (ProfileChoice("consumer", "R72"), "numbers.personal_key", "label"),
        (ProfileChoice("document_archive"), "file.unit", "year"),
        (ProfileChoice("document_archive"), "order.draft_first", True),
        (ProfileChoice("default", "R73", ("personal_data",)), "sharing.policy", "active"),
    ],
)
def test_a_regimes_own_word_stands_in_its_profile(
    choice: ProfileChoice, rule: str, said: object
) -> None:
    assert rules_of(load_profile(choice))[rule] == said


@pytest.mark.parametrize(
    ("name", "key", "years"),
    [("finance", "identity", 5), ("finance", "customer_file", 5), ("finance", "transaction", 10)],
)
def test_what_is_known_of_customers_is_kept_as_long_as_the_texts_say(
    name: str, key: str, years: int
) -> None:
    classes = {one.key: one.years for one in load_profile(name).retention.classes}
    assert classes[key] == years


def test_all_forty_contradictions_are_decided_by_rules_or_said_to_be_elsewhere() -> None:
    assert [one.id for one in contradictions()] == [f"C-{n:02d}" for n in range(1, 41)]
    known = set(rules_of(load_profile("complaints")))
    for one in contradictions():
        assert set(one.rules) <= known, one.id
        assert bool(one.rules) == (one.acted not in ("elsewhere", "outside")), one.id
        assert one.rules or one.note
    assert "loan.days" in not_acted_on()


def test_types_and_fields_that_profiles_name_exist() -> None:
    catalogue = load_catalogue()
    types: set[str] = set()
    fields: set[str] = set()
    for name in names():
        for variant in ("", *variants(name)):
            held = load_profile(ProfileChoice(name, variant))
            types |= {key for one in held.completeness.documents for key in one.any_of}
            types |= set(held.completeness.copies) | set(held.order.checklist)
            types |= set(held.grade.types) | set(held.retention.types)
            types |= set(held.catalogue.annex_types) | set(held.destruction.never)
            deadlines = held.deadlines
            for rule in (*deadlines.opening, *deadlines.filing, *deadlines.complaints):
                types |= set(rule.papers)
            cards = (*held.card.company, *held.card.person)
            fields |= {key for keys in cards for key in keys.split("|")} | set(held.file.keys)
            fields |= {key for one in held.grade.sensitivity for key in one.fields}
            fields |= set(held.fixing.second_check)
    parts = {key for key in types if re.fullmatch(r"P\d\d", key)}
    assert types - parts <= set(catalogue.types)
    assert fields <= {str(key) for key in catalogue.fields}


def _shared_regimes() -> dict[str, str]:
    text = SHARED.read_text(encoding="utf-8")
    rows: dict[str, Any] = {}
    for match in re.finditer(r"^\| (R\d\d) \|.*\| (CORE|RECORDS|OUT) \|$", text, re.MULTILINE):
        rows.setdefault(match[1], match[2])
    return rows


@pytest.mark.skipif(not SHARED.is_file(), reason="the shared table of regimes is not here")
def test_the_walk_agrees_with_the_shared_table() -> None:
    assert {regime.id: regime.mark for regime in regimes()} == _shared_regimes()
    found = set(re.findall(r"^\| (C-\d\d) \|", SHARED.read_text("utf-8"), re.MULTILINE))
    assert {one.id for one in contradictions()} == found
