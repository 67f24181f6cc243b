"""A desk for each runner that must pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.archive import Archive
from tests.contract.runners import FACTORIES, Desk
from tests.jobs.fork_server import fast_processes


@pytest.fixture(params=sorted(FACTORIES))
def desk(request: pytest.FixtureRequest, archive: Archive, tmp_path: Path) -> Iterator[Desk]:
    with fast_processes():
        yield Desk(archive, tmp_path, FACTORIES[request.param])
