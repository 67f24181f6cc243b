"""Training: a linear judge over the examples, calibrated on papers that it was not shown.

Logistic regression by stochastic descent (scikit-learn) over hashed pairs and triples of
characters: as right as the exact solver on simulated papers, and forty times as fast. Types with
few examples weigh as much as those with many. Probabilities are made honest by one temperature,
which a handful of papers can settle where finer curves would follow their noise.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from ingest.learning.judge import likely
from ingest.learning.model import Example, Model, untaught
from ingest.learning.text import rarities, vectors

FEWEST_EXAMPLES = 3
"""A type with fewer is known by comparison only."""
FEWEST_PAPERS = 20
"""With fewer examples in all there is nothing to weigh features by."""
MOST_OF_A_TYPE = 60
_ONE_IN = 5
"""So many of the examples are held back to calibrate and to compare by."""
_PENALTY = 1e-5
_MACHINES_WORD = 0.3
"""What an example counts that the machine alone has named."""
_TEMPERATURES = (0.3, 10.0)


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how it compared: of `held_back` papers it had not seen it judged `right`."""

    model: Model
    held_back: int
    right: int
    rival: int

    @property
    def is_better(self) -> bool:
        """Whether it may take the place of the model before it."""
        return self.right >= self.rival


def train(examples: Sequence[Example], before: Model | None, fresh: frozenset[str]) -> Trained:
    """Learn from `examples`, and compare with the model `before` on papers neither has seen.

    `fresh` are the documents that were reviewed since `before` was trained; one in five of them
    is held back. What is put in force is trained on all, once it has compared well without them.
    """
    kept = _balanced(examples)
    back = [one for one in kept if one.by_person and one.document in fresh and _held_back(one)]
    shown = [one for one in kept if one not in back]
    trial = _fitted(shown)
    if trial.types and back:
        trial = replace(trial, temperature=_temperature(trial, back))
    right = sum(judged(trial, one) == one.type_key for one in back)
    rival = sum(judged(before, one) == one.type_key for one in back) if before else 0
    final = replace(_fitted(kept), temperature=trial.temperature)
    return Trained(final, len(back), right, rival)


def judged(model: Model, example: Example) -> str:
    """The type that the model finds most likely for a paper it was not shown; empty for none."""
    found = likely(model, example.text, example.document)
    return found[0].type_key if found else ""


def _held_back(example: Example) -> bool:
    return hashlib.sha256(example.document.encode()).digest()[0] % _ONE_IN == 0


def _balanced(examples: Sequence[Example]) -> list[Example]:
    """The latest of each type, persons' words before the machine's."""
    latest = examples[::-1]
    ranked = [one for said in (True, False) for one in latest if one.by_person is said]
    taken: Counter[str] = Counter()
    kept = []
    for one in ranked:
        taken[one.type_key] += 1
        if taken[one.type_key] <= MOST_OF_A_TYPE:
            kept.append(one)
    return kept


def _fitted(examples: Sequence[Example]) -> Model:
    """A model of these examples; its judge knows the types that have enough of them."""
    if len(examples) < FEWEST_PAPERS:
        return untaught().with_examples(examples)
    rarity = rarities(vectors(one.text for one in examples))
    base = replace(untaught(), rarity=rarity).with_examples(examples)
    floor, ceiling = _likeness(base)
    base = replace(base, floor=floor, ceiling=ceiling)
    counts = Counter(base.labels)
    known = [i for i, label in enumerate(base.labels) if counts[label] >= FEWEST_EXAMPLES]
    if len({base.labels[i] for i in known}) < 2:
        return base
    return _judging(base, known)


def _judging(base: Model, known: Sequence[int]) -> Model:
    labels = [base.labels[i] for i in known]
    weights = [1.0 if base.by_person[i] else _MACHINES_WORD for i in known]
    judge = SGDClassifier(loss="log_loss", alpha=_PENALTY, class_weight="balanced", random_state=0)
    judge.fit(base.rows[known], labels, sample_weight=weights)
    coefficients, bias = judge.coef_, judge.intercept_
    if len(judge.classes_) == 2:  # the library keeps one row for two classes
        coefficients, bias = np.vstack([-coefficients, coefficients]), np.array([-bias[0], bias[0]])
    return replace(
        base,
        types=tuple(str(key) for key in judge.classes_),
        weights=coefficients.astype(np.float16),
        bias=bias.astype(np.float32),
    )


def _likeness(model: Model) -> tuple[float, float]:
    """How alike papers of different types ever are, and papers of one type mostly are."""
    alike = np.asarray((model.rows @ csr_matrix(model.rows.T)).todense())
    np.fill_diagonal(alike, 0.0)
    labels = np.array(model.labels)
    same = labels[:, None] == labels[None, :]
    others = np.where(same, 0.0, alike).max(axis=1)
    nearest = np.where(same, alike, 0.0).max(axis=1)
    nearest = nearest[nearest > 0]
    floor = float(np.quantile(others, 0.99)) if others.size else model.floor
    ceiling = float(np.quantile(nearest, 0.2)) if nearest.size else model.ceiling
    return floor, max(ceiling, floor + 0.05)


def _temperature(model: Model, papers: Sequence[Example]) -> float:
    """The temperature under which the probabilities of papers not shown are most honest."""
    rows = model.vectors([one.text for one in papers])
    places = {key: place for place, key in enumerate(model.types)}
    truth = np.array([places.get(one.type_key, -1) for one in papers])
    known = truth >= 0
    if not known.any():
        return model.temperature

    def surprise(temperature: float) -> float:
        likely = replace(model, temperature=temperature).probabilities(rows[known])
        return float(-np.log(likely[np.arange(len(likely)), truth[known]] + 1e-9).mean())

    return float(minimize_scalar(surprise, bounds=_TEMPERATURES, method="bounded").x)
