"""One firm from its first paper to its last, through classify, route, decide and the records."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.filing.archivist import Archivist
from bench.filing.firm import Firm, open_firm
from bench.filing.forms import form_of, own_type
from bench.filing.papers import Noise, Paper, paper
from bench.filing.tally import Share, Tally, judged
from domain.document import Correction, Document
from domain.filing import Subject
from domain.ids import CustomerNumber
from domain.review import Bound
from ingest.options import FilingOptions
from ingest.proposing import propose
from jobs.learned import LearnedSource
from jobs.learning import Learning
from records.journal.journal import Arrival
from records.vault import Stored

TAUGHT_BY, TRIED_ON = 5, 50


@dataclass(frozen=True, slots=True)
class Size:
    """How large a firm, how many papers come, so many a day, and for how long at most."""

    customers: int
    documents: int
    a_day: int
    minutes: float = math.inf


@dataclass(slots=True)
class Outcome:
    """What came of a run: the tally of all papers and of each stretch, reviews, bounds, times.

    `measured` counts the decisions made under a threshold that the archive itself had measured.
    """

    total: Tally = field(default_factory=Tally)
    stretches: list[tuple[int, Tally, int, dict[Subject, Bound]]] = field(default_factory=list)
    looked_at: int = 0
    mistakes: int = 0
    second_looks: int = 0
    suspected: int = 0
    filed_later: int = 0
    taught: tuple[int, int] = (0, 0)
    bounds: dict[Subject, Bound] = field(default_factory=dict)
    measured: dict[Subject, Share] = field(default_factory=lambda: {s: Share() for s in Subject})
    seconds: dict[str, float] = field(default_factory=dict)


class Run:
    """A firm's days."""

    def __init__(self, seed: int, size: Size, folder: Path, filing: FilingOptions) -> None:
        self._rng = Random(seed)
        self._size = size
        self._firm: Firm = open_firm(self._rng, folder, size.customers, Noise())
        self._archivist = Archivist(self._firm, Random(seed + 1))
        self._filing = filing
        self._measured: frozenset[Subject] = frozenset()
        self._source = LearnedSource(self._firm.archive)
        archive = self._firm.archive
        self._learning = Learning(archive, self._filing, propose, self._source)
        self._stretch = Tally()
        self.outcome = Outcome()

    def close(self) -> None:
        """Let go of the archive."""
        self._firm.archive.close()

    def all_days(self, tell: Callable[[Outcome], None], stretch: int) -> Outcome:
        """Live through all days; `tell` is called after every `stretch` papers."""
        done, told, end = 0, 0, time.monotonic() + 60 * self._size.minutes
        while done < self._size.documents and time.monotonic() < end:
            papers = min(self._size.a_day, self._size.documents - done)
            self._day(papers)
            done += papers
            if done - told >= stretch or done >= self._size.documents:
                told = done
                bounds = self._firm.archive.bounds.current()
                looked_at = self._archivist.looked_at
                self.outcome.stretches.append((done, self._stretch, looked_at, bounds))
                self._stretch = Tally()
                tell(self.outcome)
        self.outcome.looked_at = self._archivist.looked_at
        self.outcome.mistakes = self._archivist.mistakes
        self.outcome.bounds = self._firm.archive.bounds.current()
        return self.outcome

    def _day(self, papers: int) -> None:
        """Papers come; half of what waits is answered; the archive learns; the rest is answered."""
        started = time.perf_counter()
        for one in self._firm.arrivals(papers):
            self._timed("papers", started)
            started = time.perf_counter()
            self._file(one)
            self._timed("filing", started)
            started = time.perf_counter()
        for share in (0.5, 1.0):
            self._archivist.answer_some(share)
            self._archivist.answer_checks()
            self._timed("answers", started)
            started = time.perf_counter()
            learnt = self._learning.round()
            self.outcome.second_looks += learnt.second_looks
            self.outcome.suspected += learnt.suspected
            self.outcome.filed_later += learnt.filed
            self._timed("learning", started)
            started = time.perf_counter()
        bounds = self._firm.archive.bounds.current()
        self._measured = frozenset(one for one, bound in bounds.items() if bound.measured)

    def _file(self, one: Paper) -> Document:
        """Receive, read, judge and file a paper as the service does, and count what was decided."""
        archive, scan = self._firm.archive, self._firm.scan(one)
        archive.journal.receive(Stored(scan, 1, True), Arrival(f"{scan[:12]}.jpg"))
        archive.journal.set_contents(scan, 1, "image/jpeg")
        archive.journal.store_page(scan, 1, one.reading)
        options = self._source.options(self._filing)
        drafts = propose(
            archive.journal.scan(scan),
            [one.reading],
            (),
            archive.customers,
            options,
            learned=self._source.current(),
        )
        filed = archive.filing.file(scan, drafts, 0.0, self._filing.check_one_in)
        owner = one.owner or self._firm.strangers.get(one.client.name, "")
        for tally in (self.outcome.total, self._stretch):
            tally.add(one, drafts[0], owner)
        for subject in self._measured:
            self.outcome.measured[subject].add(*judged(one, drafts[0], owner)[subject])
        return filed[0]

    def _timed(self, what: str, since: float) -> None:
        seconds = self.outcome.seconds
        seconds[what] = seconds.get(what, 0.0) + time.perf_counter() - since

    def teach(self) -> tuple[int, int]:
        """Correct five papers of a type nobody knew; how many of the next fifty are seen as it."""
        archive, rng = self._firm.archive, self._rng
        kind = own_type(rng, 9_000 + rng.randrange(1_000))
        archive.own_types.put(kind, "archivist")
        form = form_of(rng, kind)
        right = 0
        for count in range(TAUGHT_BY + TRIED_ON):
            client = rng.choice(self._firm.clients)
            document = self._file_unseen(paper(rng, form, client, client.number, self._firm.noise))
            if count < TAUGHT_BY:
                said = CustomerNumber(client.number)
                archive.corrections.apply(
                    Correction(document.id, "archivist", "新类型", kind.key, kind.part, said)
                )
            else:
                right += document.type_key == kind.key
        self.outcome.taught = (self.outcome.taught[0] + right, self.outcome.taught[1] + TRIED_ON)
        return self.outcome.taught

    def _file_unseen(self, one: Paper) -> Document:
        """File a paper without counting it."""
        total, stretch, measured = self.outcome.total, self._stretch, self._measured
        self.outcome.total, self._stretch, self._measured = Tally(), Tally(), frozenset()
        try:
            return self._file(one)
        finally:
            self.outcome.total, self._stretch, self._measured = total, stretch, measured


def one_firm(  # noqa: PLR0917 – a pool hands them over by place
    seed: int,
    size: Size,
    folder: Path | None = None,
    tell: Callable[[Outcome], None] | None = None,
    new_types: int = 1,
    filing: FilingOptions | None = None,
) -> Outcome:
    """A firm from its first day to its last in a folder of its own, then `new_types` are taught.

    `tell` hears ten times on the way; `filing` are the firm's settings.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix="firm-") as place:
        run = Run(seed, size, Path(place), filing or FilingOptions())
        try:
            outcome = run.all_days(tell or _silent, max(1, size.documents // 10))
            for _ in range(new_types):
                run.teach()
        finally:
            run.close()
    return outcome


def _silent(_outcome: Outcome) -> None:
    """Say nothing on the way."""
