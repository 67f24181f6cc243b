"""Command line of the simulated firm."""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from bench.filing.run import Outcome, Size, one_firm
from bench.filing.tally import Share
from domain.filing import Subject
from domain.review import Bound
from ingest.options import FilingOptions

_SMALL = Size(customers=120, documents=300, a_day=50)


def main() -> int:
    """Run one firm, or with `--seeds` many small ones."""
    parser = argparse.ArgumentParser(prog="bench.filing", description=__doc__)
    parser.add_argument("--seed", type=int, help="a new one each run unless given")
    parser.add_argument("--customers", type=int, default=5_000)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--a-day", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end after so long")
    parser.add_argument("--seeds", type=int, default=0, help="so many firms, one after another")
    parser.add_argument("--small", action="store_true", help="of 120 customers and 300 papers")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--check-one-in", type=int, default=50)
    parser.add_argument("--max-error", type=float, nargs=2, metavar=("CUSTOMERS", "TYPES"))
    parser.add_argument("--folder", type=Path, help="where the archives are made; else a temporary")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(2**31)
    size = (
        _SMALL
        if given.small
        else Size(given.customers, given.documents, given.a_day, given.minutes)
    )
    print(f"seed {seed}, {size}")
    filing = replace(FilingOptions(), check_one_in=given.check_one_in)
    if given.max_error:
        customers, types = given.max_error
        filing = replace(filing, max_error_customer=customers, max_error_type=types)
    print(
        f"one in {filing.check_one_in} checked, errors allowed: customers "
        f"{filing.max_error_customer:.1%}, types {filing.max_error_type:.1%}"
    )
    if given.seeds:
        return _many(range(seed, seed + given.seeds), size, given.folder, given.workers, filing)
    _show(one_firm(seed, size, given.folder, _tell, new_types=4, filing=filing))
    return 0


def _tell(outcome: Outcome) -> None:
    done, tally, looked_at, bounds = outcome.stretches[-1]
    before = outcome.stretches[-2] if len(outcome.stretches) > 1 else None
    papers = done - (before[0] if before else 0)
    looks = looked_at - (before[2] if before else 0)
    held = ", ".join(f"{s.value} {b.threshold:.2f} (≤ {b.upper:.2%})" for s, b in bounds.items())
    print(
        f"{done:>6}  numbers {_brief(tally.numbered)}  names {_brief(tally.named)}  "
        f"types {_brief(tally.types)}  looks {100 * looks / papers:5.1f} of 100  from {held}",
        flush=True,
    )


def _brief(share: Share) -> str:
    return f"{share.alone / max(1, share.all):6.1%} -{share.wrong}"


def _show(outcome: Outcome) -> None:
    total = outcome.total
    print("customer, numbers or codes present ", total.numbered, "   aim ≥ 85 %, ≤ 0.5 %")
    print("customer, names only               ", total.named, "   aim ≥ 60 %, ≤ 0.5 %")
    print("strangers' papers filed at all     ", total.strangers)
    print("customers together                 ", total.customers, "   aim ≤ 0.5 %")
    print("types                              ", total.types, "   aim ≥ 90 %, ≤ 1 %")
    print("whole documents                    ", total.whole)
    looks = 100 * outcome.looked_at / max(1, total.whole.all)
    print(
        f"documents looked at by a person: {looks:.1f} of 100; his mistakes {outcome.mistakes}, "
        f"second looks {outcome.second_looks}, suspected misfilings {outcome.suspected}, filed "
        f"after learning {outcome.filed_later}"
    )
    right, tried = outcome.taught
    print(f"new types taught by 5 corrections: right on {right} of the next {tried}   aim ≥ 0.9")
    for subject, bound in outcome.bounds.items():
        print(
            f"bound on {subject.value}: {bound.errors} of {bound.reviewed} reviewed wrong from "
            f"{bound.threshold:.2f}, upper {bound.upper:.3%}, aim {bound.most:.1%}, "
            f"{'measured' if bound.measured else 'too few yet: the setting holds'}"
        )
    spent = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in outcome.seconds.items())
    print(f"time: {spent}")


def _many(
    seeds: Sequence[int], size: Size, folder: Path | None, workers: int, filing: FilingOptions
) -> int:
    """Many firms: how often the true rate of errors lay under the bound, and under the aim."""
    kept = {subject: _Kept() for subject in Subject}
    total = Outcome()
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting = [pool.submit(one_firm, seed, size, folder, None, 1, filing) for seed in seeds]
        for number, outcome in enumerate((one.result() for one in waiting), 1):
            shares = {Subject.CUSTOMER: outcome.total.customers, Subject.TYPE: outcome.total.types}
            for subject, share in shares.items():
                kept[subject].add(share, outcome.measured[subject], outcome.bounds[subject])
            _add(total, outcome)
            told = ", ".join(f"{s.value} {b.threshold:.2f}" for s, b in outcome.bounds.items())
            print(
                f"{number:>3} {shares[Subject.CUSTOMER]} {shares[Subject.TYPE]} {told}", flush=True
            )
    for subject, one in kept.items():
        print(f"{subject.value}: {one.told(len(seeds))}")
        print(f"    decided under measured thresholds: {total.measured[subject]}")
    _show(total)
    return 0


@dataclass(slots=True)
class _Kept:
    """In how many firms errors stayed rare; `measured` firms came to a threshold of their own."""

    under_bound: int = 0
    under_aim: int = 0
    measured: int = 0
    measured_under_aim: int = 0

    def add(self, share: Share, measured: Share, bound: Bound) -> None:
        """Count one firm: all its papers, and those under a measured threshold."""
        rate = share.wrong / max(1, share.alone)
        self.under_bound += rate <= bound.upper
        self.under_aim += rate <= bound.most
        if measured.alone:
            self.measured += 1
            self.measured_under_aim += measured.wrong <= bound.most * measured.alone

    def told(self, firms: int) -> str:
        """What is printed."""
        return (
            f"true rate of errors under the bound shown in {self.under_bound} of {firms} firms "
            f"(aim ≥ 95 of 100), under the rate allowed in {self.under_aim}; thresholds measured "
            f"in {self.measured}, there under the rate allowed in {self.measured_under_aim}"
        )


def _add(total: Outcome, one: Outcome) -> None:
    for name in ("numbered", "named", "strangers", "types", "whole"):
        setattr(total.total, name, getattr(total.total, name) + getattr(one.total, name))
    for subject, share in one.measured.items():
        total.measured[subject] += share
    for name in ("looked_at", "mistakes", "second_looks", "suspected", "filed_later"):
        setattr(total, name, getattr(total, name) + getattr(one, name))
    total.taught = (total.taught[0] + one.taught[0], total.taught[1] + one.taught[1])


if __name__ == "__main__":
    sys.exit(main())
