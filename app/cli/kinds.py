"""The command for the document types the archive knows: types."""

from __future__ import annotations

from typing import Annotated

import typer

from app import shapes
from app.cli.common import ArchiveOption, JsonOption, session
from app.cli.naming import names_of
from domain.forms import DocumentType
from domain.text import squeezed


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command("types")(types)


def types(
    word: Annotated[
        str | None, typer.Argument(metavar="[WORD]", help="A part of a name, a code, or a part.")
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the document types that are known, or those that a word names 文件类型."""
    with session(archive, as_json) as now:
        listed = [one for one in now.catalogue.types.values() if _named(one, word or "")]
        if as_json:
            now.voice.emit_each(shapes.document_type(one) for one in listed)
            return
        rows = [
            (one.key, one.name, one.name_en, one.part.value, ", ".join(one.codes)) for one in listed
        ]
        heads = [
            ("key", "代码"),
            ("name", "名称"),
            ("English", "英文"),
            ("part", "类目"),
            ("form codes", "表号"),
        ]
        now.voice.table(heads, rows, len(rows))


def _named(kind: DocumentType, word: str) -> bool:
    wanted = squeezed(word)
    told = (kind.key, kind.part.value, *names_of(kind), *kind.codes)
    return not wanted or any(wanted in squeezed(one) for one in told)
