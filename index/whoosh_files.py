"""The folder of a Whoosh index: how its files are written, opened and let go of.

Whoosh itself never asks the system to put anything on the disk for good. After a power cut its
table of contents could name segments that are empty. So the files of a commit are synced here
before the rename that makes it valid, and the folder after it: what a commit said is then true
for good, the watermark included.
"""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

from records import durable


class DurableStorage(FileStorage):  # type: ignore[misc]
    """A folder of index files in which a commit is on the disk before it counts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._unsynced: set[str] = set()
        self._opened: list[StructFile] = []

    def create_file(self, name: str, *args: Any, **options: Any) -> StructFile:
        self._unsynced.add(name)
        return super().create_file(name, *args, **options)

    def open_file(self, name: str, **options: Any) -> StructFile:
        if name.endswith(".toc"):  # read at once, so that a damaged one leaves nothing open
            content = (Path(self.folder) / name).read_bytes()
            return StructFile(BytesIO(content), name=name, **options)
        opened = super().open_file(name, **options)
        self._opened = [file for file in self._opened if not file.is_closed]
        self._opened.append(opened)
        return opened

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Make a commit valid: everything written since the last one first, then the name."""
        for name in self._unsynced:
            with suppress(FileNotFoundError):  # parts that were put together are gone again
                _sync(Path(self.folder) / name)
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe=safe)
        durable.sync_folder(Path(self.folder))

    def let_go(self) -> None:
        """Close what a reader left open because it met with damage half way.

        Not called `close`: every reader calls that on the storage it shares with others.
        """
        for opened in self._opened:
            if not opened.is_closed:
                opened.close()
        self._opened.clear()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        durable.sync(handle)
    finally:
        os.close(handle)
