"""Our own reading of a page, in processes of its own: from bytes to Page, the pipeline's way."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil

from domain.reading import PageReading
from ingest import pipeline
from ingest.formats.memory import ask_for_large_pages
from ingest.options import FilingOptions, ReadingOptions

OPTIONS, FILING = ReadingOptions(), FilingOptions()
"""As an office gets it."""

CORES = os.cpu_count() or 1

MEGABYTE = 1 << 20


def warm() -> bool:
    """Load the readers of this process."""
    pipeline.warm_up(OPTIONS)
    return True


@contextmanager
def processes(workers: int, *, loaded: bool = True) -> Iterator[ProcessPoolExecutor]:
    """So many fresh processes of one thread each, their readers loaded and ready."""
    names = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS")
    before = {name: os.environ.get(name) for name in (*names, "GLIBC_TUNABLES")}
    os.environ.update(dict.fromkeys(names, "1"))
    ask_for_large_pages()
    try:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, initializer=warm if loaded else None) as pool:
            # the pool starts a process for each task that finds none idle: keep all busy at once
            for waiting in [pool.submit(_nap) for _ in range(workers)]:
                waiting.result()
            yield pool
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _nap() -> int:
    time.sleep(0.2)
    return os.getpid()


def read(path: Path, number: int = 1) -> PageReading:
    """Page `number` of the file, read, its form and values found."""
    return pipeline.read_page(path, number, OPTIONS, FILING)


def surely_read(path: Path, number: int = 1) -> PageReading:
    """The same, for a page that is known to be readable: a stage that fails ends the bench."""
    reading = read(path, number)
    if reading.failures:
        raise RuntimeError(f"{path}: {reading.failures[0].message}")
    return reading


def text_of(path: Path, number: int = 1) -> tuple[str, float]:
    """The page's text in reading order, and the processor seconds it took."""
    before = time.process_time()
    reading = surely_read(path, number)
    return reading.page.text, time.process_time() - before


def resident() -> float:
    """Megabytes that this process holds now."""
    return float(psutil.Process().memory_info().rss) / MEGABYTE


def peak() -> float:
    """The most megabytes that this process ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEGABYTE


def quiet() -> str:
    """How busy the machine is: the load average of the last minute."""
    return f"load {os.getloadavg()[0]:.1f}"


def say(text: str) -> None:
    """Tell how far the run is, beside the table."""
    print(f"  {text}", file=sys.stderr, flush=True)
