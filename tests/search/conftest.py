"""An archive to search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.archive import Archive
from tests.index.archives import new_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = new_archive(tmp_path)
    yield opened
    opened.close()
