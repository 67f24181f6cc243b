"""Section 4: piles of documents in one scan are divided where a new document begins.

Every pile is made anew; what its pages say is simulated (`simulated`), or with `--read` drawn,
harmed and really read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.forms.figures import Figure
from bench.forms.pages import DAMAGES, Sample, read
from bench.forms.pile_papers import SORTS, WEIGHTS, PileDocument, document
from bench.forms.simulated import Noise, read_page
from domain.geometry import Box
from domain.outcome import Category, Stage, StepFailure
from domain.page import Barcode, Page
from domain.reading import PageReading
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from ingest.forms.detect import detect
from ingest.options import FilingOptions
from ingest.split import split
from tests.factory import degrade, files, render
from tests.factory.layout import A4, Drawing, Sheet
from tests.factory.people import Client
from tests.factory.register import register
from tests.factory.truth import Rendered, Truth


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a pile: its sheet (None: a separator), and whether a document `begins` there."""

    sheet: Sheet | None
    begins: bool
    sort: str


@dataclass(slots=True)
class Tally:
    """Boundaries found and missed over all piles; `wrong` tells of each that was not right."""

    found: int = 0
    right: int = 0
    true: int = 0
    piles: int = 0
    whole: int = 0
    pages: int = 0
    documents: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.true)


def pile(rng: Random, clients: Sequence[Client]) -> tuple[Leaf, ...]:
    """Three to twelve documents one behind the other, at times with blank backs or separators."""
    duplex, separated = rng.random() < 0.3, rng.random() < 0.12
    stacked = rng.random() < 0.25
    sort = rng.choices(tuple(SORTS), WEIGHTS)[0]
    leaves: list[Leaf] = []
    for _ in range(rng.randint(3, 12)):
        sort = sort if stacked else rng.choices(tuple(SORTS), WEIGHTS)[0]
        if separated and leaves:
            leaves.append(Leaf(None, begins=False, sort="separator"))
        leaves += _leaves(document(rng, clients, sort), rng, duplex)
    return tuple(leaves)


def _leaves(made: PileDocument, rng: Random, duplex: bool) -> Iterator[Leaf]:
    for number, sheet in enumerate(made.sheets):
        yield Leaf(sheet, begins=number == 0, sort=made.sort)
    if (duplex and len(made.sheets) % 2) or rng.random() < 0.04:
        yield Leaf(Drawing(A4).sheet(), begins=False, sort="blank back")


def simulated(leaves: Sequence[Leaf], rng: Random) -> list[PageReading]:
    """The pages of a pile as a reader might have seen them; one in a hundred cannot be read."""
    noise = Noise.random(rng)
    readings = []
    for number, leaf in enumerate(leaves, 1):
        if leaf.sheet is None:
            readings.append(understood(_separator(number)))
        elif not leaf.begins and leaf.sheet.lines and rng.random() < 0.03:
            failure = StepFailure(Stage.READ, Category.TIMED_OUT, "not read", number)
            readings.append(PageReading(Page(number, 1, 1, ()), failures=(failure,)))
        else:
            readings.append(understood(read_page(leaf.sheet, number, rng, noise)))
    return readings


def _separator(number: int) -> Page:
    return Page(number, *A4, (), barcodes=(Barcode("code_39", "PATCHT", Box(0.2, 0.4, 0.8, 0.5)),))


def understood(page: Page) -> PageReading:
    """What the archive makes of a page as it was read."""
    match = detect(page, load())
    values = extract(page, load(), None, FilingOptions().field_threshold, match)
    return PageReading(page, match.title, match.starts_document, match.evidence, tuple(values))


def measure(seed: int, count: int) -> Tally:
    """Divide `count` simulated piles and compare."""
    rng = Random(seed)
    tally = Tally()
    for number in range(count):
        leaves = pile(rng, register(rng, companies=16, persons=6))
        compare(f"pile {number}", leaves, simulated(leaves, rng), tally)
    return tally


def measure_read(seed: int, count: int, folder: Path, workers: int = 0) -> Tally:
    """The same with piles that are drawn, harmed and read."""
    rng = Random(seed)
    tally = Tally()
    made = [pile(rng, register(rng, companies=16, persons=6)) for _ in range(count)]
    samples = [
        one for number, leaves in enumerate(made) for one in _drawn(number, leaves, rng, folder)
    ]
    done = iter(read([sample for sample in samples if sample], workers))
    for number, leaves in enumerate(made):
        readings = [
            understood(_separator(page)) if leaf.sheet is None else next(done).reading.on_page(page)
            for page, leaf in enumerate(leaves, 1)
        ]
        compare(f"pile {number}", leaves, readings, tally)
    return tally


def _drawn(number: int, leaves: Iterable[Leaf], rng: Random, folder: Path) -> Iterator[Sample]:
    for page, leaf in enumerate(leaves, 1):
        if leaf.sheet is None:
            continue
        harm = DAMAGES["mild"](rng)
        image = degrade.apply(render.draw(leaf.sheet, rng), harm, rng)
        truth = Truth("", "", None)
        path = folder / f"{number:03d}-{page:02d}.jpg"
        files.write_jpeg(path, Rendered(image, truth, harm.dpi), quality=85)
        yield Sample(path, truth, leaf.sort)


def compare(name: str, leaves: Sequence[Leaf], readings: list[PageReading], tally: Tally) -> None:
    """Count the boundaries of one pile; the first page, where one always is, does not count."""
    true = {page for page, leaf in enumerate(leaves, 1) if leaf.begins and page > 1}
    found = {span.pages[0] for span in split(readings, len(leaves))} - {1}
    tally.piles += 1
    tally.whole += found == true
    tally.pages += len(leaves)
    tally.documents += len(true) + 1
    tally.true, tally.found = tally.true + len(true), tally.found + len(found)
    tally.right += len(true & found)
    for page in sorted(true ^ found):
        sort, before = leaves[page - 1].sort, leaves[page - 2].sort
        what = "missed" if page in true else "invented"
        tally.missed[f"{what}: {sort} behind {before}"] += 1
        tally.wrong.append(f"  {name} page {page} {what}: {sort} behind {before}")


def report(tally: Tally, show: int = 40) -> str:
    """Precision, recall and F1 with the aim, then every boundary that was not right."""
    lines = [
        f"{tally.piles} piles, {tally.documents} documents, {tally.pages} pages",
        str(Figure("boundaries found that are right", tally.right, tally.found)),
        str(Figure("true boundaries found", tally.right, tally.true)),
        str(Figure("boundaries F1", 2 * tally.right, tally.found + tally.true, ">= 0.97")),
        str(Figure("piles divided without a fault", tally.whole, tally.piles)),
        *tally.wrong[:show],
    ]
    return "\n".join(lines)
