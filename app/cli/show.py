"""The command that shows one thing whole: a document, a customer's file, or a scan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from app import shapes
from app.cli import findings, grade, record
from app.cli.common import ArchiveOption, JsonOption, Session, UnmaskedOption, session
from app.cli.customers import tell_events
from app.masking import Masking
from domain.customer import Customer, ValueVersion
from domain.document import Change, Document
from domain.duties import Kept
from domain.errors import NotFound
from domain.fields import FieldKey, FieldSpec, Pair
from domain.forms import Part
from domain.words import failure_text, reason_text, role_text
from records.completeness import missing_on
from records.journal import ScanRecord
from records.retention import kept
from records.said_pairs import named


def register(app: typer.Typer) -> None:
    """Add the command to the programme."""
    app.command()(show)


def show(
    what: Annotated[
        str, typer.Argument(metavar="DOC|CUSTOMER|SCAN", help="An id, a number or its beginning.")
    ],
    unmasked: UnmaskedOption = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a document with its history, a customer's file, or a scan 查看."""
    with session(archive, as_json) as now:
        found = _resolve(now, what)
        mask = Masking(unmasked)
        if isinstance(found, Document):
            _show_document(now, found, mask)
        elif isinstance(found, Customer):
            _show_customer(now, found, mask)
        else:
            _show_scan(now, found)


def _resolve(now: Session, what: str) -> Document | Customer | ScanRecord:
    """Whatever `what` names: a customer's number first, since people chose it. Raises NotFound."""
    if known := now.archive.customers.by_number(what):
        return known
    for look in (now.archive.documents.get, now.archive.journal.scan):
        try:
            return look(what)
        except NotFound:
            continue
    raise NotFound(what)


def _show_document(now: Session, document: Document, mask: Masking) -> None:
    is_card = document.part is Part.CARD
    let_be = {one.finding.subject for one in now.archive.findings.of(document.id) if one.waived}
    required = missing_on(document, now.archive.profile.card) if is_card else ()
    missing = tuple(key for key in required if key not in let_be)
    if now.voice.as_json:
        now.voice.emit(_shape(now, document, missing))
        return
    _tell_standing(now, document, missing, mask)
    _tell_fields(now, document, mask)
    _tell_pairs(now, now.archive.documents.text(document.id).pairs, mask)
    _tell_history(now, now.archive.documents.history(document.id), mask)


def _shape(now: Session, document: Document, missing: Sequence[str]) -> shapes.Shape:
    """Everything that is known of a document, for programmes."""
    archive, texts = now.archive, now.archive.documents.text(document.id)
    shape = shapes.document(
        document,
        now.type_name(document.type_key),
        now.customer(document.customer),
        now.voice.language,
        "\n".join(page.text for page in texts.pages),
    )
    shape["missing"] = list(missing)
    shape["secrecy"] = shapes.graded(archive.grading.of(document.id))
    shape["retention"] = shapes.kept(_kept(now, document))
    shape["seals"] = [shapes.seal(page, s) for page in texts.pages for s in page.seals]
    shape["pairs"] = [shapes.pair(pair) for pair in texts.pairs]
    shape["personal"] = [shapes.personal(one) for one in texts.personal]
    noted = archive.findings.of(document.id, ended=True)
    shape["findings"] = [findings.shape(now, one) for one in noted]
    history = archive.documents.history(document.id)
    shape["history"] = [shapes.change(made) for made in history]
    decisions = archive.documents.decisions(document.id)
    shape["decisions"] = [shapes.decision(made) for made in decisions]
    pairs = archive.suspicions.of(document.id)
    shape["references"] = [shapes.reference(one) for one in archive.references.of(document.id)]
    shape["proposed"] = [shapes.proposal(one) for one in archive.proposals.of(document.id)]
    shape["duplicates"] = [shapes.suspicion(pair) for pair in pairs]
    return shape


