"""The text layer of a born-digital PDF page, used only where it says what the page shows."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pdfplumber
import pypdfium2
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from domain.geometry import Box
from domain.page import Line
from ingest.formats.damage import DAMAGE
from ingest.formats.form_fields import Field, fields
from ingest.formats.glyphs import Glyph, line_of, side_by_side, with_gaps
from ingest.formats.pictographs import plain

# What these libraries say about odd files is said again, and better, by our own errors.
for _name in ("pdfminer", "pypdfium2"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_FEWEST = 20
"""A page with fewer characters is read: its text may be a stamp or a page number only."""

_MOST = 40_000
"""No page of paper holds more characters; a layer that does is a trap for its parser."""

_MOST_STRANGE = 0.02
"""Share of characters without meaning or width from which the layer counts as broken."""

_MOST_TURNED = 0.1
"""Share of characters that do not stand upright from which the page is read instead."""

_SHADOW = 0.1
"""A shadow lies about so much of the type's size away; the narrowest letters are twice as wide."""

_NEAR = (-1, 0, 1)
"""Neighbouring places, one shadow's width apart."""

_BELOW = 0.2
"""How far letters reach below the line on which they are set, in shares of their size."""


def lines(document: pypdfium2.PdfDocument, index: int) -> tuple[Line, ...] | None:
    """Lines of the page at `index` from its text layer; None where the layer is not to be trusted.

    Filled form fields are part of it, and boxes to be marked stand in it as ☑ and □. A layer over
    which the parser stumbles is not to be trusted; the page itself can be read all the same. The
    page is handed to pdfplumber as a file of its own, so that a long document is not parsed again
    for every page.
    """
    try:
        return _trusted(document, index)
    except (PdfminerException, PSException, pypdfium2.PdfiumError, *DAMAGE):
        return None


def _trusted(document: pypdfium2.PdfDocument, index: int) -> tuple[Line, ...] | None:
    filled = fields(document[index])
    if not _promises_text(document, index, filled):
        return None
    with pdfplumber.open(io.BytesIO(_alone(document, index))) as single:
        sheet = single.pages[0]
        chars = [_with_meaning(char) for char in _once(sheet.chars)]
        printed = [char for char in chars if char["text"].strip()]
        if printed and not _is_good(printed):
            return None
        glyphs = list(_glyphs(sheet, chars))
        aspect = float(sheet.cropbox[2] - sheet.cropbox[0]) / float(
            sheet.cropbox[3] - sheet.cropbox[1]
        )
    found = tuple(_lines(_with_fields(glyphs, filled), aspect))
    return found if _letters(found) >= _FEWEST else None


def _letters(found: Iterable[Line]) -> int:
    return sum(len("".join(line.text.split())) for line in found)


def _promises_text(document: pypdfium2.PdfDocument, index: int, filled: Sequence[Field]) -> bool:
    """A quick look, so that scans never meet the slower parser."""
    sheet = document[index]
    if sheet.formenv:
        sheet.flatten()
        sheet = document[index]
    text = sheet.get_textpage().get_text_range()
    stated = "".join((text, *(field.text for field in filled)))
    return _FEWEST <= len("".join(stated.split())) <= _MOST


def _alone(document: pypdfium2.PdfDocument, index: int) -> bytes:
    single = pypdfium2.PdfDocument.new()
    try:
        single.import_pages(document, [index])
        held = io.BytesIO()
        single.save(held)
        return held.getvalue()
    finally:
        single.close()


def _once(chars: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each character once; bold type and shadows are often the same text set twice, a bit apart.

    Characters are looked up by the point on which they start. pdfplumber's own way sorts the page
    several times over, which takes as long as parsing it.
    """
    seen: set[tuple[object, ...]] = set()
    for char in chars:
        kind = (char["text"], char["fontname"], char["size"])
        grain = _SHADOW * max(float(char["size"]), 1.0)
        across, down = round(char["x0"] / grain), round(char["top"] / grain)
        if (*kind, across, down) in seen:
            continue
        seen.update((*kind, across + right, down + under) for right in _NEAR for under in _NEAR)
        yield char


def _is_good(chars: Sequence[dict[str, Any]]) -> bool:
    strange = sum(_is_strange(char["text"]) or char["x1"] <= char["x0"] for char in chars)
    turned = sum(not char["upright"] for char in chars)
    return strange <= _MOST_STRANGE * len(chars) and turned <= _MOST_TURNED * len(chars)


def _with_meaning(char: dict[str, Any]) -> dict[str, Any]:
    """The character, with its sign in Unicode where its font is one of pictographs."""
    meant = plain(char["text"], str(char["fontname"]))
    return char if meant == char["text"] else {**char, "text": meant}


def _is_strange(text: str) -> bool:
    """Whether a character has no meaning: unmapped, private, a control or a replacement mark."""
    if text.startswith("(cid:"):
        return True
    return any(
        unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs") or char == "�" for char in text
    )


def _glyphs(sheet: Any, chars: Iterable[dict[str, Any]]) -> Iterator[Glyph]:
    """Characters on the visible part of the page, in its shares.

    Fonts lie about their height, so that neighbours of two fonts would seem to stand on different
    lines. All boxes are therefore measured from the line on which the characters were set.
    """
    left, top, right, bottom = (float(edge) for edge in sheet.cropbox)
    width, height = right - left, bottom - top
    foot = float(sheet.mediabox[3])
    for char in chars:
        if not char["upright"] or not left <= (char["x0"] + char["x1"]) / 2 <= right:
            continue
        size = float(char["size"])
        line = foot - float(char["matrix"][5])
        if not char["top"] - size <= line <= char["bottom"] + size:
            line = char["bottom"] - _BELOW * size
        box = Box.clipped(
            (char["x0"] - left) / width,
            (line - (1 - _BELOW) * size - top) / height,
            (char["x1"] - left) / width,
            (line + _BELOW * size - top) / height,
        )
        yield Glyph(unicodedata.normalize("NFC", char["text"]), box)


def _with_fields(glyphs: Sequence[Glyph], filled: Sequence[Field]) -> Iterator[Glyph]:
    """The page's characters, with signs for marked boxes and the values that nobody drew."""
    marks = [field for field in filled if field.is_mark]
    for glyph in glyphs:
        if not any(field.box.holds(glyph.box.centre) for field in marks):
            yield glyph
    for field in filled:
        if field.is_mark:
            yield Glyph(field.text, field.box)
        elif not any(field.box.holds(glyph.box.centre) for glyph in glyphs):
            yield from _written(field)


def _written(field: Field) -> Iterator[Glyph]:
    """A value spread over its field, since nothing says where a viewer would set it."""
    rows = field.text.splitlines()
    height = field.box.height / len(rows)
    for row, text in enumerate(rows):
        top = field.box.y0 + row * height
        step = min(field.box.width / len(text), height) if text else 0.0
        for column, char in enumerate(text):
            left = field.box.x0 + column * step
            yield Glyph(char, Box.clipped(left, top, left + step, top + height))


def _lines(glyphs: Iterable[Glyph], aspect: float) -> Iterator[Line]:
    for row in _rows(glyphs):
        for run in side_by_side(row, aspect):
            line = line_of(with_gaps(run, aspect))
            if line:
                yield line


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters set on one line, rows from top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: item.box.y1):
        if rows and _on_one_line(rows[-1][0], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda item: item.box.x0) for row in rows]


def _on_one_line(first: Glyph, other: Glyph) -> bool:
    lower = min(first.box.height, other.box.height)
    return abs(first.box.y1 - other.box.y1) <= 0.3 * lower
