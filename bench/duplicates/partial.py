"""Papers of which only some pages were scanned again, and whole papers after a part of them.

    python -m bench.duplicates --partial [--papers 12] [--seed N] [--keep DIR] [--workers N]
    python -m bench.duplicates --partial --simulated [--papers 200] [--seed N]

A paper has three pages: two filled forms of one client, and a page of printed terms that all
papers share. It is scanned whole; one page or two come again, damaged otherwise, for every second
paper before the whole. What must not be suspected: one page with other values, one with two or
three other numbers (next month's), and the terms alone; that the terms alone are suspected to be
other terms alone, which they are letter for letter, is counted apart. All pages are drawn, harmed
and read; with --simulated what stands on them is misread at random instead (2 to 12 characters of
1,000, as the readers do with such scans), for figures on many.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

from bench.duplicates.papers import HAN, KINDS, draft, drawn, refilled, seen
from bench.forms.pages import read
from domain.geometry import Box
from domain.page import Line, Page
from domain.reading import PageReading
from records.archive import Archive
from records.journal.journal import Arrival
from tests.factory import degrade, people
from tests.factory.layout import Paper, Sheet, Text

WHOLE, PART = "whole", "part"
NONE = ("other values", "other numbers", "terms")
_TERMS = (
    "本合同一式两份双方各执一份具有同等法律效力",
    "未尽事宜由双方另行协商并签订补充协议",
    "因不可抗力不能履行的应当及时通知对方",
    "争议协商不成的向合同签订地人民法院起诉",
    "任何一方违约应赔偿对方因此遭受的损失",
    "通知以书面形式送达本合同所列地址为准",
    "保密义务在本合同终止后继续有效",
    "服务费用逾期未付的按日加收违约金",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan of the bench: which paper it shows, how, and its pages."""

    paper: int
    variant: str
    pages: tuple[Paper, ...]


def scans(rng: random.Random, count: int) -> Iterator[Scan]:
    """`count` papers in the order of their arrival: whole, part, and three that are none."""
    for number in range(count):
        client = people.company(rng, f"KH-2024-{number:04d}")
        made = (KINDS[(number + step) % len(KINDS)](rng, client) for step in (0, 3))
        first, second = (replace(paper, sheets=paper.sheets[:1]) for paper in made)
        terms = _terms(first)
        part = rng.choice(((first,), (second,), (first, second), (second, terms)))
        both = [Scan(number, WHOLE, (first, second, terms)), Scan(number, PART, part)]
        yield from both if number % 2 else reversed(both)
        shown = rng.choice((first, second))
        yield Scan(number, NONE[0], (refilled(shown, rng, everything=True),))
        yield Scan(number, NONE[1], (refilled(shown, rng, everything=False),))
        yield Scan(number, NONE[2], (terms,))


def _terms(like: Paper) -> Paper:
    """A page of printed terms in the paper's own letters, without any value."""
    sheet = like.sheets[0]
    pen = next(mark.pen for mark in sheet.marks if isinstance(mark, Text))
    printed = replace(pen, size=30, handwritten=False)
    marks = tuple(
        Text(f"{place + 1}、{said}", 160, 160 + 60 * place, printed.for_text(said))
        for place, said in enumerate(_TERMS * 2)
    )
    return replace(like, sheets=(Sheet(sheet.width, sheet.height, marks),))


def run(rng: random.Random, arguments: argparse.Namespace, folder: Path) -> None:
    """Make, read, file, print."""
    made = list(scans(rng, arguments.papers))
    if arguments.simulated:
        pages = [[_misread(paper, rng) for paper in one.pages] for one in made]
    else:
        pages = _really_read(made, rng, folder, arguments.workers)
    archive = Archive.create(folder / f"partial-{rng.getrandbits(32):08x}")
    try:
        spent = process_time()
        documents = {
            _filed(archive, place, held): one
            for place, (one, held) in enumerate(zip(made, pages, strict=True))
        }
        spent = process_time() - spent
        _print(archive, documents, 1000 * spent / len(documents))
    finally:
        archive.close()


