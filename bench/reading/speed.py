"""Pages a second and errors beside OCRmyPDF and Tesseract, on the same pages in one run.

Three heaps of pages: customer cards, A4 pages of some 1,900 Chinese characters, and real pages of
the corpora. In every round each programme reads the whole heap, one after the other, with as many
jobs as there are cores. Ours reads each page from its file in processes that were started before,
as in service; OCRmyPDF starts once for the heap, Tesseract once a page, as is their way.
Ratios are those of one round; the median is judged, least and most are told beside it. The same is
told in seconds of the processors: there it matters little what else the machine does.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.hostile import corpora
from bench.reading import ours, papers, scores, sets
from bench.reading.figures import Figure, at_least
from bench.reading.peers import Absent, Answer, OcrMyPdf, Peer, PlainTesseract
from bench.reading.scores import Errors
from domain.errors import AnjuanError
from ingest import formats
from tests.factory import files
from tests.factory.truth import Rendered, Truth

AIMS = {"cards": 5.0, "dense": 3.0}
"""Times a peer's pages a second, at least."""

ERRORS_AIM = 5.0
"""A peer's character error rate by ours, at least."""

_REAL = (
    "forms_zh/images/*.jpg",
    "forms_zh/pages/*table*.png",
    "forms_zh/pages/*.jpg",
    "funsd/*/images/*.png",
    "sroie/img/*.jpg",
)
"""Where real pages are taken from, in turn."""

_A4_INCHES = 11.7


@dataclass(frozen=True, slots=True)
class Heap:
    """Pages to read; `truth` holds the printed lines of each, empty where they are not known."""

    name: str
    pages: tuple[Path, ...]
    truth: tuple[tuple[str, ...], ...]
    compare: Callable[[Sequence[str], str], Errors]

    def errors(self, texts: Sequence[str]) -> Errors:
        pairs = zip(self.truth, texts, strict=True)
        return sum((self.compare(lines, text) for lines, text in pairs if lines), Errors())


@dataclass(slots=True)
class Raced:
    """What a programme read in the last round, and its seconds in each, by clock and processors."""

    name: str
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    texts: tuple[str, ...] = ()
    absent: str = ""


class Ourselves:
    """Our pipeline in processes that are ready."""

    name = "ours"

    def __init__(self, pool: Executor) -> None:
        self._pool = pool

    def read(self, pages: Sequence[Path]) -> Answer:
        started = time.perf_counter()
        answers = list(self._pool.map(ours.text_of, pages))
        seconds, busy = time.perf_counter() - started, sum(spent for _, spent in answers)
        return Answer(tuple(text for text, _ in answers), seconds, busy)


def run(seed: int, cards: int, dense: int, real: int, rounds: int) -> list[Figure]:
    """Race over all heaps."""
    found: list[Figure] = []
    peers, absent = _peers()
    with tempfile.TemporaryDirectory() as scratch, ours.processes(ours.CORES) as pool:
        for heap in heaps(Path(scratch), seed, cards, dense, real):
            raced = race(heap, [Ourselves(pool), *peers], rounds)
            found += figures(heap, raced, absent)
    return found


def _peers() -> tuple[list[Peer], list[str]]:
    here: list[Peer] = []
    absent: list[str] = []
    for make in (OcrMyPdf, PlainTesseract):
        try:
            here.append(make(ours.CORES))
        except Absent as why:
            absent.append(f"{make.__name__}: {why}")
    return here, absent


def heaps(folder: Path, seed: int, cards: int, dense: int, real: int) -> list[Heap]:
    """The pages of this run as JPEG files, the same for all."""
    drawn = [
        ("cards", [papers.card(seed, number) for number in range(cards)], scores.by_line),
        ("dense", [papers.dense(seed, number) for number in range(dense)], scores.in_order),
    ]
    made: list[Heap] = []
    for name, pages, compare in drawn:
        paths = []
        for number, page in enumerate(pages):
            paths.append(folder / f"{name}-{number:02d}.jpg")
            files.write_jpeg(paths[-1], page.page, quality=90)
        made.append(Heap(name, tuple(paths), tuple(tuple(p.printed) for p in pages), compare))
    return [heap for heap in [*made, _real(folder, real)] if heap.pages]


