"""An archive in a folder of its own, for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from records.archive import Archive


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new archive, made once: running the migrations for every test would take long."""
    root = tmp_path_factory.mktemp("empty") / "archive"
    Archive.create(root).close()
    return root


@pytest.fixture
def archive(empty_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    opened = Archive.open(shutil.copytree(empty_archive, tmp_path / "archive"))
    yield opened
    opened.close()
