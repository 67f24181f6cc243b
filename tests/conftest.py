"""What all tests use: an archive of their own, and a way to tell what they measured."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from records.archive import Archive

# A busy machine makes no promise untrue: examples are judged by what comes out, not by the clock.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

TOLD = "told"
Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Say a line that is printed at the end of the run, whichever worker ran the test."""
    return lambda line: record_property(TOLD, line)


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new archive, made once: running the migrations for every test would take long."""
    root = tmp_path_factory.mktemp("empty") / "archive"
    Archive.create(root).close()
    return root


@pytest.fixture
def archive(empty_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    """A new archive in a folder of its own."""
    with closing(Archive.open(shutil.copytree(empty_archive, tmp_path / "archive"))) as opened:
        yield opened


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests had to tell, each line once, also what other workers' tests told."""
    told = [
        str(value)
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name, value in report.user_properties
        if name == TOLD
    ]
    if told:
        terminalreporter.section("measured")
        for line in dict.fromkeys(told):
            terminalreporter.line(line)
