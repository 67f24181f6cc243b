"""Fresh pages to read: forms and letters of the project's generator, and closely printed prose.

Chinese prose is taken from the texts of the search corpora where they are at hand, since they hold
rare characters, numbers and foreign names; else from the generator's own sentences.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from bench.hostile import corpora
from bench.reading import english
from tests.factory import degrade, fonts, phrases
from tests.factory.compose import compose
from tests.factory.fonts import Face, Style
from tests.factory.layout import A4, Drawing, Paper, Pen, wrap
from tests.factory.people import Client
from tests.factory.register import register
from tests.factory.scan import scan, turned
from tests.factory.script import Script
from tests.factory.truth import Rendered

SIMPLIFIED, TRADITIONAL, ENGLISH = "Simplified", "Traditional", "English"

MARGIN = 150

_FRESH: tuple[tuple[str, str], ...] = (
    *((SIMPLIFIED, kind) for kind in ("card", "prose", "contract", "registration", "letter")),
    *((TRADITIONAL, kind) for kind in ("card", "prose", "complaint", "letter", "visit")),
    *((ENGLISH, kind) for kind in ("letter", "prose", "form")),
)
"""Language and kind of fresh pages, in turn."""

_CORPUS = {SIMPLIFIED: "cmrc", TRADITIONAL: "drcd"}
"""How the ids of the passages in either script begin."""

_LATIN_FACES = (
    "DejaVuSerif.ttf", "DejaVuSans.ttf", "DejaVuSansMono.ttf", "DejaVuSerif-Bold.ttf",
    "LiberationSerif-Regular.ttf", "LiberationSans-Regular.ttf", "LiberationMono-Regular.ttf",
    "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc",
    "Times New Roman.ttf", "Arial.ttf", "Georgia.ttf", "Courier New.ttf",
)  # fmt: skip

Damager = Callable[[Random], degrade.Damage]


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """A rendered page, and what kind it is of."""

    language: str
    kind: str
    rough: bool
    page: Rendered

    @property
    def printed(self) -> list[str]:
        """The lines that were printed, handwriting aside, in the order of reading for prose."""
        return [line.text for line in self.page.truth.lines if not line.handwritten]


def fresh(seed: int, number: int) -> Fresh:
    """Page `number` of a run: kinds in turn, half of them roughly treated, turned four ways."""
    rng = Random(f"{seed}/{number}")
    language, kind, rough = turn(number)
    damage = (degrade.rough if rough else degrade.mild)(rng)
    damage = turned(damage, 90 * rng.randrange(4))
    return Fresh(language, kind, rough, scan(_paper(rng, language, kind), rng, damage)[0])


def turn(number: int) -> tuple[str, str, bool]:
    """Language and kind of page `number`, and whether it is treated roughly."""
    language, kind = _FRESH[number % len(_FRESH)]
    return language, kind, (number // len(_FRESH)) % 2 == 1


def card(seed: int, number: int) -> Fresh:
    """A customer card in Simplified script, mildly treated."""
    rng = Random(f"{seed}/card/{number}")
    paper = compose("card", rng, _clients(), Script.SIMPLIFIED)
    return Fresh(SIMPLIFIED, "card", False, scan(paper, rng, degrade.mild(rng))[0])


def dense(seed: int, number: int) -> Fresh:
    """An A4 page of some 1,900 Simplified characters, mildly treated."""
    rng = Random(f"{seed}/dense/{number}")
    paper = prose(rng, SIMPLIFIED, 29)
    return Fresh(SIMPLIFIED, "dense", False, scan(paper, rng, degrade.mild(rng))[0])


def _paper(rng: Random, language: str, kind: str) -> Paper:
    if kind == "prose":
        return prose(rng, language, rng.choice((29, 31, 34, 38)))
    if language == ENGLISH:
        face, size = _latin(rng), rng.choice((29, 32, 36))
        return (english.letter if kind == "letter" else english.form)(rng, Pen(face, size))
    script = Script.TRADITIONAL if language == TRADITIONAL else Script.SIMPLIFIED
    return compose(kind, rng, _clients(), script)


@lru_cache(maxsize=1)
def _clients() -> tuple[Client, ...]:
    return tuple(register(Random(5), companies=40, persons=10))


def prose(rng: Random, language: str, size: int) -> Paper:
    """A sheet filled from top to bottom; `size` is the type's, in pixels at 200 dpi."""
    latin = language == ENGLISH
    face = (
        _latin(rng) if latin else fonts.pick(rng, rng.choice((Style.SONG, Style.SANS, Style.KAI)))
    )
    pen, sheet = Pen(face, size), Drawing(A4)
    y, step = float(MARGIN), size * rng.uniform(1.5, 1.7)
    while True:
        text = english.paragraph(rng) if latin else "　　" + _chinese(rng, language, face)
        for line in wrap(text, pen, A4[0] - 2 * MARGIN):
            if y + step > A4[1] - MARGIN:
                return Paper("other", "", None, (sheet.sheet(),))
            sheet.text(line.rstrip(), MARGIN, y, pen)
            y += step


def _chinese(rng: Random, language: str, face: Face) -> str:
    """A passage without the characters that `face` does not have."""
    text = rng.choice(_passages(language))
    return "".join(char for char in text if fonts.has_glyph(face, char))


@lru_cache(maxsize=2)
def _passages(language: str) -> tuple[str, ...]:
    source = corpora() / "search_zh" / "wikiqa_news" / "corpus.jsonl.gz"
    if source.is_file():
        return tuple(_from_corpus(source, _CORPUS[language]))
    script = Script.TRADITIONAL if language == TRADITIONAL else Script.SIMPLIFIED
    own = [text for _, texts in (*phrases.LETTERS, *phrases.NOTICES) for text in texts]
    own += [clause for _, clauses in phrases.ARTICLES for clause in clauses]
    return tuple(script.write(text) for text in own if "{" not in text)


def _from_corpus(source: Path, begins: str) -> list[str]:
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines]
    return [" ".join(e["text"].split()) for e in entries if e["_id"].startswith(begins)]


def _latin(rng: Random) -> Face:
    """A face for Latin script. Raises FontsMissing."""
    at_hand = _latin_faces()
    return rng.choice(at_hand) if at_hand else fonts.pick(rng, Style.SANS)


@lru_cache(maxsize=1)
def _latin_faces() -> tuple[Face, ...]:
    found: dict[str, Path] = {}
    for folder in fonts.FOLDERS:
        for path in sorted(folder.rglob("*.tt[cf]")) if folder.is_dir() else ():
            found.setdefault(path.name, path)
    return tuple(Face(found[name]) for name in _LATIN_FACES if name in found)
