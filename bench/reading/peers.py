"""Other programmes that read pages, as their users call them: OCRmyPDF, and Tesseract alone.

OCRmyPDF is put into an environment of its own below `.cache/bench`, in its latest version; what it
calls (Tesseract with chi_sim and eng, Ghostscript) comes from Debian. What is absent is told.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".cache" / "bench" / "ocrmypdf"

LANGUAGES = "chi_sim+eng"
DEBIAN = "apt-get install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-osd ghostscript"

_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OMP_NUM_THREADS": "1"}
_LONGEST = 1800.0
"""Seconds after which a peer is given up."""


class Absent(Exception):
    """A peer that cannot be measured here; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of each page, and the seconds that all pages took together.

    `seconds` go by the clock; `busy` are those of the processors, which other work on the machine
    hardly changes.
    """

    texts: tuple[str, ...]
    seconds: float
    busy: float


class Peer(Protocol):
    """A programme that is given page images and tells their text."""

    name: str

    def read(self, pages: Sequence[Path]) -> Answer:
        """Read all pages, as many at a time as it has jobs. Raises Absent when it cannot."""


class OcrMyPdf:
    """All pages as one PDF, one thread a page, as many pages at a time as there are jobs."""

    def __init__(self, jobs: int) -> None:
        _languages()
        self._jobs = jobs
        self._programme = _installed()
        self.name = f"OCRmyPDF {_said(self._programme, '--version')}"

    def read(self, pages: Sequence[Path]) -> Answer:
        with tempfile.TemporaryDirectory() as folder:
            return self._read(pages, Path(folder))

    def _read(self, pages: Sequence[Path], folder: Path) -> Answer:
        scans, text = folder / "scans.pdf", folder / "sidecar.txt"
        wrap = self._programme.with_name("img2pdf")
        _called([wrap, *pages, "--rotation=ifvalid", "-o", scans])
        options = ["-l", LANGUAGES, "--deskew", "--rotate-pages", "--jobs", str(self._jobs)]
        files: list[str | Path] = ["--sidecar", text, "--quiet", scans, folder / "read.pdf"]
        started, before = time.perf_counter(), _busy()
        _called([self._programme, *options, *files])
        seconds, busy = time.perf_counter() - started, _busy() - before
        texts = text.read_text(encoding="utf-8").split("\f")
        return Answer(tuple((texts + [""] * len(pages))[: len(pages)]), seconds, busy)


class PlainTesseract:
    """The command line, one process of one thread a page, as many at a time as there are jobs."""

    def __init__(self, jobs: int) -> None:
        _languages()
        self._jobs = jobs
        self.name = _said("tesseract", "--version").splitlines()[0]

    def read(self, pages: Sequence[Path]) -> Answer:
        started, before = time.perf_counter(), _busy()
        with ThreadPoolExecutor(self._jobs) as threads:
            texts = list(threads.map(self._page, pages))
        return Answer(tuple(texts), time.perf_counter() - started, _busy() - before)

    def _page(self, page: Path) -> str:
        return _called(["tesseract", page, "stdout", "-l", LANGUAGES])


def _busy() -> float:
    """Processor seconds of all programmes that were called and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _languages() -> None:
    """Raises Absent where Tesseract or one of its languages is missing."""
    if not shutil.which("tesseract"):
        raise Absent(f"no tesseract; {DEBIAN}")
    held = _said("tesseract", "--list-langs").split()
    missing = [name for name in (*LANGUAGES.split("+"), "osd") if name not in held]
    if missing:
        raise Absent(f"tesseract without {', '.join(missing)}; {DEBIAN}")


def _installed() -> Path:
    """The latest OCRmyPDF; the one at hand where no package index answers."""
    programme, python = HOME / "bin" / "ocrmypdf", HOME / "bin" / "python"
    try:
        if shutil.which("uv"):
            if not programme.exists():
                _called(["uv", "venv", "--quiet", "--clear", HOME])
            _called(["uv", "pip", "install", "-q", "--upgrade", "--python", python, "ocrmypdf"])
        else:
            _called([sys.executable, "-m", "venv", HOME])
            _called([python, "-m", "pip", "install", "-q", "--upgrade", "ocrmypdf"])
    except Absent as error:
        if not programme.exists():
            raise Absent(f"OCRmyPDF could not be installed: {error}") from error
    return programme


def _said(programme: str | Path, question: str) -> str:
    return _called([programme, question]).strip()


def _called(command: Sequence[str | Path]) -> str:
    """What the command printed. Raises Absent with the end of its complaint."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            errors="replace",
            check=True,
            timeout=_LONGEST,
            env={**os.environ, **_ONE_THREAD},
        )
    except subprocess.CalledProcessError as error:
        raise Absent(f"{command[0]}: {error.stderr.strip()[-300:]}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Absent(str(error)) from error
    return done.stdout
