"""How well handwriting is told from type on real pages: `python -m bench.handwriting [SET ...]`.

Whole pages are read by the real reader; counted are lines of two characters or more that it found.
The corpora have no mark for every line, so a set counts as written or as typed as a whole, and what
does not fit is named: a receipt may well bear a number that somebody wrote on it.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from domain.errors import AnjuanError
from domain.page import Page
from ingest import formats
from ingest.options import ReadingOptions
from ingest.readers.page import Readers, make_readers, read

ROOT = Path(__file__).resolve().parents[1]
CORPORA = Path(os.environ.get("ANJUAN_CORPORA", ROOT.parent / "shared" / "data"))


@dataclass(frozen=True, slots=True)
class Set:
    """Files of one kind, and whether they are written by hand; `most` is how many are read."""

    name: str
    pattern: str
    by_hand: bool
    most: int = 100


SETS = (
    Set("handwritten lines", "forms_zh/pages/handwritten_lines/*g", True),
    Set("handwritten notes", "forms_zh/pages/handwritten_notes_colour.png", True),
    Set("typed forms", "forms_zh/images/*.jpg", False),
    Set("typed tables", "forms_zh/pages/*table*.png", False),
    Set("receipts", "sroie/img/*", False, 5),
    Set("English scans", "tesseract_testing/*.tif", False, 4),
)


def main() -> int:
    """Print one row a set, and the lines that do not fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help="names of sets; all by default")
    asked = parser.parse_args().sets
    if not CORPORA.is_dir():
        print(f"no corpora at {CORPORA}", file=sys.stderr)
        return 9
    options = ReadingOptions()
    readers = make_readers(options)
    for one in SETS:
        if not asked or one.name in asked:
            measure(one, readers, options)
    return 0


def measure(one: Set, readers: Readers, options: ReadingOptions) -> None:
    """Read the set's first pages and print its row."""
    told: list[tuple[bool, str]] = []
    for path in sorted(CORPORA.glob(one.pattern))[: one.most]:
        page = first_page(path, readers, options)
        told += [(line.handwritten, line.text) for line in page.lines if len(line.text) > 1]
    marked = [text for by_hand, text in told if by_hand]
    odd = [text for by_hand, text in told if by_hand != one.by_hand]
    share = len(marked) / max(1, len(told))
    print(
        f"{one.name:20} {len(marked):4} of {len(told):4} marked ({share:.3f})  not fitting: {odd}"
    )


def first_page(path: Path, readers: Readers, options: ReadingOptions) -> Page:
    """The first page as the reader sees it; an empty one where the file cannot be opened."""
    try:
        return read(formats.page(path, 1, options), 1, readers).page
    except AnjuanError as error:
        print(f"{path.name}: {error}", file=sys.stderr)
        return Page(1, 1, 1, ())


if __name__ == "__main__":
    sys.exit(main())
