"""What is told of papers, and what is masked in it."""

from __future__ import annotations

import pytest

from domain.errors import ExitCode
from domain.personal import masked
from domain.values.personal import personal_numbers
from tests.app.conftest import Filled, Run

pytestmark = pytest.mark.tesseract


def test_show_tells_of_a_document_a_customer_and_a_scan(filled: Filled, run: Run) -> None:
    card = filled.document("card-traditional.png")
    shown = run("show", card["id"], "--archive", filled.root, "--json").record
    assert shown["history"]
    assert shown["decisions"]
    held = run("show", "KH-2024-0028", "--archive", filled.root, "--json").record
    assert [entry["document"] for entry in held["catalogue"]] == [card["id"]]
    scan = run("show", card["scan"][:10], "--archive", filled.root, "--json").record
    assert scan["file"] == "card-traditional.png"


def test_what_nobody_knows_is_said_to_be_unknown(filled: Filled, run: Run) -> None:
    answer = run("show", "KH-1900-0001", "--archive", filled.root, "--json")
    assert answer.code == ExitCode.NOT_FOUND
    assert answer.record["error"]["kind"] == "NotFound"


def test_personal_numbers_are_masked_in_tables(own: Filled, run: Run) -> None:
    card = own.document("card-traditional.png")
    number = "11010519491231002X"
    said = ("correct", card["id"], "--reason", "r", "--archive", own.root)
    run(*said, "--field", f"id_card={number}")
    shown = run("show", card["id"], "--archive", own.root).out
    assert number not in shown
    assert masked(number) in shown
    assert number in run("show", card["id"], "--unmasked", "--archive", own.root).out


def test_evidence_names_no_personal_number_in_full(filled: Filled, run: Run) -> None:
    paper = filled.document("card-traditional.png")
    told = run("show", paper["id"], "--unmasked", "--archive", filled.root).out
    reasons = [line for line in told.splitlines() if line.startswith("·")]
    numbers = {line[one.start : one.end] for line in reasons for one in personal_numbers(line)}
    assert numbers, "the card is filed by a telephone, among other evidence"
    shown = run("show", paper["id"], "--archive", filled.root).out
    waiting = run("review", "--archive", filled.root).out.replace("\n", "")
    assert not [number for number in numbers if number in shown or number in waiting]


def test_telephones_are_masked_in_lists_unless_asked_for(filled: Filled, run: Run) -> None:
    listed = run("customers", "--archive", filled.root, "--json").records
    phone = next(one["values"]["phone"][0] for one in listed if one["values"].get("phone"))
    assert phone not in run("customers", "--archive", filled.root).out
    assert phone in run("customers", "--unmasked", "--archive", filled.root).out
    found = run("search", phone, "--archive", filled.root)
    assert phone not in found.out.replace("【", "").replace("】", "")


def test_show_lists_what_stands_beside_labels_that_nobody_listed(filled: Filled, run: Run) -> None:
    paper = filled.document("complaint.jpg")
    record = run("show", paper["id"], "--archive", filled.root, "--json").record
    table = run("show", paper["id"], "--archive", filled.root).out
    assert {"label", "value", "page", "label_box", "box", "confidence"} >= {
        name for pair in record["pairs"] for name in pair
    }
    assert all(pair["label"] in table for pair in record["pairs"])
    assert all("*" in one["masked"] for one in record["personal"])
