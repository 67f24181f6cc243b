"""One command, one table: `python -m bench.reading [--only SECTION ...] [--json FILE]`.

Every number stands beside what was aimed at. Sections can be run one by one and their files put
together: `python -m bench.reading --table a.json b.json [--markdown]`. Ratios are those of one run;
the load of the machine is told beside whatever depends on it.
"""

from __future__ import annotations

import argparse
import os
import platform
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.reading import (
    cores,
    endings,
    fresh,
    marks,
    memory,
    ours,
    reliability,
    sets,
    speed,
    turns,
    upright,
)
from bench.reading.figures import Figure, load, merged, save, table

Section = Callable[[argparse.Namespace], list[Figure]]


def _fresh(asked: argparse.Namespace) -> list[Figure]:
    tally = fresh.run(asked.seed, asked.pages)
    if asked.reliability:
        asked.reliability.write_text(reliability.document(tally), encoding="utf-8")
    return [*fresh.figures(tally), *reliability.figures(tally)]


SECTIONS: dict[str, Section] = {
    "speed": lambda a: speed.run(a.seed, a.cards, a.dense, a.real, a.rounds),
    "fresh": _fresh,
    "upright": lambda a: upright.run(a.seed, a.pages),
    "sets": lambda a: sets.run(a.most),
    "turns": lambda _: turns.run(),
    "marks": lambda a: marks.run(a.seed, a.forms),
    "peaks": lambda a: memory.peaks(a.first, a.every),
    "growth": lambda a: memory.growth(a.seed, a.grow),
    "long": lambda a: memory.long_document(a.seed),
    "endings": lambda a: endings.run(a.first, a.every),
    "cores": lambda a: cores.workers(a.seed, a.cards, a.rounds),
    "latency": lambda a: cores.latency(a.seed, 4, 2, a.rounds),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench.reading", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add(
        "--only",
        nargs="+",
        choices=SECTIONS,
        default=list(SECTIONS),
        metavar="SECTION",
        help=", ".join(SECTIONS),
    )
    add("--seed", type=int, default=secrets.randbelow(10**6), help="another one in each run")
    add("--pages", type=int, default=400, help="fresh pages to read")
    add("--cards", type=int, default=12, help="cards of the race")
    add("--dense", type=int, default=4, help="dense pages of the race")
    add("--real", type=int, default=8, help="real pages of the race")
    add("--rounds", type=int, default=3, help="rounds of whatever is timed")
    add("--most", type=int, default=0, help="pages of each real set, 0 for all")
    add("--first", type=int, default=2, help="pages of each file whose memory or ending is watched")
    add("--every", type=int, default=1, help="only every so-manieth of these files")
    add("--forms", type=int, default=12, help="rendered forms with boxes of each kind")
    add("--grow", type=int, default=300, help="pages over which memory may grow")
    add("--json", type=Path, help="keep the numbers in this file, after every section")
    add("--reliability", type=Path, help="write the tables of confidence to this document")
    add("--table", nargs="+", type=Path, help="measure nothing: put these files together")
    add("--markdown", action="store_true", help="the table for a document")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; the exit code is 1 when an aim was missed."""
    asked = _parser().parse_args(arguments)
    found = _together(asked.table) if asked.table else _measured(asked)
    print(table(found, markdown=asked.markdown))
    return 1 if any(figure.verdict == "MISSED" for figure in found) else 0


def _together(kept: Sequence[Path]) -> list[Figure]:
    return merged(load(path)[0] for path in kept)


def _measured(asked: argparse.Namespace) -> list[Figure]:
    found: list[Figure] = []
    head: dict[str, object] = {
        "seed": asked.seed,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
    }
    for name in asked.only:
        ours.say(f"{name}: begins, {ours.quiet()}")
        started = time.monotonic()
        found += SECTIONS[name](asked)
        ours.say(f"{name}: took {time.monotonic() - started:.0f} s")
        if asked.json:
            save(asked.json, found, head)
    return found


if __name__ == "__main__":
    sys.exit(main())
