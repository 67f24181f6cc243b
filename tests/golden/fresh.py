"""Fresh cards through the real way: rendered, received, read, proposed and filed, then compared.

`python -m tests.golden.fresh --count 60 [--seed N] [--damage rough] [--handwritten]` prints what a
test asserts, for more cards than a test has time for.

How values are compared: what was read (`raw`) against what is printed, white space removed on both
sides and nothing else. Case, width and script count. A field whose key was found twice is right if
one of the findings is.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from domain.document import Document
from domain.fields import FieldReading
from domain.outcome import DocumentState
from records.archive import Archive
from tests.factory import card, degrade, files
from tests.factory.card import Form
from tests.factory.degrade import Damage
from tests.factory.people import Client
from tests.factory.register import register, stranger
from tests.factory.scan import scan
from tests.factory.script import Script
from tests.factory.truth import FieldTruth, Truth
from tests.golden.way import walk

STRANGERS = 0.15
"""Share of cards whose customer is in no register."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that was not read as printed."""

    card: str
    key: str
    printed: str
    got: tuple[str, ...]
    flagged: bool


@dataclass(slots=True)
class Tally:
    """What became of all cards of one seed."""

    seed: int
    values: int = 0
    blanks: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    ghosts: list[Wrong] = field(default_factory=list)
    misfiled: list[str] = field(default_factory=list)
    filed: int = 0
    known: int = 0
    seconds: float = 0.0
    cards: int = 0

    @property
    def accuracy(self) -> float:
        return 1.0 - len(self.wrong) / max(1, self.values)

    def report(self) -> str:
        """All numbers, and every wrong value with what was expected."""
        unseen = sum(not item.flagged for item in self.wrong)
        lines = [
            f"seed {self.seed}: {self.values - len(self.wrong)} of {self.values} values exact "
            f"({self.accuracy:.3f}), of the wrong ones {unseen} not flagged; "
            f"{len(self.ghosts)} of {self.blanks} blanks were given a value; "
            f"{self.filed} of {self.known} cards of known customers filed, "
            f"{len(self.misfiled)} under a wrong customer; "
            f"{self.seconds / max(1, self.cards):.2f} s a card",
            *(f"  {w.card} {w.key}: {w.printed!r} read as {w.got}" for w in self.wrong),
            *(f"  {w.card} {w.key}: blank read as {w.got}" for w in self.ghosts),
            *(f"  misfiled: {text}" for text in self.misfiled),
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class FreshCard:
    """A card about to be dropped: where it lies, what is true about it, how it is laid out."""

    path: Path
    truth: Truth
    name: str


def fresh_cards(
    rng: Random,
    clients: Sequence[Client],
    count: int,
    folder: Path,
    damage: Callable[[Random], Damage] = degrade.mild,
    *,
    handwritten: bool = False,
) -> Iterator[FreshCard]:
    """Render `count` cards into `folder`: all layouts in turn, both scripts, some strangers."""
    for number in range(count):
        form = tuple(Form)[number % len(Form)]
        script = rng.choice((Script.SIMPLIFIED, Script.SIMPLIFIED, Script.TRADITIONAL))
        client = stranger(rng) if rng.random() < STRANGERS else rng.choice(clients)
        paper = card.card(rng, client, form=form, script=script, handwritten=handwritten)
        page = scan(paper, rng, damage(rng))[0]
        path = folder / f"fresh-{number:03d}.jpg"
        files.write_jpeg(path, page, quality=85)
        yield FreshCard(path, page.truth, f"{path.stem} {form} {script}")


def measure(
    seed: int,
    count: int,
    folder: Path,
    damage: Callable[[Random], Damage] = degrade.mild,
    *,
    handwritten: bool = False,
) -> Tally:
    """Put `count` fresh cards of `seed` through the whole way and compare."""
    rng = Random(seed)
    clients = register(rng, companies=18, persons=5)
    archive = Archive.create(folder / "archive")
    try:
        for client in clients:
            archive.customers.put(client.number, dict(client.values))
        tally = Tally(seed)
        known = {client.number for client in clients}
        cards = fresh_cards(rng, clients, count, folder, damage, handwritten=handwritten)
        for fresh in cards:
            document = _through(archive, fresh, tally)
            _compare(fresh, document, tally)
            _check_customer(fresh, document, known, tally)
    finally:
        archive.close()
    return tally


def _through(archive: Archive, fresh: FreshCard, tally: Tally) -> Document:
    """One card the whole way; no stage of it may fail."""
    walked = walk(archive, fresh.path)
    (document,) = walked.documents
    (reading,) = walked.readings
    assert reading.failures == (), (fresh.name, reading.failures)
    tally.cards += 1
    tally.seconds += walked.seconds
    return document


def _compare(fresh: FreshCard, document: Document, tally: Tally) -> None:
    for item in fresh.truth.fields:
        found = [reading for reading in document.fields if reading.key == item.key]
        if item.printed:
            tally.values += 1
            if not any(same(reading.raw, item.printed) for reading in found):
                tally.wrong.append(_wrong(fresh, item, found))
        else:
            tally.blanks += 1
            if any(reading.value for reading in found):
                tally.ghosts.append(_wrong(fresh, item, found))


def same(read: str, printed: str) -> bool:
    """Whether the two are one text, white space aside."""
    return "".join(read.split()) == "".join(printed.split())


def _wrong(fresh: FreshCard, item: FieldTruth, found: Sequence[FieldReading]) -> Wrong:
    got = tuple(reading.raw for reading in found)
    flagged = any(reading.needs_review for reading in found)
    return Wrong(fresh.name, item.key, item.printed, got, flagged)


def _check_customer(fresh: FreshCard, document: Document, known: set[str], tally: Tally) -> None:
    owner = fresh.truth.customer
    is_filed = document.state is DocumentState.FILED
    tally.known += owner in known
    tally.filed += is_filed and owner in known and document.customer == owner
    if is_filed and document.customer != owner:
        tally.misfiled.append(f"{fresh.name}: {owner} filed under {document.customer}")


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="tests.golden.fresh", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--damage", choices=("none", "mild", "rough"), default="mild")
    parser.add_argument("--handwritten", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder in which the cards are kept")
    asked = parser.parse_args()
    damage = {"none": lambda _rng: degrade.NONE, "mild": degrade.mild, "rough": degrade.rough}
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        tally = measure(
            asked.seed, asked.count, folder, damage[asked.damage], handwritten=asked.handwritten
        )
    sys.stdout.write(tally.report() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
