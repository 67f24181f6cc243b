"""Archives that work by any profile, each in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from records.archive import Archive
from records.profile import ProfileChoice, load_profile

Opened = Callable[..., Archive]


@pytest.fixture
def opened_by(empty_archive: Path, tmp_path: Path) -> Iterator[Opened]:
    """Opens new archives that work by a profile: its name, and rules of the firm's own."""
    archives: list[Archive] = []

    def make(name: str = "default", **rules: object) -> Archive:
        root = shutil.copytree(empty_archive, tmp_path / f"archive-{len(archives)}")
        archives.append(Archive.open(root, load_profile(ProfileChoice(name, rules=rules))))
        return archives[-1]

    yield make
    for archive in archives:
        archive.close()
