"""`python -m bench.forms values --count 200`, `... piles [--read 3]`, `... types [--read 60]`,
`... real`, `... checks`.

All take `--seed N`.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from bench.forms import checks, piles, real, types, values


def main() -> int:
    """Run the section that the command line names."""
    parser = argparse.ArgumentParser(prog="bench.forms", description=__doc__)
    parser.add_argument("section", choices=("values", "piles", "types", "real", "checks"))
    parser.add_argument(
        "--count", type=int, help="forms (200), piles (50), pages of each type (5), checks (40)"
    )
    parser.add_argument(
        "--read", type=int, default=0, help="piles, or pages of types, to draw and read besides"
    )
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
        sections = {
            "values": _values,
            "piles": _piles,
            "types": _types,
            "real": _real,
            "checks": _checks,
        }
        sections[asked.section](asked, folder)
    return 0


def _values(asked: argparse.Namespace, folder: Path) -> None:
    count = asked.count or 200
    print(f"seed {asked.seed}, {count} forms, {asked.damage} damage")
    tally = values.measure(
        asked.seed,
        count,
        folder,
        damage=asked.damage,
        handwritten=asked.handwritten,
        workers=asked.workers,
        anew=asked.anew,
    )
    print(values.report(tally))


def _real(asked: argparse.Namespace, _folder: Path) -> None:
    print(real.report(real.measure(asked.workers, anew=asked.anew)))


def _piles(asked: argparse.Namespace, folder: Path) -> None:
    print(f"seed {asked.seed}, simulated reading")
    print(piles.report(piles.measure(asked.seed, asked.count or 50)))
    if asked.read:
        print(f"seed {asked.seed}, drawn with mild damage and read")
        print(piles.report(piles.measure_read(asked.seed, asked.read, folder, asked.workers)))


def _types(asked: argparse.Namespace, folder: Path) -> None:
    print(f"seed {asked.seed}, pages of every type, simulated reading")
    print(types.report(types.measure(asked.seed, asked.count or types.TIMES)))
    if asked.read:
        print(f"seed {asked.seed}, drawn with {asked.damage} damage and read")
        told = types.measure_read(
            asked.seed, asked.read, folder, damage=asked.damage, workers=asked.workers
        )
        print(types.report(told))


def _checks(asked: argparse.Namespace, folder: Path) -> None:
    print(f"seed {asked.seed}, mild damage")
    tally = checks.measure(asked.seed, asked.count or 40, folder, asked.workers, anew=asked.anew)
    print(checks.report(tally))


if __name__ == "__main__":
    sys.exit(main())
