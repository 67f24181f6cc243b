"""`python -m bench.forms values --count 200 [--seed N] [--keep FOLDER]`."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from bench.forms import values


def main() -> int:
    """Run the section that the command line names."""
    parser = argparse.ArgumentParser(prog="bench.forms", description=__doc__)
    parser.add_argument("section", choices=("values",))
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument("--damage", choices=("none", "mild", "rough"), default="mild")
    parser.add_argument("--handwritten", type=float, default=0.2, help="share filled in by hand")
    parser.add_argument("--keep", type=Path, help="folder in which scans and readings are kept")
    parser.add_argument("--anew", action="store_true", help="read again what is kept there")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0: one for each core")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        print(f"seed {asked.seed}, {asked.count} forms, {asked.damage} damage")
        tally = values.measure(
            asked.seed,
            asked.count,
            folder,
            damage=asked.damage,
            handwritten=asked.handwritten,
            workers=asked.workers,
            anew=asked.anew,
        )
        print(values.report(tally))
    return 0


if __name__ == "__main__":
    sys.exit(main())
