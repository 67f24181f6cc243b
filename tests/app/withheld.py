"""An archive with a paper that a clerk may not see, and every way to ask for it."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from domain.document import Correction, DocumentDraft
from domain.fields import FieldKey, Pair
from domain.finding import Finding, FindingCode
from domain.forms import Part
from domain.ids import DocumentId, ScanId
from domain.outcome import Reason, ReasonCode, ScanStatus
from domain.page import Line, Page
from domain.reading import PageReading
from domain.review import CheckKind
from domain.template import Slot, Template, TemplatePage
from ingest.forms.catalogue import load as load_catalogue
from jobs.contract import OnEvent, PageRead, ScanFinished
from records.archive import Archive
from records.journal.journal import Arrival
from records.signature import Signature
from records.tables import SuspicionRow
from tests.records.papers import BOX, SOME_DAY, draft, field, source

CEILING, ABOVE = "department", "company"
CUSTOMER, OTHER_CUSTOMER = "KH-2024-0007", "KH-2024-0008"

TITLE, NAME = "龙潭并购意向书", "潜龙勿用.png"
WORDS = (TITLE, "潜龙勿用", "天机阁", "玄武计划", "太白金星", "孤舟蓑笠", "寒江独钓", "13911112222")
"""What stands on the withheld paper, its file's name, and what was said of it."""


@dataclass(frozen=True)
class Shelf:
    """The archive, the withheld paper with its scan, and a paper that anybody may see."""

    root: Path
    secret: str
    scan: ScanId
    plain: str
    question: str
    drop: Path


def shelf(root: Path, drop: Path) -> Shelf:
    """The paper is a card that differs from the record, looks like another, and taught a form."""
    Archive.create(root).close()
    archive = Archive.open(root, types=load_catalogue().types)
    for number in (CUSTOMER, OTHER_CUSTOMER):
        name = f"上海宏达贸易{number[-1]}号有限公司"
        archive.customers.put(number, {"customer_name": name, "phone": "02155550000"})
    scan = _scanned(archive, drop, NAME, "玄武计划", 3)
    secret = archive.filing.file(scan, [_card()], 1.0)[0].id
    other = _scanned(archive, drop, "plain.png", "客户资料卡", 9)
    plain = archive.filing.file(other, [draft(CUSTOMER)], 1.0)[0].id
    _spoken_of(archive, secret, plain)
    archive.checks.demand(secret, CheckKind.SUSPECTED, "天机阁")
    question = next(q.id for q in archive.queue.list() if secret in q.documents and q.id[0] == "K")
    archive.grading.set_document(secret, archive.grading.grade(ABOVE), "王芳", "寒江独钓")
    last, documents = archive.findings.waiting(100)
    kept = Finding(FindingCode.ORIGINAL_KEPT, "天机阁")
    archive.findings.note({one: [kept] * (one == secret) for one in documents}, last)
    archive.close()
    return Shelf(root, secret, scan, plain, question, drop)


def _card() -> DocumentDraft:
    """A card that states what the record does not know, and what it knows otherwise."""
    said = (("phone", "13911112222"), ("fax", "天机阁"), ("guest_name", "孤舟蓑笠"))
    made = draft(CUSTOMER, fields=tuple(field(*one) for one in said), title=TITLE)
    return replace(made, reasons=(Reason(ReasonCode.FIELDS_DOUBTFUL, "天机阁"),))


def _scanned(archive: Archive, drop: Path, name: str, text: str, shade: int) -> ScanId:
    picture = source(drop, name, b"")
    Image.new("L", (60, 80), shade).save(picture)
    if name == NAME:
        shutil.copy(picture, drop / "again.png")
    scan = archive.journal.receive(archive.vault.store(picture), Arrival(name)).scan
    archive.journal.set_contents(scan, 1, "image/png")
    page = Page(1, 60, 80, (Line(text, BOX, 0.98),))
    pair = Pair("太白金星", text, 1, BOX, BOX, 0.9)
    pairs = (pair,) if name == NAME else ()
    archive.journal.store_page(scan, 1, PageReading(page, title=text, pairs=pairs))
    return scan


def _spoken_of(archive: Archive, secret: DocumentId, plain: DocumentId) -> None:
    """What persons and checks say of the paper."""
    said = Correction(secret, "王芳", "寒江独钓", fields=(("lead_name", "孤舟蓑笠"),))
    archive.corrections.apply(said)
    archive.references.add(secret, OTHER_CUSTOMER, Signature("王芳", "两家皆涉"))
    slot = Slot(FieldKey("guest_name"), "天机阁", BOX)
    page = TemplatePage(0.7, (), (slot,))
    archive.templates.put(
        Template("permit", "施工许可申请书", Part.FIT_OUT, (page,), (secret,)), "王芳"
    )
    unsettled: dict[str, Any] = {"settled_at": None, "same": None, "who": "", "reason": ""}
    with archive.database.write() as session:
        session.add(
            SuspicionRow(
                document=secret,
                other=plain,
                text=0.9,
                picture=3,
                noticed_at=SOME_DAY,
                **unsettled,
            )
        )


