"""Whoosh behind the contract.

One commit makes a batch's entries and its watermark valid together, because the watermark is
itself an entry (`META`). The folder must be a local one that only this archive writes to: the
table of contents and the postings are pickles.
"""

from __future__ import annotations

import json
from contextlib import suppress
from math import log
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex, LockError
from whoosh.reading import SegmentReader

from domain import steps
from domain.errors import ArchiveInUse, StorageError
from index import analysis
from index.contract import Batch, IndexDamaged
from index.whoosh_damage import DAMAGE, noticing_damage
from index.whoosh_files import DurableStorage
from index.whoosh_leaf import PostingCache
from index.whoosh_reader import WhooshReader
from index.whoosh_schema import META, row, schema

_LOCK_SECONDS = 10.0
"""How long to wait for another writer; Whoosh itself would not wait at all."""

_TIER = 8
"""So many segments of like size become one: each entry is written again log(count) times."""

_LARGE = 1_024
"""Segments with so many entries stay as they are: putting them together would hold up writers
for minutes and win a reader a millisecond."""

_POOL_MEGABYTES = 128
"""Postings held in memory before a writer sorts them out to disk."""


class WhooshIndex:
    """An index in one folder, used by one thread at a time (see `index.contract.Index`)."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`. Raises IndexDamaged when there is none that can be used."""
        self._folder = folder
        self._storage = DurableStorage(folder)
        self._cache = PostingCache()
        self._current: tuple[int, WhooshReader] | None = None
        try:
            with noticing_damage(folder):
                self._index = FileIndex(self._storage)
            self._meta()
        except IndexDamaged:
            self.close()
            raise

    @classmethod
    def create(cls, folder: Path) -> WhooshIndex:
        """Make an empty index in `folder`. Raises StorageError."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            storage = DurableStorage(folder)
            writer = FileIndex.create(storage, schema()).writer()
            writer.add_document(**_meta_row(0))
            writer.commit(merge=False)
        except OSError as error:
            raise StorageError(folder, error.strerror or error) from error
        return cls(folder)

    @property
    def watermark(self) -> int:
        return int(self._meta()["watermark"])

    def _meta(self) -> dict[str, int]:
        with noticing_damage(self._folder):
            said: dict[str, int] = json.loads(self.reader().meta())
        if said.get("format") != analysis.FORMAT:
            raise IndexDamaged(self._folder, "it was made by another version of Anjuan")
        return said

    def write(self, batch: Batch) -> None:
        """Do all of `batch` or nothing. Raises ArchiveInUse, IndexDamaged, StorageError."""
        writer = self._writer()
        try:
            for document in batch.replaced:
                writer.delete_by_term("document", document)
            writer.delete_by_term("document", META)
            for entry in batch.entries:
                writer.add_document(**row(entry))
            writer.add_document(**_meta_row(batch.watermark))
            steps.reached("index.before_commit")
        except BaseException as error:
            self._give_up(writer, error)
            raise
        self._commit(writer)
        steps.reached("index.after_commit")

    def tidy(self) -> None:
        """Put small segments together, eight of like size into one."""
        if any(len(group) >= _TIER for group in _tiers(self._segments())):
            self._commit(self._writer(), merging=True)

    def segments(self) -> int:
        """How many parts the index is in; reading takes longer the more there are."""
        return len(self._segments())

    def _segments(self) -> list[Any]:
        with noticing_damage(self._folder):
            return list(self._index._segments())

    def reader(self) -> WhooshReader:
        with noticing_damage(self._folder):
            generation = self._index.latest_generation()
            if self._current is None or self._current[0] != generation:
                self._forget_reader()
                opened = WhooshReader(self._index.reader(), self._folder, self._cache)
                self._current = (generation, opened)
        return self._current[1]

    def _forget_reader(self) -> None:
        if self._current is not None:
            self._current[1].close()
            self._current = None

    def close(self) -> None:
        self._forget_reader()
        self._storage.let_go()

    def _writer(self) -> Any:
        try:
            with noticing_damage(self._folder):
                return self._index.writer(timeout=_LOCK_SECONDS, limitmb=_POOL_MEGABYTES)
        except LockError as error:
            raise ArchiveInUse(self._folder, "its index is being written") from error

    def _commit(self, writer: Any, *, merging: bool = False) -> None:
        try:
            writer.commit(mergetype=_merge_tiers) if merging else writer.commit(merge=False)
        except OSError as error:
            raise StorageError(self._folder, error.strerror or error) from error
        except DAMAGE as error:
            raise IndexDamaged(self._folder, f"{type(error).__name__} {error}") from error

    def _give_up(self, writer: Any, error: BaseException) -> None:
        with suppress(Exception):  # the first error is the one to tell
            writer.cancel()
        if isinstance(error, OSError):
            raise StorageError(self._folder, error.strerror or error) from error
        if isinstance(error, DAMAGE):
            raise IndexDamaged(self._folder, f"{type(error).__name__} {error}") from error


def _meta_row(watermark: int) -> dict[str, object]:
    said = json.dumps({"watermark": watermark, "format": analysis.FORMAT})
    return {"document": META, "texts": said.encode()}


def _tiers(segments: list[Any]) -> list[list[Any]]:
    """Segments of like size together; large ones each alone."""
    grouped: dict[int, list[Any]] = {}
    alone = []
    for segment in segments:
        living = max(1, segment.doc_count())
        if living >= _LARGE:
            alone.append([segment])
        else:
            grouped.setdefault(int(log(living, _TIER) + 1e-9), []).append(segment)
    return [*alone, *grouped.values()]


def _merge_tiers(writer: Any, segments: list[Any]) -> list[Any]:
    kept = []
    for group in _tiers(segments):
        if len(group) < _TIER:
            kept += group
            continue
        for segment in group:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return kept
