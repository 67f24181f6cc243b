"""On cards whose layout nobody chose, printed values are found exactly, blanks stay blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from domain.fields import FieldReading
from domain.geometry import Box
from domain.page import Line, Page, Word
from domain.text import squeezed
from ingest.fields.extract import extract
from ingest.forms.catalogue import load
from ingest.forms.detect import detect
from tests.ingest.fields.random_cards import Card, card

CARDS = 120


def _jitter(rng: Random, box: Box) -> Box:
    def move() -> float:
        return rng.uniform(-0.0012, 0.0012)

    return Box.clipped(box.x0 + move(), box.y0 + move(), box.x1 + move(), box.y1 + move())


def _unsteady(rng: Random, read: Page) -> Page:
    """Boxes as a detector gives them: never quite where the print is, words sometimes unknown."""
    lines = []
    for one in read.lines:
        words = tuple(Word(w.text, _jitter(rng, w.box), w.confidence) for w in one.words)
        kept = words if rng.random() < 0.8 else ()
        lines.append(replace(one, words=kept, box=_jitter(rng, one.box)))
    rng.shuffle(lines)
    return replace(read, lines=tuple(lines))


def _misread_labels(rng: Random, read: Page, labels: set[str]) -> Page:
    """One wrong character in a fifth of the labels of four characters and more."""

    def misread(one: Line) -> Line:
        label = next((label for label in labels if one.text.startswith(label)), "")
        if len(label) < 4 or rng.random() > 0.2:
            return one
        place = rng.randrange(len(label))
        text = one.text[:place] + rng.choice("囗亍彡尸丬") + one.text[place + 1 :]
        return replace(one, text=text, words=())

    return replace(read, lines=tuple(misread(one) for one in read.lines), tables=read.tables)


def _plain(_rng: Random, made: Card) -> Page:
    return made.page


def _shaken(rng: Random, made: Card) -> Page:
    return _unsteady(rng, made.page)


def _misread(rng: Random, made: Card) -> Page:
    return _misread_labels(rng, made.page, {label for _, label, _ in made.truth})


def _right(key: str, value: str, readings: tuple[FieldReading, ...]) -> bool:
    own = [reading for reading in readings if reading.key == key]
    if not value:
        return not any(reading.value for reading in own)
    return any(squeezed(reading.raw) == squeezed(value) for reading in own)


@pytest.mark.parametrize(("harm", "least"), [(_plain, 0.995), (_shaken, 0.985), (_misread, 0.97)])
def test_printed_values_are_exact_on_cards_of_random_layout(
    harm: Callable[[Random, Card], Page], least: float
) -> None:
    seed = Random().randrange(10**6)
    rng = Random(seed)
    right = printed = 0
    wrong: list[str] = []
    for _ in range(CARDS):
        made = card(rng)
        read = harm(rng, made)
        match = detect(read, load())
        readings = extract(read, load(), None, 0.9, match)
        assert load().type(match.best).family == "card", (
            f"seed {seed}: {match.title} {match.evidence[:2]}"
        )
        for key, label, value in made.truth:
            fits = _right(key, value, readings)
            printed += 1
            right += fits
            if not fits:
                wrong.append(f"{made.layout} {label} {value!r}")
    assert right / printed >= least, f"seed {seed}: {right} of {printed}; {wrong[:12]}"
