"""What a reading process holds: the most on any real page, growth over many pages, a long PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

from bench.hostile import READING, SETS, corpora, files_of, put_through
from bench.reading import ours, papers
from bench.reading.figures import Figure, at_most
from tests.factory import files
from tests.factory.compose import compose
from tests.factory.layout import Drawing, Paper, Pen
from tests.factory.register import register
from tests.factory.scan import scan
from tests.factory.truth import Rendered

PEAK_AIM, GROWTH_AIM, LONG_AIM = 1024.0, 50.0, 100.0
"""Megabytes, at most."""

LONG, SHORT = 850, 10
"""Pages of the two PDFs that are compared."""

_SUFFIXES = {
    ".jpg",
    ".jpeg",
    ".png",
    ".tif",
    ".tiff",
    ".pdf",
    ".bmp",
    ".gif",
    ".webp",
    ".heic",
    ".jp2",
}

_SETTLED = 20
"""Pages after which a process has met most sizes of page, and what it holds shall not grow."""

_DISTINCT = 26
"""So many different pages are read again and again."""


def peaks(pages: int, every: int) -> list[Figure]:
    """The peak over the first pages of each real document, in the service's own process.

    The hostile and odd sets are read by the section `endings`, with their own peak.
    """
    scans = [
        path
        for folder in sorted(corpora().glob("*"))
        if folder.is_dir() and folder.name not in SETS
        for path in files_of(folder)
        if path.suffix.lower() in _SUFFIXES
    ][::every]
    if not scans:
        absent = "no documents at hand; $ANJUAN_CORPORA"
        return [at_most("peaks", "peak of a reading process", None, PEAK_AIM, note=absent)]
    ours.say(f"peaks: {len(scans)} files")
    report = put_through("peaks", scans, ours.OPTIONS, work=READING, pages=pages)
    most = sorted(report.endings, key=lambda one: -one.megabytes)[:3]
    told = ", ".join(f"{Path(one.file).name} {one.megabytes}" for one in most)
    read = sum(min(pages, one.pages) for one in report.endings)
    return [
        at_most(
            "peaks",
            "peak of a reading process",
            most[0].megabytes,
            PEAK_AIM,
            digits=0,
            unit=" MB",
            note=f"{read} pages of {len(scans)} files, one after another; most: {told}",
        ),
    ]


def forget_peak() -> None:
    """Let Linux count the peak of this process from now on; elsewhere it is that of its life."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak() -> float:
    """Megabytes: the most that this process held since the peak was forgotten."""
    status = Path("/proc/self/status")
    if not status.exists():
        return ours.peak()
    told = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM:"))
    return int(told.split()[1]) / 1024


def growth(seed: int, pages: int) -> list[Figure]:
    """What a process holds after so many pages beyond what it held when it had settled."""
    with tempfile.TemporaryDirectory() as folder, ours.processes(1) as pool:
        paths = []
        for number in range(_DISTINCT):
            paths.append(Path(folder) / f"{number}.jpg")
            files.write_jpeg(paths[-1], papers.fresh(seed, number).page, quality=90)
        ours.say(f"growth: reading {pages} pages in one process")
        held = pool.submit(held_after_each, paths, pages + _SETTLED).result()
    first, settled, last = held[0], held[_SETTLED - 1], held[-1]
    return [
        at_most(
            "growth",
            f"growth over {pages} pages",
            last - settled,
            GROWTH_AIM,
            digits=0,
            unit=" MB",
            note=f"{first:.0f} MB after page 1, {settled:.0f} after {_SETTLED}, "
            f"{last:.0f} at the end, most {max(held):.0f}; "
            f"{_DISTINCT} pages by turns",
        ),
    ]


def held_after_each(paths: Sequence[Path], pages: int) -> list[float]:
    """Megabytes held after each page. Runs in a process of its own."""
    held = []
    for number in range(pages):
        ours.read(paths[number % len(paths)])
        held.append(ours.resident())
    return held


def long_document(seed: int) -> list[Figure]:
    """The peak over a PDF of 850 pages beside that over its first ten, each in a fresh process."""
    held: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for pages in (SHORT, LONG):
            path = Path(folder) / f"{pages}.pdf"
            write_long(path, seed, pages)
            ours.say(f"long: a PDF of {pages} pages, {path.stat().st_size >> 20} MB")
            with ours.processes(1) as pool:
                held[pages] = pool.submit(peak_over, path, pages).result()
    return [
        at_most(
            "long",
            f"{LONG}-page PDF beyond a {SHORT}-page one",
            held[LONG] - held[SHORT],
            LONG_AIM,
            digits=0,
            unit=" MB",
            note=f"peak {held[LONG]:.0f} MB against {held[SHORT]:.0f}; all pages read",
        ),
    ]


def write_long(path: Path, seed: int, pages: int) -> None:
    """A scanned PDF of small sheets, each with a few lines of its own."""
    rng = Random(seed)
    clients = register(rng, companies=10, persons=3)
    face = compose("card", rng, clients).sheets[0]
    pen = next(mark.pen for mark in face.marks if hasattr(mark, "pen"))
    drawn: list[Rendered] = []
    for number in range(1, pages + 1):
        sheet = Drawing((1000, 700))
        for row in range(4):
            client = rng.choice(clients)
            sheet.text(f"{number}-{row} {client.name}", 80, 90 + 90 * row, Pen(pen.face, 34))
        drawn += scan(Paper("other", "", None, (sheet.sheet(),)), rng)
    files.write_pdf(path, drawn, quality=70)


def peak_over(path: Path, pages: int) -> float:
    """The most megabytes held over all pages. Runs in a process of its own."""
    forget_peak()
    for number in range(1, pages + 1):
        ours.read(path, number)
    return peak()
