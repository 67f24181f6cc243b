"""How damaged, locked, endless and bomb-like files end: `python -m bench.hostile [SET ...]`.

Every file of the hostile sets goes the way of a dropped scan: it is opened and its first pages are
drawn in a reading process of the service's own kind, with its limits on time and memory. Printed is
how many files of each set ended how, the most memory a reading process took, the slowest file, and
how many temporary files were left behind. Every ending but `internal` is documented; each file that
crashed, hung, grew too large or met a mistake of our own is named with what was said about it.

`--read` lets the readers read the pages too. The exit code is 1 when a file ended `internal` or a
temporary file was left. The sets lie in ../shared/data or in $ANJUAN_CORPORA.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import psutil

from domain.errors import AnjuanError
from domain.outcome import Category
from domain.page import Page
from domain.reading import PageReading
from ingest import formats, pipeline
from ingest.options import FilingOptions, Limits, ReadingOptions
from jobs.reading_process import ProcessDied, ReadingProcess
from jobs.work import PageWork

ROOT = Path(__file__).resolve().parents[1]
SETS = ("hostile_pdf", "hostile_image", "ocrmypdf_resources", "paperless_samples")
PAGES = 3
"""So many pages of each file are drawn."""

READ, PARTIAL = "read", "partial"
ENDINGS = (READ, PARTIAL, *(category.value for category in Category))
LOUD = {
    category.value
    for category in (
        Category.INTERNAL,
        Category.CRASHED,
        Category.TIMED_OUT,
        Category.OUT_OF_MEMORY,
        Category.STORAGE,
    )
}
"""Endings that somebody should look at."""

LOOK_EVERY = 0.05
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How one file ended; `said` is what was said about each failure, memory in megabytes."""

    file: str
    ending: str
    pages: int
    said: tuple[str, ...]
    seconds: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Report:
    """How the files of one set ended, and how many temporary files were left."""

    name: str
    endings: tuple[Ending, ...]
    left: tuple[str, ...]

    @property
    def counts(self) -> Counter[str]:
        return Counter(ending.ending for ending in self.endings)

    @property
    def is_sound(self) -> bool:
        """Whether nothing of this is our own fault."""
        return not self.left and not self.counts[Category.INTERNAL.value]


def corpora() -> Path:
    """Where the sets lie."""
    return Path(os.environ.get("ANJUAN_CORPORA") or ROOT.parent / "shared" / "data")


def files_of(folder: Path) -> tuple[Path, ...]:
    """All files below `folder`, in order."""
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def nothing_to_load(_options: ReadingOptions) -> None:
    """Opening files needs no readers."""


def draw_page(
    path: Path, number: int, options: ReadingOptions, _filing: FilingOptions
) -> PageReading:
    """Draw the page and forget its pixels."""
    raw = formats.page(path, number, options)
    height, width = raw.image.shape[:2]
    return PageReading(Page(number, width, height, raw.text_layer or (), dpi=raw.dpi))


DRAWING = PageWork(nothing_to_load, pipeline.count_pages, draw_page)
READING = PageWork(pipeline.warm_up, pipeline.count_pages, pipeline.read_page)


@dataclass(slots=True)
class Memory:
    """The most resident memory that this process's children took since `reset`."""

    megabytes: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def reset(self) -> None:
        """Forget, and let Linux forget, what was taken before."""
        self.megabytes = 0
        for child in psutil.Process().children(recursive=True):
            with suppress(OSError):
                Path(f"/proc/{child.pid}/clear_refs").write_text("5", encoding="ascii")

    def look(self) -> None:
        """Look again and again until stopped."""
        own = psutil.Process()
        while not self.stopped.wait(LOOK_EVERY):
            for child in own.children(recursive=True):
                with suppress(psutil.Error, OSError):
                    self.megabytes = max(self.megabytes, _most(child))


