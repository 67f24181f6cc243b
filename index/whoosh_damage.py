"""What Whoosh raises on files that are not what they should be, told as one thing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError
from struct import error as StructError  # noqa: N812 - the library names it in lower case
from zlib import error as ZlibError  # noqa: N812 - the same

from whoosh.filedb.filestore import StorageError as WhooshStorageError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, ReaderClosed
from whoosh.writing import IndexingError

from index.contract import IndexDamaged

DAMAGE = (
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    NameError,
    ArithmeticError,
    MemoryError,
    ImportError,
    StructError,
    ZlibError,
    UnpicklingError,
    WhooshIndexError,
    WhooshStorageError,
    CorruptIndexError,
    IndexingError,
    ReaderClosed,
)
"""What Whoosh raises on files that are not what they should be: it unpickles and unpacks what it
finds, so nearly anything can come of it."""


@contextmanager
def noticing_damage(folder: Path) -> Iterator[None]:
    """Turn what Whoosh raises on damaged files into IndexDamaged."""
    try:
        yield
    except IndexDamaged:
        raise
    except DAMAGE as error:
        raise IndexDamaged(folder, f"{type(error).__name__} {error}".strip()) from error
