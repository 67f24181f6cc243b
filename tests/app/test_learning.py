"""What was learned, and how often the machine was wrong, told on the command line."""

from __future__ import annotations

import pytest

from domain.errors import ExitCode
from tests.app.conftest import Filled, Run

pytestmark = pytest.mark.tesseract


def test_a_correction_makes_a_type_and_teaches_it(own: Filled, run: Run) -> None:
    at = ("--archive", own.root)
    new = ("--type", "house_form", "--type-name", "本店意见单", "--part", "P10")
    said = run("correct", own.complaint, *new, "--reason", "自定表式", *at, "--json").record
    assert said["type"]["key"] == "house_form"
    listed = run("own-types", *at, "--json").record
    assert listed == {"type": "house_form", "name": "本店意见单", "part": "P10", "answers": 1}
    assert "本店意见单" in run("show", own.complaint, *at).out
    assert run("drop-type", "house_form", *at).code == ExitCode.OK
    assert run("own-types", *at, "--json").records == []


def test_a_type_needs_a_free_plain_key_and_a_part_of_the_file(own: Filled, run: Run) -> None:
    at = ("--archive", own.root)
    assert run("new-type", "customer_card", "--name", "x", *at).code == ExitCode.USAGE
    assert run("new-type", "意见单", "--name", "意见单", *at).code == ExitCode.USAGE
    assert run("new-type", "own_one", "--name", "x", "--part", "P77", *at).code == ExitCode.USAGE
    assert run("new-type", "own_one", "--name", "意见单", *at).code == ExitCode.OK


def test_training_is_told_listed_and_rolled_back(own: Filled, run: Run) -> None:
    at = ("--archive", own.root)
    assert run("models", *at, "--json").records == []
    run(
        "confirm", str(own.said["card-traditional.png"]["documents"][0]["id"]), "--reason", "x", *at
    )
    done = run("train", *at, "--json").record
    assert done["model"]["answers"] == 1
    assert run("models", *at, "--json").record == done["model"]
    assert "in_force" in run("models", *at).out
    assert run("rollback", "--reason", "不准", *at, "--json").record == {"version": None}
    again = run("rollback", str(done["model"]["version"]), "--reason", "重试", *at, "--json").record
    assert again["state"] == "in_force"
    assert run("rollback", "77", "--reason", "x", *at).code == ExitCode.NOT_FOUND


def test_accuracy_says_what_persons_found_and_that_it_is_little_yet(own: Filled, run: Run) -> None:
    at = ("--archive", own.root)
    run(
        "confirm", str(own.said["card-traditional.png"]["documents"][0]["id"]), "--reason", "x", *at
    )
    run("train", *at)
    types, customers = run("accuracy", *at, "--json").records
    assert (types["subject"], customers["subject"]) == ("type", "customer")
    assert not types["measured"]
    (only,) = types["by_type"].values()
    assert (only["reviewed"], only["wrong"]) == (1, 0)
    assert "0.80" in run("accuracy", *at).out
