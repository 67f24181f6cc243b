"""How often the day a paper was made out is taken from its text, and how often another is taken.

    python -m bench.dates [--papers 400] [--seed N] [--noise 1.0] [--show]

Papers of nine kinds are made up by chance and read as a reader would have read them (see
`bench.forms.simulated`: characters misread, runs lost); then the archive's own way says when each
was made out. A wrong date puts a paper in the wrong place of its file, so it weighs more than none.
"""

from __future__ import annotations

import argparse
import re
import secrets
from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

from bench.forms.piles import understood
from bench.forms.simulated import Noise, read_page
from domain.fields import ValueKind
from domain.text import squeezed
from domain.values import parse
from ingest.classify import classify
from ingest.describe import document_date
from ingest.forms.catalogue import load
from tests.factory import people
from tests.factory.compose import COMPANIES_ONLY, compose
from tests.factory.layout import Paper
from tests.factory.people import Client
from tests.factory.script import Script

_KEYS = {
    "card": ("created_on",),
    "registration": ("created_on", "reg_date"),
    "complaint": ("complaint_date",),
    "visit": ("visited_on",),
    "invoice": ("invoice_date",),
    "contract": ("signed_on",),
    "licence": (),
    "letter": (),
    "notice": (),
}
"""The field that dates each kind; others are dated under their signature."""

_DATED = re.compile(r"^[0-9〇零○一二三四五六七八九十]{2,4}年.{1,3}月.{1,3}[日号]$")


def true_date(paper: Paper, kind: str) -> date | None:
    """The day the paper bears, None where it bears none."""
    for sheet in paper.sheets:
        for field in sheet.fields:
            if field.key in _KEYS[kind] and field.value:
                return date.fromisoformat(field.value[:10])
    if _KEYS[kind]:
        return None
    lines = [squeezed(line.text) for sheet in paper.sheets for line in sheet.lines]
    dated = [line for line in lines if _DATED.match(line)]
    if not dated:
        return None
    said = parse(ValueKind.DATE, dated[-1]).value
    return date.fromisoformat(said[:10]) if said else None


def told_date(paper: Paper, rng: Random, noise: Noise) -> date | None:
    """The day the archive takes from the paper as it was read."""
    catalogue = load()
    readings = [
        understood(read_page(sheet, number, rng, noise))
        for number, sheet in enumerate(paper.sheets, start=1)
    ]
    kind = classify(readings, catalogue.types)
    return document_date(readings, catalogue.types.get(kind.chosen or ""), catalogue.fields)


def main() -> None:
    """Make papers, read them, and print what their dates were taken for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=400)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--show", action="store_true", help="list the papers that went wrong")
    arguments = parser.parse_args()
    rng = Random(arguments.seed)
    harm = Noise()
    noise = replace(
        harm,
        misread=harm.misread * arguments.noise,
        lost=harm.lost * arguments.noise,
        short_lost=harm.short_lost * arguments.noise,
    )
    counts: Counter[tuple[str, str]] = Counter()
    for number in range(arguments.papers):
        kind = rng.choice(tuple(_KEYS))
        client = _client(rng, number, kind)
        script = rng.choice((Script.SIMPLIFIED, Script.TRADITIONAL))
        paper = compose(kind, rng, [client], script)
        truth, told = true_date(paper, kind), told_date(paper, rng, noise)
        outcome = _outcome(truth, told)
        counts[kind, outcome] += 1
        if arguments.show and outcome in ("wrong", "invented", "missed"):
            print(f"{kind}: {outcome}, is {truth}, taken {told}")
    print(f"seed {arguments.seed}, {arguments.papers} papers, noise {arguments.noise}")
    heads = ("right", "missed", "wrong", "invented", "none")
    print(f"{'kind':14}" + "".join(f"{head:>10}" for head in heads))
    for kind in (*_KEYS, "all"):
        row = [
            sum(n for (k, o), n in counts.items() if kind in (k, "all") and o == h) for h in heads
        ]
        print(f"{kind:14}" + "".join(f"{count:10}" for count in row))


def _client(rng: Random, number: int, kind: str) -> Client:
    name = f"KH-2024-{number:04d}"
    if kind in COMPANIES_ONLY or rng.random() < 0.7:
        return people.company(rng, name)
    return people.private_person(rng, name)


def _outcome(truth: date | None, told: date | None) -> str:
    if truth is None:
        return "none" if told is None else "invented"
    if told is None:
        return "missed"
    return "right" if told == truth else "wrong"


if __name__ == "__main__":
    main()
