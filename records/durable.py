"""Files that are on the disk when they are said to be.

obstore's LocalStore writes a temporary file and renames it, but never calls fsync (traced with
strace, version 0.12), so a power cut may leave an empty file under a final name: done here.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from domain.errors import BadInput, StorageError
from domain.steps import reached

CHUNK = 1 << 20
UNFINISHED = ".unfinished"
"""Folder of files that are being written; a crash leaves them there and nowhere else."""


@contextlib.contextmanager
def storage_errors(subject: object) -> Iterator[None]:
    """Say every refusal of the operating system as StorageError about `subject`."""
    try:
        yield
    except OSError as error:
        raise StorageError(subject, error.strerror or error) from error


@contextlib.contextmanager
def opened_source(path: Path) -> Iterator[int]:
    """A descriptor on a regular file that somebody else may still be touching.

    Raises BadInput when it is gone, is no regular file, or changes before the block ends;
    StorageError when it may not be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise BadInput(path, "it is gone") from error
    except OSError as error:
        raise StorageError(path, error.strerror or error) from error
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise BadInput(path, "it is not a regular file")
        yield descriptor
        if _looks(os.fstat(descriptor)) != _looks(before):
            raise BadInput(path, "it changed while it was copied")
    finally:
        os.close(descriptor)


def _looks(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def chunks(descriptor: int) -> Iterator[bytes]:
    """The bytes an open file has now, from its start; one that keeps growing is not followed."""
    offset, end = 0, os.fstat(descriptor).st_size
    while chunk := os.pread(descriptor, min(CHUNK, end - offset), offset):
        offset += len(chunk)
        yield chunk


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read from the disk rather than from memory where the system allows."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sync(descriptor: int) -> None:
    """Wait until the file is on the disk; macOS needs to be asked in its own way."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        fcntl.fcntl(descriptor, full)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make `folder` if it is not there, and wait until its name is on the disk."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    sync_folder(folder.parent)


@contextlib.contextmanager
def temporary(folder: Path) -> Iterator[tuple[Path, int]]:
    """A locked, unfinished file in `folder`, gone after the block unless it was renamed.

    The lock tells a file that is being written from one that a crash left behind.
    """
    while True:
        path = folder / uuid4().hex
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if path.exists():  # a cleaner may have come between the two calls
            break
        os.close(descriptor)
    try:
        yield path, descriptor
    finally:
        os.close(descriptor)
        path.unlink(missing_ok=True)


def clean(folder: Path) -> int:
    """Remove the files in `folder` that nobody is writing; how many there were."""
    removed = 0
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                removed += 1
            finally:
                os.close(descriptor)
    return removed


def write_chunk(descriptor: int, chunk: bytes) -> None:
    """Write all of `chunk`; the system may take it in pieces."""
    view = memoryview(chunk)
    while view:
        view = view[os.write(descriptor, view) :]
    reached("vault.chunk_written")
