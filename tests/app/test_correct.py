"""What a person puts right on the command line stays right, and is found where it belongs."""

from __future__ import annotations

import pytest

from domain.errors import ExitCode
from tests.app.conftest import Filled, Run

pytestmark = pytest.mark.tesseract


def test_a_correction_moves_the_paper_in_both_catalogues_and_in_search(
    own: Filled, run: Run
) -> None:
    complaint = own.document("complaint.jpg")
    before = complaint["customer"]["number"]
    answer = run(
        "correct",
        complaint["id"],
        "--customer",
        "KH-2024-0028",
        "--reason",
        "盖章看错",
        "--who",
        "王芳",
        "--base-revision",
        complaint["revision"],
        "--archive",
        own.root,
        "--json",
    )
    assert answer.code == ExitCode.OK
    assert answer.record["customer"]["number"] == "KH-2024-0028"

    def listed(number: str) -> list[str]:
        record = run("show", number, "--archive", own.root, "--json").record
        return [entry["document"] for entry in record["catalogue"]]

    assert complaint["id"] in listed("KH-2024-0028")
    assert complaint["id"] not in listed(before)
    hits = run(
        "search", "投诉", "--customer", "KH-2024-0028", "--archive", own.root, "--json"
    ).record["hits"]
    assert complaint["id"] in {hit["document"] for hit in hits}
    history = run("show", complaint["id"], "--archive", own.root, "--json").record["history"]
    assert (history[-1]["who"], history[-1]["reason"]) == ("王芳", "盖章看错")


def test_a_correction_made_against_an_old_revision_is_refused(own: Filled, run: Run) -> None:
    complaint = own.document("complaint.jpg")
    said = ("correct", complaint["id"], "--reason", "r", "--archive", own.root, "--json")
    first = run(*said, "--customer", "KH-2024-0028", "--base-revision", complaint["revision"])
    second = run(*said, "--type", "合同", "--base-revision", complaint["revision"])
    assert (first.code, second.code) == (ExitCode.OK, ExitCode.STALE)
    assert "KH-2024-0028" in second.record["error"]["happened"]


def test_a_value_is_corrected_by_key_or_by_label(own: Filled, run: Run) -> None:
    card = own.document("card-traditional.png")
    answer = run(
        "correct",
        card["id"],
        "--field",
        "industry=软件业",
        "--field",
        "传真=0571-1234567",
        "--reason",
        "更正",
        "--archive",
        own.root,
        "--json",
    )
    values = {field["key"]: field["value"] for field in answer.record["fields"]}
    assert (values["industry"], values["fax"]) == ("软件业", "0571-1234567")


@pytest.mark.parametrize(
    ("option", "code"),
    [
        (("--type", "no_such_type"), ExitCode.NOT_FOUND),
        (("--customer", "KH-1900-0001"), ExitCode.NOT_FOUND),
        (("--field", "no_such_field=1"), ExitCode.NOT_FOUND),
        (("--field", "customer_name"), ExitCode.USAGE),
    ],
)
def test_an_impossible_correction_changes_nothing(
    own: Filled, run: Run, option: tuple[str, str], code: ExitCode
) -> None:
    card = own.document("card-traditional.png")
    answer = run("correct", card["id"], *option, "--reason", "r", "--archive", own.root, "--json")
    assert answer.code == code
    shown = run("show", card["id"], "--archive", own.root, "--json").record
    assert shown["revision"] == card["revision"]


def test_confirming_a_provisional_customer_takes_the_paper_out_of_review(
    own: Filled, run: Run
) -> None:
    waiting = run("review", "--archive", own.root, "--json").records
    card = own.document("card-unknown-customer.jpg")
    assert card["id"] in {document["id"] for document in waiting}
    number = card["customer"]["number"]
    run("correct", card["id"], "--customer", number, "--reason", "确认", "--archive", own.root)
    left = run("review", "--archive", own.root, "--json").records
    assert card["id"] not in {document["id"] for document in left}
    listed = {c["number"]: c for c in run("customers", "--archive", own.root, "--json").records}
    assert listed[number]["status"] == "active"
