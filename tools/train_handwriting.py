"""Find the weights by which handwriting is told from type: `python -m tools.train_handwriting`.

Lines are drawn by the tests' factory, in type and by hand, and shown to the recogniser; a logistic
regression over its inner numbers gives `ingest/readers/handwriting.json`. Nothing but drawn lines
is learned from. The examination is held in faces that were not trained on (`HELD_BACK`); what it
gives is printed. Real lines are measured by `python -m bench.handwriting`.

The faces come from `python -m tools.fetch_hands`; the weights in the project were
made with all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from collections import Counter
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from ingest.images import inference
from ingest.readers import handwriting
from ingest.readers.recognition import MODEL, Recogniser
from tests.factory import single_lines
from tests.factory.single_lines import Faces

Numbers = NDArray[np.float64]

_PENALTY = 100.0
_FALSE_ALARMS = 0.02
"""Of typed lines in faces that a judge has not seen."""

_FOLDS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What the recogniser made of drawn lines: a row of numbers each, and what is true of them."""

    numbers: Numbers
    by_hand: NDArray[np.bool_]
    sizes: Numbers
    faces: tuple[str, ...]


def main() -> int:
    """Draw, learn, examine, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    faces = single_lines.at_hand()
    learned, exam = (
        both(
            shown(faces.part(held_back=out), asked.seed + out, round(asked.count * share)),
            shown(
                faces.part(held_back=out),
                asked.seed + out + 2,
                round(asked.count * share * 0.4),
                harsh=True,
            ),
        )
        for out, share in ((False, 1.0), (True, 4 / 15))
    )
    weights, bias = fitted(learned)
    least = least_score(learned)
    write(weights, bias, least)
    report("trained on", learned, weights, bias, least)
    report("held back ", exam, weights, bias, least)
    return 0


def both(usual: Shown, harsh: Shown) -> Shown:
    """The two together."""
    return Shown(
        np.concatenate([usual.numbers, harsh.numbers]),
        np.concatenate([usual.by_hand, harsh.by_hand]),
        np.concatenate([usual.sizes, harsh.sizes]),
        usual.faces + harsh.faces,
    )


def shown(faces: Faces, seed: int, count: int, *, harsh: bool = False) -> Shown:
    """`count` lines, half of them by hand, as the recogniser sees them."""
    rng, recogniser = Random(seed), Recogniser(1)  # noqa: S311 - drawings need no cryptography
    rows, by_hand, sizes, names = [], [], [], []
    for number in range(count):
        drawn = single_lines.line(rng, faces, handwritten=number % 2 == 0, harsh=harsh)
        if min(drawn.image.shape[:2]) < 8:
            continue
        rows.append(recogniser.inner(drawn.image).mean(axis=1))
        by_hand.append(drawn.handwritten)
        sizes.append(handwriting.size_of(drawn.text))
        names.append(drawn.face)
    return Shown(np.array(rows, float), np.array(by_hand), np.array(sizes), tuple(names))


def fitted(seen: Shown) -> tuple[Numbers, float]:
    """Weights and bias of a logistic regression with a penalty on large weights, by Newton."""
    middle, spread = seen.numbers.mean(axis=0), seen.numbers.std(axis=0) + 1e-6
    rows = np.c_[(seen.numbers - middle) / spread, np.ones(len(seen.numbers))]
    penalty = np.eye(rows.shape[1]) * _PENALTY
    penalty[-1, -1] = 0.0
    found = np.zeros(rows.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (chance - seen.by_hand) + penalty @ found
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + penalty
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ middle)


def least_score(seen: Shown) -> float:
    """What a piece must reach, before judges that had not seen its face, for few false alarms."""
    fold = np.array([zlib.crc32(face.encode()) % _FOLDS for face in seen.faces])
    heights: list[float] = []
    for out in range(_FOLDS):
        kept, left = fold != out, fold == out
        part = Shown(seen.numbers[kept], seen.by_hand[kept], seen.sizes[kept], ())
        weights, bias = fitted(part)
        typed = left & ~seen.by_hand
        strength = (seen.numbers[typed] @ weights + bias) * handwriting.say(seen.sizes[typed])
        heights.extend(strength.tolist())
    return float(np.quantile(heights, 1 - _FALSE_ALARMS))


def report(name: str, seen: Shown, weights: Numbers, bias: float, least: float) -> None:
    """How many written lines are found and how many typed ones accused, and in which faces."""
    alarm = (seen.numbers @ weights + bias) * handwriting.say(seen.sizes) >= least
    for sort, chosen in (("short", seen.sizes < 4), ("long ", seen.sizes >= 4)):
        found, accused = alarm[chosen & seen.by_hand], alarm[chosen & ~seen.by_hand]
        print(
            f"{name} {sort}: {found.mean():.3f} of {len(found)} written lines found, "
            f"{accused.mean():.3f} of {len(accused)} typed lines accused"
        )
    wrong = Counter(
        face
        for face, told, true in zip(seen.faces, alarm, seen.by_hand, strict=True)
        if told != true
    )
    print("  wrong most often:", dict(wrong.most_common(6)))


def write(weights: Numbers, bias: float, least: float) -> None:
    """Put the weights beside the module that uses them."""
    model = inference.model_path("rapidocr", MODEL)
    plain = {
        "network": MODEL,
        "digest": hashlib.sha256(model.read_bytes()).hexdigest()[:16],
        "inside": handwriting.INSIDE,
        "least": round(least, 3),
        "bias": round(bias, 4),
        "weights": [round(weight, 4) for weight in weights.tolist()],
    }
    handwriting.WEIGHTS.write_text(json.dumps(plain) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
