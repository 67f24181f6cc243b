"""Papers of a simulated office: what is on them is known, what was read of them is not always so.

The reader's mistakes are worse than real ones: characters turn into those that other customers'
names are made of, digits into other digits, a name's end is lost. What is misread is never
vouched for by a second reader, as two readers hardly make one mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from domain.customer import Customer, CustomerStatus
from domain.fields import FieldReading
from domain.forms import DocumentType, Part
from domain.reading import PageReading
from tests.factory import names, register
from tests.factory.people import Client
from tests.ingest.known import customer, reading, value

CARD = DocumentType("customer_card", "客户资料卡", "", "", Part.CARD, opens_file=True)
RECORD = DocumentType("complaint", "投诉记录", "", "", Part.COMPLAINT)
LETTER = DocumentType("letter", "函", "", "", Part.CORRESPONDENCE)
FULL = (
    "customer_no",
    "customer_name",
    "person_name",
    "registration_no",
    "id_card",
    "phone",
    "address",
)
LAYOUTS: tuple[tuple[DocumentType, tuple[str, ...]], ...] = (
    (CARD, FULL),
    (CARD, ("customer_no", "customer_name", "person_name", "phone")),
    (CARD, ("customer_name", "person_name", "registration_no", "id_card", "phone", "address")),
    (RECORD, ("customer_no", "customer_name", "person_name")),
    (RECORD, ("customer_name", "person_name", "phone")),
    (RECORD, ("customer_no", "phone")),
    (RECORD, ("customer_name", "person_name")),
    (LETTER, ()),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A paper, whose it truly is (None: a stranger's), and whether anything was misread."""

    type: DocumentType
    keys: tuple[str, ...]
    reading: PageReading
    owner: str | None
    misread: bool

    @property
    def numbered(self) -> bool:
        """Whether the paper carries a number or code of the customer besides his name."""
        return bool({"customer_no", "registration_no", "id_card"} & set(self.keys)) and (
            "customer_name" in self.keys
        )


def office(rng: Random, companies: int, persons: int) -> tuple[Client, ...]:
    """A register with look-alikes, some of whom share a telephone."""
    clients = list(register.register(rng, companies, persons))
    for _ in range(max(1, companies // 10)):
        one, other = rng.sample(range(len(clients)), 2)
        clients[other] = clients[other].with_values(phone=clients[one].get("phone"))
    return tuple(clients)


def as_customer(client: Client) -> Customer:
    """The records' view of a client."""
    held = {key: client.get(key) for key in register.COLUMNS if client.get(key)}
    held.pop("customer_no")
    return customer(client.number, client.name, CustomerStatus.ACTIVE, **held)


def papers(rng: Random, clients: tuple[Client, ...], count: int, noise: float) -> Iterator[Case]:
    """`count` papers, a tenth of them strangers'; `noise` is the share of values misread."""
    taken = frozenset(client.name for client in clients)
    for _ in range(count):
        owner = rng.choice(clients)
        known = rng.random() >= 0.1
        client = owner if known else _stranger(rng, owner, taken)
        case = _case(rng, client, owner.number if known else None, noise)
        if not _is_beyond_telling(case, client, taken):
            yield case


def _is_beyond_telling(case: Case, client: Client, taken: frozenset[str]) -> bool:
    """Whether a misread name is exactly another customer's and no number on the paper denies it.

    It happens to one name in thousands even here, and no judge of that paper could know.
    """
    stated = {str(field.key): field.value for field in case.reading.fields}
    if not case.misread or {"customer_no", "registration_no", "id_card"} & set(stated):
        return False
    addressee = case.reading.page.lines[1].text.removeprefix("致：") if not stated else ""
    names_read = {stated.get("customer_name", ""), stated.get("person_name", ""), addressee}
    return bool((names_read & taken) - {client.name})


def _stranger(rng: Random, model: Client, taken: frozenset[str]) -> Client:
    """Somebody in no register who looks like `model`, or like nobody; no name is borne twice."""
    while True:
        stranger = register.stranger(rng)
        if model.is_company and rng.random() < 0.7:
            stranger = register.look_alike(rng, model, "").with_values(customer_no="")
        if stranger.name not in taken:
            return stranger


def _case(rng: Random, client: Client, owner: str | None, noise: float) -> Case:
    kind, keys = rng.choice(LAYOUTS)
    fields, misread = [], False
    for key in keys:
        if client.get(key):
            read, wrong = _read(rng, key, client.get(key), noise)
            fields.append(read)
            misread = misread or wrong
    lines: tuple[str, ...] = ()
    if not keys:
        name, misread = client.name, rng.random() < noise
        lines = ("函", f"致：{_garbled(rng, name) if misread else name}", "来函收悉，现答复如下。")
    return Case(kind, keys, reading(*fields, lines=lines), owner, misread)


def _read(rng: Random, key: str, text: str, noise: float) -> tuple[FieldReading, bool]:
    if rng.random() >= noise:
        confidence = rng.uniform(0.95, 1.0)
        return value(key, text, confidence=confidence, agreed=rng.random() < 0.75), False
    read, wrong = damaged(rng, key, text)
    confidence = rng.uniform(0.6, 0.99)
    return value(key, read, confidence=confidence, review=confidence < 0.9), wrong


def damaged(rng: Random, key: str, text: str) -> tuple[str, bool]:
    """A value as a reader gets it wrong, and whether it is wrong at all by chance's mercy."""
    damage: Callable[[Random, str], str] = _garbled
    if key.endswith("name") and len(text) > 8 and rng.random() < 0.2:
        damage = _cut
    read = damage(rng, text)
    return read, read != text


def _garbled(rng: Random, text: str) -> str:
    """`text` with one to three characters misread."""
    chars = list(text)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        place = rng.randrange(len(chars))
        if chars[place].isdecimal():
            chars[place] = rng.choice("0123456789")
        elif chars[place].isalpha():
            chars[place] = rng.choice(names.BRANDS_SECOND + names.NEUTRAL)
    return "".join(chars)


def _cut(rng: Random, text: str) -> str:
    """`text` without its end, as when a cell's second line is lost."""
    if text.endswith("分公司"):
        return text[: text.index("公司") + 2]
    return text[: rng.randrange(len(text) // 2, len(text))]
