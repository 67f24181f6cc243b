"""Section 2: every document type with a title, on pages whose title is whole, damaged or gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.forms import type_papers
from bench.forms.figures import Figure
from bench.forms.type_pages import Shown, pages
from domain.filing import Decision
from domain.forms import OTHER
from domain.page import Page
from domain.reading import PageReading
from ingest.classify import classify
from ingest.forms.catalogue import Catalogue, load
from ingest.forms.detect import detect
from ingest.options import FilingOptions

TIMES = 5
SEEN = 0.4
"""Weight of the evidence for the lower of two forms from which on it is seen."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A page and what it was taken for.

    Right is its own type; for a page that no longer tells its type, also the general form that it
    is like, or leaving it to a person.
    """

    shown: Shown
    decision: Decision
    model: str = ""
    second_seen: bool = True
    reader_seconds: float = 0.0
    seconds: float = 0.0

    @property
    def own(self) -> bool:
        return self.decision.chosen == self.shown.key

    @property
    def sure(self) -> bool:
        """Whether no person would be asked about the type."""
        known = self.decision.chosen not in (None, OTHER)
        return known and self.decision.confidence >= FilingOptions().type_threshold

    @property
    def right(self) -> bool:
        if self.shown.tells or self.own:
            return self.own
        return not self.sure or self.decision.chosen == self.model

    @property
    def wrong_and_sure(self) -> bool:
        return self.sure and not self.right

    @property
    def undecided(self) -> bool:
        return not self.sure


def measure(seed: int, times: int = TIMES) -> list[Judged]:
    """Make fresh pages of every type and take each for what the service would."""
    catalogue = load()
    made = pages(Random(seed), catalogue, times)
    return [judged(shown, _understood(shown.page, catalogue), catalogue) for shown in made]


def measure_read(
    seed: int, count: int, folder: Path, *, damage: str = "mild", workers: int = 0
) -> list[Judged]:
    """The same with `count` papers of random types that are drawn, harmed and read."""
    catalogue = load()
    told = type_papers.shown(Random(seed), catalogue, count, folder, damage=damage, workers=workers)
    return [judged(shown, reading, catalogue) for shown, reading in told]


def _understood(page: Page, catalogue: Catalogue) -> PageReading:
    match = detect(page, catalogue)
    return PageReading(page, match.title, match.starts_document, match.evidence)


def judged(shown: Shown, reading: PageReading, catalogue: Catalogue) -> Judged:
    """What the service takes the page for."""
    decision = classify([reading], catalogue.types)
    seen = {piece.says for piece in reading.type_evidence if piece.weight >= SEEN}
    second = not shown.below or shown.below in seen
    model = catalogue.types[shown.key].like
    return Judged(shown, decision, model, second, reading.reader_seconds, reading.seconds)


def figures(told: Iterable[Judged], tag: str = "") -> tuple[Figure, ...]:
    """The shares that the section promises, with their aims."""
    known = list(told)
    telling = [one for one in known if one.shown.tells]
    rest = [one for one in known if not one.shown.tells]
    double = [one for one in known if one.shown.below]
    right = sum(one.right for one in telling)
    wrong = sum(one.wrong_and_sure for one in known)
    left = sum(one.right for one in rest)
    return (
        Figure(f"{tag}type right where the page tells it", right, len(telling), ">= 0.98"),
        Figure(f"{tag}wrong and confident, all pages", wrong, len(known), "<= 0.002"),
        Figure(f"{tag}left open where it tells none", left, len(rest), "-"),
        Figure(f"{tag}type right, all pages", sum(one.own for one in known), len(known), "-"),
        Figure(f"{tag}both of two forms seen", sum(o.second_seen for o in double), len(double)),
    )


def report(told: Iterable[Judged], tag: str = "", show: int = 30) -> str:
    """The figures with their aims, then by manner of damage, then what went wrong."""
    known = list(told)
    lines = [str(figure) for figure in figures(known, tag)]
    heads = ("pages", "tell it", "right", "wrong", "sure+wrong", "undecided")
    lines.append(f"{'':<22}" + "".join(f"{head:>11}" for head in heads))
    lines += [
        _row(manner, [one for one in known if one.shown.manner == manner])
        for manner in dict.fromkeys(one.shown.manner for one in known)
    ]
    if spent := sum(one.reader_seconds for one in known):
        beside = sum(one.seconds - one.reader_seconds for one in known)
        lines.append(
            f"forms and fields take {beside / spent:.3f} of the time of reading, aim <= 0.15"
        )
    worst = sorted((o for o in known if not o.right), key=lambda one: not one.wrong_and_sure)
    lines += [_told(one) for one in worst[:show]]
    return "\n".join(lines)


def _row(manner: str, own: list[Judged]) -> str:
    wrong = [one for one in own if not one.right and not one.undecided]
    counts = (
        len(own),
        sum(one.shown.tells for one in own),
        sum(one.right for one in own),
        len(wrong),
        sum(one.wrong_and_sure for one in own),
        sum(one.undecided for one in own),
    )
    return f"{manner:<22}" + "".join(f"{count:>11}" for count in counts)


def _told(one: Judged) -> str:
    best = ", ".join(f"{c.key} {c.confidence:.2f}" for c in one.decision.candidates[:3])
    head = " ".join(line.text for line in one.shown.page.lines[:4])
    sure = "SURE " if one.wrong_and_sure else ""
    return (
        f"  {sure}{one.shown.manner}: {one.shown.title} ({one.shown.key}) -> {best} | {head[:70]}"
    )
