"""A form is taught from the command line, used, listed and taken back."""

from __future__ import annotations

import pytest

from domain.errors import ExitCode
from tests.app.conftest import Filled, Run

pytestmark = pytest.mark.tesseract

NEW = ("--type", "house_complaint", "--name", "本店投诉单", "--part", "P10")


def test_a_taught_form_is_listed_used_on_rereading_and_taken_back(own: Filled, run: Run) -> None:
    at = ("--archive", own.root)
    complaint = own.complaint
    taught = run("teach", complaint, *NEW, *at, "--json").record
    assert taught["type"] == {"key": "house_complaint", "name": "本店投诉单"}
    assert taught["examples"] == [complaint]
    assert taught["unplaced"] == []
    assert {place["key"] for place in taught["pages"][0]["places"]} >= {"complaint_content"}
    assert run("templates", *at, "--json").record["type"]["key"] == "house_complaint"
    assert "本店投诉单" in run("templates", *at).out

    scan = own.said["complaint.jpg"]["scan"]
    assert run("reread", scan[:12], *at, "--json").code == ExitCode.OK
    shown = run("show", complaint, *at, "--json").record
    evidence = [piece["kind"] for made in shown["decisions"] for piece in made["evidence"]]
    assert "template" in evidence

    assert run("unteach", "house_complaint", "--reason", "表式已改", *at).code == ExitCode.OK
    assert run("templates", *at, "--json").records == []
    again = run("unteach", "house_complaint", "--reason", "表式已改", *at)
    assert again.code == ExitCode.NOT_FOUND


@pytest.mark.parametrize(
    "words",
    [
        ("--type", "house_complaint"),
        ("--type", "本店单", "--name", "本店投诉单"),
        ("--type", "house_complaint", "--name", "本店投诉单", "--part", "P77"),
    ],
)
def test_a_new_type_needs_a_plain_key_a_name_and_a_part_of_the_file(
    own: Filled, run: Run, words: tuple[str, ...]
) -> None:
    answer = run("teach", own.complaint, *words, "--archive", own.root)
    assert answer.code == ExitCode.USAGE
    assert run("templates", "--archive", own.root, "--json").records == []


def test_a_value_can_be_pointed_out_by_its_place(own: Filled, run: Run) -> None:
    pointed = ("--field", "house_note=记号@1:0.1,0.9,0.3,0.92")
    taught = run("teach", own.complaint, *NEW, *pointed, "--archive", own.root, "--json").record
    places = {place["key"]: place["box"] for place in taught["pages"][0]["places"]}
    assert places["house_note"][0] <= 0.1
