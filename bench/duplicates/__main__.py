"""How surely a paper that was scanned twice is told from another paper on the same form.

    python -m bench.duplicates [--papers 12] [--seed N] [--keep DIR] [--workers N]

Each paper (cards, registrations, complaints, visits, letters, invoices, licences) is scanned twice
with different damage, mild and rough: these are duplicates. The same sheet with other values in
every blank, and the same sheet with only two or three of its numbers changed, as next month's is
of this month's, are none. All pages are really drawn, harmed and read, then filed in turn into an
archive that suspects what it suspects. With --partial: `bench.duplicates.partial`.

Printed are precision and recall of the suspicions, and what one paper costs, in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import process_time

from sqlalchemy import delete

from bench.duplicates import partial
from bench.duplicates.papers import KINDS, draft, drawn, refilled, seen
from bench.forms.pages import Read, Sample, read
from records.archive import Archive
from records.journal.journal import Arrival
from records.review.duplicates.likeness import likeness
from records.review.duplicates.noticing import notice
from records.tables import DocumentRow, FeatureRow
from tests.factory import degrade, people


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan of the bench: which paper it shows, in which variant, and where it lies."""

    paper: int
    variant: str
    sample: Sample


def scans(rng: random.Random, count: int, folder: Path) -> Iterator[Scan]:
    """`count` papers: each twice, once with other values, once with other numbers."""
    for number in range(count):
        client = people.company(rng, f"KH-2024-{number:04d}")
        paper = KINDS[number % len(KINDS)](rng, client)
        variants = {
            "first": (paper, degrade.mild(rng)),
            "again": (paper, degrade.rough(rng) if number % 2 else degrade.mild(rng)),
            "other values": (refilled(paper, rng, everything=True), degrade.mild(rng)),
            "other numbers": (refilled(paper, rng, everything=False), degrade.mild(rng)),
        }
        for variant, (shown, damage) in variants.items():
            yield Scan(
                number, variant, drawn(shown, damage, rng, folder, f"{number:03d}-{variant}")
            )


def main() -> None:
    """Draw, read, file, print."""
    arguments = _arguments()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments.keep or temporary) / f"duplicates-{arguments.seed}"
        folder.mkdir(parents=True, exist_ok=True)
        if arguments.partial:
            partial.run(rng, arguments, folder)
            return
        made = list(scans(rng, arguments.papers, folder))
        pages = read([one.sample for one in made], arguments.workers, quiet=True)
        judge(made, pages, folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=12)
    parser.add_argument("--partial", action="store_true", help="only some pages come again")
    parser.add_argument("--simulated", action="store_true", help="with --partial: read nothing")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 20))
    parser.add_argument("--keep", default="")
    parser.add_argument("--workers", type=int, default=0)
    return parser.parse_args()


def judge(made: Sequence[Scan], pages: Sequence[Read], folder: Path) -> None:
    """File the pages in turn, and hold what was suspected against what is true."""
    root = folder / "archive"
    shutil.rmtree(root, ignore_errors=True)
    archive = Archive.create(root)
    try:
        documents, times = _filed(archive, made, pages)
        suspected = _suspected(archive, documents)
    finally:
        archive.close()
    _print_pairs(made, pages, suspected)
    true = {(n, v) for n, pair in suspected for v in [pair] if set(pair) == {"first", "again"}}
    papers = len({one.paper for one in made})
    print(f"suspected {len(suspected)} pairs, {len(true)} of them one paper scanned twice:")
    if suspected:
        print(f"  precision {len(true) / len(suspected):.3f}")
    print(f"  recall    {len(true) / papers:.3f} of {papers}")
    wrong = Counter(" / ".join(pair) for _, pair in suspected if set(pair) != {"first", "again"})
    for pair, count in wrong.most_common():
        print(f"  wrongly: {pair}: {count}")
    print(f"noticing takes {median(times):.1f} ms a paper (median), {max(times):.1f} at most")


def _filed(
    archive: Archive, made: Sequence[Scan], pages: Sequence[Read]
) -> tuple[dict[str, Scan], list[float]]:
    documents: dict[str, Scan] = {}
    times = []
    for one, page in zip(made, pages, strict=True):
        path = one.sample.path
        kept = archive.vault.store(path)
        scan_id = archive.journal.receive(kept, Arrival(path.name)).scan
        archive.journal.set_contents(scan_id, 1, "image/jpeg")
        archive.journal.store_page(scan_id, 1, replace(page.reading, picture=seen(page)))
        (document,) = archive.filing.file(scan_id, [draft([page.reading])], 1.0)
        documents[document.id] = one
        times.append(_noticing(archive, document.id))
    return documents, times


def _noticing(archive: Archive, document: str) -> float:
    """Milliseconds of processor time that noticing takes for a paper, done once more."""
    with archive.database.write() as session:
        row = session.get_one(DocumentRow, document)
        session.execute(delete(FeatureRow).where(FeatureRow.document == document))
        began = process_time()
        notice(session, row)
        took = 1000 * (process_time() - began)
        session.rollback()
    return took


def _suspected(archive: Archive, documents: dict[str, Scan]) -> list[tuple[int, tuple[str, str]]]:
    """Each pair that was noticed: the paper's number (-1 for two papers) and both variants."""
    found = []
    for document in documents:
        for pair in archive.suspicions.of(document):
            if pair.document == document:
                one, other = documents[pair.other], documents[pair.document]
                number = one.paper if one.paper == other.paper else -1
                found.append((number, (one.variant, other.variant)))
    return found


def _print_pairs(
    made: Sequence[Scan], pages: Sequence[Read], suspected: Sequence[tuple[int, tuple[str, str]]]
) -> None:
    """How alike the variants of each paper are, the figures behind the thresholds."""
    readings = {
        (one.paper, one.variant): replace(page.reading, picture=seen(page))
        for one, page in zip(made, pages, strict=True)
    }
    noticed = set(suspected)
    print("paper, beside its first scan: text, numbers, bits of the look; noticed")
    for (paper, variant), reading in readings.items():
        if variant != "first":
            alike = likeness([readings[paper, "first"]], [reading])
            numbers = "-" if alike.numbers is None else f"{alike.numbers:.2f}"
            mark = "*" if (paper, ("first", variant)) in noticed else ""
            print(f"  {paper:3} {variant:13} {alike.text:.3f} {numbers:>5} {alike.picture} {mark}")


if __name__ == "__main__":
    main()