def _tell_standing(now: Session, document: Document, missing: Sequence[str], mask: Masking) -> None:
    """What the document is, whose, why it stands where it stands, and what it lacks."""
    voice = now.voice
    customer = now.customer(document.customer)
    voice.say(
        f"{document.id}  {now.type_name(document.type_key)}  {document.title}",
        f"{document.id}  {now.type_name(document.type_key)}  {document.title}",
    )
    owner = f"{customer.number} {customer.name}" if customer else "—"
    voice.say(
        f"customer {owner}; {document.state.value}, revision {document.revision}, pages "
        f"{list(document.pages)} of scan {document.scan[:12]}",
        f"客户 {owner}；状态 {document.state.value}，第 {document.revision} 版，扫描件 "
        f"{document.scan[:12]} 第 {list(document.pages)} 页",
    )
    for reason in document.reasons:
        sentence = mask.text(reason_text(reason, voice.language))
        voice.say(f"· {sentence}", f"· {sentence}")
    _tell_duties(now, document)
    if missing:
        labels = "、".join(record.label(now, key) for key in missing)
        voice.say(f"· missing on the card: {labels}", f"· 卡上缺项：{labels}")
    for line in findings.lines(now, now.archive.findings.of(document.id)):
        voice.say(f"· {line}", f"· {line}")
    _tell_second(now, document, mask)


def _tell_second(now: Session, document: Document, mask: Masking) -> None:
    """In whose catalogues the paper is named besides, and for whom that is proposed."""
    for held in now.archive.references.of(document.id):
        why = mask.text(f"{held.who}: {held.reason}")
        now.voice.say(
            f"· also named by {held.customer} ({why})", f"· 另见于 {held.customer}（{why}）"
        )
    for one in now.archive.proposals.of(document.id):
        if one.taken is None:
            role = role_text(one.role, now.voice.language)
            seen = mask.text("; ".join(piece.detail for piece in one.evidence))
            now.voice.say(
                f"· perhaps also {one.customer}, {role} ({seen}): anjuan answer X{one.number}",
                f"· 或亦涉及 {one.customer}，{role}（{seen}）：anjuan answer X{one.number}",
            )


def _tell_fields(now: Session, document: Document, mask: Masking) -> None:
    rows = [
        (
            f.label or f.key,
            f.key,
            mask.value(f.value, _spec(now, f.key)),
            f"{f.confidence:.2f}",
            "?" * f.needs_review,
        )
        for f in document.fields
    ]
    heads = [
        ("label", "项目"),
        ("key", "键"),
        ("value", "内容"),
        ("confidence", "可信度"),
        ("look", "核对"),
    ]
    now.voice.table(heads, rows, len(rows))


def _kept(now: Session, document: Document) -> Kept:
    return kept(document, now.archive.profile, now.archive.types)


def _tell_duties(now: Session, document: Document) -> None:
    """Who may see the paper, and how long it is kept."""
    secrecy = grade.named(now, now.archive.grading.of(document.id).grade)
    held = _kept(now, document)
    now.voice.say(f"· secrecy: {secrecy}", f"· 密级：{secrecy}")
    now.voice.say(
        f"· kept until {held.until or 'for ever'}: {held.name_en}",
        f"· 保管至 {held.until or '永久'}：{held.name}",
    )


def _tell_pairs(now: Session, pairs: Sequence[Pair], mask: Masking) -> None:
    """What stands beside labels that no catalogue lists, as it was read or put right."""
    if not pairs:
        return
    now.voice.say("Also on the page (correct --pair)", "页面上另有（可用 correct --pair 更正）")
    rows = [(mask.text(name), mask.text(pair.value), pair.page) for name, pair in named(pairs)]
    now.voice.table([("label", "项目"), ("value", "内容"), ("page", "页")], rows, len(rows))


def _tell_history(now: Session, history: Sequence[Change], mask: Masking) -> None:
    now.voice.say("History", "变更记录")
    changes = [
        (c.revision, f"{c.at:%Y-%m-%d %H:%M}", c.who, c.reason, _what(now, c, mask))
        for c in history
    ]
    heads = [
        ("revision", "版本"),
        ("at", "时间"),
        ("who", "经手人"),
        ("why", "原因"),
        ("what", "内容"),
    ]
    now.voice.table(heads, changes, len(changes))


def _spec(now: Session, key: str) -> FieldSpec | None:
    return now.catalogue.fields.get(FieldKey(key))


FIRST_FILING = ("state", "type", "customer", "date")
"""Of the first revision, which fills everything, a person wants to see these."""