Asked = tuple[object, ...]
_WHY = ("--reason", "看过原件", "--who", "李强")


def ways(s: Shelf, out: Path) -> dict[str, tuple[Asked, ...]]:
    """How each command is asked so that it would tell of the paper; none: it opens no archive."""
    return (
        _every_day(s, out)
        | _what_waits(s)
        | _customers(s)
        | _files_and_rules(s, out)
        | _learning(s)
        | _upkeep()
    )


def _every_day(s: Shelf, out: Path) -> dict[str, tuple[Asked, ...]]:
    return {
        "watch": ((),),
        "ingest": ((s.drop / "again.png",),),
        "status": ((),),
        "search": ((TITLE,), (WORDS[3],)),
        "show": ((s.secret,), (s.scan,), (CUSTOMER,)),
        "export": tuple(
            (what, "--pdf", out / f"{number}.pdf")
            for number, what in enumerate((s.secret, CUSTOMER))
        ),
    }


def _what_waits(s: Shelf) -> dict[str, tuple[Asked, ...]]:
    return {
        "review": ((), ("--claim", s.question), ("--claim", "S1")),
        "answer": ((s.question, "--confirm", *_WHY),),
        "confirm": ((s.secret, *_WHY),),
        "correct": (
            (s.secret, "--pair", "太白金星=1", *_WHY),
            (s.secret, "--field", "phone=1", *_WHY),
            (s.secret, "--field", "phone=1", "--base-revision", "1", *_WHY),
        ),
        "undo": ((s.secret, *_WHY), ("A1", *_WHY)),
        "split": ((s.secret, "--at", "2", *_WHY),),
        "join": ((s.secret, s.plain, *_WHY),),
        "differences": ((), ("--customer", CUSTOMER)),
        "settle": (("1", "--card", *_WHY), ("1", "--record", *_WHY)),
        "duplicate": (("S1", "--same", *_WHY),),
    }


def _customers(s: Shelf) -> dict[str, tuple[Asked, ...]]:
    return {
        "customers": ((), ("--unmasked",)),
        "import-customers": ((s.drop / "customers.csv",),),
        "names": ((CUSTOMER,),),
        "refer": ((s.secret, "--remove", OTHER_CUSTOMER, *_WHY),),
        "merge": ((CUSTOMER, OTHER_CUSTOMER, *_WHY),),
        "split-customer": ((CUSTOMER, "--document", s.secret, "--name", "新客户有限公司", *_WHY),),
        "withdraw": ((CUSTOMER, *_WHY),),
        "reinstate": ((CUSTOMER, *_WHY),),
        "incomplete": ((),),
    }


def _files_and_rules(s: Shelf, out: Path) -> dict[str, tuple[Asked, ...]]:
    return {
        "types": ((),),
        "catalogue": (
            (CUSTOMER, "--pdf", out / "list.pdf", "--csv", out / "list.csv"),
            (CUSTOMER, "--changes"),
            (OTHER_CUSTOMER,),
        ),
        "missing": ((),),
        "findings": ((), ("--all",), ("--waived",)),
        "waive": tuple((f"F{number}", *_WHY) for number in (1, 2, 3)),
        "overdue": (("--done", "--as-of", "2050-01-01"),),
        "grade": ((s.secret,), (s.secret, "--set", "open", *_WHY), (CUSTOMER,)),
        "profile": (("show",),),
        "reshelve": ((), ("--past",), ("--do", *_WHY)),
    }


def _learning(s: Shelf) -> dict[str, tuple[Asked, ...]]:
    return {
        "accuracy": ((),),
        "train": ((),),
        "models": ((),),
        "rollback": (_WHY,),
        "teach": ((s.secret, "--type", "customer_card"),),
        "templates": ((),),
        "unteach": (("permit", *_WHY),),
        "new-type": (("own_kind", "--name", "自定表"),),
        "own-types": ((),),
        "drop-type": (("own_kind",),),
    }


def _upkeep() -> dict[str, tuple[Asked, ...]]:
    return {
        "init": (),
        "verify": ((),),
        "reindex": ((),),
        "reread": ((),),
        "doctor": (),
        "demo": (),
    }


TELLING = frozenset(
    {"catalogue", "customers", "differences", "export", "findings", "grade", "ingest", "reread"}
    | {"review", "search", "waive", "settle", "show", "templates", "watch", "correct"}
)
"""Those that tell of the paper to whoever may see it, so that the walk is known to ask rightly."""


class Replayed:
    """A runner that tells of scans as if it had read them again."""

    def __init__(self, archive: Archive, on_event: OnEvent) -> None:
        self._archive, self._on_event = archive, on_event

    def run_until_idle(self, _stop: threading.Event | None = None) -> None:
        """Tell of every scan."""
        for scan in self._archive.journal.scans():
            self._on_event(PageRead(scan.id, scan.name, 1, 0.1))
            done = self._archive.documents.of_scan(scan.id)
            self._on_event(
                ScanFinished(scan.id, scan.name, ScanStatus.FILED, done, (), seconds=0.1)
            )

    def wake(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is held."""
