"""Commands that look: search, customers."""

from __future__ import annotations

from contextlib import closing
from html import unescape
from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import ArchiveOption, JsonOption, LimitOption, Session, UnmaskedOption, session
from app.masking import Masking
from domain.errors import NotFound
from domain.fields import FieldKey
from domain.ids import CustomerNumber
from jobs.ownership import at_work
from search.service import Hit, Search, SearchResult


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(search)
    app.command()(customers)


def search(
    query: Annotated[str, typer.Argument(help="What to look for, as a person would type it.")],
    limit: LimitOption = 20,
    type_key: Annotated[str | None, typer.Option("--type", help="Only this type.")] = None,
    customer: Annotated[
        str | None,
        typer.Option("--customer", help="Only what lies in this file, or is named there."),
    ] = None,
    grade: Annotated[
        str | None, typer.Option("--grade", help="Nothing above this grade of secrecy 密级.")
    ] = None,
    unmasked: UnmaskedOption = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find every document that contains what is typed 全文检索."""
    with session(archive, as_json) as now:
        if at_work(now.place.root) is None:
            compose.catch_up_if_free(now.whole)
        owner = _number(now, customer) if customer else None
        ceiling = now.archive.sight.lowest(now.archive.grading.grade(grade) if grade else None)
        with closing(Search(now.whole)) as searching:
            found = searching.find(
                query, limit=limit, type_key=type_key, customer=owner, grade=ceiling
            )
        if as_json:
            now.voice.emit(_found_shape(found))
        else:
            _tell(now, found, Masking(unmasked))


def _tell(now: Session, found: SearchResult, mask: Masking) -> None:
    if found.similar and found.hits:
        now.voice.say("Nothing contains exactly this; similar:", "没有完全相符的；近似结果：")
    rows = [
        (
            hit.document,
            hit.page,
            now.type_name(hit.type_key),
            hit.customer or "",
            mask.marked(_plain(hit)),
        )
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


def _found_shape(found: SearchResult) -> shapes.Shape:
    return {
        "total": found.total,
        "total_exact": found.total_exact,
        "similar": found.similar,
        "took_ms": round(found.took_ms, 2),
        "hits": [_hit_shape(hit) for hit in found.hits],
    }


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
    return unescape(marked)


def customers(
    limit: LimitOption = 100,
    apart: Annotated[
        bool, typer.Option("--withdrawn", help="Those who were withdrawn, instead.")
    ] = False,
    unmasked: UnmaskedOption = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List customers; withdrawn ones apart, or among them, as the profile says 客户一览."""
    with session(archive, as_json) as now:
        listed = now.archive.customers.list(limit=limit, apart=apart)
        if as_json:
            for known in listed:
                now.voice.emit(shapes.customer(known))
            return
        mask, phone = Masking(unmasked), now.catalogue.fields.get(FieldKey("phone"))
        rows = [
            (known.number, known.name, known.status.value, mask.value(known.first("phone"), phone))
            for known in listed
        ]
        heads = [("number", "编号"), ("name", "名称"), ("status", "状态"), ("phone", "电话")]
        now.voice.table(heads, rows, now.archive.customers.count(apart=apart))
