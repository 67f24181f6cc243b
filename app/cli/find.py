"""Commands that look: search, show, customers."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Annotated

import typer

from app import compose, shapes
from app.cli import record
from app.cli.common import ArchiveOption, JsonOption, Session, session
from app.console import masked
from domain.customer import Customer
from domain.document import Change, Document
from domain.errors import NotFound
from domain.fields import FieldKey, FieldReading
from domain.forms import Part
from domain.ids import CustomerNumber
from domain.words import failure_text, reason_text
from jobs.ownership import at_work
from records.completeness import missing_on
from records.journal import ScanRecord
from search.service import Hit, Search

LimitOption = Annotated[int, typer.Option("--limit", min=1, help="How many to list.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(search)
    app.command()(show)
    app.command()(customers)


def search(
    query: Annotated[str, typer.Argument(help="What to look for, as a person would type it.")],
    limit: LimitOption = 20,
    type_key: Annotated[str | None, typer.Option("--type", help="Only this type.")] = None,
    customer: Annotated[str | None, typer.Option("--customer", help="Only this file.")] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find every document that contains what is typed 全文检索."""
    with session(archive, as_json) as now:
        if at_work(now.place.root) is None:
            compose.catch_up_if_free(now.archive)
        owner = _number(now, customer) if customer else None
        with closing(Search(now.archive)) as searching:
            found = searching.find(query, limit=limit, type_key=type_key, customer=owner)
        if as_json:
            now.voice.emit(
                {
                    "total": found.total,
                    "total_exact": found.total_exact,
                    "similar": found.similar,
                    "took_ms": round(found.took_ms, 2),
                    "hits": [_hit_shape(hit) for hit in found.hits],
                }
            )
            return
        if found.similar and found.hits:
            now.voice.say("Nothing contains exactly this; similar:", "没有完全相符的；近似结果：")
        rows = [
            (hit.document, hit.page, now.type_name(hit.type_key), hit.customer or "", _plain(hit))
            for hit in found.hits
        ]
        heads = [
            ("document", "文件"),
            ("page", "页"),
            ("type", "类型"),
            ("customer", "客户"),
            ("text", "内容"),
        ]
        now.voice.table(heads, rows, found.total)


def _number(now: Session, said: str) -> CustomerNumber:
    """The customer's number as the archive writes it. Raises NotFound."""
    known = now.archive.customers.by_number(said)
    if known is None:
        raise NotFound(said)
    return known.number


def _hit_shape(hit: Hit) -> shapes.Shape:
    return {
        "document": hit.document,
        "page": hit.page,
        "type": hit.type_key,
        "customer": hit.customer,
        "score": round(hit.score, 4),
        "snippet": hit.snippet,
        "boxes": [shapes.box(place) for place in hit.boxes],
    }


