"""The customers an archive already knows, with the look-alikes that real registers are full of."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests.factory import names, people, values
from tests.factory.people import Client

COLUMNS = (
    "customer_no", "customer_name", "person_name", "registration_no", "id_card", "legal_rep",
    "contact", "phone", "address", "industry",
)  # fmt: skip
"""What an office typically exports from its old system."""

PATTERNS: tuple[Callable[[int, int], str], ...] = (
    lambda year, n: f"KH-{year}-{n:04d}",
    lambda year, n: f"KH{year}{n:04d}",
    lambda _year, n: f"C-{n:05d}",
    lambda year, n: f"{year}-{n:04d}",
    lambda year, n: f"HN-{year % 100:02d}-{n:03d}",
    lambda _year, n: f"A{n:04d}",
)
"""Ways of numbering customers; one archive uses one of them."""


def register(
    rng: Random, companies: int, persons: int, pattern: int | None = None
) -> tuple[Client, ...]:
    """Customers with look-alikes among them, numbered by one pattern (`PATTERNS` index)."""
    numbered = PATTERNS[rng.randrange(len(PATTERNS)) if pattern is None else pattern]
    year, serial = rng.randint(2015, 2024), rng.randint(1, 60)
    clients: list[Client] = []
    for count in range(companies + persons):
        serial += rng.choice((1, 1, 1, 2, 5))
        number = numbered(year, serial)
        if count >= companies:
            clients.append(people.private_person(rng, number))
        elif clients and rng.random() < 0.35:
            clients.append(look_alike(rng, rng.choice(clients), number))
        else:
            clients.append(people.company(rng, number))
    return tuple(clients)


def look_alike(rng: Random, model: Client, number: str) -> Client:
    """Another company that a hurried eye would take for `model`: near name, near phone."""
    other = people.company(rng, number)
    name, city = model.name, _city(other)
    kind = rng.randrange(4)
    if kind == 0:
        other = other.with_values(customer_name=_one_character(rng, name))
    elif kind == 1:
        other = other.with_values(customer_name=_elsewhere(name, city))
    elif kind == 2:
        other = other.with_values(customer_name=f"{name}{city}分公司")
    else:
        other = other.with_values(contact=model.get("contact"), legal_rep=model.get("legal_rep"))
    if rng.random() < 0.3 and "转" not in model.get("phone"):
        other = other.with_values(phone=_one_digit(rng, model.get("phone")))
    return other


def _one_character(rng: Random, name: str) -> str:
    """`name` with one character of its brand exchanged."""
    spots = [
        i for i, char in enumerate(name) if char in names.BRANDS_SECOND and 1 < i < len(name) - 4
    ]
    spot = rng.choice(spots or [2])
    char = rng.choice([c for c in names.BRANDS_SECOND if c != name[spot]])
    return name[:spot] + char + name[spot + 1 :]


def _city(client: Client) -> str:
    """The short name of the city in which `client` has its office."""
    return next(p[0] for p in names.PLACES if client.get("address").startswith(p[1]))


def _elsewhere(name: str, city: str) -> str:
    """`name` with `city` in the place of its own."""
    own = next((p[0] for p in names.PLACES if p[0] in name), "")
    return name.replace(own, city) if own else city + name


def _one_digit(rng: Random, phone: str) -> str:
    spot = len(phone) - 1
    return phone[:spot] + rng.choice([d for d in "0123456789" if d != phone[spot]])


def stranger(rng: Random) -> Client:
    """A company that is in no register and has no number yet."""
    return people.company(rng, "").with_values(customer_no="")


def write_csv(path: Path, clients: Iterable[Client]) -> None:
    """Write `clients` as UTF-8 CSV whose header names field keys."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([client.get(key) for key in COLUMNS] for client in clients)


def fresh_number(rng: Random) -> str:
    """A number that stands for none of the customers, for papers that carry other numbers."""
    return f"{rng.choice(('HT', 'XS', 'CG'))}{rng.randint(2019, 2025)}{values.digits(rng, 4)}"
