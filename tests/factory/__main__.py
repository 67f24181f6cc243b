"""`python -m tests.factory --kind card --count 5 --seed 7 --out DIR`: images with their truth.

Writes for each paper `KIND-NN.jpg` (`KIND-NN-P.jpg` for several pages) and `KIND-NN.json`, and
the customers on them as `customers.csv`.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.factory import degrade, files, fonts
from tests.factory.compose import KINDS, compose
from tests.factory.degrade import Damage
from tests.factory.register import register, write_csv
from tests.factory.scan import scan
from tests.factory.script import Script

DAMAGES: dict[str, Callable[[Random], Damage]] = {
    "none": lambda _rng: degrade.NONE,
    "mild": degrade.mild,
    "rough": degrade.rough,
}


def main() -> int:
    """Write what the command line asks for; the seed is printed, to do it again."""
    asked = _arguments()
    fonts.require()
    rng = Random(asked.seed)
    asked.out.mkdir(parents=True, exist_ok=True)
    clients = register(rng, max(4, asked.count), max(1, asked.count // 4))
    write_csv(asked.out / "customers.csv", clients)
    for number in range(1, asked.count + 1):
        script = Script(asked.script) if asked.script else rng.choice(tuple(Script))
        paper = compose(asked.kind, rng, clients, script, asked.handwritten)
        pages = scan(paper, rng, DAMAGES[asked.damage](rng))
        name = f"{asked.kind}-{number:02d}"
        for page_number, page in enumerate(pages, 1):
            suffix = f"-{page_number}" if len(pages) > 1 else ""
            files.write_jpeg(asked.out / f"{name}{suffix}.jpg", page)
        truth = {"pages": [page.truth.as_json() for page in pages]}
        text = json.dumps(truth, ensure_ascii=False, indent=1)
        (asked.out / f"{name}.json").write_text(text, encoding="utf-8")
    sys.stdout.write(f"seed {asked.seed}: {asked.count} of kind {asked.kind} in {asked.out}\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.factory", description=__doc__)
    parser.add_argument("--kind", choices=sorted(KINDS), default="card")
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--damage", choices=sorted(DAMAGES), default="mild")
    parser.add_argument("--script", choices=[*Script], default=None)
    parser.add_argument("--handwritten", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
