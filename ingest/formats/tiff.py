"""What a TIFF's chain of pictures says: which of them are pages, and what Pillow leaves undone."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image as Pillow

from domain.errors import TooLarge, UnreadableFile
from ingest.options import Limits

_NEW_SUBFILE_TYPE = 254
_PHOTOMETRIC = 262
_COMPRESSION = 259
_JPEG_OFFSET = 513
_JPEG_LENGTH = 514

_SMALLER_OR_MASK = 0b101
"""A subfile that is a smaller copy of another picture, or its mask, is no page."""

_OLD_JPEG = 6


def pages(picture: Pillow.Image, name: str, limits: Limits) -> tuple[int, ...]:
    """The frames that are pages, in order.

    They are walked one by one, so that an endless chain meets the limit. A chain that breaks off
    ends in one more page: nobody can say what it held, and whoever asks for it learns that.
    Raises TooLarge, UnreadableFile.
    """
    found: list[int] = []
    frame = 0
    while True:
        try:
            picture.seek(frame)
        except EOFError:
            break
        except (ArithmeticError, LookupError, OSError, SyntaxError, TypeError, ValueError):
            found.append(frame)
            break
        if not _tag(picture, _NEW_SUBFILE_TYPE) & _SMALLER_OR_MASK:
            found.append(frame)
        frame += 1
        if frame > limits.pages:
            raise TooLarge(name, f"it has more than limits.pages = {limits.pages} pages")
    return tuple(found) or (0,)


def white_is_zero(picture: Pillow.Image) -> bool:
    """Whether deep samples count ink; Pillow undoes this for up to eight bits only."""
    return picture.mode.startswith("I") and _tag(picture, _PHOTOMETRIC, 1) == 0


def is_old_jpeg(picture: Pillow.Image) -> bool:
    """Whether it is packed the way of 1992, which libtiff reads in part only."""
    return _tag(picture, _COMPRESSION) == _OLD_JPEG


def old_jpeg(path: Path, picture: Pillow.Image) -> Pillow.Image:
    """The JPEG file that an old-style TIFF carries whole. Raises UnreadableFile if it does not."""
    start, length = _tag(picture, _JPEG_OFFSET), _tag(picture, _JPEG_LENGTH)
    with path.open("rb") as file:
        file.seek(start)
        held = file.read(length) if start > 0 and length > 0 else b""
    if not held.startswith(b"\xff\xd8"):
        raise UnreadableFile(path.name, "its old-style JPEG compression is not read")
    inner = Pillow.open(io.BytesIO(held), formats=("JPEG",))
    if inner.size != picture.size:
        raise UnreadableFile(path.name, "its old-style JPEG compression is not read")
    return inner


def _tag(picture: Pillow.Image, number: int, default: int = 0) -> int:
    """A tag that should be one whole number; anything else counts as absent."""
    value = getattr(picture, "tag_v2", {}).get(number, default)
    if isinstance(value, tuple):
        value = value[0] if value else default
    return value if isinstance(value, int) else default
