"""The kinds of evidence for a document type that a page gives besides its title.

Each is a function of a sheet, in a small file of its own: a new kind is a new file and a line here.
Weights are how far the evidence alone would be believed, 0..1; `ingest.classify` joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.filing import Evidence
from ingest.forms.evidence import annex, code, labels, words
from ingest.forms.sheet import Sheet

KINDS: tuple[Callable[[Sheet], Iterable[Evidence]], ...] = (
    code.find,
    annex.find,
    labels.find,
    words.find,
)


def found_on(sheet: Sheet) -> list[Evidence]:
    """All evidence of these kinds on a sheet, in the order of the kinds."""
    return [piece for find in KINDS for piece in find(sheet)]
