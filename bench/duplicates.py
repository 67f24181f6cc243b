"""How surely a paper that was scanned twice is told from another paper on the same form.

    python -m bench.duplicates [--papers 12] [--seed N] [--keep DIR] [--workers N]

Each paper (cards, registrations, complaints, visits, letters, invoices, licences) is scanned twice
with different damage, mild and rough: these are duplicates. The same sheet with other values in
every blank, and the same sheet with only two or three of its numbers changed, as next month's is
of this month's, are none. All pages are really drawn, harmed and read, then filed in turn into an
archive that suspects what it suspects.

Printed are precision and recall of the suspicions, and what one paper costs, in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import process_time

import cv2
import numpy as np
from sqlalchemy import delete

from bench.forms.pages import Read, Sample, read
from domain.document import DocumentDraft
from domain.filing import Decision, Subject
from domain.forms import OTHER, Part
from domain.outcome import DocumentState, Reason, ReasonCode
from ingest.images.look import look
from records.archive import Archive
from records.duplicates.likeness import likeness
from records.duplicates.noticing import notice
from records.journal import Arrival
from records.tables import DocumentRow, FeatureRow
from tests.factory import card, degrade, files, forms, invoice, letter, licence, people
from tests.factory.degrade import Damage
from tests.factory.layout import Mark, Paper, Text
from tests.factory.people import Client
from tests.factory.scan import scan

KINDS: tuple[Callable[[random.Random, Client], Paper], ...] = (
    card.card,
    forms.registration,
    forms.complaint,
    forms.visit,
    letter.letter,
    invoice.invoice,
    licence.licence,
)
HAN = "安宝昌成达德东方丰福刚光国海恒宏华惠嘉建金晶久康乐力利联龙美明宁平庆荣瑞森盛顺泰"


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
            "other values": (_refilled(paper, rng, everything=True), degrade.mild(rng)),
            "other numbers": (_refilled(paper, rng, everything=False), degrade.mild(rng)),
        }
        for variant, (shown, damage) in variants.items():
            yield Scan(
                number, variant, _drawn(shown, damage, rng, folder, f"{number:03d}-{variant}")
            )


def _drawn(paper: Paper, damage: Damage, rng: random.Random, folder: Path, name: str) -> Sample:
    """The first sheet as a scan in `folder`, unless it lies there already."""
    page = scan(paper, rng, replace(damage, turn=0))[0]
    path = folder / f"{name.replace(' ', '-')}.jpg"
    if not path.exists():
        files.write_jpeg(path, page, quality=85)
    return Sample(path, page.truth, name)


def _refilled(paper: Paper, rng: random.Random, *, everything: bool) -> Paper:
    """The same form with other values; if not `everything`, with two or three other numbers."""
    sheet = paper.sheets[0]
    printed = [value.printed for value in sheet.fields if value.printed]
    texts = [mark for mark in sheet.marks if isinstance(mark, Text)]
    values = [text for text in texts if any(text.text.strip() in one for one in printed)]
    values = values or [text for text in texts if any(char.isdigit() for char in text.text)]
    if not everything:
        numbers = [text for text in values if sum(char.isdigit() for char in text.text) > 1]
        values = rng.sample(numbers, min(len(numbers), rng.choice((2, 3))))
    chosen = {id(mark) for mark in values}

    def changed(mark: Mark) -> Mark:
        if not isinstance(mark, Text) or id(mark) not in chosen:
            return mark
        return replace(mark, text="".join(_other(char, rng, everything) for char in mark.text))

    marks = tuple(changed(mark) for mark in sheet.marks)
    return replace(paper, sheets=(replace(sheet, marks=marks), *paper.sheets[1:]))


def _other(char: str, rng: random.Random, everything: bool) -> str:
    if char.isdigit() and char.isascii():
        return rng.choice("0123456789")
    return rng.choice(HAN) if everything and "一" <= char <= "鿿" else char


def seen(read_page: Read) -> str:
    """How the page looked, upright, to the reader."""
    image = cv2.imread(str(read_page.sample.path.with_suffix(".png")))
    return look(np.asarray(image, dtype=np.uint8))


def main() -> None:
    """Draw, read, file, print."""
    arguments = _arguments()
    rng = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments.keep or temporary) / f"duplicates-{arguments.seed}"
        folder.mkdir(parents=True, exist_ok=True)
        made = list(scans(rng, arguments.papers, folder))
        pages = read([one.sample for one in made], arguments.workers, quiet=True)
        judge(made, pages, folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=12)
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
        (document,) = archive.filing.file(scan_id, [_draft(page)], 1.0)
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


def _draft(page: Read) -> DocumentDraft:
    """A paper of no type and nobody's: noticing needs neither."""
    return DocumentDraft(
        pages=(1,),
        title=page.reading.title,
        type=Decision(Subject.TYPE, OTHER, 0.0),
        part=Part.CONTROL,
        customer=Decision(Subject.CUSTOMER, None, 0.0),
        state=DocumentState.REVIEW,
        fields=page.reading.fields,
        reasons=(Reason(ReasonCode.TYPE_UNKNOWN),),
    )


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
