"""Papers as a reader sees them: what stands on them is known, what was read is not always so."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.filing import wording
from bench.filing.forms import Form
from domain.fields import Check, FieldKey, FieldReading
from domain.geometry import Box
from domain.page import Line, Page, Word
from domain.reading import PageReading
from ingest.forms.catalogue import load
from ingest.forms.detect import detect
from tests.factory import names
from tests.factory.people import Client
from tests.ingest.simulated import damaged

_LINE = 0.018
_STEP = 0.028
_CONFUSED = names.BRANDS_SECOND + names.NEUTRAL
_LOST_TITLE = 0.02
_FAINT_TITLE = 0.04


@dataclass(frozen=True, slots=True)
class Noise:
    """Shares of characters of print, and of values, that are misread."""

    print: float = 0.012
    values: float = 0.05


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that arrives, and what is true of it; `owner` is empty for a stranger's."""

    form: Form
    owner: str
    client: Client
    reading: PageReading
    misread: bool


def paper(rng: Random, form: Form, client: Client, owner: str, noise: Noise) -> Paper:
    """A filled-in copy of `form`, as it was read."""
    sheet = _Sheet()
    sheet.title(_title(rng, form, noise))
    if form.code:
        sheet.line(form.code, left=0.7)
    misread = False
    for key, label in form.asks:
        if text := client.get(key):
            misread = sheet.value(rng, key, _misprinted(rng, label, noise.print), text, noise) or (
                misread
            )
    for row in form.rows:
        sheet.line(f"{_misprinted(rng, row, noise.print)}：{wording.entry(rng)}")
    for note in form.notes:
        sheet.line(_misprinted(rng, note, noise.print))
    page = Page(1, 1654, 2339, tuple(sheet.lines))
    match = detect(page, load())
    reading = PageReading(page, match.title, True, match.evidence, tuple(sheet.fields))
    return Paper(form, owner, client, reading, misread)


def _title(rng: Random, form: Form, noise: Noise) -> str:
    """The title as read: now and then under a stamp, or hardly legible."""
    fate = rng.random()
    if fate < _LOST_TITLE:
        return ""
    return _misprinted(rng, form.title, 0.3 if fate < _LOST_TITLE + _FAINT_TITLE else noise.print)


def _misprinted(rng: Random, text: str, rate: float) -> str:
    return "".join(
        rng.choice(_CONFUSED) if char.isalnum() and rng.random() < rate else char for char in text
    )


class _Sheet:
    """A page that is being filled from top to bottom."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.fields: list[FieldReading] = []
        self._top = 0.05

    def title(self, text: str) -> None:
        """Print a title, large and in the middle."""
        if text:
            wide = min(0.8, 0.03 * len(text))
            self._put(text, 0.5 - wide / 2, wide, 0.03)

    def line(self, text: str, left: float = 0.1) -> Box:
        """Print a line."""
        return self._put(text, left, min(0.98 - left, 0.016 * len(text)), _LINE)

    def value(self, rng: Random, key: str, label: str, text: str, noise: Noise) -> bool:
        """Print a label with its value as read; whether it was misread."""
        read, wrong = damaged(rng, key, text) if rng.random() < noise.values else (text, False)
        place = self.line(f"{label}：{read}")
        confidence = rng.uniform(0.6, 0.99) if wrong else rng.uniform(0.95, 1.0)
        agreed = not wrong and rng.random() < 0.75
        share = (len(label) + 1) / (len(label) + 1 + max(1, len(read)))
        self.fields.append(
            FieldReading(
                key=FieldKey(key),
                label=label,
                value=read,
                raw=read,
                page=1,
                box=Box(place.x0 + share * place.width, place.y0, place.x1, place.y1),
                confidence=confidence,
                needs_review=wrong and confidence < 0.9,
                checks=(Check.READERS_AGREE,) if agreed else (),
            )
        )
        return wrong

    def _put(self, text: str, left: float, wide: float, high: float) -> Box:
        box = Box.clipped(left, self._top, left + max(0.01, wide), self._top + high)
        self.lines.append(Line(text, box, 0.98, (Word(text, box, 0.98),)))
        self._top += _STEP + high - _LINE
        return box
