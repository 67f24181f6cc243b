"""Catalogues for printing and for tables: PDF/A by reportlab and pikepdf, CSV as Excel reads it.

The forms are the archivist's own: 卷内文件目录 at the head of each volume, 卷内备考表 at its back
with the places for signatures. Source: domain section 4.5 (F-44 to F-47), REQ-496, REQ-506 to 508.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from app.export import archival
from app.export.fonts import Face, dressed, faces, lacking
from app.export.saving import save
from domain.customer import CatalogueEntry
from domain.errors import Language
from domain.files import ArchiveFile
from domain.words import remark_text

HEADS = ("序号", "责任者", "文号", "题名", "日期", "页号", "页数", "备注")
_WIDTHS = (12, 30, 24, 60, 20, 11, 11, 14)

_GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
]


class _Styles:
    """How the pages are set, in the fonts that this machine has."""

    def __init__(self, using: Sequence[Face]) -> None:
        self.faces = using
        name = using[0].name
        self.body = ParagraphStyle("body", fontName=name, fontSize=9, leading=12, wordWrap="CJK")
        self.title = ParagraphStyle(
            "title", parent=self.body, fontSize=18, leading=26, alignment=TA_CENTER
        )
        self.line = ParagraphStyle("line", parent=self.body, fontSize=11, leading=18)
        self.bare: set[str] = set()

    def say(self, text: str, style: ParagraphStyle) -> Paragraph:
        """A paragraph; characters that no font has are noted as `bare`."""
        self.bare |= lacking(text, self.faces)
        return Paragraph(dressed(text, self.faces), style)


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
    """A catalogue and a remarks form for every volume; returns the pages.

    It is PDF/A-2b, with its fonts in it; one with a character that no font has is plain PDF.
    Raises StorageError, and MissingTool where there is no font.
    """
    styles = _Styles(faces())
    pieces: list[Flowable] = []
    for one in listed:
        for number, volume in enumerate(one.file.volumes or ((),), start=1):
            pieces += [*_catalogue(styles, one.file, number, volume), PageBreak()]
            pieces += [*_remarks(styles, one, number, volume), PageBreak()]
    title = " ".join(("卷内文件目录", *(one.file.number for one in listed)))
    made = max(one.file.changed_at for one in listed)
    with pikepdf.open(_printed(pieces, title)) as pdf:
        del pdf.trailer["/Info"]  # what the archival description says counts alone
        archival.describe(pdf, title, made, claims=not styles.bare)
        _drop_named_fonts(pdf)
        save(target, lambda file: pdf.save(file, deterministic_id=True))
        return len(pdf.pages)


def _drop_named_fonts(pdf: pikepdf.Pdf) -> None:
    """Take out what reportlab sets at the head of every page and draws nothing with: Helvetica."""
    for page in pdf.pages:
        held = page.Resources.Font
        named = {name for name, font in held.items() if Name.FontDescriptor not in font}
        kept = [
            one
            for one in pikepdf.parse_content_stream(page)
            if not (str(one.operator) == "Tf" and str(one.operands[0]) in named)
        ]
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        page.Resources.Font = Dictionary({n: f for n, f in held.items() if n not in named})


def _printed(pieces: list[Flowable], title: str) -> io.BytesIO:
    """The pages as reportlab sets them."""
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=A4, title=title, author="Anjuan", invariant=1,
        leftMargin=14 * mm, rightMargin=14 * mm, topMargin=14 * mm, bottomMargin=14 * mm,
    )  # fmt: skip
    document.build(pieces)
    buffer.seek(0)
    return buffer


def _catalogue(
    styles: _Styles, file: ArchiveFile, number: int, volume: Sequence[CatalogueEntry]
) -> Iterable[Flowable]:
    yield styles.say("卷内文件目录", styles.title)
    yield _heading(styles, file, number)
    yield Spacer(0, 3 * mm)
    listed = (*volume, *_closing(file, number))
    rows = [
        [styles.say(cell, styles.body) for cell in cells]
        for cells in (HEADS, *(row(entry) for entry in listed))
    ]
    yield Table(rows, colWidths=[width * mm for width in _WIDTHS], repeatRows=1, style=_GRID)


def _remarks(
    styles: _Styles, listed: Listed, number: int, volume: Sequence[CatalogueEntry]
) -> Iterable[Flowable]:
    yield styles.say("卷内备考表", styles.title)
    yield _heading(styles, listed.file, number)
    yield Spacer(0, 6 * mm)
    pages = sum(entry.pages for entry in volume)
    yield styles.say(f"本卷共有文件 {len(volume)} 件，{pages} 页。", styles.line)
    yield styles.say("本卷情况说明：", styles.line)
    for note in listed.notes or ("无。",):
        yield styles.say(f"· {note}", styles.line)
    yield Spacer(0, 30 * mm)
    for who in ("立卷人", "检查人"):
        signing = f"{who}：________________　　日期：______年____月____日"
        yield styles.say(signing, styles.line)
        yield Spacer(0, 4 * mm)


def _heading(styles: _Styles, file: ArchiveFile, number: int) -> Paragraph:
    """Which file, which volume, which version, and whose it is."""
    said = [f"档案号：{file.number}", f"第 {number} 卷，共 {max(1, len(file.volumes))} 卷"]
    if file.customer is not None:
        said.append(f"客户：{file.customer.name}（{file.customer.number}）")
    if file.unit:
        said.append(f"立卷单位：{file.unit}")
    said.append(f"第 {file.version} 版，{file.changed_at.astimezone():%Y-%m-%d %H:%M}")
    return styles.say("　".join(said), styles.body)