def _real(folder: Path, count: int) -> Heap:
    """Real pages, with the lines of the Chinese forms among them."""
    known = {page.path.name: page.truth for page in sets.forms_zh(corpora() / "forms_zh")}
    paths: list[Path] = []
    truth: list[tuple[str, ...]] = []
    for source in _sources(count):
        try:
            raw = formats.page(source, 1, ours.OPTIONS)
        except AnjuanError:
            continue
        longer = max(raw.image.shape[:2])
        page = Rendered(raw.image, Truth("", "", None), round(raw.dpi or longer / _A4_INCHES))
        paths.append(folder / f"real-{len(paths):02d}.jpg")
        files.write_jpeg(paths[-1], page, quality=95)
        truth.append(tuple(known.get(source.name, "").splitlines()))
    return Heap("real", tuple(paths), tuple(truth), scores.by_line)


def _sources(count: int) -> list[Path]:
    """So many files, taken in turn from each place."""
    places = [sorted(corpora().glob(pattern)) for pattern in _REAL]
    deepest = max(map(len, places), default=0)
    turns = [place[at] for at in range(deepest) for place in places if at < len(place)]
    return list(dict.fromkeys(turns))[:count]


def race(heap: Heap, programmes: Sequence[Peer], rounds: int) -> list[Raced]:
    """Let every programme read the heap in every round."""
    raced = [Raced(programme.name) for programme in programmes]
    for number in range(rounds):
        for programme, result in zip(programmes, raced, strict=True):
            if result.absent:
                continue
            try:
                answer = programme.read(heap.pages)
            except Absent as why:
                result.absent = str(why)
                continue
            result.seconds.append(answer.seconds)
            result.busy.append(answer.busy)
            result.texts = answer.texts
            each = answer.seconds / len(heap.pages)
            ours.say(f"speed: {heap.name} {number + 1}, {result.name}: {each:.2f} s a page")
    return raced


def figures(heap: Heap, raced: Sequence[Raced], absent: Sequence[str]) -> list[Figure]:
    """Pages a second, and ratios with their spread over the rounds."""
    own, *peers = raced
    pages = len(heap.pages)
    rate = statistics.median(pages / seconds for seconds in own.seconds)
    told = f"{pages} pages, {len(own.seconds)} rounds, {ours.CORES} jobs, {ours.quiet()}"
    found = [Figure("speed", f"{heap.name}: pages a second", rate, note=told)]
    for peer in peers:
        found += _beside(heap, own, peer)
    found += [Figure("speed", f"{heap.name}: beside a peer", None, note=why) for why in absent]
    return found


def _ratio(what: str, mine: Sequence[float], theirs: Sequence[float], aim: float | None) -> Figure:
    """How many times as long a peer took: the median of the rounds, with the least and the most."""
    ratios = [other / own for own, other in zip(mine, theirs, strict=True)]
    spread = f"{min(ratios):.2f}–{max(ratios):.2f}"
    return Figure("speed", what, statistics.median(ratios), aim, note=spread)


def _beside(heap: Heap, own: Raced, peer: Raced) -> list[Figure]:
    what = f"{heap.name}: × {peer.name}"
    aim = AIMS.get(heap.name)
    if peer.absent:
        return [Figure("speed", f"{what}, pages a second", None, aim, note=peer.absent)]
    rate = statistics.median(len(heap.pages) / seconds for seconds in peer.seconds)
    by_clock = _ratio(f"{what}, pages a second", own.seconds, peer.seconds, aim)
    found = [
        replace(by_clock, note=f"{by_clock.note}; it did {rate:.2f} a second"),
        _ratio(f"{what}, pages a processor second", own.busy, peer.busy, aim),
    ]
    mine, theirs = heap.errors(own.texts), heap.errors(peer.texts)
    if mine.letters:
        # with no error at all, as if there had been one
        ours_rate = max(mine.rate, 100.0 / mine.letters)
        found.append(
            at_least(
                "speed",
                f"{what}, fewer errors",
                theirs.rate / ours_rate,
                ERRORS_AIM,
                note=f"{mine.rate:.2f} % against {theirs.rate:.2f} % of {mine.letters} characters",
            )
        )
    return found
