"""Checks on the scan: signatures and seals that are lacking, copies, stamps that tell of originals.

Every form is drawn, harmed a little, read, and judged by its true type: that it is known is
measured elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.forms.check_papers import Checked, agreement, checked
from bench.forms.figures import Figure
from bench.forms.pages import Read, Sample, drawn, read
from domain.finding import FindingCode
from ingest.checks.judge import judged
from tests.factory.register import register

MEASURED = (
    FindingCode.SIGNATURE_MISSING,
    FindingCode.SEAL_MISSING,
    FindingCode.SEAL_PRESENT,
    FindingCode.COPY_NUMBER,
    FindingCode.ORIGINAL_KEPT,
)


@dataclass(slots=True)
class Tally:
    """Per code: what was found, what of it is right, what is true; and every mistake."""

    found: dict[FindingCode, int] = field(default_factory=lambda: defaultdict(int))
    right: dict[FindingCode, int] = field(default_factory=lambda: defaultdict(int))
    true: dict[FindingCode, int] = field(default_factory=lambda: defaultdict(int))
    wrong: list[str] = field(default_factory=list)
    papers: int = 0


def measure(seed: int, count: int, folder: Path, workers: int = 0, *, anew: bool = False) -> Tally:
    """Judge `count` fresh forms, one in six a contract, and compare."""
    rng = Random(seed)
    clients = register(rng, companies=12, persons=0)
    made: list[Checked] = [
        (agreement if number % 6 == 5 else checked)(rng, rng.choice(clients))
        for number in range(count)
    ]
    papers = ((one.paper, one.sort) for one in made)
    samples = list(drawn(papers, rng, folder, "mild"))
    tally = Tally(papers=count)
    done = read(samples, workers, anew=anew)
    for number, pages in enumerate(_by_paper(samples, done)):
        compare(number, made[number], pages, tally)
    return tally


def _by_paper(samples: Sequence[Sample], done: Sequence[Read]) -> Iterator[list[Read]]:
    """The pages of each paper, in order; a scan's name begins with its paper's number."""
    pages: dict[str, list[Read]] = {}
    for sample, one in zip(samples, done, strict=True):
        pages.setdefault(sample.path.stem.partition("-")[0], []).append(one)
    yield from pages.values()


def compare(number: int, one: Checked, pages: Sequence[Read], tally: Tally) -> None:
    """Count what was found on one paper."""
    readings = [page.reading.on_page(at) for at, page in enumerate(pages, 1)]
    found = {
        (item.code, item.subject) for item in judged(readings, one.kind) if item.code in MEASURED
    }
    if one.sort == "contract":  # whose seal is whose is not told there
        found = {item for item in found if item[0] is not FindingCode.SEAL_PRESENT}
    for code in MEASURED:
        mine = {item for item in found if item[0] is code}
        true = {item for item in one.truth if item[0] is code}
        tally.found[code] += len(mine)
        tally.true[code] += len(true)
        tally.right[code] += len(mine & true)
        if mine != true:
            lost, invented = sorted(s for _, s in true - mine), sorted(s for _, s in mine - true)
            what = f"{one.sort} {one.kind.key} {code.value}"
            tally.wrong.append(f"  {number:04d} {what}: lost {lost}, invented {invented}")


def report(tally: Tally, show: int = 40) -> str:
    """Precision and recall of each kind of finding, then every mistake."""
    lines = [f"{tally.papers} papers"]
    for code in MEASURED:
        right = tally.right[code]
        lines.append(str(Figure(f"{code.value} right of found", right, tally.found[code])))
        lines.append(str(Figure(f"{code.value} found of true", right, tally.true[code])))
    return "\n".join([*lines, *tally.wrong[:show]])
