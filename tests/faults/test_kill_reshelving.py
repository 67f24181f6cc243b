"""A re-shelving that is killed in the midst goes on where it was, whatever happens meanwhile."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from domain import steps
from records.archive import Archive
from records.profile import ProfileChoice, load_profile
from records.signature import Signature
from records.verify import verify
from tests.faults.story import killed_at
from tests.faults.test_kill import _run
from tests.records.papers import draft, filed, known

RULES = load_profile(ProfileChoice(rules={"numbers": {"file": "ZX-{sequence:3}"}}))
CUSTOMERS = tuple(f"KH-2024-{number:04d}" for number in range(6))
MEANWHILE = "KH-2024-0099"


def _reshelve_until_killed(root: Path, occurrence: int) -> None:
    archive = Archive.open(root, RULES)
    with steps.listening(killed_at("reshelving.before_commit", occurrence)):
        archive.reshelving.run(Signature("王芳", "改号"), batch=2)


@pytest.mark.parametrize("occurrence", [1, 3])
def test_killed_in_the_midst_it_goes_on_without_gap_or_repeat(
    occurrence: int, tmp_path: Path
) -> None:
    root = tmp_path / "archive"
    archive = Archive.create(root)
    for number in CUSTOMERS:
        known(archive, number, f"北京{number}贸易有限公司")
        filed(archive, number.encode(), draft(number))
    archive.close()
    assert _run(_reshelve_until_killed, root, occurrence) == -signal.SIGKILL
    archive = Archive.open(root, RULES)
    assert archive.reshelving.state().placed_formerly == 6 - 2 * (occurrence - 1)
    assert list(verify(archive)) == []
    known(archive, MEANWHILE, "天津海河贸易有限公司")
    filed(archive, b"meanwhile", draft(MEANWHILE))
    done = archive.reshelving.run(Signature("李强", "继续"), batch=2)
    numbers = [archive.files.of(one).number for one in (*CUSTOMERS, MEANWHILE)]
    assert sorted(numbers) == [f"ZX-{n:03d}" for n in range(1, 8)]
    assert (done.number, done.moved, done.closed) == (1, 6, 6)
    assert list(verify(archive)) == []
    archive.close()
