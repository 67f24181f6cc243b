"""What stands together on a page, cut apart at wide gaps, cell borders and colons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.geometry import Box
from domain.page import Line, Page
from ingest.fields.pairs.looks import is_datum
from ingest.forms.strips import Strip, glyphs_of, strip_of

WIDE = 1.0
"""In heights: words farther apart do not belong together."""

_COLON = re.compile(r"[:：﹕︰](?=\s|$|[^0-9/\\:])|(?<=[^0-9\s])\s?[:：﹕︰](?=[0-9])")
"""A colon that may close a label: not one in a time of day, nor in an address of the web."""
_LEADER = re.compile(r"(?<=[\w.)#])\s*(?:-{2,}|[—–]+|\.{3,}|_{2,}|…+)[-—–._…\s]*")
"""A line or dots that lead from a label to its value."""
_FIGURE = re.compile(
    r"(?:[A-Z][A-Za-z.&'/()#-]*\s+){0,3}?[A-Z][A-Za-z&'/()#-]{2,}[.#]?\s*"
    r"(?P<value>[-$£€¥(]{0,2}[0-9][0-9.,/:()-]*(?:\s[0-9.,/:()-]+)*\s?(?:%|[A-Za-z]{1,5}\.?)?)"
)
"""A label with its figure right behind it: Filter Length 20 mm."""
_ADDRESSED = re.compile(r"(?:[A-Z][a-z]+ ){1,3}(?:[Bb]y|[Tt]o|[Ff]rom|[Nn]o\.)[,.]? (?=[A-Z(0-9])")
"""A label that ends as only labels do: Written by, Copies to."""
_NAME = re.compile(r"[^\W\d][^\d:：]{1,39}")
"""Words that a leader may part from their value."""
_MOST_WORDS = 10
_SAYS = re.compile(r"[^\W_]|[☑☒√✓✔$￥¥£€]")
"""What a phrase must hold to say anything."""
_ENDED = re.compile(r"[a-z]{3,}\.\s+[A-Z(]|[。！？；]")
"""The end of a sentence."""
_NEXT_LABEL = re.compile(r"(?<=\s)(?:[A-Z#(][\w.'/&#()-]*\s*){1,4}$|(?<=\s)[一-鿿]{2,8}$")
"""Words before a second colon that are the second label, not the end of the first value."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together; `closed` says that a colon makes them a label.

    `cell` is the number of the wired cell they stand in, -1 for none.
    """

    strip: Strip
    text: str
    box: Box
    height: float
    confidence: float
    cell: int
    closed: bool

    @classmethod
    def of(cls, strip: Strip, cell: int, *, closed: bool) -> Phrase:
        """The words of `strip`."""
        words = " ".join(strip.text.split())
        return cls(strip, words, strip.box, strip.height, strip.confidence, cell, closed)


def phrases_of(page: Page, aspect: float) -> list[Phrase]:
    """The phrases of `page`, top to bottom; `aspect` is the page's width over its height."""
    cells = [cell.box for table in page.tables if table.wired for cell in table.cells]
    made = [
        part for line in page.lines if line.text.strip() for part in _of_line(line, cells, aspect)
    ]
    made = [part for phrase in made for part in _without_figure(phrase, made)]
    return sorted(made, key=lambda phrase: (round(phrase.box.centre[1], 2), phrase.box.x0))


def _without_figure(phrase: Phrase, others: Sequence[Phrase]) -> Iterator[Phrase]:
    """A label parted from its figure, where no further figures stand on the row."""
    figure = (
        None if phrase.closed or is_datum(phrase.text) else _FIGURE.fullmatch(phrase.strip.text)
    )
    if figure is None or any(
        is_datum(other.text) and other.box.same_row(phrase.box) for other in others
    ):
        yield phrase
        return
    cut = figure.start("value")
    for start, end in ((0, cut), (cut, len(phrase.strip.glyphs))):
        part = phrase.strip.part(start, end)
        if part is not None:
            yield Phrase.of(part, phrase.cell, closed=start == 0)


def _of_line(line: Line, cells: Sequence[Box], aspect: float) -> Iterator[Phrase]:
    strip = strip_of(glyphs_of(line))
    if strip is None:
        return
    centre = line.box.centre
    cell = next((at for at, box in enumerate(cells) if box.holds(centre)), -1)
    for piece in _at_gaps(strip, aspect):
        for part, closed in _at_colons(piece):
            yield Phrase.of(part, cell, closed=closed)


def _at_gaps(strip: Strip, aspect: float) -> Iterator[Strip]:
    """The parts of a strip between its wide gaps."""
    start = 0
    for at in range(1, len(strip.glyphs) + 1):
        ended = at == len(strip.glyphs)
        if ended or (
            not strip.glyphs[at].character.isspace() and strip.gap_before(at, aspect) >= WIDE
        ):
            piece = strip.part(start, at)
            if piece is not None:
                yield piece
            start = at


def _at_colons(strip: Strip) -> Iterator[tuple[Strip, bool]]:
    """The labels that colons close, and what stands between them."""
    text, start = strip.text, 0
    for colon in _COLON.finditer(text):
        before = text[start : colon.start()]
        second = _NEXT_LABEL.search(before) if start else None
        if start and before.strip() and second is None:
            continue
        label_from = start + (second.start() if second else 0)
        if not _is_label(text[label_from : colon.start()]):
            continue
        yield from _piece(strip, start, label_from, closed=False)
        yield from _piece(strip, label_from, colon.end(), closed=True)
        start = colon.end()
    yield from _at_leader(strip, start, len(text))


def _at_leader(strip: Strip, start: int, end: int) -> Iterator[tuple[Strip, bool]]:
    """A label parted from what follows it without a colon: by a leader, or by its own last word."""
    piece = strip.part(start, end)
    if piece is None:
        return
    text = piece.text
    cut = _label_end(text)
    if cut is None or start:
        yield from _piece(strip, start, end, closed=False)
        return
    yield from _piece(piece, 0, cut, closed=True)
    value = _LEADER.match(text, cut)
    yield from _piece(piece, value.end() if value else cut, len(text), closed=False)


def _is_label(text: str) -> bool:
    """Whether words before a colon can be a label: no sentence, no address, no open bracket."""
    opened = sum(text.count(mark) for mark in "(（[")
    closed = sum(text.count(mark) for mark in ")）]")
    few = len(text.split()) <= _MOST_WORDS and "://" not in text
    return few and opened == closed and not _ENDED.search(text.strip())


def _label_end(text: str) -> int | None:
    """Where a label ends that no colon closes; None where nothing says that one does."""
    led = _LEADER.search(text)
    if led and _NAME.fullmatch(text[: led.start()]):
        return led.start()
    addressed = _ADDRESSED.match(text)
    return addressed.end() if addressed else None


def _piece(strip: Strip, start: int, end: int, *, closed: bool) -> Iterator[tuple[Strip, bool]]:
    part = strip.part(start, end)
    if part is not None and _SAYS.search(part.text):
        yield part, closed


def joined(phrases: Iterable[Phrase]) -> str:
    """The words of several phrases, line by line."""
    text, before = "", None
    for phrase in phrases:
        if before is not None:
            text += " " if before.box.same_row(phrase.box) else "\n"
        text, before = text + phrase.text, phrase
    return text
