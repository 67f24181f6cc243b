"""How well tables are read: `python -m bench.tables [--count N] [--seed S] [--layout] [--json]`.

Fresh sheets are drawn with one table each among prose, of every ruling, clean and as an office
scanner and a bad copier leave them, and read with the real readers. Reported per ruling and damage:

- found: share of sheets on which exactly one table was found;
- places: F1 of cells whose row, column and spans are right;
- texts: F1 of cells whose text is right besides; white space, width and case do not count.

With `--layout` the lines are those of a reader without fault, on sheets that are nearly level: what
is measured then is the finding of tables alone, and that quickly.

Letters, notices and contracts hold no table: the tables found on them are counted as false. With
`--corpus FOLDER` the pages of a folder of real papers are read too, and the tables on them listed
by their rows and columns, to be judged by eye.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random

from domain.page import Line, Table, Word
from domain.text import squeezed
from ingest import formats
from ingest.formats.contract import Image, RawPage
from ingest.images.grid import ruling
from ingest.options import ReaderName, ReadingOptions
from ingest.readers.aligned import with_aligned
from ingest.readers.cells import filled
from ingest.readers.page import Readers, make_readers, read
from tests.factory import compose, degrade, render
from tests.factory.degrade import Damage
from tests.factory.layout import Sheet
from tests.factory.lists import CellTruth, ListSheet, Ruling, list_sheet
from tests.factory.register import register
from tests.factory.scan import scan

DAMAGES = ("clean", "mild", "rough")
PROSE = ("letter", "notice", "contract")
"""Papers without a table."""

_Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """What came of the sheets of one ruling in one state; shares 0..1."""

    ruling: str
    damage: str
    sheets: int
    found: float
    places: float
    texts: float


@dataclass(slots=True)
class Tally:
    """Cells that are right, found, and on the paper; over several sheets."""

    right: int = 0
    found: int = 0
    drawn: int = 0

    def add(self, drawn: Counter[object], found: Counter[object]) -> None:
        """Count one sheet."""
        self.right += (drawn & found).total()
        self.found += found.total()
        self.drawn += drawn.total()

    @property
    def f1(self) -> float:
        """Twice the right cells by all cells; 1 where there are none."""
        total = self.found + self.drawn
        return 2 * self.right / total if total else 1.0


def damaged(name: str, rng: Random) -> Damage:
    """A random damage of the kind `name`."""
    if name == "clean":
        return degrade.NONE
    return degrade.mild(rng) if name == "mild" else degrade.rough(rng)


def drawn(
    rng: Random, lines: Ruling, damage: str, *, level: bool = False
) -> tuple[Image, ListSheet]:
    """A fresh sheet as the scanner delivers it, with its truth; `level` leaves little skew."""
    listed = list_sheet(rng, lines)
    harm = damaged(damage, rng)
    if level and harm.skew:
        harm = replace(harm, skew=rng.gauss(0, 0.1))
    return degrade.apply(render.draw(listed.sheet, rng), harm, rng), listed


def faultless(sheet: Sheet) -> tuple[Line, ...]:
    """The lines of a sheet as a reader without fault would give them."""
    return tuple(
        Line(line.text, line.box, 1.0, (Word(line.text, line.box, 1.0),)) for line in sheet.lines
    )


def tables_on(image: Image, sheet: Sheet, readers: Readers | None) -> Sequence[Table]:
    """The tables of a sheet; without readers, with lines that are known."""
    if readers is not None:
        return read(RawPage(image), 1, readers).page.tables
    tables, lines = with_aligned(ruling(image), faultless(sheet), image.shape[1] / image.shape[0])
    return filled(tables, lines)


def places_of(cells: Iterable[CellTruth]) -> Counter[object]:
    """The cells by where they stand and how far they reach."""
    return Counter((cell.row, cell.column, cell.row_span, cell.column_span) for cell in cells)


def texts_of(cells: Iterable[CellTruth]) -> Counter[object]:
    """The same, with what is written in them."""
    return Counter(
        (cell.row, cell.column, cell.row_span, cell.column_span, squeezed(cell.text))
        for cell in cells
    )


def cells_of(tables: Sequence[Table]) -> list[CellTruth]:
    """The cells found on a sheet; those of a second table stand below those of the first."""
    cells, offset = [], 0
    for table in tables:
        cells += [
            CellTruth(cell.row + offset, cell.column, cell.row_span, cell.column_span, cell.text)
            for cell in table.cells
        ]
        offset += table.rows
    return cells


def scored(readers: Readers | None, rng: Random, lines: Ruling, damage: str, count: int) -> Score:
    """`count` fresh sheets of one ruling in one state, read and compared."""
    places, texts, single = Tally(), Tally(), 0
    for _ in range(count):
        image, listed = drawn(rng, lines, damage, level=readers is None)
        tables = tables_on(image, listed.sheet, readers)
        cells = cells_of(tables)
        single += len(tables) == 1
        places.add(places_of(listed.cells), places_of(cells))
        texts.add(texts_of(listed.cells), texts_of(cells))
    return Score(lines.value, damage, count, single / count, places.f1, texts.f1)


def false_tables(readers: Readers | None, rng: Random, count: int) -> tuple[int, int]:
    """Tables found on prose, and the pages on which they were looked for."""
    clients = register(rng, 6, 3)
    found = pages = 0
    for number in range(count):
        paper = compose.compose(PROSE[number % len(PROSE)], rng, clients)
        for sheet, page in zip(paper.sheets, scan(paper, rng, degrade.NONE), strict=True):
            found += len(tables_on(page.image, sheet, readers))
            pages += 1
    return found, pages


def corpus_tables(readers: Readers, folder: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Every page of the papers in `folder` on which tables were found, with their sizes."""
    options = ReadingOptions()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix.lower() not in {".png", ".jpg", ".jpeg", ".tif", ".pdf"}:
            continue
        for number in range(1, formats.contents(path, options).pages + 1):
            page = read(formats.page(path, number, options), number, readers).page
            sizes = [(table.rows, table.columns) for table in page.tables]
            yield f"{path.name} {number}", sizes


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when it could be done."""
    parser = argparse.ArgumentParser(prog="bench.tables", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10, help="sheets of every ruling and state")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--corpus", type=Path, help="a folder of real papers to look at")
    parser.add_argument("--layout", action="store_true", help="with lines that are known")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    options = ReadingOptions(reader=ReaderName.RAPIDOCR)
    readers = None if asked.layout and not asked.corpus else make_readers(options)
    rng = Random(asked.seed)
    print(f"seed {asked.seed}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    if asked.corpus and readers:
        for name, sizes in corpus_tables(readers, asked.corpus):
            print(f"{name}: {', '.join(f'{rows} x {columns}' for rows, columns in sizes) or '-'}")
        return 0
    scores = [
        scored(readers, rng, ruling, damage, asked.count) for ruling in Ruling for damage in DAMAGES
    ]
    false, pages = false_tables(readers, rng, asked.count)
    if asked.json:
        held = {"scores": [asdict(score) for score in scores], "false": false, "pages": pages}
        print(json.dumps(held, indent=1))
        return 0
    print(f"{'ruling':12} {'state':6} sheets  found  places  texts")
    for score in scores:
        print(
            f"{score.ruling:12} {score.damage:6} {score.sheets:6} {score.found:6.2f} "
            f"{score.places:7.3f} {score.texts:6.3f}"
        )
    print(f"false tables on prose: {false} on {pages} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