def _plain(hit: Hit) -> str:
    marked = hit.snippet.replace("<mark>", "【").replace("</mark>", "】")
    return marked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def show(
    what: Annotated[
        str, typer.Argument(metavar="DOC|CUSTOMER|SCAN", help="An id, a number or its beginning.")
    ],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a document with its history, a customer's file, or a scan 查看."""
    with session(archive, as_json) as now:
        found = _resolve(now, what)
        if isinstance(found, Document):
            _show_document(now, found)
        elif isinstance(found, Customer):
            _show_customer(now, found)
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


def _show_document(now: Session, document: Document) -> None:
    texts = now.archive.documents.text(document.id)
    history = now.archive.documents.history(document.id)
    decisions = now.archive.documents.decisions(document.id)
    is_card = document.part is Part.CARD
    missing = missing_on(document, now.archive.profile.card) if is_card else ()
    if now.voice.as_json:
        shape = shapes.document(
            document,
            now.type_name(document.type_key),
            now.customer(document.customer),
            now.voice.language,
            "\n".join(page.text for page in texts.pages),
        )
        shape["missing"] = list(missing)
        shape["seals"] = [shapes.seal(page, s) for page in texts.pages for s in page.seals]
        shape["history"] = [shapes.change(made) for made in history]
        shape["decisions"] = [shapes.decision(made) for made in decisions]
        now.voice.emit(shape)
        return
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
        sentence = reason_text(reason, voice.language)
        voice.say(f"· {sentence}", f"· {sentence}")
    if missing:
        labels = "、".join(record.label(now, key) for key in missing)
        voice.say(f"· missing on the card: {labels}", f"· 卡上缺项：{labels}")
    rows = [
        (f.label or f.key, f.key, _shown(now, f), f"{f.confidence:.2f}", "?" * f.needs_review)
        for f in document.fields
    ]
    heads = [
        ("label", "项目"),
        ("key", "键"),
        ("value", "内容"),
        ("confidence", "可信度"),
        ("look", "核对"),
    ]
    voice.table(heads, rows, len(rows))
    _tell_history(now, history)


def _tell_history(now: Session, history: Sequence[Change]) -> None:
    now.voice.say("History", "变更记录")
    changes = [
        (c.revision, f"{c.at:%Y-%m-%d %H:%M}", c.who, c.reason, _what(now, c)) for c in history
    ]
    heads = [
        ("revision", "版本"),
        ("at", "时间"),
        ("who", "经手人"),
        ("why", "原因"),
        ("what", "内容"),
    ]
    now.voice.table(heads, changes, len(changes))


def _is_personal(now: Session, key: str) -> bool:
    spec = now.catalogue.fields.get(FieldKey(key))
    return spec is not None and spec.personal


def _shown(now: Session, reading: FieldReading) -> str:
    return masked(reading.value) if _is_personal(now, reading.key) else reading.value


FIRST_FILING = ("state", "type", "customer", "date")
"""Of the first revision, which fills everything, a person wants to see these."""


def _what(now: Session, change: Change) -> str:
    def said(what: str, value: str) -> str:
        key = what.removeprefix("field ")
        return masked(value) if value and _is_personal(now, key) else value or "—"

    return "; ".join(
        f"{what}: {said(what, before)} → {said(what, after)}"
        for what, before, after in change.what
        if change.revision > 1 or what in FIRST_FILING
    )


def _show_customer(now: Session, customer: Customer) -> None:
    held = now.archive.files.of(customer.number)
    differing = now.archive.differences.open(customer.number)
    if now.voice.as_json:
        names = {key: known.name for key, known in now.catalogue.types.items()}
        shape = shapes.customer_file(held, names)
        versions = now.archive.customers.history(customer.number)
        shape["record"] = [shapes.value_version(version) for version in versions]
        shape["differences"] = [shapes.difference(one) for one in differing]
        now.voice.emit(shape)
        return
    voice = now.voice
    heading = f"{held.number}  {customer.number}  {customer.name}  ({customer.status.value})"
    voice.say(heading, heading)
    values = [
        (key, masked(value) if _is_personal(now, key) else value) for key, value in customer.values
    ]
    voice.table([("field", "项目"), ("value", "内容")], values, len(values))
    if differing:
        voice.say("Cards say otherwise", "卡片与档案不符")
        record.show(now, differing, now.archive.differences.count(customer.number))
    rows = [
        (
            e.sequence,
            e.part.value,
            now.type_name(e.type_key),
            e.title,
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


def customers(
    limit: LimitOption = 100,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List customers 客户一览."""
    with session(archive, as_json) as now:
        listed = now.archive.customers.list(limit=limit)
        if as_json:
            for known in listed:
                now.voice.emit(shapes.customer(known))
            return
        rows = [
            (known.number, known.name, known.status.value, known.first("phone")) for known in listed
        ]
        heads = [("number", "编号"), ("name", "名称"), ("status", "状态"), ("phone", "电话")]
        now.voice.table(heads, rows, now.archive.customers.count())
