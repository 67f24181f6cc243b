"""Papers read the way the service reads them, on all cores."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

from domain.reading import PageReading
from ingest import pipeline
from ingest.options import FilingOptions, ReadingOptions
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


def read(samples: Iterable[Sample], workers: int = 0, quiet: bool = False) -> list[Read]:
    """Read all samples in `workers` processes (0: one for each core), in their order.

    What was read is kept beside each scan, so that a run over a kept folder reads nothing again.
    """
    waiting = list(samples)
    threshold = FilingOptions()
    work = partial(_one, filing=threshold)
    done: list[Read] = []
    context = get_context("spawn")
    with ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=context) as pool:
        for sample, reading in zip(waiting, pool.map(work, waiting), strict=True):
            done.append(Read(sample, reading))
            if not quiet:
                sys.stderr.write(f"\r{len(done)} of {len(waiting)} pages read ")
    if not quiet:
        sys.stderr.write("\n")
    return done


def _one(sample: Sample, filing: FilingOptions) -> PageReading:
    kept = sample.path.with_suffix(".reading")
    if kept.exists():
        known: PageReading = pickle.loads(kept.read_bytes())  # noqa: S301 - this bench wrote it
        return known
    reading = pipeline.read_page(sample.path, 1, ReadingOptions(), filing)
    kept.write_bytes(pickle.dumps(reading))
    return reading
