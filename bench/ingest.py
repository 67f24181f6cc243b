"""How fast scans go the whole way: `python -m bench.ingest [FOLDER] [--rounds N] [--json]`.

Every round makes a fresh archive, knows the customers of `customers.csv` if the folder has one,
takes all scans of the folder in, and lets the runner read, file and index them. Reported are:

- pages a second and seconds a page, from the first page opened to the last scan finished, so
  without the start of the reading processes, which is its own column;
- the share of the page's time in its process that is spent outside the readers, and the share of
  all processes' time outside them, which counts waiting, filing and indexing too;
- the peak resident memory of the largest reading process and of the parent.

Read ratios, not numbers: the load average beside each round tells how busy the machine was.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from domain.outcome import ScanStatus
from ingest.intake import Intake
from ingest.options import FilingOptions, ReaderName, ReadingOptions
from jobs.contract import IndexBehind, JobEvent, JobOptions, PagesCounted, ScanFailed, ScanFinished
from jobs.local import LocalRunner
from records.archive import Archive
from records.customers.importing import import_customers

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SUFFIXES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".pdf", ".bmp", ".jp2"}
LOOK_EVERY = 0.1
"""Seconds between two looks at the memory."""

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Round:
    """One run over all scans; times in seconds, memory in megabytes, shares 0..1."""

    scans: int
    pages: int
    seconds: float
    start_seconds: float
    outside_reader: float
    outside_reader_overall: float
    parent_megabytes: float
    reader_megabytes: float
    filed: int
    load: float

    @property
    def pages_per_second(self) -> float:
        return self.pages / self.seconds

    @property
    def seconds_per_page(self) -> float:
        return self.seconds / self.pages


@dataclass(slots=True)
class Watch:
    """Hears of the runner's events and remembers when work began and ended."""

    began: float = 0.0
    ended: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, event: JobEvent | IndexBehind) -> None:
        """Note the time of the first opened scan and of the last finished one."""
        now = time.perf_counter()
        with self.lock:
            if isinstance(event, PagesCounted):
                self.began = self.began or now
            if isinstance(event, ScanFinished | ScanFailed):
                self.ended = now


class Memory:
    """The peak resident memory of this process and of the largest of its children."""

    def __init__(self) -> None:
        self.parent = 0
        self.child = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        me = psutil.Process()
        while not self._stop.wait(LOOK_EVERY):
            self.parent = max(self.parent, me.memory_info().rss)
            for child in me.children(recursive=True):
                try:
                    self.child = max(self.child, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue


def scans_in(folder: Path) -> list[Path]:
    """The scans of `folder`, by name; its other files are left alone."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)


def run(folder: Path, reading: ReadingOptions, workers: int) -> Round:
    """One round over all scans of `folder`."""
    with tempfile.TemporaryDirectory() as scratch:
        archive = Archive.create(Path(scratch) / "archive")
        try:
            if (folder / "customers.csv").exists():
                import_customers(archive, folder / "customers.csv")
            intake = Intake(archive, reading.limits)
            for path in scans_in(folder):
                intake.take(path)
            return _worked(archive, reading, JobOptions(workers=workers))
        finally:
            archive.close()


def _worked(archive: Archive, reading: ReadingOptions, options: JobOptions) -> Round:
    watch, load = Watch(), os.getloadavg()[0]
    started = time.perf_counter()
    runner = LocalRunner(archive, reading, FilingOptions(), options, watch.hear)
    try:
        with Memory() as memory:
            runner.run_until_idle()
    finally:
        runner.close()
    scans = archive.journal.scans(limit=100_000)
    readings = [reading for scan in scans for reading in archive.journal.readings(scan.id)]
    in_reader = sum(reading.reader_seconds for reading in readings)
    in_page = sum(reading.seconds for reading in readings)
    seconds = watch.ended - watch.began
    return Round(
        scans=len(scans),
        pages=len(readings),
        seconds=seconds,
        start_seconds=watch.began - started,
        outside_reader=1 - in_reader / in_page,
        outside_reader_overall=1 - in_reader / (seconds * options.processes),
        parent_megabytes=memory.parent / MEGABYTE,
        reader_megabytes=memory.child / MEGABYTE,
        filed=sum(scan.status is ScanStatus.FILED for scan in scans),
        load=load,
    )


COLUMNS: tuple[tuple[str, Callable[[Round], float], str], ...] = (
    ("pages/s", lambda r: r.pages_per_second, ".2f"),
    ("s/page", lambda r: r.seconds_per_page, ".2f"),
    ("start s", lambda r: r.start_seconds, ".1f"),
    ("outside %", lambda r: 100 * r.outside_reader, ".0f"),
    ("overall %", lambda r: 100 * r.outside_reader_overall, ".0f"),
    ("reader MB", lambda r: r.reader_megabytes, ".0f"),
    ("parent MB", lambda r: r.parent_megabytes, ".0f"),
    ("filed", lambda r: float(r.filed), ".0f"),
    ("load", lambda r: r.load, ".1f"),
)


def table(rounds: list[Round]) -> str:
    """One line a round, then the median, then the spread (largest less smallest)."""
    lines = ["round   " + "".join(f"{name:>11}" for name, _, _ in COLUMNS)]
    for number, one in enumerate(rounds, 1):
        lines.append(
            f"{number:<8}" + "".join(f"{read(one):>11{form}}" for _, read, form in COLUMNS)
        )
    for name, over in (("median", statistics.median), ("spread", lambda v: max(v) - min(v))):
        values = [(over([read(one) for one in rounds]), form) for _, read, form in COLUMNS]
        lines.append(f"{name:<8}" + "".join(f"{value:>11{form}}" for value, form in values))
    return "\n".join(lines)


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench.ingest", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SAMPLES)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=0, help="reading processes; 0: all cores")
    parser.add_argument("--reader", type=ReaderName, choices=list(ReaderName), default="rapidocr")
    parser.add_argument("--no-second", action="store_true", help="no second reader of values")
    parser.add_argument("--json", action="store_true", help="one object instead of a table")
    asked = parser.parse_args()
    if not scans_in(asked.folder):
        parser.error(f"no scans in {asked.folder}")
    reading = ReadingOptions(reader=asked.reader, second_reader=not asked.no_second)
    rounds = [run(asked.folder, reading, asked.workers) for _ in range(asked.rounds)]
    if asked.json:
        print(json.dumps({"reader": asked.reader, "rounds": [asdict(one) for one in rounds]}))
    else:
        print(f"{rounds[0].scans} scans, {rounds[0].pages} pages, {asked.reader}")
        print(table(rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
