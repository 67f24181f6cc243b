"""Whatever the register and however bad the reading: no paper goes into a wrong file."""

from __future__ import annotations

from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.route.clues import CustomerLookup
from ingest.route.decide import route
from ingest.route.paper import paper
from records.archive import Archive
from tests.ingest.known import SPECS, KnownCustomers
from tests.ingest.simulated import Case, as_customer, office, papers

THRESHOLD = 0.90


def filed_under(case: Case, customers: CustomerLookup) -> str | None:
    sheet = paper([case.reading], "", SPECS, case.type)
    return route(sheet, customers, THRESHOLD).decision.chosen


def outcomes(seed: int, noise: float, count: int = 60) -> list[tuple[Case, str | None]]:
    rng = Random(seed)
    clients = office(rng, rng.randint(2, 60), rng.randint(1, 20))
    customers = KnownCustomers(map(as_customer, clients))
    return [(case, filed_under(case, customers)) for case in papers(rng, clients, count, noise)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.05, 0.2, 0.5]))
def test_no_paper_is_filed_under_a_wrong_customer(seed: int, noise: float) -> None:
    wrong = [
        (case.owner, chosen, [f.value for f in case.reading.fields], case.reading.page.text)
        for case, chosen in outcomes(seed, noise)
        if chosen is not None and chosen != case.owner
    ]
    assert wrong == []


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32))
def test_clean_papers_with_number_or_code_and_name_file_themselves(seed: int) -> None:
    clear = [
        chosen == case.owner
        for case, chosen in outcomes(seed, noise=0.0, count=150)
        if case.numbered and case.owner is not None
    ]
    assert sum(clear) >= 0.95 * len(clear), f"{sum(clear)} of {len(clear)}"


def test_the_real_records_answer_as_well(tmp_path: Path) -> None:
    rng = Random(20240506)
    clients = office(rng, 90, 30)
    archive = Archive.create(tmp_path / "archive")
    try:
        for client in map(as_customer, clients):
            archive.customers.put(client.number, {**dict(client.values)}, client.status)
        results = [
            (case, filed_under(case, archive.customers))
            for case in papers(rng, clients, count=120, noise=0.1)
        ]
    finally:
        archive.close()
    wrong = [(case.owner, chosen) for case, chosen in results if chosen not in (None, case.owner)]
    clear = [
        chosen == case.owner
        for case, chosen in results
        if case.numbered and case.owner is not None and not case.misread
    ]
    assert wrong == []
    assert sum(clear) >= 0.95 * len(clear)
