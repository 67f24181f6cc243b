"""What cannot be read lies where people see it, with the reason beside it."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain import steps
from domain.errors import NeedsPassword, StorageError, UnreadableFile
from domain.ids import ScanId
from domain.outcome import ScanStatus
from ingest import quarantine
from records.journal.journal import ScanRecord


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "original"
    path.write_bytes(b"damaged")
    return path


def _scan(name: str, digest: str = "ab" * 32) -> ScanRecord:
    return ScanRecord(
        ScanId(digest),
        name,
        "KH-2024-0007",
        7,
        "",
        ScanStatus.RUNNING,
        None,
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        None,
        0.0,
        (),
    )


def test_the_copy_and_its_reason_lie_side_by_side(original: Path, tmp_path: Path) -> None:
    error = NeedsPassword("合同.pdf", "")
    place = quarantine.put(tmp_path / "quarantine", original, _scan("合同.pdf"), error)
    assert place.name == "abababab-合同.pdf"
    assert sorted(path.name for path in place.iterdir()) == ["reason.txt", "合同.pdf"]
    assert (place / "合同.pdf").read_bytes() == b"damaged"
    reason = (place / "reason.txt").read_text("utf-8")
    for said in (
        "需要密码",
        "needs a password",
        "Save it without a password",
        "KH-2024-0007/合同.pdf",
        "ab" * 32,
        "2026-01-02 03:04:05",
        "needs_password",
    ):
        assert said in reason


def test_doing_it_again_only_renews_the_reason(original: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quarantine"
    first = quarantine.put(folder, original, _scan("a.pdf"), UnreadableFile("a.pdf", "torn"))
    second = quarantine.put(folder, original, _scan("a.pdf"), UnreadableFile("a.pdf", "burnt"))
    assert first == second
    assert [path.name for path in folder.iterdir()] == [first.name]
    assert sorted(path.name for path in first.iterdir()) == ["a.pdf", "reason.txt"]
    assert "burnt" in (first / "reason.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["很长的名字" * 40 + ".pdf", "../../etc/passwd", "a\0b.pdf", "." * 300, ""]
)
def test_no_name_leads_out_of_the_quarantine(name: str, original: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quarantine"
    place = quarantine.put(folder, original, _scan(name), UnreadableFile(name, "torn"))
    assert place.resolve().parent == folder.resolve()
    copies = [path for path in place.iterdir() if path.name != "reason.txt"]
    assert [path.read_bytes() for path in copies] == [b"damaged"]


def test_what_a_crash_left_half_done_is_done_anew(original: Path, tmp_path: Path) -> None:
    folder = tmp_path / "quarantine"
    half = folder / ".abababab.part"
    half.mkdir(parents=True)
    (half / "a.pdf").write_bytes(b"dam")
    place = quarantine.put(folder, original, _scan("a.pdf"), UnreadableFile("a.pdf", "torn"))
    assert [path.name for path in folder.iterdir()] == [place.name]
    assert (place / "a.pdf").read_bytes() == b"damaged"


def test_a_file_called_like_the_reason_is_kept_beside_it(original: Path, tmp_path: Path) -> None:
    error = UnreadableFile("reason.txt", "torn")
    place = quarantine.put(tmp_path / "quarantine", original, _scan("reason.txt"), error)
    contents = {path.read_bytes() for path in place.iterdir()}
    assert b"damaged" in contents
    assert len(contents) == 2


def test_a_full_disk_is_a_storage_error(original: Path, tmp_path: Path) -> None:
    def refuse(step: str) -> None:
        if step == "quarantine.copied":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with steps.listening(refuse), pytest.raises(StorageError, match="No space left"):
        quarantine.put(tmp_path / "q", original, _scan("a.pdf"), UnreadableFile("a.pdf", "torn"))
