"""The way of one page, from a file to what it says: the only list of stages.

`count_pages`, `warm_up`, `page_key` and `read_page` run in a child process and know no archive.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from domain.errors import AnjuanError
from domain.fields import FieldReading
from domain.geometry import Box
from domain.outcome import Category, Stage, StepFailure
from domain.page import Page
from domain.reading import PageKey, PageReading
from domain.values.personal import veiled
from ingest import formats
from ingest.checks.demands import sign_labels
from ingest.checks.signing import shows_colour, sign_places
from ingest.fields.extract import extract
from ingest.fields.pairs import pairs_on
from ingest.fields.personal import personal_on
from ingest.formats.contract import RawPage, ScanContents
from ingest.formats.memory import give_back
from ingest.forms.catalogue import load
from ingest.forms.detect import FormMatch, detect
from ingest.images.look import look
from ingest.options import FilingOptions, ReadingOptions
from ingest.readers.page import (
    Readers,
    ReadPage,
    as_large_as_read,
    make_readers,
    read,
    second_reading,
)
from ingest.reading_version import page_hash, reading_version

T = TypeVar("T")


@lru_cache(maxsize=1)
def _readers(options: ReadingOptions) -> Readers:
    """The readers of this process, loaded once."""
    return make_readers(options)


def count_pages(path: Path, options: ReadingOptions) -> ScanContents:
    """How many pages the scan has and what kind of file it is.

    Raises UnreadableFile, NeedsPassword, TooLarge.
    """
    return formats.contents(path, options)


def warm_up(options: ReadingOptions) -> None:
    """Load the readers and the catalogue before the first page comes. Raises MissingTool."""
    _readers(options)
    load()


class _Opened:
    """The page that was opened last to tell its key, so that reading it need not open it again."""

    question: tuple[object, ...] | None = None
    raw: RawPage | None = None


def page_key(
    path: Path, number: int, options: ReadingOptions, filing_options: FilingOptions
) -> PageKey | None:
    """What reading page `number` depends on; None when it cannot be opened, as reading will say."""
    _Opened.question = _Opened.raw = None
    try:
        raw = formats.page(path, number, options)
    except AnjuanError:
        return None
    _Opened.question, _Opened.raw = _question(path, number, options), raw
    version = reading_version(options, filing_options, _readers(options))
    return PageKey(page_hash(raw), version)


def _question(path: Path, number: int, options: ReadingOptions) -> tuple[object, ...]:
    state = path.stat()
    return path, state.st_mtime_ns, state.st_size, number, options


def _opened(path: Path, number: int, options: ReadingOptions) -> RawPage:
    """The page as large as it is read, if need be opened now; it is held no longer."""
    question, raw = _Opened.question, _Opened.raw
    _Opened.question = _Opened.raw = None
    if raw is not None and question == _question(path, number, options):
        return as_large_as_read(raw)
    return as_large_as_read(formats.page(path, number, options))


@dataclass(slots=True)
class _Attempt:
    """One page's way through the stages: what failed, and the time that readers took."""

    number: int
    failures: list[StepFailure] = field(default_factory=list)
    reader_seconds: float = 0.0

    def stage(self, stage: Stage, work: Callable[[], T]) -> T | None:
        """Do `work`; when it fails, note the failure and give None, so that the rest can stand."""
        try:
            return work()
        except AnjuanError as error:
            self._failed(stage, error.category, error.detail or str(error))
        except MemoryError as error:
            self._failed(stage, Category.OUT_OF_MEMORY, str(error) or "out of memory")
        except Exception as error:  # noqa: BLE001 - a stage's boundary: recorded as our own fault
            self._failed(stage, Category.INTERNAL, f"{type(error).__name__}: {error}")
        return None

    def _failed(self, stage: Stage, category: Category, message: str) -> None:
        self.failures.append(StepFailure(stage, category, veiled(message), self.number))


def read_page(
    path: Path, number: int, options: ReadingOptions, filing_options: FilingOptions
) -> PageReading:
    """Read page `number` of the scan at `path` and say which form it is and what it states.

    Whatever fails is in the reading's `failures`; what succeeded before and beside it stands.
    """
    reading = _read_page(path, number, options, filing_options)
    give_back()
    return reading


def _read_page(
    path: Path, number: int, options: ReadingOptions, filing_options: FilingOptions
) -> PageReading:
    started = time.perf_counter()
    attempt = _Attempt(number)
    readers = _readers(options)
    raw = attempt.stage(Stage.OPEN, lambda: _opened(path, number, options))
    seen = None
    if raw is not None:
        seen = attempt.stage(Stage.READ, lambda: read(raw, number, readers))
    if seen is None:
        reading = PageReading(Page(number, 1, 1, ()))
    else:
        attempt.reader_seconds += seen.reader_seconds
        reading = _understood(seen, attempt, readers, filing_options.field_threshold)
    return _timed(reading, attempt, time.perf_counter() - started)


def _understood(
    seen: ReadPage, attempt: _Attempt, readers: Readers, threshold: float
) -> PageReading:
    page = seen.page
    if page.blank:
        return PageReading(page, starts_document=False)
    match = attempt.stage(Stage.FORM, lambda: detect(page, load()))
    match = match or FormMatch("", (), starts_document=False)
    fields = _fields(seen, attempt, readers, threshold, match)
    pairs = attempt.stage(Stage.FIELDS, lambda: pairs_on(page, fields))
    personal = attempt.stage(Stage.FIELDS, lambda: personal_on(page, fields, load().fields))
    places = attempt.stage(Stage.FIELDS, lambda: sign_places(page, seen.image, sign_labels()))
    return PageReading(
        page=page,
        title=match.title,
        starts_document=match.starts_document,
        type_evidence=match.evidence,
        fields=fields,
        pairs=pairs or (),
        personal=personal or (),
        signatures=places,
        picture=attempt.stage(Stage.IMAGE, lambda: look(seen.image)) or "",
        coloured=shows_colour(seen.image),
    )


def _fields(
    seen: ReadPage, attempt: _Attempt, readers: Readers, threshold: float, match: FormMatch
) -> tuple[FieldReading, ...]:
    """The page's values; should the second reader fail, those that the first one read."""

    def second(box: Box) -> tuple[str, float] | None:
        started = time.perf_counter()
        crop = second_reading(seen.image, box, readers, _text_in(seen.page, box))
        attempt.reader_seconds += time.perf_counter() - started
        return None if crop is None else (crop.text, crop.confidence)

    catalogue, page = load(), seen.page
    fields = attempt.stage(Stage.FIELDS, lambda: extract(page, catalogue, second, threshold, match))
    if fields is None:
        fields = attempt.stage(
            Stage.FIELDS, lambda: extract(page, catalogue, None, threshold, match)
        )
    return fields or ()


def _text_in(page: Page, box: Box) -> str:
    """What the page reader saw in `box`."""
    words = (word for line in page.lines for word in line.words)
    return " ".join(word.text for word in words if box.holds(word.box.centre))


def _timed(reading: PageReading, attempt: _Attempt, seconds: float) -> PageReading:
    return replace(
        reading,
        failures=tuple(dict.fromkeys(attempt.failures)),
        seconds=seconds,
        reader_seconds=attempt.reader_seconds,
    )
