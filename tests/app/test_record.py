"""What a card says and the record does not is shown, and settled by a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import ExitCode
from tests.app.conftest import Filled, Run

pytestmark = pytest.mark.tesseract

CUSTOMER = "KH-2024-0028"


@pytest.fixture
def differing(own: Filled, run: Run, tmp_path: Path) -> Filled:
    """A list that says otherwise than the card, and a card that speaks again."""
    card = own.said["card-traditional.png"]["documents"][0]
    listed = tmp_path / "list.csv"
    listed.write_text(f"客户编号,联系人\n{CUSTOMER},钱多多\n", encoding="utf-8")
    assert run("import-customers", listed, "--archive", own.root).code == ExitCode.OK
    said = ("--field", "contact=李强", "--reason", "看清了")
    assert run("correct", card["id"], *said, "--archive", own.root).code == ExitCode.OK
    return own


def test_a_difference_is_listed_with_both_sides_and_settled_for_the_card(
    differing: Filled, run: Run
) -> None:
    listed = run("differences", "--archive", differing.root, "--json").records
    (contact,) = [one for one in listed if one["key"] == "contact"]
    assert (contact["on_record"], contact["said"]) == (["钱多多"], ["李强"])
    number = str(contact["number"])
    word = ("--card", "--who", "赵敏", "--reason", "电话核实")
    settled = run("settle", number, *word, "--archive", differing.root, "--json")
    assert settled.record["taken"] is True
    shown = run("show", CUSTOMER, "--archive", differing.root, "--json").record
    assert shown["customer"]["values"]["contact"] == ["李强"]
    assert [one for one in shown["differences"] if one["key"] == "contact"] == []
    held = [one for one in shown["record"] if one["key"] == "contact"]
    assert (held[-2]["value"], held[-2]["source"]) == ("钱多多", "list.csv")
    assert held[-2]["until"] is not None
    assert held[-1]["until"] is None
    told = run("show", CUSTOMER, "--archive", differing.root).out
    assert told.index("李强") < told.index("钱多多"), (
        "the former contact is listed after the present"
    )


def test_people_see_the_differences_of_a_customer_and_how_to_settle_them(
    differing: Filled, run: Run
) -> None:
    told = run("differences", "--customer", CUSTOMER, "--archive", differing.root)
    assert "钱多多" in told.out
    assert "anjuan settle" in told.out
    assert "李强" in run("show", CUSTOMER, "--archive", differing.root).out


@pytest.mark.parametrize("words", [(), ("--card", "--record")])
def test_settling_needs_one_side(differing: Filled, run: Run, words: tuple[str, ...]) -> None:
    answer = run("settle", "1", *words, "--reason", "核实", "--archive", differing.root)
    assert answer.code == ExitCode.USAGE
    assert run("settle", "999", "--card", "--reason", "核实", "--archive", differing.root).code == (
        ExitCode.NOT_FOUND
    )


def test_customers_with_gaps_are_listed_for_people_and_machines(
    own: Filled, run: Run, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("客户编号,客户名称,电话\nA-1,甲商贸有限公司,1\n", encoding="utf-8")
    assert run("import-customers", listed, "--archive", own.root).code == ExitCode.OK
    bare = run("incomplete", "--archive", own.root, "--json").records[0]
    assert (bare["customer"], bare["name"]) == ("A-1", "甲商贸有限公司")
    missing = [gap["key"] for gap in bare["missing"]]
    assert missing == ["registration_no", "address", "contact"]
    assert all(gap["since"] for gap in bare["missing"])
    assert "甲商贸有限公司" in run("incomplete", "--archive", own.root).out
