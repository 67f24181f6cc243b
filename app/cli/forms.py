"""Commands for taught forms: teach, templates, unteach."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

import typer

from app import shapes
from app.cli.common import ArchiveOption, JsonOption, ReasonOption, Session, WhoOption, session
from app.cli.naming import field_of, type_of
from domain.document import Document
from domain.errors import NotFound, UsageError
from domain.fields import FieldKey, FieldReading
from domain.forms import Part
from domain.geometry import Box
from ingest.templates.teach import Named, teach

_KEY = re.compile(r"[a-z][a-z0-9_]{1,63}")


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command("teach")(teach_form)
    app.command()(templates)
    app.command()(unteach)


def teach_form(
    document: Annotated[str, typer.Argument(metavar="DOC", help="A corrected document.")],
    type_key: Annotated[str, typer.Option("--type", help="Key or name of its type, or a new key.")],
    name: Annotated[str | None, typer.Option("--name", help="What a new type is called.")] = None,
    part: Annotated[
        str, typer.Option("--part", help="Part of the file where a new type belongs.")
    ] = Part.CORRESPONDENCE.value,
    fields: Annotated[
        list[str] | None,
        typer.Option(
            "--field",
            metavar="KEY=VALUE[@PAGE:X0,Y0,X1,Y1]",
            help="A value on it, with its place in shares of the page if it stands twice.",
        ),
    ] = None,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a form known by one corrected document; more improve it 教表单."""
    with session(archive, as_json) as now:
        held = now.archive.documents.get(document)
        named = _named(now, type_key, name, part)
        shown = _with_fields(now, held, fields or [])
        pages = now.archive.documents.text(held.id).pages
        lesson = teach(shown, pages, named, now.whole.templates.get(named.key))
        now.whole.templates.put(lesson.template, who)
        if as_json:
            unplaced = list(lesson.unplaced)
            seen = now.archive.templates.shown(lesson.template)
            now.voice.emit(shapes.template(seen) | {"unplaced": unplaced})
            return
        places = sum(len(page.slots) for page in lesson.template.pages)
        now.voice.say(
            f"{named.name} is known by {len(lesson.template.examples)} example(s), with {places} "
            "places. Scans that wait are judged by it with: anjuan reread",
            f"已学会 {named.name}：示例 {len(lesson.template.examples)} 份，填写处 {places} 个。"
            "用 anjuan reread 让待审扫描件按它重新判断。",
        )
        if lesson.unplaced:
            missing = "、".join(lesson.unplaced)
            now.voice.say(
                f"Not found on the pages, or more than once: {missing}. Add @PAGE:X0,Y0,X1,Y1.",
                f"页面上找不到或出现多处：{missing}。请加上 @页:X0,Y0,X1,Y1。",
            )


def _named(now: Session, key: str, name: str | None, part: str) -> Named:
    """The type taught: a known one, or a new one that has a name."""
    try:
        known = type_of(now, key)
    except NotFound:
        if not _KEY.fullmatch(key) or not name:
            detail = "a new type needs a key of small letters, digits and _, and a --name"
            raise UsageError(key, detail) from None
        return Named(key, name, _part(part))
    return Named(known.key, known.name, known.part)


def _part(said: str) -> Part:
    try:
        return Part(said)
    except ValueError:
        parts = ", ".join(part.value for part in Part)
        raise UsageError("--part", f"{said!r} is none of {parts}") from None


def _with_fields(now: Session, document: Document, said: list[str]) -> Document:
    """The document as if it said what the command line says besides."""
    added = [_reading(now, document, one) for one in said]
    keys = {reading.key for reading in added}
    kept = tuple(reading for reading in document.fields if reading.key not in keys)
    return replace(document, fields=(*kept, *added))


_PLACED = re.compile(r"(?P<said>.*)@(?P<page>\d+):(?P<box>\d*\.?\d+(?:,\d*\.?\d+){3})")


def _reading(now: Session, document: Document, said: str) -> FieldReading:
    placed = _PLACED.fullmatch(said)
    pair = placed["said"] if placed else said
    label = pair.partition("=")[0].strip()
    try:
        key, value = field_of(now, pair)
    except NotFound:
        if not _KEY.fullmatch(label):
            raise
        key, value = label, pair.partition("=")[2].strip()
    box, page = Box(0.0, 0.0, 0.0, 0.0), min(document.pages)
    if placed:
        x0, y0, x1, y1 = (float(side) for side in placed["box"].split(","))
        box, page = Box.clipped(x0, y0, x1, y1), int(placed["page"])
    return FieldReading(FieldKey(key), label, value, value, page, box, 1.0, needs_review=False)


def templates(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the forms that were taught 已学表单."""
    with session(archive, as_json) as now:
        listed = now.archive.templates.current()
        if as_json:
            now.voice.emit_each(shapes.template(one) for one in listed)
            return
        rows = [
            (
                one.type_key,
                one.name,
                len(one.pages),
                sum(len(page.slots) for page in one.pages),
                len(one.examples),
            )
            for one in listed
        ]
        heads = [
            ("type", "类型"),
            ("name", "名称"),
            ("pages", "页数"),
            ("places", "填写处"),
            ("examples", "示例"),
        ]
        now.voice.table(heads, rows, len(rows))


def unteach(
    type_key: Annotated[str, typer.Argument(metavar="TYPE", help="Key of the taught type.")],
    reason: ReasonOption,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Use a taught form no longer; what was filed by it stays 撤销表单."""
    with session(archive, as_json) as now:
        now.whole.templates.take_back(type_key, who, reason)
        if as_json:
            now.voice.emit({"type": type_key, "taken_back": True})
        else:
            now.voice.say(f"{type_key} is used no longer.", f"{type_key} 已停用。")
