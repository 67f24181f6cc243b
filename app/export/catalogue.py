"""Catalogues for printing and for tables: PDF by reportlab, CSV by the standard library.

The forms are the archivist's own: 卷内文件目录 at the head of each volume, 卷内备考表 at its back
with the places for signatures. Source: domain section 4.5 (F-44 to F-47), REQ-496, REQ-506 to 508.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from app.export.saving import save
from domain.customer import CatalogueEntry
from domain.errors import Language
from domain.files import ArchiveFile
from domain.words import remark_text

_FONT = "STSong-Light"
"""A font that every reader of Chinese PDF has, named and not embedded: both scripts, 20 kB."""

HEADS = ("序号", "责任者", "文号", "题名", "日期", "页号", "页数", "备注")
_WIDTHS = (12, 30, 24, 60, 20, 11, 11, 14)

_BODY = ParagraphStyle("body", fontName=_FONT, fontSize=9, leading=12, wordWrap="CJK")
_TITLE = ParagraphStyle("title", parent=_BODY, fontSize=18, leading=26, alignment=TA_CENTER)
_LINE = ParagraphStyle("line", parent=_BODY, fontSize=11, leading=18)
_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
]


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to be listed, and what the form at its back notes (本卷情况说明)."""

    file: ArchiveFile
    notes: tuple[str, ...] = ()


def row(entry: CatalogueEntry) -> tuple[str, ...]:
    """An entry under HEADS."""
    return (
        "" if entry.sequence is None else str(entry.sequence),
        entry.responsible,
        entry.number,
        entry.title,
        entry.document_date.isoformat() if entry.document_date else "",
        str(entry.leaf),
        str(entry.pages),
        "；".join((*_seen(entry), *(remark_text(r, Language.ZH) for r in entry.remarks))),
    )


def _seen(entry: CatalogueEntry) -> tuple[str, ...]:
    """In whose file a paper lies that this one only names."""
    return (f"见 {entry.see}",) if entry.see else ()


def _closing(file: ArchiveFile, number: int) -> tuple[CatalogueEntry, ...]:
    """The references, at the end of the last volume."""
    return file.references if number == max(1, len(file.volumes)) else ()


def write_csv(listed: Sequence[Listed], type_names: Mapping[str, str], target: Path) -> None:
    """The entries of all files, one a line, as Excel opens it. Raises StorageError."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("档案号", "版次", "卷", *HEADS, "部分", "类型", "文件"))
    for one in listed:
        for entry in (*one.file.catalogue, *one.file.references):
            kind = type_names.get(entry.type_key, entry.type_key)
            before = (one.file.number, str(one.file.version), str(entry.volume))
            after = (entry.part.value, kind, entry.document)
            writer.writerow(_harmless(cell) for cell in (*before, *row(entry), *after))
    content = text.getvalue().encode("utf-8-sig")
    save(target, lambda file: file.write(content))


def _harmless(cell: str) -> str:
    """What was read on a paper is never a formula to the programme that opens the table."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def write_pdf(listed: Sequence[Listed], target: Path) -> int:
    """A catalogue and a remarks form for every volume; returns the pages. Raises StorageError."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    pieces: list[Flowable] = []
    for one in listed:
        for number, volume in enumerate(one.file.volumes or ((),), start=1):
            pieces += [*_catalogue(one.file, number, volume), PageBreak()]
            pieces += [*_remarks(one, number, volume), PageBreak()]
    buffer = io.BytesIO()
    title = " ".join(one.file.number for one in listed)
    document = SimpleDocTemplate(
        buffer, pagesize=A4, title=f"卷内文件目录 {title}", author="Anjuan", invariant=1,
        leftMargin=14 * mm, rightMargin=14 * mm, topMargin=14 * mm, bottomMargin=14 * mm,
    )  # fmt: skip
    document.build(pieces)
    save(target, lambda file: file.write(buffer.getvalue()))
    return int(document.page)


def _catalogue(
    file: ArchiveFile, number: int, volume: Sequence[CatalogueEntry]
) -> Iterable[Flowable]:
    yield Paragraph("卷内文件目录", _TITLE)
    yield _heading(file, number)
    yield Spacer(0, 3 * mm)
    listed = (*volume, *_closing(file, number))
    rows = [[_cell(cell) for cell in cells] for cells in (HEADS, *(row(e) for e in listed))]
    yield Table(rows, colWidths=[width * mm for width in _WIDTHS], repeatRows=1, style=_GRID)


def _remarks(listed: Listed, number: int, volume: Sequence[CatalogueEntry]) -> Iterable[Flowable]:
    yield Paragraph("卷内备考表", _TITLE)
    yield _heading(listed.file, number)
    yield Spacer(0, 6 * mm)
    pages = sum(entry.pages for entry in volume)
    yield Paragraph(f"本卷共有文件 {len(volume)} 件，{pages} 页。", _LINE)
    yield Paragraph("本卷情况说明：", _LINE)
    for note in listed.notes or ("无。",):
        yield Paragraph(f"· {escape(note)}", _LINE)
    yield Spacer(0, 30 * mm)
    for who in ("立卷人", "检查人"):
        yield Paragraph(f"{who}：________________　　日期：______年____月____日", _LINE)
        yield Spacer(0, 4 * mm)


def _heading(file: ArchiveFile, number: int) -> Paragraph:
    """Which file, which volume, which version, and whose it is."""
    said = [f"档案号：{file.number}", f"第 {number} 卷，共 {max(1, len(file.volumes))} 卷"]
    if file.customer is not None:
        said.append(f"客户：{file.customer.name}（{file.customer.number}）")
    if file.unit:
        said.append(f"立卷单位：{file.unit}")
    said.append(f"第 {file.version} 版，{file.changed_at.astimezone():%Y-%m-%d %H:%M}")
    return Paragraph("　".join(escape(part) for part in said), _BODY)


def _cell(text: str) -> Paragraph:
    return Paragraph(escape(text), _BODY)
