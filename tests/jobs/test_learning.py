"""What an archive learns from answers, from the first one on and in the background."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from domain.document import Correction, Document, DocumentDraft, Undoing
from domain.filing import EvidenceKind, Subject
from domain.forms import Part
from domain.ids import CustomerNumber, ScanId
from domain.outcome import DocumentState
from domain.reading import PageReading
from domain.review import CheckKind, ModelState, OwnType
from ingest.options import FilingOptions
from ingest.proposing import propose
from jobs.learned import LearnedSource
from jobs.learner import Learner
from jobs.learning import Learning
from records.archive import Archive
from records.journal.journal import Arrival
from records.signature import Signature
from records.vault import Stored
from tests.ingest.known import reading, value
from tests.ingest.learning.sheets import KINDS, sheet

HAIFENG, KAIDA = "KH-2024-0007", "KH-2024-0008"
OPTIONS = FilingOptions(check_one_in=0)


class Office:
    """An archive with two customers and a type of its own, and papers that come."""

    def __init__(self, root: Path) -> None:
        self.archive = Archive.create(root)
        self.archive.customers.put(HAIFENG, {"customer_name": "青岛海丰贸易有限公司"})
        self.archive.customers.put(KAIDA, {"customer_name": "宁波凯达机械有限公司"})
        self.archive.own_types.put(OwnType("loan", "器材借用单", Part.SERVICE), "小林")
        self.archive.own_types.put(OwnType("gate", "门禁停用说明", Part.SERVICE), "小林")
        self.source = LearnedSource(self.archive)
        self.learning = Learning(self.archive, OPTIONS, propose, self.source)
        self.rng = Random(3)
        self.count = 0

    def file(self, page: PageReading) -> Document:
        """A paper comes and is filed, or waits."""
        self.count += 1
        scan = ScanId(hashlib.sha256(f"{self.count}".encode()).hexdigest())
        self.archive.journal.receive(Stored(scan, 1, True), Arrival(f"{self.count}.jpg"))
        self.archive.journal.set_contents(scan, 1, "image/jpeg")
        self.archive.journal.store_page(scan, 1, page)
        drafts = propose(
            self.archive.journal.scan(scan),
            [page],
            (),
            self.archive.customers,
            self.source.options(OPTIONS),
            learned=self.source.current(),
        )
        return self.archive.filing.file(scan, drafts, 1.0)[0]

    def say(self, document: Document, kind: str | None, customer: str | None = None) -> None:
        number = CustomerNumber(customer) if customer else None
        part = Part.SERVICE if kind else None
        self.archive.corrections.apply(Correction(document.id, "小林", "核对", kind, part, number))

    def now(self, document: Document) -> Document:
        return self.archive.documents.get(document.id)

    def form(self, key: str, owner: str = "宁波凯达机械有限公司") -> PageReading:
        """A filled-in form; its customer is told by name, as two readers read it."""
        page = sheet(self.rng, key)
        lines = [line.text for line in page.page.lines if not line.text.startswith("客户")]
        return reading(value("customer_name", owner, agreed=True), lines=[*lines, owner])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "archive")
    yield made
    made.archive.close()


def test_five_corrections_teach_a_type_and_the_next_papers_file_themselves(office: Office) -> None:
    for _ in range(5):
        office.say(office.file(office.form("loan")), "loan", KAIDA)
    after = [office.file(office.form("loan")) for _ in range(6)]
    assert sum(one.type_key == "loan" and one.state is DocumentState.FILED for one in after) >= 5
    evidence = office.archive.documents.decisions(after[0].id)[0].evidence
    assert EvidenceKind.LEARNED in {piece.kind for piece in evidence}


def test_papers_that_wait_are_judged_again_and_filed(office: Office) -> None:
    waiting = [office.file(office.form("loan")) for _ in range(7)]
    assert {one.state for one in waiting} == {DocumentState.REVIEW}
    for one in waiting[:5]:
        office.say(one, "loan", KAIDA)
    learnt = office.learning.round()
    assert learnt.filed == 2
    assert office.now(waiting[-1]).type_key == "loan"
    assert not office.learning.is_due()


def test_a_word_taken_back_is_learned_from_no_longer(office: Office) -> None:
    papers = [office.file(office.form("loan")) for _ in range(5)]
    for one in papers:
        office.say(one, "loan", KAIDA)
    assert office.file(office.form("loan")).type_key == "loan"
    for one in papers:
        office.archive.corrections.undo(Undoing(one.id, "小林", "看错了"))
    assert office.file(office.form("loan")).type_key != "loan"


def test_a_filed_paper_is_never_moved_but_suspected(office: Office) -> None:
    for _ in range(4):
        office.say(office.file(office.form("gate")), "gate", KAIDA)
    mistaken = [office.file(_titled(office.form("loan"), "gate")) for _ in range(8)]
    filed = [one for one in mistaken if one.state is DocumentState.FILED]
    for one in filed[:6]:
        office.say(one, "loan", KAIDA)
    assert len(filed) == 8
    learnt = office.learning.round()
    assert learnt.suspected == 2
    kept = office.now(filed[-1])
    assert (kept.type_key, kept.state) == ("gate", DocumentState.FILED)
    (check,) = office.archive.checks.open(filed[-1].id)
    assert check.kind is CheckKind.SUSPECTED
    assert "loan" in check.detail


def _titled(page: PageReading, kind: str) -> PageReading:
    """The paper with a title that says it is another."""
    says = [(EvidenceKind.TITLE, kind, 0.95)]
    return reading(*page.fields, lines=[line.text for line in page.page.lines], says=says)


def test_a_word_against_strong_evidence_is_looked_at_again_once(office: Office) -> None:
    paper = office.file(_titled(office.form("gate"), "gate"))
    assert paper.state is DocumentState.FILED
    office.say(paper, None, HAIFENG)
    assert office.learning.round().second_looks == 1
    (check,) = office.archive.checks.open(paper.id)
    assert (check.kind, check.detail.split()[0]) == (CheckKind.SECOND_LOOK, KAIDA)
    assert office.archive.reviews.settled() == ()
    office.say(paper, None, HAIFENG)
    assert office.learning.round().second_looks == 0
    assert [review.said for review in office.archive.reviews.settled()] == [HAIFENG]


def test_a_name_in_no_record_means_whom_it_meant_before(office: Office) -> None:
    for _ in range(3):
        office.say(office.file(office.form("gate", "凯达五金")), "gate", KAIDA)
    after = office.file(office.form("gate", "凯达五金"))
    customer = office.archive.documents.decisions(after.id)[1]
    assert customer.subject is Subject.CUSTOMER
    assert customer.candidates[0].key == KAIDA
    assert EvidenceKind.LEARNED in {piece.kind for piece in customer.evidence}


def test_a_name_said_thrice_becomes_an_alias_that_stays_removed(office: Office) -> None:
    for _ in range(3):
        office.say(office.file(office.form("gate", "凯达五金加工")), "gate", KAIDA)
    assert office.learning.round().aliases == 1
    (alias,) = [name for name in office.archive.names.of(KAIDA) if name.key == "alias"]
    assert (alias.value, alias.source) == ("凯达五金加工", "machine: learned from 3 papers")
    after = office.file(office.form("gate", "凯达五金加工"))
    customer = office.archive.documents.decisions(after.id)[1]
    assert EvidenceKind.NAME in {piece.kind for piece in customer.evidence}
    office.archive.names.remove(KAIDA, "凯达五金加工", Signature("小林", "是另一家"))
    office.say(office.file(office.form("gate", "凯达五金加工")), "gate", KAIDA)
    assert office.learning.round().aliases == 0


def test_a_version_is_trained_compared_put_in_force_and_rolled_back(office: Office) -> None:
    office.archive.own_types.put(OwnType("visit", "园区参观回执", Part.VISIT), "小林")
    for _ in range(9):
        for key in KINDS:
            office.say(office.file(office.form(key)), key, KAIDA)
    first = office.learning.round().version
    assert first is not None
    assert (first.state, first.examples, first.types) == (ModelState.IN_FORCE, 27, 3)
    assert first.right == first.held_back > 0
    assert office.learning.round().version is None
    second = office.learning.round(anyway=True).version
    assert second is not None
    back = office.archive.models.put_back(first.number, "小林", "新版有误")
    assert back is not None
    assert office.archive.models.current()[0] == first.number
    assert [one.state for one in office.archive.models.list()] == [
        ModelState.FORMER,
        ModelState.IN_FORCE,
    ]
    assert office.file(office.form("loan")).type_key == "loan"


def test_the_measured_threshold_is_the_one_that_files(office: Office) -> None:
    bounds = office.archive.bounds.current()
    assert bounds == {}
    office.learning.round()
    held = office.archive.bounds.current()[Subject.TYPE]
    assert not held.measured
    office.archive.bounds.set([replace(held, threshold=0.99, measured=True)])
    assert office.source.options(OPTIONS).type_threshold == 0.99
    waiting = office.file(_titled(office.form("gate"), "gate"))
    assert waiting.state is DocumentState.REVIEW


def test_a_service_learns_by_itself_when_somebody_has_answered(office: Office) -> None:
    waiting = [office.file(office.form("loan")) for _ in range(6)]
    for one in waiting[:5]:
        office.say(one, "loan", KAIDA)
    learner = Learner(office.archive, office.learning, pause=0.01)
    learner.start()
    for _ in range(3000):
        if not office.learning.is_due():
            break
        time.sleep(0.01)
    learner.finish()
    assert office.now(waiting[-1]).state is DocumentState.FILED
    assert office.archive.journal.problems() == ()


def test_a_failure_to_learn_is_noted_and_nothing_else(office: Office) -> None:
    office.say(office.file(office.form("loan")), "loan", KAIDA)

    def breaks(*_given: object, **_named: object) -> tuple[DocumentDraft, ...]:
        raise RuntimeError("judging went wrong")

    office.file(office.form("gate"))
    learning = Learning(office.archive, OPTIONS, breaks, office.source)
    learner = Learner(office.archive, learning, pause=0.01)
    learner.start()
    for _ in range(3000):
        if office.archive.journal.problems():
            break
        time.sleep(0.01)
    learner.finish()
    (problem,) = office.archive.journal.problems()
    assert (problem.path, problem.message) == ("learning", "judging went wrong")
    assert office.learning.is_due()
