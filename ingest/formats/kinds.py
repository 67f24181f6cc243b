"""What kind of file it is, told by its first bytes and never by its name."""

from __future__ import annotations

from pathlib import Path

from domain.errors import UnreadableFile

PDF = "application/pdf"
JPEG = "image/jpeg"
TIFF = "image/tiff"
PNG = "image/png"
WEBP = "image/webp"
HEIF = "image/heif"
AVIF = "image/avif"

_HEAD = 1024
"""A PDF may carry rubbish before its header; readers accept it within this many bytes."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
)

_HEIF_BRANDS = frozenset(
    (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
)
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
"""What a box file says it is; films name other brands."""

_NOT_READ: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "it is a zip archive or an office document, not a scan"),
    (b"\xd0\xcf\x11\xe0", "it is an old office document, not a scan"),
    (b"%!PS", "it is PostScript, not PDF"),
    (b"{\\rtf", "it is a text document, not a scan"),
    (b"<", "it is a web page or XML, not a scan"),
)


def media_type(path: Path) -> str:
    """The media type of the file at `path`. Raises UnreadableFile for a kind that is not read."""
    head = _head(path)
    if not head:
        raise UnreadableFile(path.name, "the file is empty")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if b"%PDF-" in head:
        return PDF
    boxed = _boxed_kind(head)
    if boxed is not None:
        return boxed
    raise UnreadableFile(path.name, _why_not(head))


def _boxed_kind(head: bytes) -> str | None:
    """Which picture a box file holds, by its brands; None for a film."""
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12], *(head[start : start + 4] for start in range(16, size, 4))]
    for brand in sorted(brands, key=_names_a_codec, reverse=True):
        if brand in _AVIF_BRANDS:
            return AVIF
        if brand in _HEIF_BRANDS:
            return HEIF
    return None


def _names_a_codec(brand: bytes) -> bool:
    """Whether a brand says how the picture is packed, and not only that it is one."""
    return brand not in (b"mif1", b"msf1")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise UnreadableFile(path.name, error.strerror or str(error)) from error


def _why_not(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "it is a film or another kind of box file, not a photograph"
    for magic, reason in _NOT_READ:
        if head.lstrip().startswith(magic):
            return reason
    return "it is not a PDF, TIFF, JPEG, PNG, BMP, GIF, WebP, JPEG 2000, HEIC or AVIF file"
