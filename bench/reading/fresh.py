"""Fresh degraded pages, other ones in each run: errors, orientation, skew, and what confidence
is worth.

Every page is drawn, harmed, put into the scanner in one of four ways, and read from its file by
the pipeline. Characters are compared after NFKC without spaces and punctuation; script and case
count. On forms and letters each printed line is sought wherever it was read; on prose the whole
page must come in its order.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bench.reading import ours, papers, scores
from bench.reading.figures import Figure, at_least, at_most
from bench.reading.scores import Errors, Judged
from domain.page import Line
from tests.factory import files

AIMS = {papers.SIMPLIFIED: 1.0, papers.TRADITIONAL: 2.0, papers.ENGLISH: 1.5}
"""Character error rate in percent, at most."""

_PROSE = ("prose", "dense")


@dataclass(frozen=True, slots=True)
class Read:
    """What came of one fresh page; `skew` is what was left of it, None where it lay wrongly.

    `characters` are confidences beside whether the character is right, `lines` beside whether all
    of the line is. `chances` are the same lines with the product of their characters' confidences.
    """

    number: int
    language: str
    kind: str
    rough: bool
    errors: Errors
    turned_right: bool
    skew: float | None
    characters: tuple[Judged, ...]
    lines: tuple[Judged, ...]
    chances: tuple[Judged, ...]
    seconds: float
    failures: tuple[str, ...] = ()


def read_fresh(seed: int, number: int) -> Read:
    """Draw page `number`, read it, compare. Runs in a process of its own."""
    page = papers.fresh(seed, number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.jpg"
        files.write_jpeg(path, page.page, quality=95)
        reading = ours.read(path)
    read, truth = reading.page, page.page.truth
    compare = scores.in_order if page.kind in _PROSE else scores.by_line
    right = int(read.rotation) == truth.rotation
    characters, lines, chances = judged(read.lines, [line.text for line in truth.lines])
    return Read(
        number,
        page.language,
        page.kind,
        page.rough,
        compare(page.printed, read.text),
        right,
        abs(read.skew - truth.skew) if right else None,
        tuple(characters),
        tuple(lines),
        tuple(chances),
        reading.seconds,
        tuple(failure.message for failure in reading.failures),
    )


def judged(lines: Iterable[Line], truth: Sequence[str]) -> tuple[list[Judged], ...]:
    """Characters, lines, and lines by their chance, each with whether what was read is right.

    A character's confidence is that of its word, the finest that a page keeps.
    """
    wanted = scores.plain("".join(truth))
    characters: list[Judged] = []
    whole: list[Judged] = []
    chances: list[Judged] = []
    for line in lines:
        told = [word.confidence for word in line.words for _ in word.text]
        read = "".join(word.text for word in line.words)
        answer = scores.judged_line(read, told, wanted)
        if answer is not None:
            marks, right, _ = answer
            characters += marks
            whole.append((line.confidence, right))
            chances.append((math.prod(stated for stated, _ in marks), right))
    return characters, whole, chances


@dataclass(slots=True)
class Tally:
    """All fresh pages of a run."""

    seed: int
    pages: list[Read] = field(default_factory=list)

    def errors(self, language: str, *, rough: bool | None = None, kind: str = "") -> Errors:
        """The sum over the pages of a language, of one treatment or kind or of all."""
        chosen = (
            page.errors
            for page in self.pages
            if page.language == language
            and (rough is None or page.rough == rough)
            and (not kind or page.kind == kind)
        )
        return sum(chosen, Errors())


def run(seed: int, pages: int, workers: int = ours.CORES) -> Tally:
    """Read so many fresh pages of a seed."""
    tally = Tally(seed)
    with ours.processes(workers) as pool:
        waiting = [pool.submit(read_fresh, seed, number) for number in range(pages)]
        for done in as_completed(waiting):
            tally.pages.append(done.result())
            if len(tally.pages) % 25 == 0:
                ours.say(f"fresh: {len(tally.pages)} of {pages} pages")
    tally.pages.sort(key=lambda page: page.number)
    return tally


def figures(tally: Tally) -> list[Figure]:
    """Errors by language, orientation and skew."""
    found: list[Figure] = []
    for language, aim in AIMS.items():
        if not any(page.language == language for page in tally.pages):
            continue
        told = at_most(
            "fresh",
            f"{language}: character errors",
            tally.errors(language).rate,
            aim,
            unit=" %",
            note=_detail(tally, language),
        )
        found.append(told)
    return [*found, *_upright(tally), *_failed(tally)]


def _detail(tally: Tally, language: str) -> str:
    """Where the errors are: by treatment and by kind of paper."""
    kinds = dict.fromkeys(page.kind for page in tally.pages if page.language == language)
    both = tally.errors(language)
    parts = [
        f"{both.letters} characters, seed {tally.seed}",
        f"mild {tally.errors(language, rough=False).rate:.2f}",
        f"rough {tally.errors(language, rough=True).rate:.2f}",
        *(f"{kind} {tally.errors(language, kind=kind).rate:.2f}" for kind in kinds),
        f"lines exact {both.found:.3f}",
    ]
    return ", ".join(parts)


def _upright(tally: Tally) -> list[Figure]:
    right = sum(page.turned_right for page in tally.pages)
    wrong = [f"{page.number} {page.kind}" for page in tally.pages if not page.turned_right]
    left = [page.skew for page in tally.pages if page.skew is not None]
    share = 100.0 * right / max(1, len(tally.pages))
    return [
        at_least(
            "fresh",
            "orientation right",
            share,
            99.5,
            unit=" %",
            note=f"{right} of {len(tally.pages)}; wrong: {', '.join(wrong) or 'none'}",
        ),
        at_most(
            "fresh",
            "residual skew, 95th percentile",
            float(np.percentile(left, 95)),
            0.3,
            unit="°",
            note=f"largest {max(left):.2f}°",
        ),
    ]


def _failed(tally: Tally) -> list[Figure]:
    failed = [(page.number, said) for page in tally.pages for said in page.failures]
    told = f"first: {failed[0]}" if failed else ""
    return [at_most("fresh", "stages that failed", len(failed), 0, digits=0, note=told)]
