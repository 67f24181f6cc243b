"""Which files of an inbox are scans, and which belong to somebody else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

_PREFIXES = (".", "~$")
_ENDINGS = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart", ".download", "~")
_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})
_FOLDERS = frozenset(
    {
        "@eadir",
        "@tmp",
        "@recycle",
        "@recently-snapshot",
        "#recycle",
        "#snapshot",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "__macosx",
    }
)
"""Folders that storage systems make for themselves; those that begin with a dot need no list."""


def is_scan_name(name: str) -> bool:
    """Whether a file of this name may be a scan: no hidden, temporary or system's file."""
    lower = name.lower()
    return not (
        lower.startswith(_PREFIXES) or lower.endswith(_ENDINGS) or lower in _NAMES or not name
    )


def is_scan_folder(name: str) -> bool:
    """Whether a folder of this name may hold scans."""
    lower = name.lower()
    return not (lower.startswith(_PREFIXES) or lower in _FOLDERS)


def is_wanted(path: Path, inbox: Path) -> bool:
    """Whether `path` may be a scan by its name and place; its kind is looked at elsewhere.

    The inbox's own README.md stays; files of that name in sub-folders are scans like others.
    """
    *folders, name = path.relative_to(inbox).parts or ("",)
    if not folders and name.lower() == "readme.md":
        return False
    return is_scan_name(name) and all(map(is_scan_folder, folders))


def folder_of(path: Path, inbox: Path) -> str:
    """The sub-folder in which `path` lies, posix style, empty for the inbox itself."""
    relative = path.parent.relative_to(inbox).as_posix()
    return "" if relative == "." else relative


def files_below(
    folder: Path, inbox: Path, on_trouble: Callable[[Path, OSError], None]
) -> Iterator[Path]:
    """All regular files at and below `folder` that may be scans, each folder in name order.

    Symbolic links are not followed. A folder that vanished is left out; one that cannot be
    listed is left out and told to `on_trouble`.
    """
    try:
        listed = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        on_trouble(folder, error)
        return
    for entry in listed:
        path = Path(entry.path)
        if _is_folder(entry):
            if is_scan_folder(entry.name):
                yield from files_below(path, inbox, on_trouble)
        elif is_wanted(path, inbox) and _is_regular(entry):
            yield path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_regular(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False
