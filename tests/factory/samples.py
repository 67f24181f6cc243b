"""The sample scans: which they are, and what should become of each.

Every sample has its own chance, seeded by its name, so that a new one leaves the others as they
are. The words and values follow from the seed alone; only their shapes depend on the fonts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from tests.factory import card, contract, degrade, files, forms, invoice, letter, licence
from tests.factory.card import Form
from tests.factory.degrade import Damage
from tests.factory.layout import Paper
from tests.factory.people import Client
from tests.factory.register import register, stranger
from tests.factory.scan import scan
from tests.factory.script import Script
from tests.factory.truth import Rendered

SEED = "anjuan samples 1"
SCAN = Damage(skew=0.4, noise=2.0, shadow=0.05, grey=True, dpi=150)
"""A good office scanner in grey at 150 dpi."""

COLOUR = replace(SCAN, grey=False)

FILED, REVIEW, QUARANTINED = "filed", "review", "quarantined"

Writer = Callable[[Path, Sequence[Rendered], Sequence[Paper]], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of the sample folder: the papers in it, their harm, how it is written.

    `outcomes` are the states in which it may rightly end.
    """

    file: str
    papers: tuple[Paper, ...]
    damage: Damage = SCAN
    outcomes: tuple[str, ...] = (FILED,)
    write: Writer | None = None

    @property
    def pages(self) -> int:
        return sum(len(paper.sheets) for paper in self.papers)

    def save(self, folder: Path) -> None:
        """Render and write it into `folder`."""
        rng = chance(self.file + " scan")
        pages = [page for paper in self.papers for page in scan(paper, rng, self.damage)]
        (self.write or _jpeg)(folder / self.file, pages, self.papers)

    def truth(self) -> dict[str, Any]:
        """What is in it, as plain data for `truth.json`; a damaged file holds no documents."""
        documents, page = [], 1
        for paper in self.papers if QUARANTINED not in self.outcomes else ():
            documents.append(_document(paper, page))
            page += len(paper.sheets)
        return {
            "file": self.file,
            "outcomes": list(self.outcomes),
            "pages": page - 1,
            "documents": documents,
        }


def chance(name: str) -> Random:
    """The chance that belongs to `name`."""
    return Random(f"{SEED}/{name}")


def _document(paper: Paper, first: int) -> dict[str, Any]:
    fields = [
        {
            "key": item.key,
            "label": item.label,
            "value": item.value,
            "printed": item.printed,
            "page": first + number,
            "handwritten": item.handwritten,
        }
        for number, sheet in enumerate(paper.sheets)
        for item in sheet.fields
    ]
    return {
        "type": paper.type_key,
        "title": paper.title,
        "customer": paper.customer,
        "pages": list(range(first, first + len(paper.sheets))),
        "fields": fields,
    }


def _jpeg(path: Path, pages: Sequence[Rendered], _papers: Sequence[Paper]) -> None:
    files.write_jpeg(path, pages[0], quality=55, grey=True)


def _colour(path: Path, pages: Sequence[Rendered], _papers: Sequence[Paper]) -> None:
    files.write_jpeg(path, pages[0], quality=50)


def _png(path: Path, pages: Sequence[Rendered], _papers: Sequence[Paper]) -> None:
    files.write_png(path, pages[0], levels=8)


def _tiff(path: Path, pages: Sequence[Rendered], _papers: Sequence[Paper]) -> None:
    files.write_tiff(path, pages)


def _pdf(path: Path, pages: Sequence[Rendered], _papers: Sequence[Paper]) -> None:
    files.write_pdf(path, pages, quality=50)


def _printed_pdf(path: Path, _pages: Sequence[Rendered], papers: Sequence[Paper]) -> None:
    files.write_text_pdf(path, papers)


def _damaged(path: Path, pages: Sequence[Rendered], _papers: Sequence[Paper]) -> None:
    files.write_damaged(path, pages[0])


@lru_cache(maxsize=1)
def customers() -> tuple[Client, ...]:
    """The customers whom the samples' archive knows already."""
    return register(chance("customers"), companies=12, persons=3, pattern=0)


def _client(position: int) -> Client:
    return customers()[position]


def _card(file: str, position: int, form: Form, script: Script = Script.SIMPLIFIED) -> Paper:
    return card.card(chance(file), _client(position), form=form, script=script)


@lru_cache(maxsize=1)
def samples() -> tuple[Sample, ...]:
    """All samples, in the order of their names."""
    return tuple(sorted((*_cards(), *_harmed_cards(), *_papers()), key=lambda item: item.file))


