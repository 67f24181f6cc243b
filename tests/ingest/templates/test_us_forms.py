"""Real forms taught from one example, the others read by place. Source: see the corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.fields import FieldKey
from domain.geometry import Box
from domain.page import Page
from domain.text import squeezed
from ingest import formats
from ingest.options import ReadingOptions
from ingest.readers.page import make_readers, read
from ingest.templates.fill import TICKED, fill
from ingest.templates.fit import fit
from ingest.templates.make import Shown, learn
from ingest.templates.printed import Print
from tests.ingest.sheets import corpus

_MARKS = {"selected": True, "unselected": False}


def _labels(path: Path) -> Iterator[tuple[Shown, int, str]]:
    """The labelled values of a form: each with its place, its page and its text."""
    told = json.loads(path.with_name(path.name + ".labels.json").read_text("utf-8"))
    for label in told["labels"]:
        boxes = [box for value in label["value"] for box in value["boundingBoxes"]]
        if boxes:
            text = " ".join(value["text"] for value in label["value"])
            place = Box.around(_box(box) for box in boxes)
            key = FieldKey(label["label"])
            shown = Shown(key, label["label"], place, text in _MARKS, text)
            yield shown, label["value"][0]["page"], text


def _box(corners: list[float]) -> Box:
    return Box.clipped(min(corners[::2]), min(corners[1::2]), max(corners[::2]), max(corners[1::2]))


def _first_page(path: Path) -> Page:
    options = ReadingOptions()
    return read(formats.page(path, 1, options), 1, make_readers(options)).page


@pytest.mark.parametrize("kind", ["w9", "w8ben"])
def test_one_example_teaches_the_other_forms(kind: str) -> None:
    folder = corpus("forms_us", kind)
    first, *others = [
        path
        for path in sorted(folder.glob("*.pdf"))
        if path.with_name(path.name + ".labels.json").exists()
    ]
    taught = learn(_first_page(first), [s for s, page, _ in _labels(first) if page == 1])
    known = {slot.key for slot in taught.slots}
    right = total = 0
    for path in others:
        page = Print(_first_page(path))
        fitted = fit(taught, page)
        assert fitted is not None, path.name
        found = {filled.slot.key: filled.text for filled in fill(fitted, page)}
        for shown, number, text in _labels(path):
            if number == 1 and shown.key in known:
                total += 1
                said = found[shown.key]
                marked = text in _MARKS and (said == TICKED) is _MARKS[text]
                right += marked or squeezed(said) == squeezed(text)
    assert total >= 40
    assert right >= 0.9 * total, (right, total)
