"""The whole way of a few scans, told so that it can be interrupted anywhere and told again.

Three files lie in the inbox: a card of two pages whose customer nobody knows, a letter in a
sub-folder, and a file that cannot be read. They are taken, read by real child processes (with
the stub of tests.jobs), filed and indexed; the card is corrected, then divided into its two pages,
and the index built anew.
Every stage can be told twice: what is done already is not done again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain import steps
from domain.division import split_of
from domain.document import Correction, Document
from domain.ids import ScanId
from domain.outcome import ScanStatus
from index.catch_up import catch_up, is_current, rebuild
from ingest.intake import Intake
from ingest.learning.learned import Learned
from ingest.options import FilingOptions, Limits, ReadingOptions
from ingest.watch import Watcher, WatchOptions
from jobs.contract import JobOptions
from jobs.local import LocalRunner
from records.archive import Archive
from records.profile import ProfileChoice, load_profile
from records.signature import Signature
from records.verify import verify
from search.service import Search
from tests.jobs import stub

CARD = "客户资料卡 kingfisher\n客户名称：北京翠鸟商贸有限公司\n\f第二页 nightingale\n"
LETTER = "来函 woodpecker\n"
BROKEN = "!uncountable\n"
FILES = {"card.txt": CARD, "KH-2024-0007/letter.txt": LETTER, "broken.txt": BROKEN}
WORDS = {"kingfisher": "card.txt", "nightingale": "card.txt", "woodpecker": "letter.txt"}
CORRECTED = "cormorant"
CLERK = "archivist"
NUMBERED_OTHERWISE = load_profile(ProfileChoice(rules={"numbers": {"file": "ZX-{sequence:3}"}}))


def scan_id(content: str) -> ScanId:
    """The id that the scan with this content has."""
    return ScanId(hashlib.sha256(content.encode()).hexdigest())


def prepare(root: Path) -> None:
    """An empty archive and a full inbox in `root`."""
    Archive.create(root / "archive").close()
    for name, content in FILES.items():
        path = root / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def tell(root: Path) -> None:
    """Open the archive and do all that is still to be done."""
    archive = Archive.open(root / "archive")
    try:
        for stage in (take, work, correct, divide, reshelve, catch_up, rebuild):
            stage(archive)
    finally:
        archive.close()


def take(archive: Archive) -> None:
    """What lies in the inbox is taken, as the watcher does it."""
    inbox = archive.root.parent / "inbox"
    watcher = Watcher(inbox, Intake(archive), WatchOptions(settle=0, retry=0))
    watcher.look()
    watcher.tick()


def work(archive: Archive) -> None:
    """What is queued is read and filed."""
    runner = LocalRunner(
        archive,
        ReadingOptions(limits=Limits(seconds=30)),
        FilingOptions(),
        JobOptions(workers=1, retry=0.01),
        work=stub.work(),
    )
    try:
        runner.run_until_idle()
    finally:
        runner.close()


def correct(archive: Archive) -> None:
    """A person looks at the card, sees whether it is corrected, and corrects it if not."""
    for document in archive.documents.of_scan(scan_id(CARD))[:1]:
        if not _corrections(archive, document):
            archive.corrections.apply(
                Correction(
                    document.id,
                    who=CLERK,
                    reason="misread",
                    fields=(("customer_name", CORRECTED),),
                    base_revision=document.revision,
                )
            )


def divide(archive: Archive) -> None:
    """A person sees that the card's second page is another paper, and says so once."""
    scan = scan_id(CARD)
    for document in archive.documents.of_scan(scan):
        if not archive.divisions.said(scan):
            division = split_of(document, (2,), "divider", "two papers")
            drafts = [
                draft
                for reading in archive.journal.readings(scan)
                for draft in stub.propose(
                    archive.journal.scan(scan), [reading], (), archive.customers, FilingOptions(),
                    templates=(), learned=Learned(), said={},
                )
            ]  # fmt: skip
            archive.divisions.apply(division, drafts)


def reshelve(archive: Archive) -> None:
    """The office numbers its files otherwise from now on, and has the papers follow."""
    other = Archive.open(archive.root, NUMBERED_OTHERWISE)
    try:
        if not other.reshelving.state().is_current:
            other.reshelving.run(Signature("numberer", "new rules"), batch=1)
    finally:
        other.close()


