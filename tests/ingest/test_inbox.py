"""Which files of an inbox are scans."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.inbox import files_below, folder_of, is_wanted

INBOX = Path("/somewhere/inbox")


@pytest.mark.parametrize(
    "name",
    [
        "scan.pdf",
        "客户资料卡.jpg",
        "KH-2024-0007/scan.jpg",
        "a/b/c/page 1.TIF",
        "no-ending",
        "KH-2024-0007/README.md",
        "part.of.name.pdf",
    ],
)
def test_a_scan_is_wanted(name: str) -> None:
    assert is_wanted(INBOX / name, INBOX)


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.pdf",
        "._scan.jpg",
        "~$letter.docx",
        "scan.pdf.part",
        "scan.pdf.CRDOWNLOAD",
        "scan.filepart",
        "scan.tmp",
        "Thumbs.db",
        "desktop.ini",
        "README.md",
        "@eaDir/scan.jpg",
        "a/@eaDir/b/scan.jpg",
        "#recycle/scan.jpg",
        ".snapshot/hourly/scan.jpg",
        "lost+found/scan.jpg",
        "__MACOSX/scan.jpg",
        "",
    ],
)
def test_what_belongs_to_somebody_else_is_left(name: str) -> None:
    assert not is_wanted(INBOX / name, INBOX)


def test_the_sub_folder_is_told_in_posix_style() -> None:
    assert folder_of(INBOX / "scan.jpg", INBOX) == ""
    assert folder_of(INBOX / "KH-2024-0007" / "2024" / "scan.jpg", INBOX) == "KH-2024-0007/2024"


def test_listing_follows_no_link_and_finds_no_device(tmp_path: Path) -> None:
    import os

    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.pdf").write_bytes(b"x")
    inbox = tmp_path / "inbox"
    (inbox / "sub").mkdir(parents=True)
    (inbox / "sub" / "b.pdf").write_bytes(b"x")
    (inbox / "a.pdf").write_bytes(b"x")
    (inbox / "link.pdf").symlink_to(outside / "secret.pdf")
    (inbox / "folder-link").symlink_to(outside)
    os.mkfifo(inbox / "pipe.pdf")
    assert list(files_below(inbox, inbox, _no_trouble)) == [
        inbox / "a.pdf",
        inbox / "sub" / "b.pdf",
    ]


def test_a_folder_that_vanished_holds_nothing(tmp_path: Path) -> None:
    assert list(files_below(tmp_path / "gone", tmp_path, _no_trouble)) == []


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    told: list[Path] = []
    files = list(files_below(tmp_path / "file", tmp_path, lambda path, _: told.append(path)))
    assert files == []
    assert told == [tmp_path / "file"]


def _no_trouble(folder: Path, error: OSError) -> None:
    raise AssertionError(folder) from error
