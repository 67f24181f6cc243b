"""The programme's help is read by what one wants to do."""

from __future__ import annotations

from collections import Counter
from typing import cast

from typer.core import TyperGroup
from typer.main import get_command

from app.cli.main import app
from app.cli.sections import FURTHER, SECTIONS, in_sections
from tests.app.conftest import Run

COMMANDS = cast(TyperGroup, get_command(app)).commands


def test_every_command_stands_in_exactly_one_section() -> None:
    named = Counter(name for _, names in SECTIONS for name in names)
    assert set(COMMANDS) <= set(named)
    assert set(named.values()) == {1}


def test_a_command_that_no_section_names_is_shown_all_the_same() -> None:
    assert list(in_sections(["verify", "novel"]))[-1] == (FURTHER, ["novel"])


def test_the_help_names_every_command_and_cuts_no_sentence_off(run: Run) -> None:
    shown = run("--help").out
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert "..." not in shown.split("Options:")[1]
