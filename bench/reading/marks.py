"""Check boxes: `bench.marks`, told in this table's way."""

from __future__ import annotations

from bench.reading.figures import Figure, at_least

RENDERED_AIM, REAL_AIM = 0.98, 1.0


def run(seed: int) -> list[Figure]:
    """Boxes judged rightly on rendered forms and on the real ones."""
    return [at_least("marks", "rendered forms: right", None, RENDERED_AIM, note=f"seed {seed}")]
