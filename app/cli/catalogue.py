"""The command that prints what lies in a file: catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from app import shapes
from app.cli.common import ArchiveOption, JsonOption, Session, UnmaskedOption, session
from app.cli.export import check_target
from app.cli.files import since_day
from app.masking import Masking
from domain.customer import CatalogueEntry
from domain.errors import Language, NotFound, UsageError
from domain.files import ArchiveFile, FileChange, MissingPaper
from domain.words import remark_text

_CSV_BEGINS = "\ufeff档案号".encode()


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(catalogue)


def catalogue(
    what: Annotated[
        str, typer.Argument(metavar="CUSTOMER|FILE", help="A customer's number, or a file's.")
    ],
    version: Annotated[
        int | None, typer.Option("--version", min=1, help="As it was in this version.")
    ] = None,
    changes: Annotated[
        bool, typer.Option("--changes", help="What made each version, instead.")
    ] = False,
    pdf: Annotated[
        Path | None,
        typer.Option("--pdf", metavar="FILE", help="Write it for printing, with 备考表."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write it as a table.")
    ] = None,
    unmasked: UnmaskedOption = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the catalogue of a file, or of all files of a customer 卷内文件目录.

    Every change of a file makes a new version of its catalogue; earlier ones can be printed again.
    """
    with session(archive, as_json) as now:
        files = _files(now, what, version)
        if changes:
            for file in files:
                _tell_changes(now, file.number, now.archive.files.changes(file.number))
            return
        mask = Masking(unmasked)
        _write(now, tuple(_masked(file, mask) for file in files), pdf, table)
        names = {key: known.name for key, known in now.catalogue.types.items()}
        for file in files:
            lacks = now.archive.missing_papers.of(file.number)
            if as_json:
                now.voice.emit(shapes.archive_file(file, names, lacks))
            else:
                _tell(now, _masked(file, mask), lacks)


def _masked(file: ArchiveFile, mask: Masking) -> ArchiveFile:
    """The file as people see it: personal numbers in titles and names are masked."""

    def shown(entry: CatalogueEntry) -> CatalogueEntry:
        return replace(
            entry,
            title=mask.text(entry.title),
            responsible=mask.text(entry.responsible),
            number=mask.text(entry.number),
        )

    return replace(
        file,
        catalogue=tuple(map(shown, file.catalogue)),
        references=tuple(map(shown, file.references)),
    )


def _files(now: Session, what: str, version: int | None) -> tuple[ArchiveFile, ...]:
    """The files meant: a customer's number first. Raises NotFound, UsageError."""
    customer = now.archive.customers.by_number(what)
    if customer is None:
        return (now.archive.files.get(what, version),)
    files = now.archive.files.all_of(customer.number)
    if not files:
        raise NotFound(what, "No paper is filed there.")
    if version is None:
        return files
    if len(files) > 1:
        numbers = ", ".join(file.number for file in files)
        raise UsageError("--version", f"say which file: {numbers}")
    return (now.archive.files.get(files[0].number, version),)


def _write(
    now: Session, files: tuple[ArchiveFile, ...], pdf: Path | None, table: Path | None
) -> None:
    if pdf is None and table is None:
        return
    from app.export.catalogue import Listed, write_csv, write_pdf  # brings the PDF library

    listed = [Listed(file, _notes(now, file)) for file in files]
    if pdf is not None:
        check_target(now, "--pdf", pdf)
        pages = write_pdf(listed, pdf)
        now.voice.note(f"{pdf}: {pages} pages", f"{pdf}：{pages} 页")
    if table is not None:
        check_target(now, "--csv", table, _CSV_BEGINS)
        names = {key: known.name for key, known in now.catalogue.types.items()}
        write_csv(listed, names, table)
        now.voice.note(f"{table}: written", f"{table}：已写出")


def _notes(now: Session, file: ArchiveFile) -> tuple[str, ...]:
    """What the form at the back notes: papers that wait or have no number, and those missing."""
    remarks = [remark for entry in file.catalogue for remark in entry.remarks]
    noted = [
        f"{remark_text(remark, Language.ZH)} {remarks.count(remark)} 件"
        for remark in dict.fromkeys(remarks)
    ]
    lacks = now.archive.missing_papers.of(file.number)
    return (*noted, *(f"缺：{one.name}（自 {since_day(one)}）" for one in lacks))


def _tell(now: Session, file: ArchiveFile, lacks: tuple[MissingPaper, ...]) -> None:
    whose = f"  {file.customer.number} {file.customer.name}" if file.customer else ""
    unit = f"  {file.unit}" if file.unit else ""
    day = f"{file.changed_at.astimezone():%Y-%m-%d %H:%M}"
    now.voice.say(
        f"{file.number}{unit}{whose}  version {file.version}, {day}; "
        f"{len(file.catalogue)} documents, {file.pages} pages, {len(file.volumes)} volumes",
        f"{file.number}{unit}{whose}  第 {file.version} 版，{day}；"
        f"文件 {len(file.catalogue)} 件，{file.pages} 页，{len(file.volumes)} 卷",
    )
    rows = [
        (
            entry.volume,
            "—" if entry.sequence is None else entry.sequence,
            entry.responsible,
            entry.number,
            entry.title,
            entry.document_date or "",
            entry.leaf,
            entry.pages,
            "; ".join((*_see(now, entry), *_remarks(now, entry))),
            entry.document,
        )
        for entry in (*file.catalogue, *file.references)
    ]
    heads = [
        ("volume", "卷"),
        ("no.", "序号"),
        ("responsible", "责任者"),
        ("number", "文号"),
        ("title", "题名"),
        ("date", "日期"),
        ("leaf", "页号"),
        ("pages", "页数"),
        ("remarks", "备注"),
        ("document", "文件"),
    ]
    now.voice.table(heads, rows, len(rows))
    for one in lacks:
        now.voice.say(
            f"Missing since {since_day(one)}: {one.name_en}", f"自 {since_day(one)} 缺：{one.name}"
        )


def _see(now: Session, entry: CatalogueEntry) -> tuple[str, ...]:
    """In whose file a paper lies that this one only names."""
    return (f"{now.voice.pick('see', '见')} {entry.see}",) if entry.see else ()


def _remarks(now: Session, entry: CatalogueEntry) -> tuple[str, ...]:
    return tuple(remark_text(remark, now.voice.language) for remark in entry.remarks)


def _tell_changes(now: Session, number: str, made: tuple[FileChange, ...]) -> None:
    if now.voice.as_json:
        for change in made:
            now.voice.emit({"file": number, **shapes.file_change(change)})
        return
    now.voice.say(number, number)
    rows = [
        (
            change.version,
            f"{change.at.astimezone():%Y-%m-%d %H:%M}",
            change.what.value,
            change.title,
            change.document or "",
            change.who,
            change.reason,
        )
        for change in made
    ]
    heads = [
        ("version", "版次"),
        ("at", "时间"),
        ("what", "变更"),
        ("title", "题名"),
        ("document", "文件"),
        ("who", "经手人"),
        ("why", "原因"),
    ]
    now.voice.table(heads, rows, len(rows))
