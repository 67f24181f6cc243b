"""Papers read the way the service reads them, on all cores.

Reading takes seconds and understanding milliseconds: what the readers saw is kept beside each scan,
so that a run over a kept folder understands every page anew and reads nothing twice.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import cv2
import numpy as np

from domain.geometry import Box
from domain.page import Page
from domain.reading import PageReading
from ingest import formats
from ingest.checks.demands import sign_labels
from ingest.checks.signing import shows_colour, sign_places
from ingest.fields.extract import SecondReader, extract_weighed
from ingest.fields.weighing import Weighed
from ingest.formats.contract import Image
from ingest.forms.catalogue import load
from ingest.forms.detect import detect
from ingest.options import FilingOptions, ReadingOptions
from ingest.readers import page as reading
from tests.factory import degrade, files
from tests.factory.degrade import Damage
from tests.factory.layout import Paper
from tests.factory.scan import scan
from tests.factory.truth import Truth

DAMAGES = {"none": lambda _rng: degrade.NONE, "mild": degrade.mild, "rough": degrade.rough}


@dataclass(frozen=True, slots=True)
class Sample:
    """A page about to be read: where it lies, what is true about it, what sort it is of."""

    path: Path
    truth: Truth
    sort: str


@dataclass(frozen=True, slots=True)
class Read:
    """A page and what became of it."""

    sample: Sample
    reading: PageReading
    weighed: tuple[Weighed, ...] = ()


def drawn(
    papers: Iterable[tuple[Paper, str]], rng: Random, folder: Path, damage: str
) -> Iterator[Sample]:
    """Every sheet of `papers` (each with its sort) as a scan in `folder`."""
    for number, (paper, sort) in enumerate(papers):
        harm: Damage = DAMAGES[damage](rng)
        for sheet, page in enumerate(scan(paper, rng, harm)):
            path = folder / f"{number:04d}-{sheet}.jpg"
            files.write_jpeg(path, page, quality=85)
            yield Sample(path, page.truth, sort)


@dataclass(slots=True)
class _Kept:
    """What the readers saw of one page: its text, and the second reader's answers by box."""

    page: Page
    seconds: float
    second: dict[Box, tuple[str, float] | None]


def read(
    samples: Iterable[Sample], workers: int = 0, quiet: bool = False, *, anew: bool = False
) -> list[Read]:
    """Read all samples in `workers` processes (0: one for each core), in their order.

    With `anew`, what is kept beside the scans is not believed but read again.
    """
    waiting = list(samples)
    work = partial(_one, anew=anew)
    done: list[Read] = []
    context = get_context("spawn")
    with ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=context) as pool:
        for found in pool.map(work, waiting):
            done.append(found)
            if not quiet:
                sys.stderr.write(f"\r{len(done)} of {len(waiting)} pages read ")
    if not quiet:
        sys.stderr.write("\n")
    return done


def _one(sample: Sample, anew: bool) -> Read:
    kept = _kept(sample.path, anew)
    before, first_seconds = len(kept.second), kept.seconds

    def second(box: Box) -> tuple[str, float] | None:
        if box not in kept.second:
            asked = time.perf_counter()
            crop = reading.second_reading(_image(sample.path), box, _readers())
            kept.second[box] = None if crop is None else (crop.text, crop.confidence)
            kept.seconds += time.perf_counter() - asked
        return kept.second[box]

    started = time.perf_counter()
    found, weighed = _understood(kept.page, second)
    spent = time.perf_counter() - started - (kept.seconds - first_seconds)
    if len(kept.second) > before:
        _known(sample.path).write_bytes(pickle.dumps(kept))
    signatures = sign_places(kept.page, _image(sample.path), sign_labels())
    timed = replace(
        found,
        seconds=kept.seconds + spent,
        reader_seconds=kept.seconds,
        signatures=signatures,
        coloured=shows_colour(_image(sample.path)),
    )
    return Read(sample, timed, weighed)


def _understood(page: Page, second: SecondReader) -> tuple[PageReading, tuple[Weighed, ...]]:
    """What `ingest.pipeline` makes of a page that is read, and the signs of its values."""
    match = detect(page, load())
    threshold = FilingOptions().field_threshold
    weighed = tuple(extract_weighed(page, load(), second, threshold, match))
    values = tuple(one.reading for one in weighed)
    reading = PageReading(page, match.title, match.starts_document, match.evidence, values)
    return reading, weighed


@lru_cache(maxsize=1)
def _readers() -> reading.Readers:
    return reading.make_readers(ReadingOptions())


def _known(path: Path) -> Path:
    return path.with_suffix(".seen")


def _kept(path: Path, anew: bool) -> _Kept:
    if _known(path).exists() and not anew:
        kept: _Kept = pickle.loads(_known(path).read_bytes())  # noqa: S301 - this bench wrote it
        return kept
    started = time.perf_counter()
    seen = reading.read(formats.page(path, 1, ReadingOptions()), 1, _readers())
    kept = _Kept(seen.page, time.perf_counter() - started, {})
    path.with_suffix(".png").write_bytes(cv2.imencode(".png", seen.image)[1].tobytes())
    _known(path).write_bytes(pickle.dumps(kept))
    return kept


@lru_cache(maxsize=1)
def _image(path: Path) -> Image:
    """The upright page that the boxes relate to."""
    return np.asarray(cv2.imread(str(path.with_suffix(".png"))), dtype=np.uint8)
