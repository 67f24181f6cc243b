"""`python -m bench.capture --count 6 --seed N`: pages as lenses, lids and bad copiers see them.

Every rendered page is harmed in each way and read twice, as it came and cut out and cleared.
Printed are how many pages were changed, the skew that is left in degrees (95th percentile)
and the share of printed characters that are not in the text.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable
from random import Random

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from domain.text import squeezed
from ingest.formats.contract import Image
from ingest.images.edges import cut_out
from ingest.images.light import cleared
from ingest.images.skew import skew_of
from ingest.images.turning import levelled
from ingest.options import ReadingOptions
from ingest.readers.contract import Reader
from ingest.readers.page import make_readers
from tests.factory import capture, degrade
from tests.factory.compose import compose
from tests.factory.register import register
from tests.factory.scan import scan
from tests.factory.script import Script
from tests.factory.truth import Truth

HARM: dict[str, Callable[[Image, Random], Image]] = {
    "flat": lambda image, _: image,
    "on a desk": lambda image, rng: capture.photographed(image, rng)[0],
    "dark border": lambda image, rng: capture.bordered(image, rng, lean=rng.uniform(-3, 3)),
    "curved .10": capture.curved,
    "curved .16": lambda image, rng: capture.curved(image, rng, 0.16),
    "shadow": capture.shaded,
    "salt 0.5 %": lambda image, rng: capture.salted(image, rng, 0.005),
    "salt 2 %": capture.salted,
}
KINDS = ("card", "contract", "complaint", "visit", "letter", "licence")


def main() -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="bench.capture", description=__doc__)
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    asked = parser.parse_args()
    rng, reader = Random(asked.seed), make_readers(ReadingOptions()).page_reader
    clients = register(rng, 6, 2)
    wrong = {name: np.zeros(3) for name in HARM}
    left: dict[str, list[float]] = {name: [] for name in HARM}
    changed = dict.fromkeys(HARM, 0)
    for number in range(asked.count):
        paper = compose(KINDS[number % len(KINDS)], rng, clients, Script.SIMPLIFIED, False)
        page = scan(paper, rng, degrade.mild(rng))[0]
        for name, harm in HARM.items():
            seen = harm(page.image, rng)
            better = cleared(cut_out(seen).image)
            changed[name] += better is not seen
            left[name].append(abs(skew_of(_level(better))))
            wrong[name] += (*(_wrong(reader, one, page.truth) for one in (seen, better)), 1)
    sys.stdout.write(f"seed {asked.seed}: harm, pages changed, skew left, missing before, after\n")
    for name, (before, after, count) in wrong.items():
        skew = float(np.percentile(left[name], 95))
        line = (
            f"{name:12} {changed[name]:3} {skew:6.2f} {before / count:8.4f} {after / count:8.4f}\n"
        )
        sys.stdout.write(line)
    return 0


def _level(image: Image) -> Image:
    return levelled(image, skew_of(image))


def _wrong(reader: Reader, image: Image, truth: Truth) -> float:
    """Share of the page's characters that are not in what is read."""
    text = squeezed("".join(line.text for line in reader.read(_level(image))))
    wanted = [squeezed(line.text) for line in truth.lines if squeezed(line.text)]
    return sum(_distance(line, text) for line in wanted) / sum(map(len, wanted))


def _distance(line: str, text: str) -> int:
    if line in text:
        return 0
    best = fuzz.partial_ratio_alignment(line, text)
    found = text[best.dest_start : best.dest_end] if best else ""
    return min(len(line), Levenshtein.distance(line, found))


if __name__ == "__main__":
    sys.exit(main())