def _really_read(
    made: Sequence[Scan], rng: random.Random, folder: Path, workers: int
) -> list[list[PageReading]]:
    """Every page drawn, harmed and read."""
    samples = []
    for place, one in enumerate(made):
        for sheet, paper in enumerate(one.pages):
            harm = degrade.rough(rng) if one.variant == PART else degrade.mild(rng)
            samples.append(drawn(paper, harm, rng, folder, f"{place:04d}-{sheet}"))
    found = iter(read(samples, workers, quiet=True))
    return [
        [replace(page.reading, picture=seen(page)) for page in (next(found) for _ in one.pages)]
        for one in made
    ]


def _misread(paper: Paper, rng: random.Random) -> PageReading:
    """What might be read of the sheet: 2 to 12 of 1,000 characters are others."""
    sheet, harm = paper.sheets[0], rng.uniform(0.002, 0.012)

    def read_as(char: str) -> str:
        if rng.random() >= harm:
            return char
        return rng.choice("0123456789") if char.isdigit() else rng.choice(HAN)

    lines = tuple(
        Line("".join(map(read_as, mark.text)), _box(mark, sheet), 0.95)
        for mark in sheet.marks
        if isinstance(mark, Text)
    )
    return PageReading(Page(1, sheet.width, sheet.height, lines))


def _box(mark: Text, sheet: Sheet) -> Box:
    right, bottom = mark.x + mark.pen.width(mark.text), mark.y + mark.pen.size
    return Box.clipped(
        mark.x / sheet.width, mark.y / sheet.height, right / sheet.width, bottom / sheet.height
    )


def _filed(archive: Archive, place: int, pages: Sequence[PageReading]) -> str:
    path = archive.root / f"{place:05d}.pdf"
    path.write_bytes(f"scan {place}".encode())
    scan = archive.journal.receive(archive.vault.store(path), Arrival(path.name)).scan
    archive.journal.set_contents(scan, len(pages), "application/pdf")
    numbered = [page.on_page(number) for number, page in enumerate(pages, start=1)]
    for page in numbered:
        archive.journal.store_page(scan, page.page.number, page)
    (document,) = archive.filing.file(scan, [draft(numbered)], 1.0)
    return document.id


def _print(archive: Archive, documents: dict[str, Scan], cost: float) -> None:
    pairs = [
        (documents[pair.document], documents[pair.other])
        for document in documents
        for pair in archive.suspicions.of(document)
        if pair.document == document
    ]
    right = [one for one in pairs if _is_part_of_whole(*one)]
    found = {one.paper for one, _ in right}
    papers = {one.paper for one in documents.values()}
    part_first = {number for number in papers if number % 2 == 0}
    wrong = Counter(
        " / ".join(sorted((one.variant, other.variant)))
        for one, other in pairs
        if not _is_part_of_whole(one, other)
    )
    print(f"{len(papers)} papers, {len(documents)} scans filed, {cost:.0f} ms of processor each")
    print(f"part after whole: found {len(found - part_first)} of {len(papers - part_first)}")
    print(f"whole after part: found {len(found & part_first)} of {len(part_first)}")
    alike = wrong.pop(" / ".join((NONE[2], NONE[2])), 0)
    false = sum(wrong.values())
    print(f"wrongly suspected: {false}, {1000 * false / len(documents):.1f} per 1,000 scans")
    print(f"the same printed terms, scanned alone: {alike} pairs")
    for what, count in wrong.most_common():
        print(f"  {what}: {count}")
    missed = sorted(papers - found)
    print(f"missed papers: {missed[:20] or 'none'}")


def _is_part_of_whole(one: Scan, other: Scan) -> bool:
    return one.paper == other.paper and {one.variant, other.variant} == {WHOLE, PART}
