"""The command for what checks of the scans found: findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Annotated

import typer

from app import compose, shapes
from app.cli import record
from app.cli.common import (
    ArchiveOption,
    JsonOption,
    LimitOption,
    ReasonOption,
    Session,
    WhoOption,
    session,
)
from domain.errors import Language, UsageError
from domain.finding import Finding, FindingCode, Noted
from domain.words import finding_text
from records.signature import Signature

_SEALS = {"red": "红", "blue": "蓝", "grey": "灰（复印）"} | {
    "round": "圆形", "oval": "椭圆形", "square": "方形", "oblong": "长方形"
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(findings)
    app.command()(waive)


def findings(
    codes: Annotated[
        list[FindingCode] | None, typer.Option("--code", help="Only these; repeatable.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is no fault: seals, copies, parts of sets.")
    ] = False,
    waived: Annotated[
        bool, typer.Option("--waived", help="Those that persons let be, instead.")
    ] = False,
    limit: LimitOption = 100,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what scans lack: signatures, seals, pages, fields, and since when 扫描件检查."""
    with session(archive, as_json) as now:
        compose.catch_up_if_free(now.whole)
        wanted = codes or [code for code in FindingCode if everything or Finding(code).is_fault]
        listed = now.archive.findings.open(wanted, limit, waived=waived)
        counts = now.archive.findings.counts(waived=waived)
        if as_json:
            now.voice.emit_each(shape(now, one) for one in listed)
            return
        total = sum(counts[code] for code in wanted)
        _tell(now, listed, total, waived=waived)
        tally = [
            (finding_text(Finding(code), "", now.voice.language), code.value, counts[code])
            for code in wanted
            if counts[code]
        ]
        now.voice.table([("kind", "种类"), ("code", "代码"), ("count", "件数")], tally, len(tally))


def _tell(now: Session, listed: Sequence[Noted], total: int, *, waived: bool) -> None:
    rows = [
        (
            f"F{one.number}",
            one.document,
            said(now, one.finding),
            one.finding.page or "",
            f"{one.since:%Y-%m-%d}",
            *((one.waived.who, one.waived.reason) if one.waived else ()),
        )
        for one in listed
    ]
    heads = [
        ("finding", "编号"),
        ("document", "文件"),
        ("found", "检查结果"),
        ("page", "页"),
        ("since", "自"),
        *([("waived by", "准免人"), ("why", "原因")] if waived else []),
    ]
    now.voice.table(heads, rows, total)


def waive(
    finding: Annotated[
        str, typer.Argument(metavar="FINDING", help="Its number in `findings`, as F12.")
    ],
    reason: ReasonOption,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a finding be: lists and completeness count it no more 准予免补.

    Reading again does not bring it back; a document divided otherwise is looked at anew. `undo`
    takes it back.
    """
    number = finding_number(finding)
    if number is None:
        raise UsageError(finding, "a finding is named as `findings` does, such as F12")
    with session(archive, as_json) as now:
        signature = Signature(who, reason)
        tell_waived(now, now.archive.findings.waive(number, signature))


def finding_number(text: str) -> int | None:
    """The number in `F12`."""
    found = re.fullmatch(r"F([1-9][0-9]*)", text.strip())
    return int(found[1]) if found else None


def tell_waived(now: Session, noted: Noted) -> None:
    """Say whether a finding counts, and how that is taken back."""
    if now.voice.as_json:
        now.voice.emit(shape(now, noted))
        return
    number, what = f"F{noted.number}", said(now, noted.finding)
    if noted.waived:
        now.voice.say(
            f"{number} {what}: waived. To take it back: anjuan undo {number} --reason TEXT",
            f"{number} {what}：准予免补。撤销：anjuan undo {number} --reason 原因",
        )
    else:
        now.voice.say(f"{number} {what}: it counts again.", f"{number} {what}：恢复计为缺项。")


def said(now: Session, finding: Finding) -> str:
    """A finding in the user's language."""
    return finding_text(finding, _subject(now, finding), now.voice.language)


def shape(now: Session, noted: Noted) -> shapes.Shape:
    """A finding for machines, with its sentence."""
    return shapes.finding(noted) | {"message": said(now, noted.finding)}


def lines(now: Session, noted: Iterable[Noted]) -> list[str]:
    """The findings on one document, each as a line with its page and its day."""
    return [said(now, one.finding) + _where(now, one) for one in noted]


def tell_faults(now: Session) -> None:
    """One line on how much is lacking on the scans of the archive, if anything is."""
    counts = now.archive.findings.counts()
    faults = sum(count for code, count in counts.items() if Finding(code).is_fault)
    if faults:
        now.voice.say(
            f"Lacking on scans: {faults} (anjuan findings)",
            f"扫描件缺陷：{faults} 处（anjuan findings）",
        )


def _where(now: Session, one: Noted) -> str:
    page = one.finding.page
    if one.waived:
        placed_by = now.voice.pick("waived by", "准免人")
        return f" ({placed_by} {one.waived.who}: {one.waived.reason})"
    placed = now.voice.pick(f", page {page}", f"，第 {page} 页") if page else ""
    return placed + now.voice.pick(f", since {one.since:%Y-%m-%d}", f"，自 {one.since:%Y-%m-%d}")


def _subject(now: Session, finding: Finding) -> str:
    """Whose signature or seal, which field, pages or part it is about."""
    match finding.code:
        case FindingCode.FIELD_MISSING:
            return record.label(now, finding.subject)
        case FindingCode.PAGES_MISSING:
            return now.voice.pick(
                f"{finding.detail} of {finding.subject}",
                f"共 {finding.subject} 页，缺第 {finding.detail} 页",
            )
        case FindingCode.COPY_NUMBER:
            keeper = f" {finding.detail}" if finding.detail else ""
            return now.voice.pick(f"{finding.subject}{keeper}", f"第 {finding.subject} 联{keeper}")
        case FindingCode.SEAL_PRESENT:
            return f"{_looks(now, finding.detail)} {_owner(now, finding.subject)}".strip()
        case FindingCode.ORIGINAL_KEPT:
            return finding.subject or finding.detail
    return _owner(now, finding.subject) or finding.detail


def _owner(now: Session, key: str) -> str:
    """The name of somebody who signs or seals, by key."""
    for kind in now.catalogue.types.values():
        signs = ((one.key, one.name_en, one.name) for one in (*kind.signs, *kind.sign_row))
        seals = ((one.key, one.name_en, one.name) for one in (*kind.seals, *kind.copy_seals))
        for known, english, chinese in chain(signs, seals):
            if known == key:
                return now.voice.pick(english, chinese)
    return ""


def _looks(now: Session, detail: str) -> str:
    if now.voice.language is Language.EN:
        return detail
    return "".join(_SEALS.get(word, word) for word in detail.split())
