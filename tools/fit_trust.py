"""Fit how far the signs of a value speak for it, on freshly rendered papers; write trust.toml.

`python -m tools.fit_trust --run free:101:48:mild:0.2 --run cards:7:24:rough:0.5 --keep FOLDER`

Each run is KIND:SEED:PAPERS:DAMAGE:SHARE FILLED IN BY HAND, of forms in layouts made up by chance
or of customer cards. A logistic regression with a mild prior: the signs speak in a known direction,
and a few hundred papers hold too few mistakes to say more of rare ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from bench.forms import pages, values
from bench.forms.pages import Sample
from ingest.fields.weights import FEATURES
from tests.factory.register import register
from tests.golden.fresh import fresh_cards

PRIOR = {
    "bias": 2.0,
    "reader": 1.5,
    "weakest": 0.3,
    "agree": 1.2,
    "differ": -1.0,
    "formal": 0.7,
    "check_digit": 4.0,
    "strange_script": -4.0,
    "unlike_print": -1.5,
}
"""What is believed of each sign before any paper is seen."""

BELIEF = 1.0
"""How firmly the prior is held; one over its variance."""

ERROR = 0.005
"""Share of wrong values that is allowed among those nobody looks at."""

MARGIN, BAND = 0.02, 0.03
"""And among those that are just sure enough: share of wrong values, width of that band."""

TARGET = Path(__file__).resolve().parents[1] / "ingest" / "fields" / "trust.toml"
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A value with its features, whether it is right, and whether print may be trusted at all."""

    features: tuple[float, ...]
    right: bool
    open: bool


def drawn(run: str, folder: Path) -> list[Sample]:
    """The papers of one run as scans in `folder`."""
    kind, seed, count, damage, by_hand = run.split(":")
    kept = folder / f"{kind}-{seed}"
    kept.mkdir(parents=True, exist_ok=True)
    if kind == "free":
        papers = values.samples(
            int(seed), int(count), kept, damage=damage, handwritten=float(by_hand)
        )
        return list(papers)
    rng = Random(int(seed))  # noqa: S311 - random documents need no cryptography
    written = round(int(count) * float(by_hand))
    clients = register(rng, companies=18, persons=5)
    made: list[Sample] = []
    for share, hand in ((int(count) - written, False), (written, True)):
        place = kept / ("hand" if hand else "print")
        place.mkdir(exist_ok=True)
        cards = fresh_cards(rng, clients, share, place, pages.DAMAGES[damage], handwritten=hand)
        made += [Sample(card.path, card.truth, "card") for card in cards]
    return made


def cases(run: str, folder: Path, workers: int) -> list[Case]:
    """All values of one run, read, found and compared with the truth."""
    found = []
    for read in pages.read(drawn(run, folder), workers):
        printed = {values.plain(item.printed) for item in read.sample.truth.fields}
        for one in read.weighed:
            if one.signs is not None:
                features = one.signs.features()
                row = tuple(features[name] for name in FEATURES)
                judged = one.signs.well_formed and not one.signs.handwritten
                found.append(Case(row, values.plain(one.reading.raw) in printed, judged))
    return found


def fitted(known: Sequence[Case]) -> Matrix:
    """The weights that explain the cases best, by Newton's method with steps held in check."""
    x = np.array([case.features for case in known])
    y = np.array([case.right for case in known], dtype=np.float64)
    prior = np.array([PRIOR[name] for name in FEATURES])

    def blame(weights: Matrix) -> float:
        score = x @ weights
        misfit = np.logaddexp(0.0, score) - y * score
        return float(misfit.sum() + BELIEF / 2 * ((weights - prior) ** 2).sum())

    weights = prior.copy()
    for _ in range(100):
        likely = sure(known, weights)
        slope = x.T @ (y - likely) - BELIEF * (weights - prior)
        bend = (x * (likely * (1 - likely))[:, None]).T @ x + BELIEF * np.eye(len(prior))
        step = np.linalg.solve(bend, slope)
        while blame(weights + step) > blame(weights) and np.abs(step).max() > 1e-9:
            step = step / 2
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return np.asarray(weights, dtype=np.float64)


def sure(known: Sequence[Case], weights: Matrix) -> Matrix:
    """How likely each case is right, by these weights."""
    score = np.array([case.features for case in known]) @ weights
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(score, -30.0, 30.0))), dtype=np.float64)


def threshold(known: Sequence[Case], likely: Matrix) -> float:
    """The least confidence at which the values above are wrong no more often than allowed.

    By what was seen, by what the model itself expects, and for those just above it as well.
    """
    judged = np.array([case.open for case in known])
    right = np.array([case.right for case in known])
    for least in np.arange(0.95, 0.995, 0.005):
        above = judged & (likely >= least)
        band = above & (likely < least + BAND)
        wrong = (1 - right[above]).mean() if above.any() else 1.0
        close = (1 - right[band]).mean() if band.any() else 0.0
        if wrong <= ERROR and (1 - likely[above]).mean() <= ERROR and close <= MARGIN:
            return round(float(least), 3)
    return 0.995


def table(known: Sequence[Case], likely: Matrix) -> list[str]:
    """How often values of each confidence were right."""
    lines = []
    right = np.array([case.right for case in known])
    edges = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.001)
    for low, high in pairwise(edges):
        inside = (likely >= low) & (likely < high)
        if inside.any():
            share, count = right[inside].mean(), int(inside.sum())
            lines.append(
                f"confidence {low:.3f} to {min(high, 1):.3f}: {count:5} values, right {share:.4f},"
                f" expected {likely[inside].mean():.4f}"
            )
    return lines


def written(weights: Iterable[float], least: float, told: Sequence[str]) -> str:
    """The text of trust.toml."""
    named = [f"{name} = {weight:.3f}" for name, weight in zip(FEATURES, weights, strict=True)]
    return "\n".join(
        [
            "# Written by tools/fit_trust.py: how far the signs of a value speak for it.",
            *(f"# {line}" for line in told),
            f"threshold = {least}",
            "",
            "[weights]",
            *named,
            "",
        ]
    )


def main() -> None:
    """Fit, print the calibration, write the weights."""
    parser = argparse.ArgumentParser(prog="tools.fit_trust", description=__doc__)
    parser.add_argument("--run", action="append", required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    known = [case for run in asked.run for case in cases(run, asked.keep, asked.workers)]
    weights = fitted(known)
    likely = sure(known, weights)
    least = threshold(known, likely)
    wrong = sum(not case.right for case in known)
    told = [
        f"{len(known)} values, {wrong} of them wrong; runs {', '.join(asked.run)}",
        *table(known, likely),
    ]
    text = written(weights, least, told)
    TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
