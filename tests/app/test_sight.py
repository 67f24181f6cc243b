"""No command tells a word of a paper whose grade is above its user's; that it is there, it says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest

from app import compose
from app.cli.sections import SECTIONS
from domain.errors import ExitCode
from tests.app import withheld
from tests.app.conftest import Answer, Run
from tests.app.withheld import CEILING, CUSTOMER, TELLING, WORDS, Replayed, Shelf

COMMANDS = tuple(name for _, names in SECTIONS for name in names)


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("withheld")
    made = withheld.shelf(folder / "archive", folder / "drop")
    table = "客户编号,客户名称\nKH-2024-0009,上海新业贸易有限公司\n"
    (made.drop / "customers.csv").write_text(table, encoding="utf-8")
    return made


@pytest.fixture
def shelf(_made: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A copy, with a runner that reads nothing."""
    monkeypatch.setattr(compose, "runner", lambda archive, _, heard: Replayed(archive, heard))
    monkeypatch.setattr(compose, "serve", lambda worker, *_: worker.run_until_idle())
    return replace(_made, root=shutil.copytree(_made.root, tmp_path / "archive"))


def _told(run: Run, shelf: Shelf, command: str, out: Path, *options: str) -> Iterator[Answer]:
    out.mkdir(exist_ok=True)
    for way in withheld.ways(shelf, out)[command]:
        yield run(command, *way, "--archive", shelf.root, *options)


def _words_in(answers: list[Answer], out: Path) -> set[str]:
    """Words of the withheld paper in what was printed or written."""
    text = "".join(one.out + one.err for one in answers)
    for path in out.iterdir():
        if path.suffix == ".pdf":
            with pdfplumber.open(path) as pdf:
                text += str(pdf.metadata) + "".join(page.extract_text() for page in pdf.pages)
        else:
            text += path.read_text(encoding="utf-8")
    return {word for word in WORDS if word in text}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_tells_a_word_of_a_withheld_paper(
    command: str, run: Run, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that `withheld.ways` does not know fails here: say how it would tell of a paper."""
    monkeypatch.setenv("ANJUAN_ACCESS__GRADE", CEILING)
    for options in ((), ("--json",)) if command in TELLING else (("--json",),):
        out = tmp_path / "out"
        answers = list(_told(run, shelf, command, out, *options))
        assert _words_in(answers, out) == set()
        assert ExitCode.INTERNAL not in {one.code for one in answers}


@pytest.mark.parametrize("command", sorted(TELLING))
def test_who_may_see_the_paper_is_told_of_it(
    command: str, run: Run, shelf: Shelf, tmp_path: Path
) -> None:
    told = _told(run, shelf, command, tmp_path / "out", "--json")
    assert any(_words_in([answer], tmp_path / "out") for answer in told)


def test_lists_count_and_say_how_many_are_withheld(
    run: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = ("--archive", shelf.root, "--json")
    whole = run("catalogue", CUSTOMER, *at).record
    monkeypatch.setenv("ANJUAN_ACCESS__GRADE", CEILING)
    listed, counted = run("catalogue", CUSTOMER, *at).records
    assert counted == {"withheld": 1, "ceiling": CEILING}
    lines = {entry["document"]: entry for entry in listed["catalogue"]}
    assert set(lines) == {entry["document"] for entry in whole["catalogue"]}
    assert (lines[shelf.secret]["remarks"], lines[shelf.secret]["pages"]) == (["withheld"], 1)
    assert lines[shelf.plain]["title"]
    assert "Withheld: 1 documents" in run("review", "--archive", shelf.root).out


def test_a_withheld_paper_is_refused_with_whom_to_ask(
    run: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANJUAN_ACCESS__GRADE", CEILING)
    refused = run("show", shelf.secret, "--archive", shelf.root, "--json")
    assert refused.code == ExitCode.WITHHELD
    assert "director" in refused.record["error"]["next"]
    lowered = ("--set", "open", "--reason", "想看")
    assert run("grade", shelf.secret, *lowered, "--archive", shelf.root).code == ExitCode.WITHHELD
    monkeypatch.setenv("ANJUAN_ACCESS__GRADE", "director")
    assert run("show", shelf.secret, "--archive", shelf.root, "--json").record["title"]


def test_a_grade_that_the_profile_does_not_know_lets_nobody_in(
    run: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANJUAN_ACCESS__GRADE", "cosmic")
    assert run("show", shelf.plain, "--archive", shelf.root).code == ExitCode.SETTINGS


def test_an_answer_leaves_withheld_papers_as_they_were(
    run: Run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANJUAN_ACCESS__GRADE", CEILING)
    given = run(
        "answer", shelf.question, "--confirm", "--reason", "无误", "--archive", shelf.root, "--json"
    )
    assert given.code == ExitCode.INCOMPLETE
    assert given.records[0]["settled"] == []
    assert given.records[0]["refused"][0]["document"] == shelf.secret
