"""What a document says about whose it is, put in order for the finders of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.fields import Check, FieldKey, FieldReading, FieldSpec, ValueKind
from domain.forms import DocumentType, Part
from domain.geometry import Box
from domain.page import Page, TextSource
from domain.reading import PageReading
from domain.text import squeezed
from domain.values.phones import SEPARATOR
from ingest.route.company import Likeness, compare
from ingest.route.roles import Said, said_of_others

NUMBER_KEY = "customer_no"
NAME_KEYS = ("customer_name", "person_name", "guest_name", "lead_name")
"""Keys under which a paper names its customer; a later key counts only where none before does."""
PARTY_KEYS = ("party_a", "party_b", "buyer_name", "seller_name", "sender", "addressee")
"""Keys of those between whom a paper passes: one is the customer, the other hardly ever."""
PERSON_KEYS = ("complainant", "visited_person", "owner")
"""Keys of people who may be the customer, or only work for him."""
CODE_KEY = "registration_no"
CONTRACT_KEY = "contract_no"
ADDRESS_KEYS = ("address", "home_address", "lead_office", "guest_home")
_ONE_PARTY = frozenset({Part.IDENTITY, Part.CARD})


@dataclass(frozen=True, slots=True)
class Mention:
    """A value that the paper states.

    `proved`: two readers, a check digit or a text layer vouch for every character.
    `doubtful`: a person should look at it before it is relied upon.
    """

    key: str
    text: str
    page: int
    box: Box | None
    proved: bool
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything on a document that may tell whose it is.

    `names` are stated as the customer's; one of `parties` should be his, and one of `people` may
    be. `one_party`: its form speaks of one customer alone, so that a foreign code on it is a
    contradiction, where on an invoice or contract it is the other party's. `pile` are the numbers
    of the customers of the papers before and after it in its scan. `whose` says of squeezed values
    on how many papers a person said that they meant which customer.
    """

    pages: tuple[Page, ...] = ()
    folder: str = ""
    numbers: tuple[Mention, ...] = ()
    names: tuple[Mention, ...] = ()
    parties: tuple[Mention, ...] = ()
    people: tuple[Mention, ...] = ()
    codes: tuple[Mention, ...] = ()
    identities: tuple[Mention, ...] = ()
    phones: tuple[Mention, ...] = ()
    addresses: tuple[Mention, ...] = ()
    contracts: tuple[Mention, ...] = ()
    one_party: bool = False
    own_names: tuple[str, ...] = ()
    keys: Mapping[ValueKind, tuple[str, ...]] = field(default_factory=dict)
    """The catalogue's keys of each kind: where the records may hold such a value."""
    file_name: str = ""
    pile: tuple[str, ...] = ()
    whose: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    others: tuple[Said, ...] = ()
    """What the paper says of parties other than its customer."""

    def says_twice(self, text: str) -> bool:
        """Whether `text` was read in two places, which vouches for it as a second reader does."""
        wanted = squeezed(text)
        return sum(squeezed(page.text).count(wanted) for page in self.pages) > 1

    def is_own(self, name: str) -> bool:
        """Whether `name` is the archive's own firm."""
        return any(compare(name, own) <= Likeness.CLOSE for own in self.own_names)


def paper(
    readings: Sequence[PageReading],
    folder: str,
    fields: Mapping[FieldKey, FieldSpec],
    document_type: DocumentType | None,
    own_names: tuple[str, ...] = (),
) -> Paper:
    """Gather what the pages of one document say, in the catalogue's terms."""
    others = said_of_others(readings)
    elsewhere = {(one.page, one.box) for one in others}
    mentions = tuple(m for m in _mentions(readings) if (m.page, m.box) not in elsewhere)
    kinds = {str(key): spec.kind for key, spec in fields.items()}
    return Paper(
        pages=tuple(reading.page for reading in readings),
        folder=folder,
        numbers=tuple(m for m in mentions if m.key == NUMBER_KEY),
        names=_names(mentions),
        parties=tuple(m for m in mentions if m.key in PARTY_KEYS),
        people=tuple(m for m in mentions if m.key in PERSON_KEYS),
        codes=_of_kind(mentions, kinds, ValueKind.CREDIT_CODE),
        identities=_of_kind(mentions, kinds, ValueKind.IDENTITY),
        phones=tuple(_phones(_of_kind(mentions, kinds, ValueKind.PHONE))),
        addresses=tuple(m for m in mentions if m.key in ADDRESS_KEYS),
        contracts=tuple(m for m in mentions if m.key == CONTRACT_KEY),
        one_party=document_type is not None
        and (document_type.opens_file or document_type.part in _ONE_PARTY),
        own_names=own_names,
        keys={kind: tuple(k for k in kinds if kinds[k] is kind) for kind in ValueKind},
        others=others,
    )


def _mentions(readings: Iterable[PageReading]) -> Iterable[Mention]:
    for reading in readings:
        for value in reading.fields:
            if squeezed(value.value):
                yield _mention(value, _is_stated(value, reading.page))


def _is_stated(value: FieldReading, page: Page) -> bool:
    """Whether the file itself states the value, so that nobody can have misread it."""
    if page.source is not TextSource.MIXED:
        return page.source is TextSource.TEXT_LAYER
    own = [line for line in page.lines if line.box.overlap(value.box) > 0.0]
    return bool(own) and all(line.confidence == 1.0 for line in own)


def _mention(value: FieldReading, printed: bool) -> Mention:
    vouched = Check.READERS_AGREE in value.checks or Check.CHECK_DIGIT in value.checks
    return Mention(
        key=str(value.key),
        text=value.value,
        page=value.page,
        box=value.box,
        proved=(printed or vouched) and not value.needs_review,
        doubtful=value.needs_review,
    )


def _names(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    held = tuple(mentions)
    for key in NAME_KEYS:
        names = tuple(m for m in held if m.key == key)
        if names:
            return names
    return ()


def _of_kind(
    mentions: Iterable[Mention], kinds: Mapping[str, ValueKind], kind: ValueKind
) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if kinds.get(m.key) is kind)


def _phones(mentions: Iterable[Mention]) -> Iterable[Mention]:
    """One mention for each number of a field that holds several."""
    for mention in mentions:
        for number in mention.text.split(SEPARATOR.strip()):
            if squeezed(number):
                yield Mention(
                    mention.key,
                    number.strip(),
                    mention.page,
                    mention.box,
                    mention.proved,
                    mention.doubtful,
                )
