"""Is this installation able to do its work? Found out by really doing a little of it."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

import pytesseract

from domain.errors import AnjuanError, Language
from domain.text import squeezed
from ingest import formats
from ingest.options import ReaderName, ReadingOptions
from ingest.readers.page import make_readers, read

SAMPLE = Path(__file__).parent / "data" / "sample.png"
SAMPLE_WORDS = ("客户资料卡", "北京长安物业管理有限公司", "KH20240007", "01065001234")
"""What stands on the sample; a healthy reader finds at least three of the four."""

LANGUAGES = ("chi_sim", "chi_tra", "eng", "osd")
LEAST_FREE = 2 * 1024**3


class Health(StrEnum):
    """How something is."""

    GOOD = "good"
    DEGRADED = "degraded"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, how it is, and what to do where it is not well."""

    what: str
    health: Health
    detail: str
    remedy: str = ""


def examine(archive: Path, language: Language) -> Iterator[Finding]:
    """Look at everything the service rests on; each finding comes as soon as it is known."""
    yield from _machine()
    yield _disk(archive)
    yield _tesseract()
    for name in ReaderName:
        yield _reader(name, language)


def _machine() -> Iterator[Finding]:
    cores = os.cpu_count() or 1
    yield Finding("python", Health.GOOD, f"{platform.python_version()} on {platform.platform()}")
    yield Finding(
        "cores",
        Health.GOOD if cores >= 2 else Health.DEGRADED,
        str(cores),
        "" if cores >= 2 else "Reading and filing share one core.",
    )
    packages = ("rapidocr", "opencv-python", "pdfplumber", "whoosh3", "watchdog", "sqlalchemy")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    yield Finding("packages", Health.GOOD, versions)


def _disk(archive: Path) -> Finding:
    place = next(p for p in (archive.resolve(), *archive.resolve().parents) if p.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free / 1024**3:.1f} GiB free at {place}"
    if free < LEAST_FREE:
        return Finding("disk", Health.DEGRADED, detail, "Make room before scans are refused.")
    return Finding("disk", Health.GOOD, detail)


def _tesseract() -> Finding:
    install = "./anjuan doctor installs what is missing; or see the README"
    try:
        version = str(pytesseract.get_tesseract_version())
        present = set(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError:
        return Finding("tesseract", Health.DEGRADED, "not installed", install)
    missing = [name for name in LANGUAGES if name not in present]
    if missing:
        detail = f"{version}, without {', '.join(missing)}"
        return Finding("tesseract", Health.DEGRADED, detail, install)
    return Finding("tesseract", Health.GOOD, f"{version}, {', '.join(LANGUAGES)}")


def _reader(name: ReaderName, language: Language) -> Finding:
    """Let one reader read the sample from beginning to end."""
    what = f"reader {name.value}"
    options = ReadingOptions(reader=name)
    try:
        readers = make_readers(options)
        page = read(formats.page(SAMPLE, 1, options), 1, readers).page
    except AnjuanError as error:
        return Finding(what, Health.BROKEN, error.parts(language)[0], error.parts(language)[2])
    text = squeezed(page.text)
    found = [word for word in SAMPLE_WORDS if squeezed(word) in text]
    detail = f"{page.reader}: {len(found)} of {len(SAMPLE_WORDS)} sample values read"
    if len(found) < len(SAMPLE_WORDS) - 1:
        return Finding(what, Health.BROKEN, detail, "Reinstall: remove .venv and run again.")
    if name is ReaderName.RAPIDOCR and readers.second_reader is None:
        return Finding(what, Health.DEGRADED, detail, "No second reader: install Tesseract.")
    return Finding(what, Health.GOOD, detail)
