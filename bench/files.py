"""What keeping files costs: filing, catalogues, lists, a correction seen everywhere.

    python -m bench.files [--customers 2000] [--papers 6000] [--large 1000] [--seed N]

A firm's papers, drafts without pictures, are filed under customers by chance: cards, contracts,
letters, complaints, a twentieth of them waiting for a person. Filing is told in seconds of the
processor, as a ratio to the default profile; everything else in seconds of the clock.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time
from typing import TypeVar

from domain.document import Document, DocumentDraft
from domain.forms import Part
from index.catch_up import catch_up
from records.archive import Archive
from records.files.calendar import WorkingDays
from records.profile import load_profile
from records.verify import verify
from search.service import Search
from tests.records.papers import correction, draft, field, scanned

T = TypeVar("T")
PROFILES = ("default", "property", "installation", "loan", "document_archive")
KINDS = (
    ("customer_card", Part.CARD, "客户资料卡"),
    ("contract", Part.CONTRACT, "产品销售合同"),
    ("letter", Part.CORRESPONDENCE, "关于增加面积的函"),
    ("letter", Part.CORRESPONDENCE, "关于增加面积的复函"),
    ("complaint_record", Part.COMPLAINT, "投诉记录"),
    ("business_licence", Part.IDENTITY, "营业执照"),
)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = perf_counter()
    return work(), perf_counter() - started


def _number(customer: int) -> str:
    return f"KH-2024-{customer:05d}"


def _draft(rng: Random, customer: str | None) -> DocumentDraft:
    type_key, part, title = rng.choice(KINDS)
    fields = (
        field("contract_no", f"HT-{customer}-{rng.randrange(2)}"),
        field("unit_no", f"{rng.randrange(1, 30)}0{rng.randrange(1, 9)}"),
    )
    day = date(2020, 1, 1) + timedelta(days=rng.randrange(2_000))
    return draft(customer, type_key=type_key, part=part, title=title, fields=fields, day=day)


def _filled(
    root: Path, profile: str, rng: Random, customers: int, papers: int
) -> tuple[Archive, float]:
    """An archive with the firm's papers, and the processor's seconds that filing one took."""
    Archive.create(root).close()
    archive = Archive.open(root, load_profile(profile))
    for customer in range(customers):
        archive.customers.put(_number(customer), {"customer_name": f"客户{customer}有限公司"})
    spent = []
    for paper in range(papers):
        scan = scanned(archive, f"{profile} {paper}".encode())
        owner = None if rng.random() < 0.05 else _number(rng.randrange(customers))
        proposed = _draft(rng, owner)
        started = process_time()
        archive.filing.file(scan, [proposed], 0.1)
        spent.append(process_time() - started)
    return archive, median(spent)


def _by_profile(rng: Random, scratch: Path, papers: int) -> Iterator[tuple[str, float]]:
    for profile in PROFILES:
        archive, seconds = _filled(scratch / profile, profile, rng, 50, papers)
        assert list(verify(archive)) == []
        archive.close()
        yield profile, seconds


def _seen_everywhere(archive: Archive, document: Document, search: Search) -> float:
    """Seconds from a correction until catalogues, lists and search agree on it."""
    started = perf_counter()
    archive.corrections.apply(correction(document, customer=_number(1)))
    catch_up(archive)
    kept = [entry.document for entry in archive.files.of(_number(1)).catalogue]
    left = [entry.document for entry in archive.files.of(_number(0)).catalogue]
    archive.missing_papers.of(archive.files.of(_number(1)).number)
    hits = search.find("客户资料卡", limit=1, customer=_number(1)).total
    assert document.id in kept
    assert document.id not in left
    assert hits
    return perf_counter() - started


def _large_file(archive: Archive, rng: Random, papers: int) -> None:
    for paper in range(papers):
        scan = scanned(archive, f"large {paper}".encode())
        archive.filing.file(scan, [_draft(rng, _number(0))], 0.1)


def main() -> None:
    """Fill archives, ask them, and print the times."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--papers", type=int, default=6_000)
    parser.add_argument("--large", type=int, default=1_000, help="papers in one large file")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    arguments = parser.parse_args()
    rng = Random(arguments.seed)
    print(f"seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        plain = 0.0
        for profile, seconds in _by_profile(rng, scratch, 200):
            plain = plain or seconds
            print(
                f"filing one paper, {profile}: {seconds * 1e3:.1f} ms, "
                f"{seconds / plain:.2f} of default"
            )
        archive, _ = _filled(
            scratch / "firm", "default", rng, arguments.customers, arguments.papers
        )
        _large_file(archive, rng, arguments.large)
        with closing(archive):
            _ask(archive)


def _ask(archive: Archive) -> None:
    file, seconds = _timed(lambda: archive.files.all_of(_number(0))[0])
    print(f"catalogue of {len(file.catalogue)} papers: {seconds * 1e3:.0f} ms")
    middle = file.version // 2
    _, seconds = _timed(lambda: archive.files.get(file.number, middle))
    print(f"its version {middle} of {file.version}: {seconds * 1e3:.0f} ms")
    count, seconds = _timed(archive.missing_papers.count)
    print(f"missing papers counted in {archive.files.count()} files ({count}): {seconds:.2f} s")
    _, seconds = _timed(archive.missing_papers.incomplete)
    print(f"the first hundred, with since when: {seconds:.2f} s")
    calendar = WorkingDays()
    calendar.is_working(date(2024, 1, 1))
    late, seconds = _timed(lambda: archive.deadlines.overdue(date(2099, 1, 1), calendar))
    print(f"overdue ({len(late)}): {seconds:.2f} s")
    catch_up(archive)
    cards = [e.document for e in file.catalogue if e.type_key == "customer_card"][:20]
    with closing(Search(archive)) as search:
        search.find("客户资料卡", limit=1)
        spent = [_seen_everywhere(archive, archive.documents.get(card), search) for card in cards]
    print(f"a correction seen everywhere: {median(spent):.2f} s, most {max(spent):.2f} s")


if __name__ == "__main__":
    main()
