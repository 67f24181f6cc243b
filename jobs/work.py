"""The work a runner carries, as functions that can be named in another process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # a reading process loads this module, and needs none of these for it
    from domain.document import DocumentDraft
    from domain.outcome import StepFailure
    from domain.reading import PageKey, PageReading
    from domain.template import Template
    from ingest.formats.contract import ScanContents
    from ingest.learning.learned import Learned
    from ingest.options import FilingOptions, ReadingOptions
    from records.customers.customers import Customers
    from records.journal.journal import ScanRecord


def no_key(
    _path: Path, _number: int, _reading: ReadingOptions, _filing: FilingOptions
) -> PageKey | None:
    """Every page is a new one."""
    return None


@dataclass(frozen=True, slots=True)
class PageWork:
    """What a reading process does; each must be a function of a module, to be found there too.

    `warm_up` loads the models, `count_pages` opens the scan, `read_page` reads one page;
    `page_key` says beforehand what that will depend on, None where the page must be read.
    """

    warm_up: Callable[[ReadingOptions], None]
    count_pages: Callable[[Path, ReadingOptions], ScanContents]
    read_page: Callable[[Path, int, ReadingOptions, FilingOptions], PageReading]
    page_key: Callable[[Path, int, ReadingOptions, FilingOptions], PageKey | None] = no_key


class Propose(Protocol):
    """Makes documents of a scan's readings; runs in the runner's own process."""

    def __call__(
        self,
        scan: ScanRecord,
        readings: Sequence[PageReading],
        failures: Sequence[StepFailure],
        customers: Customers,
        options: FilingOptions,
        /,
        *,
        templates: Sequence[Template],
        learned: Learned,
        said: Mapping[int, bool],
    ) -> tuple[DocumentDraft, ...]: ...


@dataclass(frozen=True, slots=True)
class Work:
    """All a runner needs to know about what the work is."""

    pages: PageWork
    propose: Propose


def standard_work() -> Work:
    """The programme's own stages."""
    # loaded only where the standard work is wanted
    from ingest import pipeline
    from ingest.proposing import propose

    pages = PageWork(pipeline.warm_up, pipeline.count_pages, pipeline.read_page, pipeline.page_key)
    return Work(pages, propose)
