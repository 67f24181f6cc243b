"""What confidence is worth: each band of it against the share that was right, on fresh pages."""

from __future__ import annotations

from collections.abc import Sequence

from bench.reading import scores
from bench.reading.figures import Figure
from bench.reading.fresh import Tally
from bench.reading.scores import Band, Judged

_HEAD = """# What a confidence is worth

Printed by `python -m bench.reading --only fresh --reliability docs/reliability.md` on {pages} fresh
degraded pages (seed {seed}), half mildly and half roughly treated, in Simplified, Traditional and
English. A character's confidence is that of its word. A line's confidence is the mean of its
characters', so it states what share of them is right. A line is counted right only when all of its
letters and digits are: how sure one may be of that is the product of its characters' confidences,
which is the third table.
"""


def judged(tally: Tally) -> dict[str, list[Judged]]:
    """All characters and all lines of a run."""
    return {
        "characters": [one for page in tally.pages for one in page.characters],
        "lines": [one for page in tally.pages for one in page.lines],
        "lines by chance": [one for page in tally.pages for one in page.chances],
    }


def figures(tally: Tally) -> list[Figure]:
    """Expected calibration error, and the share that was right from a high confidence on."""
    found: list[Figure] = []
    for what, all_judged in judged(tally).items():
        bands = scores.reliability(all_judged)
        told = "; ".join(f"≥ {b.low:g}: {b.right:.4f} of {b.count}" for b in bands[-4:])
        error = 100 * scores.calibration_error(bands)
        found.append(
            Figure(
                "reliability", f"{what}: calibration error", error, unit=" %", note=f"right {told}"
            )
        )
    return found


def document(tally: Tally) -> str:
    """The tables as a document."""
    parts = [_HEAD.format(pages=len(tally.pages), seed=tally.seed)]
    for what, all_judged in judged(tally).items():
        bands = scores.reliability(all_judged)
        error = 100 * scores.calibration_error(bands)
        parts.append(
            f"## {what.capitalize()}\n\n{_table(bands)}\n\n"
            f"Expected calibration error: {error:.2f} %.\n"
        )
    return "\n".join(parts)


def _table(bands: Sequence[Band]) -> str:
    rows = ["| confidence | count | stated | right |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {band.low:g} to {band.high:g} | {band.count} | {band.stated:.4f} | {band.right:.4f} |"
        for band in bands
    ]
    return "\n".join(rows)
