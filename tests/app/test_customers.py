"""Customers merged, split, renamed and referred to on the command line."""

from __future__ import annotations

from domain.errors import ExitCode
from tests.app.conftest import Filled, Run


def test_a_merge_is_told_shown_and_taken_back(own: Filled, run: Run) -> None:
    at = ("--archive", own.root, "--json")
    card = own.said["card-traditional.png"]["documents"][0]
    gone = card["customer"]["number"]
    kept = next(c["number"] for c in run("customers", *at).records if c["number"] != gone)
    event = run("merge", kept, gone, "--reason", "同一家", "--who", "王芳", *at).record
    assert (event["customer"], event["other"], event["documents"]) == (kept, gone, [card["id"]])
    shown = run("show", gone, *at).record
    assert shown["customer"]["number"] == kept
    assert [one["event"] for one in shown["events"]] == [event["event"]]
    assert "M1" in run("show", kept, "--archive", own.root).out
    undone = run("undo", event["event"], "--reason", "不是", *at).record
    assert undone["undoes"] == event["event"]
    assert run("show", gone, *at).record["customer"]["number"] == gone
    assert run("undo", event["event"], "--reason", "不是", *at).code == ExitCode.NOT_FOUND


def test_a_split_a_withdrawal_and_a_reference_are_told(own: Filled, run: Run) -> None:
    at = ("--archive", own.root, "--json")
    card = own.said["card-traditional.png"]["documents"][0]
    number = card["customer"]["number"]
    split = ("split-customer", number, "--document", card["id"], "--name", "甲分公司")
    new = run(*split, "--reason", "分公司", *at).record["other"]
    assert run("show", card["id"], *at).record["customer"]["number"] == new
    assert (
        run("refer", card["id"], "--to", number, "--reason", "涉及总公司", *at).record["see"] == new
    )
    assert f"{new}" in run("show", number, "--archive", own.root).out
    assert run("refer", card["id"], "--remove", number, "--reason", "误", *at).record["removed"]
    assert run("withdraw", new, "--reason", "退租", *at).record["change"] == "withdrawn"
    assert [c["number"] for c in run("customers", "--withdrawn", *at).records] == [new]
    assert run("reinstate", new, "--reason", "回租", *at).record["change"] == "reinstated"


def test_names_are_listed_with_their_dates(own: Filled, run: Run) -> None:
    at = ("--archive", own.root, "--json")
    number = own.said["card-traditional.png"]["documents"][0]["customer"]["number"]
    when = ("--former", "--from", "2010-01-01", "--to", "2019-06-30", "--reason", "工商变更")
    names = run("names", number, "--add", "上海宏发集团公司", *when, *at).records
    assert (names[-1]["held_from"], names[-1]["held_to"]) == ("2010-01-01", "2019-06-30")
    assert "2019-06-30" in run("names", number, "--archive", own.root).out
    left = run("names", number, "--remove", "上海宏发集团公司", "--reason", "误", *at).records
    assert len(left) == len(names) - 1
    assert run("names", number, "--add", "甲", "--remove", "乙", *at).code == ExitCode.USAGE
    assert run("names", number, "--add", "甲乙丙", *at).code == ExitCode.USAGE
