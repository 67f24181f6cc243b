"""Files handed out are written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from domain.errors import StorageError


def save(target: Path, write: Callable[[BinaryIO], object]) -> int:
    """Write beside the target and rename, so that no half file ever bears its name.

    Returns the size in bytes. Raises StorageError.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            write(file)
            size = file.tell()
        part.replace(target)
    except OSError as error:
        raise StorageError(target, error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return size
