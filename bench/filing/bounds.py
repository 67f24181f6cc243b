"""Whether measured thresholds keep their word, in many archives whose machines are not all good.

`python -m bench.filing.bounds --seeds 100` lets archives of 20,000 decisions run through the real
choice of thresholds; a decision is a confidence and whether it is wrong, nothing else. How often it
is wrong at full confidence differs from archive to archive (up to four times the rate allowed), and
so does how fast errors grow below. What waits is looked at, one in fifty of what is filed is drawn
(`--check-one-in`), persons err once in a hundred, and a word against a sure machine is looked at
twice.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from domain.filing import Subject
from domain.ids import DocumentId
from domain.review import Asked, Review
from ingest.learning.bounds import bound, interval

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_A_DAY = 200
_ONE_IN = 50
_MISTAKES = 0.01
_LOOKED_AT_TWICE = 0.6
_TYPES = 40
_RULES = {Subject.CUSTOMER: (0.005, 0.90), Subject.TYPE: (0.01, 0.80)}


@dataclass(slots=True)
class Machine:
    """One that is wrong with a rate of `least` when it is quite sure, and more below."""

    least: float
    slope: float

    @classmethod
    def of(cls, rng: Random, most: float) -> Machine:
        """A machine for an archive that allows a rate of `most`."""
        return cls(most * rng.choice((0.0, 0.1, 0.3, 0.6, 1.0, 2.0, 4.0)), rng.uniform(0.1, 0.8))

    def decide(self, rng: Random) -> tuple[float, bool]:
        """A confidence, and whether the answer is wrong."""
        sure = min(0.995, rng.betavariate(14, 1) if rng.random() < 0.8 else rng.uniform(0.2, 1.0))
        return sure, rng.random() < min(1.0, self.least + self.slope * (1 - sure) ** 1.5)


@dataclass(slots=True)
class Filed:
    """Papers filed alone under a measured threshold, or under the setting's, and those wrong."""

    measured: int = 0
    measured_wrong: int = 0
    set: int = 0
    set_wrong: int = 0
    decisions: int = 0
    last: float = 0.0


def live(seed: int, subject: Subject, decisions: int, one_in: int = _ONE_IN) -> Filed:
    """One archive from its first paper to its last."""
    rng = Random(f"{seed} {subject}")
    most, default = _RULES[subject]
    machine, filed = Machine.of(rng, most), Filed(decisions=decisions)
    reviews: list[Review] = []
    held = bound(reviews, subject, most, default)
    for number in range(decisions):
        sure, wrong = machine.decide(rng)
        alone = sure >= held.threshold
        if alone and held.measured:
            filed.measured, filed.measured_wrong = filed.measured + 1, filed.measured_wrong + wrong
        elif alone:
            filed.set, filed.set_wrong = filed.set + 1, filed.set_wrong + wrong
        if not alone or rng.randrange(one_in) == 0:
            reviews.append(_answered(rng, subject, sure, wrong, alone))
        if number % _A_DAY == _A_DAY - 1:
            before = held.threshold if held.measured else 0.0
            held = bound(reviews, subject, most, default, before)
    filed.last = held.threshold
    return filed


def _answered(rng: Random, subject: Subject, sure: float, wrong: bool, alone: bool) -> Review:
    """What a person says: the truth, but for a slip, of which a second look catches most."""
    slip = rng.random() < _MISTAKES
    if slip and not wrong and sure >= _LOOKED_AT_TWICE:
        slip = rng.random() < _MISTAKES
    answer = f"a{rng.randrange(_TYPES)}"
    said = "b" if wrong or slip else answer
    asked = Asked.SAMPLED if alone else Asked.WAITING
    return Review(0, DocumentId("D0"), subject, answer, sure, alone, asked, said, "", _WHEN)


def main() -> None:
    """Run as many archives as are asked for."""
    parser = argparse.ArgumentParser(prog="bench.filing.bounds", description=__doc__)
    parser.add_argument("--seed", type=int, help="a new one each run unless given")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--decisions", type=int, default=20_000)
    parser.add_argument("--check-one-in", type=int, default=_ONE_IN)
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(2**31)
    print(
        f"seed {seed}, {given.seeds} archives of {given.decisions} decisions, one in "
        f"{given.check_one_in} checked"
    )
    for subject, (most, _) in _RULES.items():
        lives = [
            live(seed + one, subject, given.decisions, given.check_one_in)
            for one in range(given.seeds)
        ]
        measured = [one for one in lives if one.measured]
        kept = sum(one.measured_wrong <= most * one.measured for one in measured)
        wrong, of = (
            sum(one.measured_wrong for one in lives),
            sum(one.measured for one in lives),
        )
        low, high = interval(wrong, of)
        alone = sum(one.measured + one.set for one in lives) / sum(one.decisions for one in lives)
        print(
            f"{subject.value}: thresholds measured in {len(measured)} archives, errors under "
            f"{most:.1%} in {kept} of them (aim ≥ 95 of 100); all together {wrong} of {of} = "
            f"{wrong / max(1, of):.3%} ({low:.3%} to {high:.3%}); under the setting before "
            f"{sum(o.set_wrong for o in lives)} of {sum(o.set for o in lives)}; "
            f"{alone:.1%} of all decided alone; {sum(o.last >= 1.0 for o in lives)} ended deciding "
            "nothing alone"
        )


if __name__ == "__main__":
    main()
