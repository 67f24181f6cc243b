"""Which form a page is: evidence from its title, its code, its labels and its words.

Only the page is looked at; what the evidence comes to is for `ingest.classify` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.filing import Evidence, EvidenceKind
from domain.page import Page
from ingest.forms.beginnings import page_number, starts
from ingest.forms.catalogue import Catalogue
from ingest.forms.evidence import found_on
from ingest.forms.headings import lessened, title_evidence, unknown_title
from ingest.forms.places import TOP, candidates
from ingest.forms.sheet import Sheet
from ingest.forms.strips import strips_of

_TITLED = 0.6
"""From this weight on a title is what the page is called."""
_SURE = 0.9
"""So sure is the title or code of the upper form where a second one stands below."""
_SECOND = 0.7
"""So sure, at least, is the title of that second form."""
_BELOW = 0.6
"""Factor for what the second form says: the page is filed as what stands at its top."""
_WORTH_SAYING = 0.05


@dataclass(frozen=True, slots=True)
class FormMatch:
    """What a page seems to be.

    `title` is its title as read, of a known form or not; empty where there is none. `evidence`
    speaks for document types, strongest first. `starts_document`: a new document begins here.
    """

    title: str
    evidence: tuple[Evidence, ...]
    starts_document: bool

    @property
    def best(self) -> str:
        """Key of the type that the strongest evidence speaks for; empty for none."""
        return self.evidence[0].says if self.evidence else ""


def detect(page: Page, catalogue: Catalogue) -> FormMatch:
    """Gather what speaks for each document type on `page`, and whether a document begins here.

    A second form on the lower part of the page speaks too, for less than the upper one.
    """
    strips = strips_of(page.lines)
    if not strips:
        return FormMatch("", (), False)
    sheet = Sheet(page, tuple(strips), catalogue)
    places = candidates(strips, page.lines)
    titles = title_evidence(page, places, catalogue)
    evidence = [piece for piece in _all(sheet, titles) if piece.weight >= _WORTH_SAYING]
    evidence.sort(key=lambda piece: (-piece.weight, piece.says))
    best = max(titles, key=lambda piece: piece.weight, default=None)
    named = best is not None and best.weight >= _TITLED
    title = best.detail if best and named else unknown_title(places, catalogue)
    begins = starts(page_number(strips), evidence, strips, title)
    return FormMatch(" ".join(title.split()), tuple(evidence), begins)


def _all(sheet: Sheet, titles: Sequence[Evidence]) -> list[Evidence]:
    """Titles and all other evidence; what belongs to a second form below counts for less."""
    whole = found_on(sheet)
    second = _second(titles, whole)
    if second is None or second.box is None:
        return [*titles, *whole]
    start = second.box.y0
    above, below = sheet.parted(start)
    lower = [piece for piece in titles if piece.box and piece.box.y0 >= start]
    upper = [piece for piece in titles if piece not in lower]
    beneath = [lessened(piece, _BELOW) for piece in (*lower, *found_on(below))]
    return [*upper, *found_on(above), *beneath]


def _second(titles: Sequence[Evidence], others: Sequence[Evidence]) -> Evidence | None:
    """The title at which a second form begins, beneath a page's sure title or code."""
    sure = {
        piece.says
        for piece in (*titles, *others)
        if piece.kind in (EvidenceKind.TITLE, EvidenceKind.CODE)
        and piece.weight >= _SURE
        and piece.box is not None
        and piece.box.y0 < TOP
    }
    below = [
        piece
        for piece in titles
        if piece.box is not None
        and piece.box.y0 >= TOP
        and piece.weight >= _SECOND
        and piece.says not in sure
    ]
    return max(below, key=lambda piece: piece.weight, default=None) if sure else None
