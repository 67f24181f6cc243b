"""An inbox that is watched."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.ingest.watched import Desk


@pytest.fixture
def desk(archive: Archive, tmp_path: Path) -> Desk:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    return Desk(archive, inbox.resolve())