def _most(process: psutil.Process) -> int:
    """Megabytes: the most the process took since it was reset, or takes now where none counts."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return int(process.memory_info().rss) >> 20
    told = [row for row in status.read_text().splitlines() if row.startswith("VmHWM:")]
    return int(told[0].split()[1]) >> 10 if told else 0


@contextmanager
def watched_memory() -> Iterator[Memory]:
    """Watch the children's memory beside the work."""
    memory = Memory()
    thread = threading.Thread(target=memory.look, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        memory.stopped.set()
        thread.join()


@contextmanager
def own_temporary_folder() -> Iterator[Path]:
    """A folder in which this process's children make their temporary files."""
    before = os.environ.get("TMPDIR")
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        os.environ["TMPDIR"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before


def put_through(
    name: str,
    files: Iterable[Path],
    options: ReadingOptions,
    *,
    work: PageWork = DRAWING,
    pages: int = PAGES,
) -> Report:
    """Open each file and go through its first `pages` pages in a reading process."""
    endings: list[Ending] = []
    with own_temporary_folder() as folder, watched_memory() as memory:
        process = ReadingProcess(
            work, options, FilingOptions(), start_seconds=600.0, abandon=lambda: False
        )
        try:
            for file in files:
                memory.reset()
                started = time.monotonic()
                ending, count, said = put_one(process, file, pages)
                seconds = time.monotonic() - started
                endings.append(Ending(str(file), ending, count, said, seconds, memory.megabytes))
        finally:
            process.close()
        left = tuple(path.name for path in folder.rglob("*") if path.is_file())
    return Report(name, tuple(endings), left)


def put_one(process: ReadingProcess, file: Path, pages: int) -> tuple[str, int, tuple[str, ...]]:
    """How the file ends, how many pages it has, and what was said."""
    try:
        contents = process.count_pages(file)
    except AnjuanError as error:
        return _ending_of(error), 0, (f"{error.detail or error}",)
    seen = min(pages, contents.pages)
    failures: list[tuple[str, str]] = []
    for number in range(1, seen + 1):
        failures.extend(_page_failures(process, file, number))
    bad_pages = {said.split(":", 1)[0] for _, said in failures}
    said = tuple(said for _, said in failures)
    if not failures:
        return READ, contents.pages, said
    loud = next((ending for ending, _ in failures if ending in LOUD), None)
    if len(bad_pages) < seen:
        return loud or PARTIAL, contents.pages, said
    return loud or failures[0][0], contents.pages, said


def _page_failures(process: ReadingProcess, file: Path, number: int) -> list[tuple[str, str]]:
    try:
        reading = process.read_page(file, number)
    except AnjuanError as error:
        return [(_ending_of(error), f"page {number}: {error.detail or error}")]
    return [
        (failure.category.value, f"page {number}: {failure.message}")
        for failure in reading.failures
    ]


def _ending_of(error: AnjuanError) -> str:
    category = error.cause if isinstance(error, ProcessDied) else error.category
    return category.value


def print_report(reports: Sequence[Report]) -> None:
    """One table, then every file that somebody should look at."""
    shown = [name for name in ENDINGS if any(report.counts[name] for report in reports)]
    heads = ("set", "files", *shown, "left", "peak MB", "slowest s")
    rows = [heads]
    for report in reports:
        peak = max((ending.megabytes for ending in report.endings), default=0)
        slowest = max((ending.seconds for ending in report.endings), default=0.0)
        counts = (str(report.counts[name]) for name in shown)
        costs = (str(len(report.left)), str(peak), f"{slowest:.1f}")
        rows.append((report.name, str(len(report.endings)), *counts, *costs))
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    for report in reports:
        for ending in report.endings:
            if ending.ending in LOUD:
                print(f"{ending.ending}: {ending.file} ({ending.seconds:.1f} s)")
                print(*(f"    {said}" for said in ending.said), sep="\n")
        print(*(f"left behind: {name}" for name in report.left), sep="\n", end="")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run over the sets that are named, all by default."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("sets", nargs="*", default=SETS, help="names of sets, or folders")
    parser.add_argument("--read", action="store_true", help="let the readers read the pages too")
    parser.add_argument("--pages", type=int, default=PAGES, help="pages of each file")
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of one page")
    parser.add_argument("--megabytes", type=int, default=1024, help="memory limit of the process")
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth file")
    parser.add_argument("--json", action="store_true", help="everything, for programmes")
    chosen = parser.parse_args(arguments)
    limits = replace(Limits(), seconds=chosen.seconds, megabytes=chosen.megabytes)
    options = ReadingOptions(limits=limits)
    reports: list[Report] = []
    for name in chosen.sets:
        folder = Path(name) if Path(name).is_dir() else corpora() / name
        files = files_of(folder)[:: chosen.every]
        work = READING if chosen.read else DRAWING
        reports.append(put_through(folder.name, files, options, work=work, pages=chosen.pages))
    if chosen.json:
        print(json.dumps([asdict(report) for report in reports], indent=1, ensure_ascii=False))
    else:
        print_report(reports)
    return 0 if all(report.is_sound for report in reports) else 1


if __name__ == "__main__":
    sys.exit(main())
