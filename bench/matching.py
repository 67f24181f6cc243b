"""How fast, and how surely, a page's customer is found among a hundred thousand.

    python -m bench.matching [--customers 100000] [--pages 400] [--noise 0.3] [--threads 8]
                             [--seed N] [--keep DIR]

A register dense with look-alikes (near names, other branches, other cities, shared telephones), a
tenth of its firms with an alias or a former name, is put into an archive of its own (kept in DIR
for the next run with the same seed and count). Pages speak of its customers: cards, records and
letters with 40 lines of text each; `noise` is the share of values that a reader got wrong.

Printed are, for one page each, the time of everything that routing asks of the records (all kinds
of evidence together), alone and from several threads at once; how often the customer is among
those found by his name alone, exact and misread; and the memory all this takes.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, thread_time
from typing import TypeVar

import psutil

from domain.customer import Customer
from domain.geometry import Box
from domain.ids import CustomerNumber
from domain.page import Line
from ingest.forms.catalogue import load
from ingest.route.decide import route
from ingest.route.paper import Paper, paper
from records.archive import Archive
from records.customers.customers import Customers
from records.customers.rows import Entry, put_all
from tests.factory import register
from tests.factory.people import Client
from tests.ingest import simulated
from tests.ingest.simulated import Case

T = TypeVar("T")

BATCH = 2_000
AIM_MS = 30.0
PROSE = (
    "为加强双方合作，经友好协商，就有关事宜达成如下一致意见，双方应共同遵守。",
    "请贵单位于收到本通知之日起十个工作日内办理相关手续，逾期将按合同约定处理。",
    "经查，该户自入驻以来按时缴纳各项费用，未发生违约情形，现予以确认并存档备查。",
    "上述资料由经办人核对无误后归入客户档案，原件由档案室统一保管，未经批准不得外借。",
)
LINES = 40
BOX = Box(0.1, 0.5, 0.9, 0.52)


@dataclass
class Timed:
    """The records as routing sees them, with the time they take."""

    customers: Customers
    seconds: float = 0.0
    processor: float = 0.0
    asked: Counter[str] = field(default_factory=Counter)
    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def _timed(self, what: str, ask: Callable[[], T]) -> T:
        began, worked = perf_counter(), thread_time()
        found = ask()
        took = perf_counter() - began
        self.seconds += took
        self.processor += thread_time() - worked
        self.asked[what] += 1
        self.spent[what] += took
        return found

    def by_number(self, text: str) -> Customer | None:
        return self._timed("by_number", lambda: self.customers.by_number(text))

    def by_value(self, key: str, value: str) -> tuple[Customer, ...]:
        return self._timed("by_value", lambda: self.customers.by_value(key, value))

    def by_contract(self, number: str) -> tuple[Customer, ...]:
        return self._timed("by_contract", lambda: self.customers.by_contract(number))

    def by_file(self, number: str) -> Customer | None:
        return self._timed("by_file", lambda: self.customers.by_file(number))

    def names_like(self, name: str, limit: int = 20) -> tuple[Customer, ...]:
        return self._timed("names_like", lambda: self.customers.names_like(name, limit))

    def named_in(self, text: str) -> tuple[Customer, ...]:
        return self._timed("named_in", lambda: self.customers.named_in(text))


@dataclass(frozen=True, slots=True)
class Asked:
    """What one page took, in milliseconds, and who was chosen for it."""

    lookups: float
    processor: float
    whole: float
    chosen: CustomerNumber | str | None


def main() -> None:
    """Build, ask, print."""
    arguments = _arguments()
    rng = random.Random(arguments.seed)
    clients = _with_other_names(
        rng, simulated.office(rng, arguments.customers * 4 // 5, arguments.customers // 5)
    )
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(arguments.keep or temporary) / f"{arguments.seed}-{arguments.customers}"
        archive = _archive(root, clients)
        try:
            _ask(archive, clients, rng, arguments)
        finally:
            archive.close()


def _ask(
    archive: Archive, clients: Sequence[Client], rng: random.Random, arguments: argparse.Namespace
) -> None:
    cases = list(simulated.papers(rng, tuple(clients), arguments.pages, arguments.noise))
    papers = [_paper(rng, case) for case in cases]
    print(f"seed {arguments.seed}; {len(clients):,} customers, {len(papers)} pages")
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    before = _resident()
    gc.collect()
    asked, lookups = _one_by_one(archive, papers)
    _print_times("one thread", asked)
    for what, count in lookups.asked.most_common():
        each = 1000 * lookups.spent[what] / count
        print(f"    {what}: {count / len(papers):.1f} a page, {each:.2f} ms each")
    _print_times(f"{arguments.threads} threads", _together(archive, papers, arguments.threads))
    print(f"memory: {_resident() - before:+.0f} MB while asking, {_resident():.0f} MB in all; ")
    print(
        f"records {sum(p.stat().st_size for p in archive.root.glob('records.db*')) / 2**20:.0f} MB"
    )
    _print_decided(cases, asked)
    _print_found(archive, rng, clients, arguments.pages)


def _one_by_one(archive: Archive, papers: Iterable[Paper]) -> tuple[list[Asked], Timed]:
    everything = Timed(archive.customers)
    asked = []
    for sheet in papers:
        timed = Timed(archive.customers)
        asked.append(_routed(sheet, timed))
        everything.asked += timed.asked
        for what, seconds in timed.spent.items():
            everything.spent[what] += seconds
    return asked, everything


def _together(archive: Archive, papers: Sequence[Paper], threads: int) -> list[Asked]:
    """The same pages from several threads at once, each page by one of them."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda sheet: _routed(sheet, Timed(archive.customers)), papers))


