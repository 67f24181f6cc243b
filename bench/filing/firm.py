"""The simulated firm: its archive, its customers, and the papers that come."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.filing.forms import Forms, forms_of
from bench.filing.papers import Noise, Paper, paper
from domain.ids import ScanId
from ingest.forms.catalogue import load
from ingest.route.company import take_apart
from records.archive import Archive
from records.customers.importing import import_customers
from tests.factory import register
from tests.factory.people import Client
from tests.ingest.simulated import office

_STRANGERS = 0.04
_SHORT_NAMED = 0.03
"""Share of firms that go by a short name on some of their papers."""
_USES_SHORT = 0.5
_PERSONS = 0.2


@dataclass(slots=True)
class Firm:
    """A firm at work: `papers` by the scan that brought them, `next` the count of scans."""

    rng: Random
    archive: Archive
    forms: Forms
    clients: list[Client]
    noise: Noise
    papers: dict[str, Paper] = field(default_factory=dict)
    short_names: dict[str, str] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)

    def arrivals(self, count: int) -> Iterator[Paper]:
        """`count` papers as they come."""
        for _ in range(count):
            form = self.rng.choices(self.forms.forms, self.forms.weights)[0]
            if self.rng.random() < _STRANGERS:
                yield paper(self.rng, form, self._stranger(), "", self.noise)
                continue
            client = self.rng.choice(self.clients)
            yield paper(self.rng, form, self._shown(client), client.number, self.noise)

    def _shown(self, client: Client) -> Client:
        short = self.short_names.get(client.number)
        if short and self.rng.random() < _USES_SHORT:
            return client.with_values(customer_name=short)
        return client

    def _stranger(self) -> Client:
        """Somebody in no register; in half the cases he looks like somebody who is."""
        taken = {client.name for client in self.clients}
        while True:
            stranger = register.stranger(self.rng)
            model = self.rng.choice(self.clients)
            if model.is_company and self.rng.random() < 0.5:
                look_alike = register.look_alike(self.rng, model, "")
                stranger = look_alike.with_values(customer_no="")
            if stranger.name not in taken:
                return stranger

    def scan(self, paper: Paper) -> ScanId:
        """The name of the scan that brings `paper`, under which its truth is known."""
        scan = ScanId(
            hashlib.sha256(f"{len(self.papers)} {self.rng.random()}".encode()).hexdigest()
        )
        self.papers[scan] = paper
        return scan

    def number_of(self, paper: Paper) -> str:
        """Whose paper it truly is; a stranger becomes a customer when somebody first looks."""
        if paper.owner:
            return paper.owner
        client = paper.client
        if client.name not in self.strangers:
            number = f"NEU-{len(self.strangers) + 1:05d}"
            held = {key: client.get(key) for key in register.COLUMNS if client.get(key)}
            held.pop("customer_no", None)
            self.archive.customers.put(number, held)
            self.strangers[client.name] = number
        return self.strangers[client.name]


def open_firm(rng: Random, folder: Path, customers: int, noise: Noise) -> Firm:
    """A firm with its register imported and its own types named."""
    archive = Archive.create(folder / "archive")
    persons = int(customers * _PERSONS)
    clients = list(office(rng, customers - persons, persons))
    table = folder / "customers.csv"
    register.write_csv(table, clients)
    import_customers(archive, table, label_keys=load().label_keys())
    forms = forms_of(rng, load())
    for own in forms.own:
        archive.own_types.put(own, "archivist")
    firm = Firm(rng, archive, forms, clients, noise)
    for client in clients:
        if client.is_company and rng.random() < _SHORT_NAMED:
            firm.short_names[client.number] = take_apart(client.name).body
    return firm
