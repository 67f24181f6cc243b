"""Keeping the index true to the records: follow the outbox, or build all of it anew.

The watermark, the outbox row up to which the index speaks the truth, is written in the same
commit as the entries. A process that dies before the commit has done nothing, one that dies
after it has done everything; the next one reads the watermark and goes on. Doing a row twice
gives the same entries, because a document's entries are always replaced as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import structlog

from domain import steps
from index.batches import batches
from index.contract import Batch, Index, IndexDamaged
from index.place import Place
from index.whoosh_backend import WhooshIndex
from records.archive import Archive

_BUILD_BATCH = 2_000
"""Documents, and pages, to a commit when everything is built anew: few parts, about 300 MB."""

_TOO_MANY_PARTS = 24
"""Beyond so many segments even a busy writer stops to put them together."""

Progress = Callable[[int], None]
"""Told how many documents have been done so far."""

_log = structlog.get_logger(__name__)


def open_index(archive: Archive) -> WhooshIndex:
    """The archive's index as it stands. Raises IndexDamaged where there is none to be used."""
    folder = Place(archive.index_folder).current()
    if folder is None:
        raise IndexDamaged(archive.index_folder, "there is none")
    return WhooshIndex(folder)


def is_current(archive: Archive) -> bool:
    """Whether the index knows everything that the records know."""
    try:
        index = open_index(archive)
    except IndexDamaged:
        return False
    try:
        return index.watermark == archive.outbox.last()
    finally:
        index.close()


def catch_up(archive: Archive, batch: int = 50) -> int:
    """Bring the index up to the records; how many documents were written.

    An index that is missing, damaged or ahead of the records is built anew.
    Raises ArchiveInUse when another process writes it for long, StorageError.
    """
    try:
        return _follow_current(archive, batch)
    except IndexDamaged:
        return repair(archive)


def repair(archive: Archive) -> int:
    """Build the index anew if it is still unusable once nobody else is building it."""
    place = Place(archive.index_folder)
    with place.building():
        try:
            return _follow_current(archive, _BUILD_BATCH)
        except IndexDamaged as damage:
            _log.info("index.building", reason=damage.detail)
            return _rebuild(archive, place, None)


def _follow_current(archive: Archive, batch: int) -> int:
    with Place(archive.index_folder).writing():
        return _follow_opened(archive, open_index(archive), batch)


def _follow_opened(archive: Archive, index: WhooshIndex, batch: int) -> int:
    try:
        return _follow(archive, index, batch)
    finally:
        index.close()


def _follow(archive: Archive, index: WhooshIndex, batch: int) -> int:
    written = 0
    if index.watermark > archive.outbox.last():
        raise IndexDamaged(archive.index_folder, "it is ahead of the records")
    while rows := archive.outbox.after(index.watermark, batch):
        for part in batches(archive, rows):
            written += _write(index, part)
        if index.segments() > _TOO_MANY_PARTS:
            index.tidy()
    index.tidy()
    return written


def rebuild(archive: Archive, progress: Progress | None = None) -> int:
    """Build the index anew from the records alone, beside the old one, then put it in its place.

    Until then the old one is read and written as before; what changes meanwhile is followed
    before the swap. Returns how many documents were written. Raises ArchiveInUse, StorageError.
    """
    place = Place(archive.index_folder)
    with place.building():
        return _rebuild(archive, place, progress)


def _rebuild(archive: Archive, place: Place, progress: Progress | None) -> int:
    target = place.fresh()
    index = WhooshIndex.create(target)
    try:
        written = _build(archive, index, progress)
        with place.writing():
            _follow(archive, index, _BUILD_BATCH)
            steps.reached("index.rebuilt")
            place.swap(target)
        steps.reached("index.swapped")
    finally:
        index.close()
    place.sweep()
    return written


def _build(archive: Archive, index: Index, progress: Progress | None) -> int:
    """Write every document; the watermark is what the outbox held before the first was read."""
    watermark = archive.outbox.last()
    written = 0
    ids = archive.documents.ids()
    while some := [(0, ident) for ident in islice(ids, _BUILD_BATCH)]:
        for part in batches(archive, some, _BUILD_BATCH):
            written += _write(index, part)
        if progress is not None:
            progress(written)
    index.write(Batch((), (), watermark))
    index.tidy()
    return written


def _write(index: Index, batch: Batch) -> int:
    steps.reached("index.batch_read")
    index.write(batch)
    return len({entry.document for entry in batch.entries})
