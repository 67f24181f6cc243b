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
from sklearn.model_selection import GroupKFold

from bench.forms import pages, values
from bench.forms.pages import Read, Sample
from domain.fields import FieldReading
from ingest.fields.trust import Signs
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
    "page": 0.5,
    "unlike_second": -1.0,
    "figures": -0.3,
    "email": -0.5,
    "like_label": -3.0,
    "among_labels": -3.0,
    "guessed": -1.0,
    "specks": -2.0,
    "far": -0.2,
    "holds_label": -3.0,
    "gap": -0.5,
    "partial": -1.0,
    "lines": -1.0,
}
"""What is believed of each sign before any paper is seen."""

BELIEF = 1.0
"""How firmly the prior is held; one over its variance."""

_FOLDS = 5

ERROR = 0.005
"""Share of wrong values that is allowed among those nobody looks at."""

MARGIN, BAND = 0.02, 0.03
"""And among those that are just sure enough: share of wrong values, width of that band."""

TARGET = Path(__file__).resolve().parents[1] / "ingest" / "fields" / "trust.toml"
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A value with its features, its page, whether it is right, and what else is known of it.

    Right is what stands under its own label on the paper; a value of another label is wrong. `open`
    values may be trusted at all, `written` ones are filled in by hand.
    """

    features: tuple[float, ...]
    page: str
    right: bool
    open: bool
    written: bool


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
    return [
        _case(run, read, one.reading, one.signs)
        for read in pages.read(drawn(run, folder), workers)
        for one in read.weighed
        if one.signs is not None
    ]


def _case(run: str, read: Read, value: FieldReading, signs: Signs) -> Case:
    own = [item for item in read.sample.truth.fields if values.same_key(item.key, value.key)]
    features = signs.features()
    return Case(
        features=tuple(features[name] for name in FEATURES),
        page=f"{run} {read.sample.path.name}",
        right=any(values.says(value, item.printed) for item in own),
        open=signs.well_formed and (not signs.handwritten or signs.check_digit),
        written=any(item.handwritten for item in own),
    )


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


def unseen(known: Sequence[Case]) -> Matrix:
    """How likely each case is right, by weights that were fitted without its page."""
    likely = np.zeros(len(known))
    pages_of = [case.page for case in known]
    for others, own in GroupKFold(_FOLDS).split(known, groups=pages_of):
        weights = fitted([known[at] for at in others])
        likely[own] = sure([known[at] for at in own], weights)
    return likely


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
    for least in np.arange(0.95, 0.995, 0.0025):
        above = judged & (likely >= least)
        band = above & (likely < least + BAND)
        wrong = (1 - right[above]).mean() if above.any() else 1.0
        close = (1 - right[band]).mean() if band.any() else 0.0
        if wrong <= ERROR and (1 - likely[above]).mean() <= ERROR and close <= MARGIN:
            return round(float(least), 4)
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


def outcome(known: Sequence[Case], likely: Matrix, least: float) -> list[str]:
    """What the threshold means: wrong among those without review, and how many these are."""
    lines = []
    for name, by_hand in (("print", False), ("handwriting-like", True)):
        own = np.array([case.written is by_hand for case in known])
        right = np.array([case.right for case in known])
        above = own & (likely >= least) & np.array([case.open for case in known])
        lines.append(
            f"{name}: {int(above.sum())} of {int(own.sum())} need no review, of these wrong"
            f" {int((above & ~right).sum())}"
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
    likely = unseen(known)
    least = threshold(known, likely)
    wrong = sum(not case.right for case in known)
    told = [
        f"{len(known)} values, {wrong} of them wrong; runs {', '.join(asked.run)}",
        f"what follows was judged by weights fitted without the value's page, {_FOLDS} times",
        *table(known, likely),
        *outcome(known, likely, least),
    ]
    text = written(weights, least, told)
    TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
