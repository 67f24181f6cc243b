"""Whether a picture's file is all there, where its decoder would not notice.

A copy over a network that was cut off often has its full length and ends in zeros. Most decoders
stumble over them; those of the kinds below draw half a picture and say nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from domain.errors import UnreadableFile
from ingest.formats.kinds import AVIF, HEIF, JPEG, PNG, WEBP

_TAIL = 512
"""So many zeros at the end of a compressed file are no part of it."""

_JPEG_END = b"\xff\xd9"

_BLOCK = 1 << 20


def check(path: Path, kind: str) -> None:
    """Raise UnreadableFile when the file at `path` breaks off in zeros or fails its checksums."""
    if kind == PNG:
        _check_chunks(path)
    elif kind in (JPEG, WEBP, AVIF, HEIF) and _ends_in_zeros(path, kind):
        raise UnreadableFile(path.name, "the picture breaks off: the file ends in zeros")


def _ends_in_zeros(path: Path, kind: str) -> bool:
    """Whether zeros stand where the picture should go on; cameras may pad a whole JPEG."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        if any(file.read()):
            return False
        return kind != JPEG or not _last_bytes(file, size).endswith(_JPEG_END)


def _last_bytes(file: BinaryIO, size: int) -> bytes:
    """The last block that holds more than zeros, without those that end it."""
    for end in range(size, 0, -_BLOCK):
        start = max(0, end - _BLOCK)
        file.seek(start)
        if held := file.read(end - start).rstrip(b"\x00"):
            return held
    return b""


def _check_chunks(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(8)
        for kind, sound in _chunks(file):
            if kind == b"IEND":
                return
            if kind == b"IDAT" and not sound:
                raise UnreadableFile(path.name, "the picture is damaged (its checksum is wrong)")
    raise UnreadableFile(path.name, "the picture breaks off: its end is missing")


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The kind of each chunk and whether its checksum is right."""
    while len(head := file.read(8)) == 8:
        left, kind = int.from_bytes(head[:4], "big"), head[4:]
        found = zlib.crc32(kind)
        while left and (block := file.read(min(left, _BLOCK))):
            found = zlib.crc32(block, found)
            left -= len(block)
        yield kind, not left and file.read(4) == found.to_bytes(4, "big")
