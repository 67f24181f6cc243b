"""What was written into a form: all that stands in its places and is not the form's own print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.geometry import Box
from domain.page import CheckBox
from domain.template import Slot
from ingest.forms.strips import Glyph, Strip, rows
from ingest.templates.fit import Fit
from ingest.templates.printed import Print

TICKED, NOT_TICKED = "☑", "☐"
"""What a box to be ticked says."""

_MOST = 0.6
"""Share of a word inside one of several places from which all of it belongs there."""

_SPACE = 1.2
"""Room between two words, in widths of the widest letter, that is no more than a space."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One place of a form on a scan and what stands there; an empty `text` is a blank.

    `confidence` is the reader's mean in the text, `weakest` that in its least sure character.
    """

    slot: Slot
    place: Box
    text: str
    confidence: float
    weakest: float = 1.0
    handwritten: bool = False


def fill(fitted: Fit, page: Print) -> tuple[Filled, ...]:
    """What stands in every place of the template, in its order."""
    slots = fitted.template.slots
    places = [fitted.place(slot.box) for slot in slots]
    written = _written(fitted, page, [p for p, s in zip(places, slots, strict=True) if not s.mark])
    filled = []
    for slot, place in zip(slots, places, strict=True):
        if slot.mark:
            filled.append(_mark(slot, place, page.page.checkboxes))
        else:
            filled.append(_text(slot, place, written.get(place, [])))
    return tuple(filled)


_Runs = dict[Box, list[list[Glyph]]]


def _written(fitted: Fit, page: Print, places: list[Box]) -> _Runs:
    """The words of each line that are no print of the form, by the place they stand in."""
    found: _Runs = {}
    for line in page.page_glyphs:
        by_place: _Runs = {}
        for place, part in _adopted(_parts(line, fitted.printed, places)):
            by_place.setdefault(place, []).append(part)
        for place, parts in by_place.items():
            found.setdefault(place, []).append(_spaced(parts))
    return found


_Part = tuple[Box | None, list[Glyph]]


def _parts(line: list[Glyph], printed: frozenset[int], places: list[Box]) -> list[_Part]:
    """What is written on a line, word by word, each with the place it stands in or None."""
    return [part for word in _words(line, printed) for part in _placed(word, places)]


def _adopted(parts: list[_Part]) -> list[tuple[Box, list[Glyph]]]:
    """The parts that stand in a place, and those that go on where such a one ends or begins."""
    known = list(parts)
    for order in (range(1, len(known)), range(len(known) - 2, -1, -1)):
        for at in order:
            beside = known[at - 1] if order.step > 0 else known[at + 1]
            if known[at][0] is None and beside[0] is not None and _close(known[at][1], beside[1]):
                known[at] = (beside[0], known[at][1])
    return [(place, part) for place, part in known if place is not None]


def _close(one: list[Glyph], other: list[Glyph]) -> bool:
    """Whether two words of a line follow each other with no more than a space between them."""
    left, right = sorted((one, other), key=lambda part: part[0].box.x0)
    width = max(glyph.box.width for glyph in (*one, *other))
    return right[0].box.x0 - left[-1].box.x1 < _SPACE * width


def _words(line: list[Glyph], printed: frozenset[int]) -> list[list[Glyph]]:
    """Runs without a space that are no print of the form."""
    words: list[list[Glyph]] = [[]]
    for glyph in line:
        if glyph.character.isspace() or id(glyph) in printed:
            words.append([])
        else:
            words[-1].append(glyph)
    return [word for word in words if word]


def _placed(word: list[Glyph], places: list[Box]) -> list[_Part]:
    """Where a word belongs: whole to the one place it touches, cut where it touches several."""
    at = [_place_of(glyph.box, places) for glyph in word]
    touched = [place for place in dict.fromkeys(at) if place is not None]
    if len(touched) < 2:
        return [(touched[0] if touched else None, word)]
    most = max(touched, key=at.count)
    if at.count(most) >= _MOST * len(word):
        return [(most, word)]
    pieces: list[_Part] = []
    for glyph, place in zip(word, at, strict=True):
        if pieces and (place is None or pieces[-1][0] == place):
            pieces[-1][1].append(glyph)
        else:
            pieces.append((place, [glyph]))
    return pieces


def _spaced(words: list[list[Glyph]]) -> list[Glyph]:
    """The words of a line as one run, with a space where two stand apart."""
    run = list(words[0])
    for word in words[1:]:
        left, right = run[-1].box, word[0].box
        if right.x0 - left.x1 > 0.2 * min(left.width, right.width):
            between = Box.clipped(min(left.x1, right.x0), right.y0, right.x0, right.y1)
            run.append(Glyph(" ", between, word[0].confidence))
        run += word
    return run


def _place_of(box: Box, places: Iterable[Box]) -> Box | None:
    """The place that holds a glyph's middle; of several the one whose middle line is nearest."""
    x, y = box.centre
    held = [place for place in places if place.x0 <= x <= place.x1 and place.y0 <= y <= place.y1]
    return min(held, key=lambda place: abs(place.centre[1] - y), default=None)


def _text(slot: Slot, place: Box, runs: list[list[Glyph]]) -> Filled:
    strips = rows(runs)
    if not strips:
        return Filled(slot, place, "", 1.0)
    glyphs = [glyph for strip in strips for glyph in strip.glyphs if not glyph.character.isspace()]
    return Filled(
        slot=slot,
        place=Box.around(strip.box for strip in strips),
        text=_joined(strips),
        confidence=sum(glyph.confidence for glyph in glyphs) / len(glyphs),
        weakest=min(glyph.confidence for glyph in glyphs),
        handwritten=any(glyph.handwritten for glyph in glyphs),
    )


def _joined(strips: list[Strip]) -> str:
    """Lines of a value as one; a space between them unless both sides are ideographs."""
    text = ""
    for strip in strips:
        apart = text and text[-1].isascii() and strip.text[0].isascii()
        text += (" " if apart else "") + strip.text
    return text


def _mark(slot: Slot, place: Box, boxes: Iterable[CheckBox]) -> Filled:
    near = [box for box in boxes if box.box.overlap(place) > 0.0]
    if not near:
        return Filled(slot, place, "", 1.0)
    best = max(near, key=lambda box: box.box.overlap(place))
    return Filled(
        slot, best.box, TICKED if best.checked else NOT_TICKED, best.confidence, best.confidence
    )