def _routed(sheet: Paper, timed: Timed) -> Asked:
    began = perf_counter()
    routing = route(sheet, timed, threshold=0.9)
    whole = 1000 * (perf_counter() - began)
    return Asked(1000 * timed.seconds, 1000 * timed.processor, whole, routing.decision.chosen)


def _print_times(title: str, asked: Sequence[Asked]) -> None:
    def told(times: Sequence[float]) -> str:
        return f"median {median(times):.1f}, p95 {quantiles(times, n=20)[-1]:.1f}"

    print(f"{title}, ms a page (aim: p95 ≤ {AIM_MS:.0f} for what is asked of the records):")
    print(f"  asked of the records: {told([one.lookups for one in asked])}")
    print(f"  of which processor:   {told([one.processor for one in asked])}")
    print(f"  the whole decision:   {told([one.whole for one in asked])}")


def _print_decided(cases: Sequence[Case], asked: Sequence[Asked]) -> None:
    """What routing alone makes of it, with the default threshold."""
    known = [(case, one) for case, one in zip(cases, asked, strict=True) if case.owner]
    chosen = [(case, one) for case, one in known if one.chosen is not None]
    wrong = sum(case.owner != one.chosen for case, one in chosen)
    strangers = [one for case, one in zip(cases, asked, strict=True) if not case.owner]
    filed = sum(one.chosen is not None for one in strangers)
    print(
        f"of {len(known)} papers of known customers {len(chosen)} filed, {wrong} of them wrongly;"
    )
    print(f"of {len(strangers)} papers of strangers {filed} filed")


def _print_found(
    archive: Archive, rng: random.Random, clients: Sequence[Client], count: int
) -> None:
    """How often the customer is among the twenty that a name brings up, and the first of them."""
    for title, damage in (
        ("as it is", lambda name: name),
        ("misread", lambda name: simulated.damaged(rng, "customer_name", name)[0]),
    ):
        firms = [client for client in rng.choices(clients, k=2 * count) if client.is_company]
        ranks = []
        for client in firms[:count]:
            found = [str(one.number) for one in archive.customers.names_like(damage(client.name))]
            ranks.append(found.index(client.number) if client.number in found else None)
        among, first = sum(rank is not None for rank in ranks), ranks.count(0)
        print(f"name {title}: {among} of {len(ranks)} among the first 20, {first} first")


def _with_other_names(rng: random.Random, clients: Iterable[Client]) -> tuple[Client, ...]:
    """A tenth of the firms have a former name or an alias."""

    def renamed(client: Client) -> Client:
        if not client.is_company or rng.random() >= 0.1:
            return client
        other = register.stranger(rng).name
        key = rng.choice(("former_name", "alias"))
        return client.with_values(**{key: other})

    return tuple(renamed(client) for client in clients)


def _archive(root: Path, clients: Sequence[Client]) -> Archive:
    """The archive that holds `clients`; built once, and kept if asked for."""
    if (root / "records.db").exists():
        return Archive.open(root)
    began = perf_counter()
    archive = Archive.create(root)
    for start in range(0, len(clients), BATCH):
        batch = [Entry(client.number, _values(client)) for client in clients[start : start + BATCH]]
        with archive.database.write() as session:
            put_all(session, batch, "bench")
    print(f"{len(clients):,} customers taken in {perf_counter() - began:.0f} s")
    return archive


def _values(client: Client) -> dict[str, str]:
    return {key: value for key, value in client.values if value}


def _paper(rng: random.Random, case: Case) -> Paper:
    """The paper as routing gets it, with its values and prose as lines of text."""
    reading = case.reading
    stated = [f"{value.label}：{value.value}" for value in reading.fields]
    prose = [rng.choice(PROSE) for _ in range(LINES - len(stated))]
    lines = [Line(text, BOX, 0.98) for text in stated + prose]
    page = reading.page
    whole = type(page)(page.number, page.width, page.height, (*page.lines, *lines))
    read = type(reading)(page=whole, fields=reading.fields)
    return paper([read], "", load().fields, case.type)


def _resident() -> float:
    """Megabytes of this process in memory."""
    return float(psutil.Process().memory_info().rss) / 2**20


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--noise", type=float, default=0.3)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 20))
    parser.add_argument("--keep", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
