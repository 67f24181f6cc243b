"""How the files of the hostile and odd sets end when they are read, from `bench.hostile`."""

from __future__ import annotations

from dataclasses import replace

from bench import hostile
from bench.reading import ours
from bench.reading.figures import Figure, at_most
from domain.outcome import Category
from ingest.options import Limits, ReadingOptions

SECONDS, MEGABYTES = 60.0, 1024
"""Limits of one page."""

_KILLED = (Category.CRASHED, Category.TIMED_OUT, Category.OUT_OF_MEMORY)


def run(pages: int, every: int) -> list[Figure]:
    """Each file through a reading process of the service's own kind, its first pages read."""
    options = ReadingOptions(limits=replace(Limits(), seconds=SECONDS, megabytes=MEGABYTES))
    found: list[Figure] = []
    for name in hostile.SETS:
        folder = hostile.corpora() / name
        if not folder.is_dir():
            found.append(
                at_most(
                    "endings",
                    f"{name}: undocumented endings",
                    None,
                    0,
                    digits=0,
                    note="not at hand; $ANJUAN_CORPORA",
                )
            )
            continue
        files = hostile.files_of(folder)[::every]
        ours.say(f"endings: {name}, {len(files)} files")
        report = hostile.put_through(name, files, options, work=hostile.READING, pages=pages)
        found += figures(report)
    return found


def figures(report: hostile.Report) -> list[Figure]:
    """What must not happen, and how the files ended."""
    counts = report.counts
    told = ", ".join(f"{ending} {count}" for ending, count in counts.most_common())
    killed = [e for e in report.endings if e.ending in {category.value for category in _KILLED}]
    names = ", ".join(f"{e.file.rsplit('/', 1)[-1]} {e.ending}" for e in killed[:3])
    slowest = max(report.endings, key=lambda e: e.seconds)
    most = max(report.endings, key=lambda e: e.megabytes)
    start = report.name
    return [
        at_most(
            "endings",
            f"{start}: mistakes of our own",
            counts[Category.INTERNAL.value],
            0,
            digits=0,
            note=f"{len(report.endings)} files: {told}",
        ),
        at_most("endings", f"{start}: temporary files left", len(report.left), 0, digits=0),
        Figure(
            "endings",
            f"{start}: processes ended",
            len(killed),
            digits=0,
            note=names or "none crashed, hung or grew too large",
        ),
        at_most(
            "endings",
            f"{start}: peak of a process",
            most.megabytes,
            MEGABYTES,
            digits=0,
            unit=" MB",
            note=most.file.rsplit("/", 1)[-1],
        ),
        Figure(
            "endings",
            f"{start}: slowest file",
            slowest.seconds,
            digits=1,
            unit=" s",
            note=f"{slowest.file.rsplit('/', 1)[-1]}, {slowest.pages} pages",
        ),
    ]
