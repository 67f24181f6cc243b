"""The papers that the benches of duplicates scan, and how they are filed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from bench.forms.pages import Read, Sample
from domain.document import DocumentDraft
from domain.filing import Decision, Subject
from domain.forms import OTHER, Part
from domain.outcome import DocumentState, Reason, ReasonCode
from domain.reading import PageReading
from ingest.images.look import look
from tests.factory import card, files, forms, invoice, letter, licence
from tests.factory.degrade import Damage
from tests.factory.layout import Mark, Paper, Text
from tests.factory.people import Client
from tests.factory.scan import scan

KINDS: tuple[Callable[[random.Random, Client], Paper], ...] = (
    card.card,
    forms.registration,
    forms.complaint,
    forms.visit,
    letter.letter,
    invoice.invoice,
    licence.licence,
)
HAN = "安宝昌成达德东方丰福刚光国海恒宏华惠嘉建金晶久康乐力利联龙美明宁平庆荣瑞森盛顺泰"


def drawn(paper: Paper, damage: Damage, rng: random.Random, folder: Path, name: str) -> Sample:
    """The first sheet as a scan in `folder`, unless it lies there already."""
    page = scan(paper, rng, replace(damage, turn=0))[0]
    path = folder / f"{name.replace(' ', '-')}.jpg"
    if not path.exists():
        files.write_jpeg(path, page, quality=85)
    return Sample(path, page.truth, name)


def refilled(paper: Paper, rng: random.Random, *, everything: bool) -> Paper:
    """The same form with other values; if not `everything`, with two or three other numbers."""
    sheet = paper.sheets[0]
    printed = [value.printed for value in sheet.fields if value.printed]
    texts = [mark for mark in sheet.marks if isinstance(mark, Text)]
    values = [text for text in texts if any(text.text.strip() in one for one in printed)]
    values = values or [text for text in texts if any(char.isdigit() for char in text.text)]
    if not everything:
        numbers = [text for text in values if sum(char.isdigit() for char in text.text) > 1]
        values = rng.sample(numbers, min(len(numbers), rng.choice((2, 3))))
    chosen = {id(mark) for mark in values}

    def changed(mark: Mark) -> Mark:
        if not isinstance(mark, Text) or id(mark) not in chosen:
            return mark
        return replace(mark, text="".join(_other(char, rng, everything) for char in mark.text))

    marks = tuple(changed(mark) for mark in sheet.marks)
    return replace(paper, sheets=(replace(sheet, marks=marks), *paper.sheets[1:]))


def _other(char: str, rng: random.Random, everything: bool) -> str:
    if char.isdigit() and char.isascii():
        return rng.choice("0123456789")
    return rng.choice(HAN) if everything and "一" <= char <= "鿿" else char


def seen(read_page: Read) -> str:
    """How the page looked, upright, to the reader."""
    image = cv2.imread(str(read_page.sample.path.with_suffix(".png")))
    return look(np.asarray(image, dtype=np.uint8))


def draft(readings: Sequence[PageReading]) -> DocumentDraft:
    """A paper of no type and nobody's: noticing needs neither."""
    return DocumentDraft(
        pages=tuple(range(1, len(readings) + 1)),
        title=readings[0].title,
        type=Decision(Subject.TYPE, OTHER, 0.0),
        part=Part.CONTROL,
        customer=Decision(Subject.CUSTOMER, None, 0.0),
        state=DocumentState.REVIEW,
        fields=tuple(value for one in readings for value in one.fields),
        reasons=(Reason(ReasonCode.TYPE_UNKNOWN),),
    )