def _cards() -> tuple[Sample, ...]:
    """Cards in the layouts that offices use."""
    unknown = card.card(chance("stranger"), stranger(chance("unknown")), form=Form.WIRED_TWO)
    by_hand = card.card(chance("by hand 3"), _client(5), form=Form.WIRED_TWO, handwritten=True)
    private = _card("card-private-person.jpg", 12, Form.WIRED_TWO)
    return (
        Sample(
            "card-wired.jpg", (_card("card-wired.jpg", 0, Form.WIRED_TWO),), COLOUR, write=_colour
        ),
        Sample("card-one-column.jpg", (_card("card-one-column.jpg", 1, Form.WIRED_ONE),)),
        Sample("card-lines.jpg", (_card("card-lines.jpg", 2, Form.LINES_TWO),)),
        Sample("card-underlined.jpg", (_card("card-underlined.jpg", 3, Form.UNDERLINED),)),
        Sample(
            "card-traditional.png",
            (_card("card-traditional.png", 4, Form.WIRED_THREE, Script.TRADITIONAL),),
            replace(SCAN, noise=0.0),
            write=_png,
        ),
        Sample("card-private-person.jpg", (private,)),
        Sample("card-handwriting.jpg", (by_hand,), COLOUR, (FILED, REVIEW), write=_colour),
        Sample("card-unknown-customer.jpg", (unknown,), outcomes=(REVIEW,)),
    )


def _harmed_cards() -> tuple[Sample, ...]:
    """Cards as bad scanners and careless hands deliver them."""
    return (
        Sample(
            "card-turned-90.jpg",
            (_card("card-turned-90.jpg", 6, Form.WIRED_TWO),),
            replace(SCAN, turn=90),
        ),
        Sample(
            "card-turned-180.jpg",
            (_card("card-turned-180.jpg", 7, Form.LINES_ONE, Script.TRADITIONAL),),
            replace(SCAN, turn=180),
        ),
        Sample(
            "card-skewed.jpg",
            (_card("card-skewed.jpg", 8, Form.WIRED_TWO),),
            replace(SCAN, skew=-3.2),
        ),
        Sample(
            "card-noisy.jpg",
            (_card("card-noisy.jpg", 9, Form.WIRED_TWO),),
            replace(SCAN, noise=14.0, salt=0.002, shadow=0.35, blur=0.6),
        ),
        Sample(
            "card-low-resolution.jpg",
            (_card("card-low-resolution.jpg", 10, Form.UNDERLINED),),
            replace(SCAN, dpi=110),
        ),
        Sample(
            "card-photocopy.png",
            (_card("card-photocopy.png", 11, Form.WIRED_ONE),),
            replace(SCAN, copy=True, noise=0.0),
            write=_png,
        ),
    )


def _papers() -> tuple[Sample, ...]:
    """The other papers of a customer's file, and what an archive must bear besides."""
    agreement = contract.contract(chance("contract"), _client(0), pages=3)
    complaint = forms.complaint(chance("complaint"), _client(2))
    pair = (
        forms.visit(chance("pair visit"), _client(3)),
        forms.complaint(chance("pair complaint"), _client(6), script=Script.TRADITIONAL),
    )
    registration = forms.registration(chance("registration"), _client(8), form=Form.WIRED_TWO)
    torn = _card("damaged.jpg", 1, Form.WIRED_TWO)
    return (
        Sample("registration.jpg", (registration,)),
        Sample("contract.tif", (agreement,), replace(SCAN, dpi=200, noise=0.0), write=_tiff),
        Sample(
            "licence.jpg", (licence.licence(chance("licence"), _client(4)),), COLOUR, write=_colour
        ),
        Sample("complaint.jpg", (complaint,)),
        Sample("two-documents.pdf", pair, write=_pdf),
        Sample("letter.jpg", (letter.letter(chance("letter"), _client(9)),), COLOUR, write=_colour),
        Sample(
            "invoice.pdf", (invoice.invoice(chance("invoice"), _client(10)),), write=_printed_pdf
        ),
        Sample("notice.jpg", (letter.notice(chance("notice")),), outcomes=(REVIEW,)),
        Sample("blank.jpg", (letter.blank(),), outcomes=(REVIEW,)),
        Sample("damaged.jpg", (torn,), degrade.NONE, (QUARANTINED,), _damaged),
    )
