"""An archive to index."""

from __future__ import annotations

import pytest

from records.archive import Archive
from tests.index.archives import with_customers


@pytest.fixture
def archive(archive: Archive) -> Archive:
    return with_customers(archive)
