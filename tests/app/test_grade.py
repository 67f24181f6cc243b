"""Grades are shown and set on the command line, with who and why, and searches keep below them."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from domain.errors import ExitCode
from records.archive import Archive
from tests.app.conftest import Run
from tests.records.papers import draft, filed, known

CUSTOMER = "KH-2024-0007"


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An archive with a customer's card."""
    root = tmp_path_factory.mktemp("shelf") / "archive"
    with closing(Archive.create(root)) as archive:
        known(archive)
        document = filed(archive, b"1", draft(CUSTOMER))[0].id
    return root, document


@pytest.fixture
def shelf(_made: tuple[Path, str], tmp_path: Path) -> tuple[Path, str]:
    root, document = _made
    return shutil.copytree(root, tmp_path / "archive"), document


def test_a_file_is_graded_with_who_and_why_and_its_papers_with_it(
    run: Run, shelf: tuple[Path, str]
) -> None:
    root, document = shelf
    assert (
        run("search", "客户", "--grade", "department", "--archive", root, "--json").record["total"]
        == 1
    )
    set_it = ("--set", "company", "--reason", "重点客户", "--who", "王芳")
    said = run("grade", CUSTOMER, *set_it, "--archive", root, "--json").record
    assert said["grade"]["key"] == "company"
    shown = run("grade", document, "--archive", root, "--json").record
    assert (shown["grade"]["key"], shown["file"], shown["given"]) == ("company", "company", [])
    assert "director" in run("grade", document, "--archive", root).out
    for ceiling, total in (("department", 0), ("company", 1)):
        found = run("search", "客户", "--grade", ceiling, "--archive", root, "--json").record
        assert found["total"] == total
    undone = run("grade", CUSTOMER, "--default", "--reason", "不再", "--archive", root, "--json")
    assert [one["reason"] for one in undone.record["given"]] == ["重点客户", "不再"]


def test_grading_without_a_reason_or_beyond_the_scheme_is_refused(
    run: Run, shelf: tuple[Path, str]
) -> None:
    root, document = shelf
    assert run("grade", document, "--set", "company", "--archive", root).code == ExitCode.USAGE
    answer = run("grade", document, "--set", "cosmic", "--reason", "x", "--archive", root)
    assert answer.code == ExitCode.NOT_FOUND
    assert "department" in answer.err


def test_a_document_shows_who_may_see_it_and_how_long_it_is_kept(
    run: Run, shelf: tuple[Path, str]
) -> None:
    root, document = shelf
    shown = run("show", document, "--archive", root, "--json").record
    assert shown["secrecy"]["grade"]["key"]
    assert shown["retention"]["class"] == "customer_file"
    assert shown["retention"]["until"]
    assert "kept until" in run("show", document, "--archive", root).out
