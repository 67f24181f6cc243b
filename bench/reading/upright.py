"""Fresh pages set straight and not read, so that hundreds can be tried: orientation and skew."""

from __future__ import annotations

import tempfile
from concurrent.futures import as_completed
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from bench.reading import ours, papers
from bench.reading.figures import Figure, at_least, at_most
from ingest import formats
from ingest.images.orientation import OrientationJudge
from ingest.readers.page import as_large_as_read
from ingest.readers.straight import set_straight
from tests.factory import files

ORIENTATION_AIM, SKEW_AIM = 99.5, 0.3


@dataclass(frozen=True, slots=True)
class Stood:
    """How one page was set; `skew` is what was left of it in degrees, None where it lay wrongly."""

    name: str
    right: bool
    skew: float | None


@lru_cache(maxsize=1)
def _judge() -> OrientationJudge:
    return OrientationJudge(ours.OPTIONS.threads)


def stand(seed: int, number: int) -> Stood:
    """Draw page `number` and set it straight. Runs in a process of its own."""
    page = papers.fresh(seed, number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.jpg"
        files.write_jpeg(path, page.page, quality=95)
        straight = set_straight(
            as_large_as_read(formats.page(path, 1, ours.OPTIONS)).image, _judge()
        )
    truth = page.page.truth
    right = int(straight.rotation) == truth.rotation
    left = abs(straight.skew - truth.skew) if right else None
    return Stood(f"{number} {page.kind}", right, left)


def run(seed: int, pages: int, workers: int = ours.CORES) -> list[Figure]:
    """Set so many fresh pages of a seed straight."""
    stood: list[Stood] = []
    with ours.processes(workers, loaded=False) as pool:
        for done in as_completed([pool.submit(stand, seed, number) for number in range(pages)]):
            stood.append(done.result())
            if len(stood) % 50 == 0:
                ours.say(f"upright: {len(stood)} of {pages} pages")
    wrong = sorted(page.name for page in stood if not page.right)
    left = [page.skew for page in stood if page.skew is not None]
    told = f"{len(stood) - len(wrong)} of {len(stood)}, seed {seed}; wrong: {', '.join(wrong)}"
    share = 100.0 * (len(stood) - len(wrong)) / max(1, len(stood))
    return [
        at_least("upright", "orientation right", share, ORIENTATION_AIM, unit=" %", note=told),
        at_most(
            "upright",
            "residual skew, 95th percentile",
            float(np.percentile(left, 95)) if left else None,
            SKEW_AIM,
            unit="°",
            note=f"largest {max(left, default=0.0):.2f}°",
        ),
    ]
