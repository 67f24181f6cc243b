"""All that persons taught an archive, as judging a paper needs it; light until it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from domain.filing import Evidence
from domain.forms import DocumentType
from domain.reading import PageReading
from domain.review import OwnType
from ingest.forms.catalogue import Catalogue
from ingest.learning.titles import counted, title_evidence, with_evidence

if TYPE_CHECKING:  # loading it takes seconds, and most archives have not learned anything yet
    from ingest.learning.model import Model

Whose = Mapping[str, Mapping[str, int]]
"""For a squeezed value, on how many papers a person said that it meant which customer."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: a model of types, whose values these are, and the archive's own types.

    `document` is one that is to be judged without its own help.
    """

    model: Model | None = None
    whose: Whose = field(default_factory=dict)
    own_types: tuple[OwnType, ...] = ()
    document: str = ""

    def about(self, document: str, *, spoken: bool = False) -> Learned:
        """The same, to judge `document` by what was learned from others.

        `spoken`: persons said whose it is, so that its own values vouch for him, too.
        """
        return replace(self, document=document, whose={} if spoken else self.whose)

    def judged(self, readings: Sequence[PageReading]) -> tuple[PageReading, ...]:
        """The pages of one document, with what was learned as evidence of its type."""
        page = next((reading for reading in readings if reading.page.lines), None)
        if page is None:
            return tuple(readings)
        bearing = with_evidence(page, self._titles(page))
        judged = tuple(bearing if reading is page else reading for reading in readings)
        if self.model is None:
            return judged
        from ingest.learning.judge import with_learned

        return with_learned(judged, self.model, self.document)

    def _titles(self, page: PageReading) -> tuple[Evidence, ...]:
        answered = self.model.titles_but(self.document) if self.model else ()
        return tuple(title_evidence(page, counted(answered), self.own_types))


def with_own_types(catalogue: Catalogue, own: Iterable[OwnType]) -> Catalogue:
    """The catalogue with the types that the archive made for itself; none takes another's place."""
    fresh = {
        one.key: DocumentType(
            key=one.key, name=one.name, name_hant=one.name, name_en=one.name, part=one.part
        )
        for one in own
        if one.key not in catalogue.types
    }
    return replace(catalogue, types={**catalogue.types, **fresh}) if fresh else catalogue
