"""One archive that really read a few samples, shared by the tests that only look at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from app import compose
from app.cli import main
from domain.document import Document
from domain.reading import PageReading
from records.archive import Archive
from tests.records.papers import taken

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
READ = ("card-traditional.png", "card-unknown-customer.jpg", "complaint.jpg", "damaged.jpg")
"""A known customer in Traditional, an unknown one, another paper, and no paper at all."""


Record = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[Record]:
        return [json.loads(line) for line in self.out.splitlines() if line]

    @property
    def record(self) -> Record:
        (only,) = self.records
        return only


Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("ANJUAN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command in this process; what it set up for its logs is taken back."""

    def command(*arguments: object) -> Answer:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    yield command
    structlog.reset_defaults()


def command(*arguments: object, ends: tuple[int, ...] = (0,)) -> str:
    """What a command prints in a process of its own, which ends with one of the exit codes."""
    run = subprocess.run(
        [sys.executable, "-m", "app", *(str(argument) for argument in arguments)],
        cwd=SAMPLES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in ends, run.stderr
    return run.stdout


@dataclass(frozen=True)
class Filled:
    """An archive with what `ingest --json` said while filling it."""

    root: Path
    said: dict[str, Record]

    def document(self, file: str) -> Record:
        """The one document of a file, as `ingest` told it."""
        (only,) = self.said[file]["documents"]
        return dict(only)

    @property
    def complaint(self) -> str:
        """The id of the complaint."""
        return str(self.document("complaint.jpg")["id"])


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Init, import, ingest, through the command line in a process of its own."""
    root = tmp_path_factory.mktemp("filled") / "archive"

    command("init", root)
    command("import-customers", SAMPLES / "customers.csv", "--archive", root)
    scans = (SAMPLES / name for name in READ)
    out = command("ingest", *scans, "--archive", root, "--json", ends=(0, 12))
    said = [json.loads(line) for line in out.splitlines()]
    return Filled(root, {str(record["file"]): record for record in said})


@pytest.fixture
def filled(_filled: Filled) -> Filled:
    """The shared archive, for looking only."""
    return _filled


@pytest.fixture
def own(_filled: Filled, tmp_path: Path) -> Filled:
    """A copy of the shared archive, for changing."""
    root = tmp_path / "archive"
    shutil.copytree(_filled.root, root)
    return Filled(root, _filled.said)


def proposed(root: Path, *pages: PageReading) -> tuple[Document, ...]:
    """A new archive at `root` with one scan of these pages, filed as the machine proposes it."""
    settings = compose.create(root, inbox_beside=False).settings
    with closing(Archive.open(root)) as archive:
        scan = taken(archive)
        archive.journal.set_contents(scan, len(pages), "application/pdf")
        for page in pages:
            archive.journal.store_page(scan, page.page.number, page)
        drafts = compose.proposed_anew(archive, settings, scan, {})
        return archive.filing.file(scan, drafts, 1.0)