def _corrections(archive: Archive, document: Document) -> list[str]:
    return [c.reason for c in archive.documents.history(document.id) if c.who == CLERK]


def _divided(archive: Archive, document: Document) -> list[str]:
    return [c.reason for c in archive.documents.history(document.id) if c.who == "divider"]


def assert_all_is_well(root: Path) -> None:
    """Every scan is there exactly once, whole, filed once, found once; the inbox is empty."""
    assert [path for path in (root / "inbox").rglob("*") if path.is_file()] == []
    archive = Archive.open(root / "archive")
    try:
        _assert_scans(archive)
        _assert_documents(archive)
        _assert_found(archive)
        assert list(verify(archive)) == []
        assert archive.journal.problems() == ()
    finally:
        archive.close()


def _assert_scans(archive: Archive) -> None:
    expected = {scan_id(content): Path(name).name for name, content in FILES.items()}
    assert {scan.id: scan.name for scan in archive.journal.scans()} == expected
    assert len(archive.journal.scans()) == len(expected)
    assert set(archive.vault.scans()) == set(expected)
    left = [path.name for path in archive.vault.folder.rglob("*") if path.is_file()]
    assert sorted(left) == sorted(expected)
    for scan in expected:
        archive.vault.verify(scan)
        assert len(archive.journal.arrivals(scan)) == 1
    assert archive.journal.scan(scan_id(LETTER)).folder == "KH-2024-0007"
    assert archive.journal.scan(scan_id(BROKEN)).status is ScanStatus.QUARANTINED
    assert [p.name for p in archive.quarantine_folder.iterdir()] == [
        f"{scan_id(BROKEN)[:8]}-broken.txt"
    ]


def _assert_documents(archive: Archive) -> None:
    documents = [archive.documents.get(ident) for ident in archive.documents.ids()]
    assert sorted((d.scan, d.pages) for d in documents) == sorted(
        [(scan_id(CARD), (1,)), (scan_id(CARD), (2,)), (scan_id(LETTER), (1,))]
    )
    assert archive.customers.count() == 1
    card, other = archive.documents.of_scan(scan_id(CARD))
    assert _corrections(archive, card) == ["misread"]
    assert card.customer is not None
    catalogue = archive.files.of(card.customer).catalogue
    assert [entry.document for entry in catalogue] == [card.id]
    (file,) = archive.files.all_of(card.customer)
    assert file.number == "ZX-001"
    assert [c.who for c in archive.documents.history(card.id)].count("numberer") == 1
    assert [len(_divided(archive, document)) for document in (card, other)] == [1, 1]


def _assert_found(archive: Archive) -> None:
    assert is_current(archive)
    search = Search(archive)
    try:
        for word, name in WORDS.items():
            result = search.find(word)
            found = [
                archive.journal.scan(archive.documents.get(hit.document).scan).name
                for hit in result.hits
            ]
            assert (found, result.similar) == ([name], False), word
        corrected = {
            archive.documents.get(hit.document).scan for hit in search.find(CORRECTED).hits
        }
        assert corrected == {scan_id(CARD)}
    finally:
        search.close()


def killed_at(step: str, occurrence: int) -> Callable[[str], None]:
    """A listener that kills this process when `step` is reached for the nth time."""
    seen: Counter[str] = Counter()

    def listener(reached: str) -> None:
        seen[reached] += 1
        if reached == step and seen[step] == occurrence:
            os.kill(os.getpid(), signal.SIGKILL)

    return listener


def tell_until_killed(root: Path, step: str, occurrence: int) -> None:
    """Tell the story in this process, which ends at the nth `step`."""
    with steps.listening(killed_at(step, occurrence)):
        tell(root)


@contextmanager
def full_at(step: str) -> Iterator[Counter[str]]:
    """For the length of the block the disk is full whenever `step` is reached."""
    seen: Counter[str] = Counter()

    def listener(reached: str) -> None:
        seen[reached] += 1
        if reached == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with steps.listening(listener):
        yield seen
