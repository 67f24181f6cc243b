"""Where the index lies: generations beside each other, and one small file that names the valid one.

    index/
      CURRENT            "g-000002": the generation that is read and written
      g-000002/          a whole index
      g-000003/          one that is being built, or was left behind by a crash

A new generation becomes valid when CURRENT is replaced, which the file system does at once; who
reads the old one keeps its open files. Writers of any kind hold `writing`, builders `building`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from domain.errors import ArchiveInUse
from records import durable

_CURRENT = "CURRENT"
_PREFIX = "g-"
WAIT_SECONDS = 30.0
"""How long a writer waits for another; a batch takes a second, putting segments together more."""


class Place:
    """The index folder of an archive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The valid generation; None where no index has been made, or CURRENT is spoilt."""
        try:
            name = (self.folder / _CURRENT).read_text(encoding="ascii").strip()
        except (FileNotFoundError, ValueError):
            return None
        if not name.startswith(_PREFIX) or not name.removeprefix(_PREFIX).isdigit():
            return None
        return self.folder / name

    def fresh(self) -> Path:
        """An empty folder for a new generation. Raises StorageError."""
        with durable.storage_errors(self.folder):
            durable.make_folder(self.folder)
            numbers = [int(path.name.removeprefix(_PREFIX)) for path in self._generations()]
            path = self.folder / f"{_PREFIX}{max(numbers, default=0) + 1:06}"
            path.mkdir()
            durable.sync_folder(self.folder)
        return path

    def swap(self, generation: Path) -> None:
        """Make `generation` the valid one, at once and for good. Raises StorageError."""
        temporary = self.folder / f".{_CURRENT}.new"
        with durable.storage_errors(self.folder):
            with temporary.open("w", encoding="ascii") as file:
                file.write(generation.name)
                file.flush()
                durable.sync(file.fileno())
            temporary.replace(self.folder / _CURRENT)
            durable.sync_folder(self.folder)

    def sweep(self) -> None:
        """Remove every generation but the valid one; whoever still reads one keeps its files."""
        current = self.current()
        for path in self._generations():
            if path != current:
                shutil.rmtree(path, ignore_errors=True)

    def _generations(self) -> list[Path]:
        found = self.folder.glob(f"{_PREFIX}*")
        return [path for path in found if path.name.removeprefix(_PREFIX).isdigit()]

    @contextmanager
    def writing(self, seconds: float = WAIT_SECONDS) -> Iterator[None]:
        """Be the only writer for the length of the block. Raises ArchiveInUse."""
        with self._locked("write.lock", seconds, "its index is being written"):
            yield

    @contextmanager
    def building(self, seconds: float = WAIT_SECONDS) -> Iterator[None]:
        """Be the only one who builds an index anew. Raises ArchiveInUse."""
        with self._locked("build.lock", seconds, "its index is being built again"):
            yield

    @contextmanager
    def _locked(self, name: str, seconds: float, doing: str) -> Iterator[None]:
        with durable.storage_errors(self.folder):
            durable.make_folder(self.folder)
        lock = FileLock(self.folder / name)
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise ArchiveInUse(self.folder.parent, doing) from error
        try:
            yield
        finally:
            with suppress(OSError):
                lock.release()
