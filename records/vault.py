"""The vault: every original under its SHA-256, written once, read-only, provable."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import obstore
from obstore.exceptions import BaseError as ObjectError
from obstore.store import LocalStore

from domain.errors import BadInput, StorageError, VaultDamaged
from domain.ids import ScanId, scan_id
from domain.steps import reached
from records import durable

_PLACE = re.compile(r"(?P<head>[0-9a-f]{2})/(?P<digest>(?P=head)[0-9a-f]{62})")


@dataclass(frozen=True, slots=True)
class Stored:
    """A scan whose bytes are safe; `was_new` says that the vault did not hold them before."""

    scan: ScanId
    size: int
    was_new: bool


class Vault:
    """Originals in `folder`, as `ab/<sha256>`.

    Reading, listing and checking go through an object store, so that another kind of store can
    take the folder's place; only writing is done by hand, where safety hangs on it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._unfinished = folder / durable.UNFINISHED  # the same disk, so that renaming is whole
        with durable.storage_errors(folder):
            durable.make_folder(folder)
            durable.make_folder(self._unfinished)
            durable.clean(self._unfinished)
        self._objects = LocalStore(str(folder))

    def store(self, source: Path) -> Stored:
        """Keep the bytes of `source`, and return only when they are proved to be on the disk.

        Bytes that are there already are checked again; a damaged copy is replaced. Raises
        BadInput when the source is gone or changes meanwhile, StorageError when it cannot be
        read or the vault cannot be written. No partial file ever bears a final name.
        """
        with durable.opened_source(source) as descriptor:
            with durable.storage_errors(source):
                scan, size = _fingerprint(descriptor)
            known = self._object(scan).exists()
            if not (known and self._is_whole(scan)):
                with durable.storage_errors(source):
                    self._copy(source, descriptor, scan, size)
        return Stored(scan, size, was_new=not known)

    def _copy(self, source: Path, descriptor: int, scan: ScanId, size: int) -> None:
        target = self._object(scan)
        durable.make_folder(target.parent)
        with durable.temporary(self._unfinished) as (path, writing):
            reached("vault.temp_opened")
            digest = hashlib.sha256()
            for chunk in durable.chunks(descriptor):
                digest.update(chunk)
                durable.write_chunk(writing, chunk)
            if digest.hexdigest() != scan or os.fstat(writing).st_size != size:
                raise BadInput(source, "it changed while it was copied")
            os.fchmod(writing, 0o444)
            durable.sync(writing)
            reached("vault.temp_synced")
            path.replace(target)
        reached("vault.renamed")
        durable.sync_folder(target.parent)
        reached("vault.folder_synced")
        if durable.digest_of(target) != scan:
            with contextlib.suppress(OSError):
                target.unlink()
            raise StorageError(source, "the copy reads back differently; the disk may be failing")
        reached("vault.verified")

    def path(self, scan: ScanId) -> Path:
        """Where the original lies, for child processes. Raises VaultDamaged if it is absent."""
        path = self._object(scan)
        if not path.is_file():
            raise VaultDamaged(scan, "it is not in the vault")
        return path

    def verify(self, scan: ScanId) -> None:
        """Read the original and compare. Raises VaultDamaged when it is not what it was."""
        self.path(scan)
        if not self._is_whole(scan):
            raise VaultDamaged(scan, "its bytes cannot be read as they were")

    def scans(self) -> Iterator[ScanId]:
        """All originals, in no order."""
        for batch in obstore.list(self._objects):
            for entry in batch:
                if place := _PLACE.fullmatch(entry["path"]):
                    yield scan_id(place["digest"])

    def _object(self, scan: ScanId) -> Path:
        return self.folder / scan[:2] / scan

    def _is_whole(self, scan: ScanId) -> bool:
        """Whether the original reads as it was; one that cannot be read is not whole."""
        digest = hashlib.sha256()
        try:
            for chunk in obstore.get(self._objects, f"{scan[:2]}/{scan}").stream():
                digest.update(chunk)
        except (ObjectError, OSError):
            return False
        return digest.hexdigest() == scan


def _fingerprint(descriptor: int) -> tuple[ScanId, int]:
    digest = hashlib.sha256()
    size = 0
    for chunk in durable.chunks(descriptor):
        digest.update(chunk)
        size += len(chunk)
    return scan_id(digest.hexdigest()), size
