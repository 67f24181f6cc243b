"""Check boxes: what `bench.marks` counts, told in this table's way.

Right is a box found with its state, of all boxes and of those found where none is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

from bench import marks
from bench.hostile import corpora
from bench.marks import Tally
from bench.reading import ours
from bench.reading.figures import Figure, at_least, at_most
from ingest.readers.page import make_readers

RENDERED_AIM, REAL_AIM = 0.98, 1.0


def run(seed: int, count: int) -> list[Figure]:
    """Boxes of so many rendered forms of each kind, and of the real ones."""
    with ours.processes(1, loaded=False) as pool:
        tallies = pool.submit(partial(_tallies, seed, count)).result()
    return [*figures(tallies[:4]), _ghosts(tallies[4]), *_real(tallies[5:])]


def _tallies(seed: int, count: int) -> list[Tally]:
    return list(_each(seed, count))


def _each(seed: int, count: int) -> Iterator[Tally]:
    """Printed and drawn marks, mild and rough, prose, the real forms. Runs in its own process."""
    readers = make_readers(ours.OPTIONS)
    for by_hand, rough in product((False, True), repeat=2):
        ours.say(f"marks: {'drawn' if by_hand else 'printed'}, {'rough' if rough else 'mild'}")
        yield marks.rendered(readers, seed, count, by_hand=by_hand, rough=rough)
    ours.say("marks: prose")
    yield marks.prose(readers, seed, count)
    if (corpora() / "forms_zh").is_dir():
        yield marks.forms_zh(readers)


def figures(tallies: list[Tally]) -> list[Figure]:
    """All rendered forms together, each kind in the note."""
    right, counted = sum(t.right for t in tallies), sum(t.truth + t.ghosts for t in tallies)
    told = ", ".join(f"{t.name} {t.right / max(1, t.truth + t.ghosts):.3f}" for t in tallies)
    pages = sum(t.pages for t in tallies)
    note = f"{right} of {counted} boxes on {pages} forms; {told}"
    return [
        at_least("marks", "rendered forms: right", right / max(1, counted), RENDERED_AIM,
                 digits=3, note=note),
    ]  # fmt: skip


def _ghosts(prose: Tally) -> Figure:
    note = f"{prose.pages} pages without a box; {'; '.join(prose.wrong[:5])}".rstrip("; ")
    return at_most("marks", "boxes seen in printed prose", prose.ghosts, 0, digits=0, note=note)


def _real(tallies: list[Tally]) -> list[Figure]:
    what = "forms_zh/images: right"
    if not tallies:
        return [at_least("marks", what, None, REAL_AIM, note="not at hand; $ANJUAN_CORPORA")]
    (real,) = tallies
    counted = real.truth + real.ghosts
    note = f"{real.right} of {counted} boxes; {'; '.join(real.wrong)}".rstrip("; ")
    return [at_least("marks", what, real.right / max(1, counted), REAL_AIM, digits=3, note=note)]
