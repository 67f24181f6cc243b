"""Whether both cores are used, and what our way costs beside the bare reader.

One worker and as many as there are cores read the same pages, by turns. A page's latency is set
beside three bare readers on the same upright image: the two networks alone, run as we run them;
RapidOCR's own class held to one thread, as we are; and RapidOCR() just as its users call it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from bench.reading import ours, papers
from bench.reading.figures import Figure, at_least, at_most
from ingest import formats
from ingest.formats.contract import Image
from ingest.readers import page as page_readers
from ingest.readers.detection import Detector, Quad
from ingest.readers.recognition import Recogniser
from tests.factory import files

CORES_AIM, LATENCY_AIM = 1.8, 1.3


def drawn(folder: Path, seed: int, cards: int, dense: int) -> list[Path]:
    """Cards and dense pages as JPEG files."""
    pages = [papers.card(seed, number) for number in range(cards)]
    pages += [papers.dense(seed, number) for number in range(dense)]
    paths = [folder / f"{number:02d}-{page.kind}.jpg" for number, page in enumerate(pages)]
    for path, page in zip(paths, pages, strict=True):
        files.write_jpeg(path, page.page, quality=90)
    return paths


def workers(seed: int, pages: int, rounds: int) -> list[Figure]:
    """Pages a second with all cores by pages a second with one."""
    ratios, loads = [], []
    with tempfile.TemporaryDirectory() as folder, ours.processes(1) as one:
        # The longest first: a pile that ends with them leaves one process idle at its end.
        paths = drawn(Path(folder), seed, pages, max(1, pages // 4))[::-1]
        with ours.processes(2) as two:
            for number in range(rounds):
                loads.append(ours.quiet())
                alone = _timed(lambda: list(one.map(ours.text_of, paths)))
                both = _timed(lambda: list(two.map(ours.text_of, paths)))
                ratios.append(alone / both)
                ours.say(f"workers: round {number + 1}: {alone:.1f} s, {both:.1f} s, {loads[-1]}")
    return [
        at_least(
            "cores",
            "2 workers × 1 worker, pages a second",
            statistics.median(ratios),
            CORES_AIM,
            note=f"{min(ratios):.2f}–{max(ratios):.2f}, {len(paths)} pages, "
            f"{ours.CORES} cores, {', '.join(loads)}",
        ),
    ]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def latency(seed: int, cards: int, dense: int, rounds: int) -> list[Figure]:
    """One page's seconds through the pipeline by a bare reader's, on cards and on dense pages."""
    seconds: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = drawn(Path(folder), seed, cards, dense)
        for name, prepare in _WAYS.items():
            with ours.processes(1, loaded=False) as pool:
                seconds[name] = pool.submit(prepare, paths, rounds).result()
            ours.say(f"latency: {name}: {sum(seconds[name]) / len(paths):.2f} s a page")
    found: list[Figure] = []
    for heap, part in (("card", slice(0, cards)), ("dense page", slice(cards, None))):
        own = sum(seconds["ours"][part])
        found.append(
            Figure(
                "latency",
                f"{heap}: seconds",
                own / len(paths[part]),
                note=f"{len(paths[part])} pages, least of {rounds} rounds, {ours.quiet()}",
            )
        )
        for name in list(_WAYS)[1:]:
            bare = sum(seconds[name][part])
            found.append(
                at_most(
                    "latency",
                    f"{heap}: × {name}",
                    own / bare,
                    LATENCY_AIM,
                    note=f"{bare / len(paths[part]):.2f} s",
                )
            )
    return found


def _least(reads: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The least seconds of each over the rounds, after one round to warm up."""
    for read in reads:
        read()
    return [min(_timed(read) for _ in range(rounds)) for read in reads]


def _through_pipeline(paths: Sequence[Path], rounds: int) -> list[float]:
    ours.warm()
    return _least([partial(ours.read, path) for path in paths], rounds)


def _networks(paths: Sequence[Path], rounds: int) -> list[float]:
    """Finding lines, cutting them out, reading them: what no reader can do without."""
    detector, recogniser = Detector(1), Recogniser(1)

    def read(image: Image) -> object:
        return recogniser.read([_cut(image, quad) for quad in detector.find(image).straight])

    return _least([partial(read, image) for image in _upright(paths)], rounds)


def _one_thread(paths: Sequence[Path], rounds: int) -> list[float]:
    cv2.setNumThreads(1)
    settings = ("intra_op_num_threads", "inter_op_num_threads")
    return _rapidocr(paths, rounds, {f"EngineConfig.onnxruntime.{name}": 1 for name in settings})


def _as_it_comes(paths: Sequence[Path], rounds: int) -> list[float]:
    return _rapidocr(paths, rounds, {})


def _rapidocr(paths: Sequence[Path], rounds: int, settings: dict[str, int]) -> list[float]:
    from rapidocr import RapidOCR  # only this process shall hold it

    read = RapidOCR(params={"Global.log_level": "error", **settings})
    return _least([partial(read, image) for image in _upright(paths)], rounds)


def _upright(paths: Sequence[Path]) -> list[Image]:
    """The images as they are when our reader is shown them."""
    readers = page_readers.make_readers(ours.OPTIONS)
    raw = [formats.page(path, 1, ours.OPTIONS) for path in paths]
    return [page_readers.read(page, 1, readers).image for page in raw]


def _cut(image: Image, quad: Quad) -> Image:
    width = max(1, round(float(np.linalg.norm(quad[1] - quad[0]))))
    height = max(1, round(float(np.linalg.norm(quad[3] - quad[0]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    level = cv2.getPerspectiveTransform(quad, target)
    return np.asarray(cv2.warpPerspective(image, level, (width, height)), dtype=np.uint8)


_WAYS: dict[str, Callable[[Sequence[Path], int], list[float]]] = {
    "ours": _through_pipeline,
    "the networks alone": _networks,
    "RapidOCR on one thread": _one_thread,
    "RapidOCR() as it comes": _as_it_comes,
}