def _what(now: Session, change: Change, mask: Masking) -> str:
    def said(what: str, value: str) -> str:
        return mask.value(value, _spec(now, what.removeprefix("field "))) or "—"

    return "; ".join(
        f"{what}: {said(what, before)} → {said(what, after)}"
        for what, before, after in change.what
        if change.revision > 1 or what in FIRST_FILING
    )


def _show_customer(now: Session, customer: Customer, mask: Masking) -> None:
    held = now.archive.files.of(customer.number)
    differing = now.archive.differences.open(customer.number)
    if now.voice.as_json:
        names = {key: known.name for key, known in now.catalogue.types.items()}
        shape = shapes.customer_file(held, names)
        versions = now.archive.customers.history(customer.number)
        shape["record"] = [shapes.value_version(version) for version in versions]
        shape["differences"] = [shapes.difference(one) for one in differing]
        events = now.archive.changes.of(customer.number)
        shape["events"] = [shapes.customer_event(event) for event in events]
        now.voice.emit(shape)
        return
    voice = now.voice
    heading = f"{held.number}  {customer.number}  {customer.name}  ({customer.status.value})"
    voice.say(heading, heading)
    values = [(key, mask.value(value, _spec(now, key))) for key, value in customer.values]
    voice.table([("field", "项目"), ("value", "内容")], values, len(values))
    _tell_former(now, now.archive.customers.history(customer.number), mask)
    if differing:
        voice.say("Cards say otherwise", "卡片与档案不符")
        record.show(now, differing, now.archive.differences.count(customer.number), mask)
    rows = [
        (
            e.sequence,
            e.part.value,
            now.type_name(e.type_key),
            e.title if e.see is None else f"{e.title} → {voice.pick('see', '见')} {e.see}",
            e.document_date or "",
            e.pages,
            e.document,
        )
        for e in held.catalogue
    ]
    heads = [
        ("no.", "序号"),
        ("part", "部分"),
        ("type", "类型"),
        ("title", "题名"),
        ("date", "日期"),
        ("pages", "页数"),
        ("document", "文件"),
    ]
    voice.table(heads, rows, len(rows))
    tell_events(now, now.archive.changes.of(customer.number))


def _tell_former(now: Session, versions: Sequence[ValueVersion], mask: Masking) -> None:
    """What held once of this customer: former contacts, numbers, addresses (人事变迁, REQ-013)."""
    rows = [
        (
            record.label(now, one.key),
            mask.value(one.value, _spec(now, one.key)),
            f"{one.since:%Y-%m-%d}",
            f"{one.until:%Y-%m-%d}",
            one.source,
        )
        for one in versions
        if one.until is not None
    ]
    if rows:
        now.voice.say("Formerly", "历史资料")
        heads = [
            ("field", "项目"),
            ("value", "内容"),
            ("since", "起"),
            ("until", "止"),
            ("source", "来源"),
        ]
        now.voice.table(heads, rows, len(rows))


def _show_scan(now: Session, scan: ScanRecord) -> None:
    documents = now.archive.documents.of_scan(scan.id)
    if now.voice.as_json:
        now.voice.emit(
            {
                "scan": scan.id,
                "file": scan.name,
                "folder": scan.folder,
                "size": scan.size,
                "media_type": scan.media_type,
                "status": scan.status.value,
                "pages": scan.pages,
                "received_at": scan.received_at.isoformat(),
                "documents": [document.id for document in documents],
                "failures": [
                    shapes.failure(failed, now.voice.language) for failed in scan.failures
                ],
            }
        )
        return
    heading = f"{scan.name}  {scan.status.value}  {scan.id}"
    now.voice.say(heading, heading)
    for failed in scan.failures:
        where = f"page {failed.page}: " if failed.page else ""
        line = f"· {failed.stage.value}: {where}{failure_text(failed, now.voice.language)}"
        now.voice.say(line, line)
    rows = [(d.id, list(d.pages), now.type_name(d.type_key), d.state.value) for d in documents]
    heads = [("document", "文件"), ("pages", "页"), ("type", "类型"), ("state", "状态")]
    now.voice.table(heads, rows, len(rows))
