"""The whole way of one scan in one process: received, read, proposed and filed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.document import Document
from domain.reading import PageReading
from ingest import pipeline
from ingest.options import FilingOptions, ReadingOptions
from ingest.proposing import propose
from records.archive import Archive
from records.journal.journal import Arrival

READING = ReadingOptions()
FILING = FilingOptions()


@dataclass(frozen=True, slots=True)
class Walked:
    """What came of a scan: its documents, and the readings of its pages."""

    documents: tuple[Document, ...]
    readings: tuple[PageReading, ...]

    @property
    def seconds(self) -> float:
        return sum(reading.seconds for reading in self.readings)


def walk(archive: Archive, path: Path) -> Walked:
    """Take the scan at `path` the way the jobs take it. Raises BadInput when it cannot be read."""
    journal = archive.journal
    journal.receive(archive.vault.store(path), Arrival(path.name, ""))
    claimed = journal.claim()
    assert claimed is not None, f"{path.name} is in the archive already"
    kept = archive.vault.path(claimed.id)
    contents = pipeline.count_pages(kept, READING)
    journal.set_contents(claimed.id, contents.pages, contents.media_type)
    for task in journal.waiting_pages(claimed.id):
        reading = pipeline.read_page(kept, task.number, READING, FILING)
        journal.store_page(claimed.id, task.number, reading)
    readings = journal.readings(claimed.id)
    scan = journal.scan(claimed.id)
    failures = journal.failures(claimed.id)
    drafts = propose(scan, readings, failures, archive.customers, FILING)
    seconds = sum(reading.seconds for reading in readings)
    return Walked(archive.filing.file(claimed.id, drafts, seconds), readings)
