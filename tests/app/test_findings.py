"""What scans lack is listed with its count, shown with its document, and gone once it is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from domain.filing import EvidenceKind
from domain.finding import FindingCode
from domain.geometry import Box
from domain.signing import SignPlace, SignState
from tests.app.conftest import Run, proposed
from tests.ingest.known import reading, value

_PLACE = Box(0.1, 0.8, 0.4, 0.85)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An archive with one registration form: not signed, no telephone, part two of a set."""
    root = tmp_path / "archive"
    made = reading(
        value("customer_name", "长沙明德商贸有限公司"),
        value("phone", ""),
        lines=("客户档案登记表", "第二联", "制表人："),
        title="客户档案登记表",
        says=((EvidenceKind.TITLE, "customer_registration", 0.97),),
    )
    place = SignPlace("制表人", _PLACE, _PLACE, SignState.EMPTY)
    proposed(root, replace(made, signatures=(place,)))
    return root


def test_faults_are_listed_and_facts_when_asked_for(root: Path, run: Run) -> None:
    faults = run("findings", "--archive", root, "--json").records
    assert {one["code"] for one in faults} == {"signature_missing", "field_missing"}
    (signature,) = [one for one in faults if one["code"] == "signature_missing"]
    assert (signature["subject"], signature["page"]) == ("form_maker", 1)
    assert signature["box"] == list(_PLACE.as_tuple())
    everything = run("findings", "--all", "--archive", root, "--json").records
    assert "copy_number" in {one["code"] for one in everything}
    only = run("findings", "--code", FindingCode.COPY_NUMBER, "--archive", root, "--json").records
    assert [(one["subject"], one["until"]) for one in only] == [("2", None)]


def test_people_see_them_with_their_document_and_in_their_language(
    root: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("findings", "--archive", root)
    assert "signature missing: Fills in the form" in told.out
    document = run("findings", "--archive", root, "--json").records[0]["document"]
    assert "signature missing" in run("show", document, "--archive", root).out
    assert "anjuan findings" in run("review", "--archive", root).out
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "缺签字：制表人" in run("findings", "--archive", root).out
    assert "联次：第 2 联" in run("show", document, "--archive", root).out


def test_what_a_person_fills_in_is_lacking_no_more_and_its_days_are_kept(
    root: Path, run: Run
) -> None:
    place = ("--archive", root, "--json")
    (blank,) = [one for one in run("findings", *place).records if one["subject"] == "phone"]
    said = ("--field", "phone=0731-5550123", "--reason", "电话询问")
    run("correct", blank["document"], *said, *place)
    assert "phone" not in {one["subject"] for one in run("findings", *place).records}
    shown = run("show", blank["document"], *place).record["findings"]
    (ended,) = [one for one in shown if one["subject"] == "phone"]
    assert (ended["since"], ended["until"] is not None) == (blank["since"], True)
