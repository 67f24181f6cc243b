"""The forms a firm uses: forty types, each in one to three makes, some under titles of its own."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.filing import wording
from domain.forms import OTHER, DocumentType, Part
from domain.review import OwnType
from ingest.forms.catalogue import Catalogue, load
from tests.factory import labels

_IN_NO_FILE = frozenset({Part.REGISTER, Part.INTERNAL})
_NUMBERED = (
    ("customer_no", "customer_name", "person_name"),
    ("customer_no", "customer_name", "person_name", "phone"),
    ("customer_name", "person_name", "registration_no", "id_card"),
    ("customer_name", "person_name", "registration_no", "id_card", "phone", "address"),
    ("customer_no", "phone", "customer_name", "person_name", "address"),
)
_NAMED = (
    ("customer_name", "person_name"),
    ("customer_name", "person_name", "contact"),
    ("customer_name", "person_name", "address"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """One make of a form: its type, what it prints, and what it asks about the customer.

    `asks` are (field key, label). `listed`: the catalogue knows the type and the title.
    """

    type_key: str
    title: str
    asks: tuple[tuple[str, str], ...]
    rows: tuple[str, ...]
    notes: tuple[str, ...]
    code: str
    listed: bool

    @property
    def numbered(self) -> bool:
        """Whether it asks for a number or code of the customer besides his name."""
        return bool({"customer_no", "registration_no"} & {key for key, _ in self.asks})


@dataclass(frozen=True, slots=True)
class Forms:
    """All forms of a firm, how often each comes, and the types that are the firm's own."""

    forms: tuple[Form, ...]
    weights: tuple[float, ...]
    own: tuple[OwnType, ...]


def forms_of(rng: Random, catalogue: Catalogue, types: int = 40, own: int = 4) -> Forms:
    """The forms of one firm: `types` types, `own` of them in no catalogue."""
    usable = [
        known
        for known in catalogue.types.values()
        if known.part not in _IN_NO_FILE and known.titles and known.key != OTHER
    ]
    chosen = rng.sample(usable, types - own)
    made = tuple(own_type(rng, number) for number in range(own))
    forms: list[Form] = []
    weights: list[float] = []
    kinds: list[DocumentType | OwnType] = [*chosen, *made]
    rng.shuffle(kinds)
    for rank, kind in enumerate(kinds):
        makes = [_make(rng, kind) for _ in range(rng.choice((1, 1, 2, 3)))]
        forms += makes
        weights += [1.0 / (4 + rank) / len(makes)] * len(makes)
    return Forms(tuple(forms), tuple(weights), made)


def own_type(rng: Random, number: int) -> OwnType:
    """A type that this firm alone has."""
    return OwnType(
        f"own_{number}", wording.title(rng, load()), rng.choice((Part.SERVICE, Part.CONTACT))
    )


def form_of(rng: Random, kind: OwnType) -> Form:
    """A make of the firm's own type."""
    return _make(rng, kind)


def _make(rng: Random, kind: DocumentType | OwnType) -> Form:
    listed = isinstance(kind, DocumentType) and rng.random() < 0.85
    if isinstance(kind, DocumentType):
        title = rng.choice(kind.titles) if listed else wording.title(rng, load())
        codes = kind.codes if listed else ()
    else:
        title, codes = kind.name, ()
    keys = rng.choice(_NUMBERED if rng.random() < 0.55 else _NAMED)
    return Form(
        kind.key,
        title,
        tuple((key, rng.choice(labels.LABELS[key])) for key in keys),
        wording.rows(rng),
        wording.notes(rng),
        rng.choice(codes) if codes and rng.random() < 0.5 else "",
        listed,
    )
