"""Teaching a form (教模板): one corrected document becomes a template, a second improves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.document import Document
from domain.errors import UsageError
from domain.fields import FieldKey, FieldReading
from domain.forms import Part
from domain.geometry import Box
from domain.page import Page
from domain.template import Template, TemplatePage
from domain.text import squeezed
from ingest.templates.fill import NOT_TICKED, TICKED
from ingest.templates.make import Shown, improve, learn
from ingest.templates.printed import Print, around

_FEWEST_ANCHORS = 6
_MOST_EXAMPLES = 10
"""After so many examples a form is known; ten more teach nothing."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of teaching: the template, and the fields whose place could not be found."""

    template: Template
    unplaced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The type a form is taught as."""

    key: str
    name: str
    part: Part


def teach(
    document: Document, pages: Sequence[Page], named: Named, known: Template | None
) -> Lesson:
    """Make a template of a corrected document, or improve the one of its type.

    Every value in force shows its place: where it was read, else where its words stand on a page.
    Raises UsageError when the document shows too little, or is not the form known by that type.
    """
    shown, unplaced = _shown(document, pages)
    if known is not None and document.id in known.examples:
        known = None if len(known.examples) == 1 else known
    if known is None:
        made = tuple(learn(page, shown.get(page.number, ())) for page in pages)
        _check(document, made)
        template = Template(named.key, named.name, named.part, made, (document.id,))
    else:
        template = _improved(document, pages, shown, known)
    return Lesson(template, unplaced)


def _shown(
    document: Document, pages: Sequence[Page]
) -> tuple[dict[int, list[Shown]], tuple[str, ...]]:
    prints = {page.number: Print(page) for page in pages}
    shown: dict[int, list[Shown]] = {}
    unplaced: list[str] = []
    for reading in document.fields:
        if not reading.value:
            continue
        found = _place(reading, prints)
        if found is None:
            unplaced.append(str(reading.key))
            continue
        number, box = found
        mark = reading.raw in (TICKED, NOT_TICKED)
        text = "" if mark else reading.raw if reading.box.area else reading.value
        shown.setdefault(number, []).append(
            Shown(FieldKey(reading.key), reading.label, box, mark, text)
        )
    return shown, tuple(unplaced)


def _place(reading: FieldReading, prints: dict[int, Print]) -> tuple[int, Box] | None:
    """Page and place of a value: its own, else the only one at which its words stand."""
    if reading.box.area > 0.0 and reading.page in prints:
        return reading.page, reading.box
    wanted = squeezed(reading.value)
    found = [
        (number, around(place))
        for number, page in prints.items()
        for place in (page.places(wanted) if wanted else ())
    ]
    return found[0] if len(found) == 1 else None


def _check(document: Document, pages: Sequence[TemplatePage]) -> None:
    anchors = sum(len(page.anchors) for page in pages)
    slots = sum(len(page.slots) for page in pages)
    if anchors < _FEWEST_ANCHORS or not slots:
        raise UsageError(
            document.id,
            f"it shows {slots} values among {anchors} pieces of print; a form needs at least one "
            f"value and {_FEWEST_ANCHORS} pieces of print that stay",
        )


def _improved(
    document: Document, pages: Sequence[Page], shown: dict[int, list[Shown]], known: Template
) -> Template:
    if len(known.examples) >= _MOST_EXAMPLES:
        raise UsageError(document.id, f"{known.name} was taught by {_MOST_EXAMPLES} examples")
    better = [
        improve(page, example, shown.get(example.number, ()))
        for page, example in zip(known.pages, pages, strict=False)
    ]
    if not better or any(page is None for page in better):
        raise UsageError(document.id, f"its print is not that of {known.name}")
    made = tuple(page for page in better if page is not None)
    return Template(
        known.type_key,
        known.name,
        known.part,
        (*made, *known.pages[len(made) :]),
        tuple(dict.fromkeys((*known.examples, document.id))),
    )
