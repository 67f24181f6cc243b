"""Papers of random document types, drawn, scanned and read, for what a simulation may miss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from bench.forms import damaged
from bench.forms.pages import Sample, drawn, read
from bench.forms.type_pages import CODE_ONLY, GENERAL, Shown, answer, tells
from domain.forms import OTHER, DocumentType
from domain.reading import PageReading
from ingest.forms.catalogue import Catalogue
from tests.factory import card, entries, people
from tests.factory.card import Content, Form
from tests.factory.entries import Section
from tests.factory.layout import A4, RED, Look, Paper, Sheet, Stamp
from tests.factory.people import Client
from tests.factory.register import register
from tests.factory.script import Script

SEALED = "sealed over"
HALF, MISSING, WHOLE = "half covered", "title missing", "plain"
_MANNERS = (WHOLE,) * 6 + (HALF, MISSING, SEALED, SEALED)


@dataclass(frozen=True, slots=True)
class _Made:
    """A paper, and what is to be known about it before it is read."""

    paper: Paper
    kind: DocumentType
    manner: str
    title: str
    tells: bool


def shown(
    rng: Random, catalogue: Catalogue, count: int, folder: Path, *, damage: str, workers: int = 0
) -> Iterator[tuple[Shown, PageReading]]:
    """`count` papers of types that chance picks, each with what the service read on it."""
    clients = register(rng, companies=24, persons=12)
    kinds = [kind for kind in catalogue.types.values() if kind.key != OTHER and kind.titles]
    made = [_made(rng, rng.choice(kinds), rng.choice(clients), catalogue) for _ in range(count)]
    samples: list[Sample] = list(
        drawn(((one.paper, one.manner) for one in made), rng, folder, damage)
    )
    for one, done in zip(made, read(samples, workers), strict=True):
        page = done.reading.page
        yield Shown(page, one.kind.key, one.manner, one.title, one.tells), done.reading


def _made(rng: Random, kind: DocumentType, client: Client, catalogue: Catalogue) -> _Made:
    script = rng.choice((Script.SIMPLIFIED, Script.SIMPLIFIED, Script.TRADITIONAL))
    manner = CODE_ONLY if kind.codes and rng.random() < 0.5 else rng.choice(_MANNERS)
    title = rng.choice(kind.titles)
    printed = {HALF: _half(rng, title), MISSING: "", CODE_ONLY: ""}.get(manner, title)
    code = rng.choice(kind.codes) if manner == CODE_ONLY else ""
    content = Content(script.write(printed), _sections(rng, kind, client, script), code)
    look = Look.random(rng, script, rng.randint(27, 33))
    sheet = card.fill(rng, look, rng.choice(tuple(Form)), content, (A4,))
    if manner == SEALED:
        sheet = _sealed(rng, sheet, look, content.title)
    says = manner == CODE_ONLY or tells(kind, printed, catalogue)
    return _Made(Paper(kind.key, printed, None, (sheet,)), kind, manner, title or code, says)


def _half(rng: Random, title: str) -> str:
    ((left,),) = damaged.half_covered(rng, title)
    return left


def _sealed(rng: Random, sheet: Sheet, look: Look, title: str) -> Sheet:
    """A company's red seal over a part of the title."""
    place = next(line.box for line in sheet.lines if line.text.replace("　", "") == title)
    x = sheet.width * rng.uniform(place.x0, place.x1)
    y = sheet.height * place.centre[1] + rng.uniform(-20, 20)
    pen = replace(look.body, ink=RED, bold=False)
    seal = Stamp("某某物业管理有限公司", x, y, rng.uniform(110, 150), pen, rng.uniform(-20, 20))
    return replace(sheet, marks=(*sheet.marks, seal))


def _sections(
    rng: Random, kind: DocumentType, client: Client, script: Script
) -> tuple[Section, ...]:
    """What a card asks; of other forms who the customer is, and what any form may ask."""
    if kind.family == "card":
        return entries.choose(rng, client, script, 0.05)
    name = "customer_name" if client.is_company else "person_name"
    who = tuple(entries.entry(rng, client, key, script) for key in (name, "phone"))
    asked = rng.sample(GENERAL, rng.randint(6, 14))
    rest = tuple(entries.plain("", label, answer(rng), script) for label in asked)
    return (Section("", (*who, *rest, entries.plain("", "经手", people.person(rng), script))),)
