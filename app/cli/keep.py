"""Commands that make an archive and keep it sound: init, status, verify, reindex."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app import compose, settings
from app.cli.common import ArchiveOption, JsonOption, Session, session
from app.console import Voice
from domain.errors import ExitCode
from domain.outcome import DocumentState, ScanStatus
from index.catch_up import is_current, rebuild
from jobs.ownership import at_work
from records.journal.journal import JournalCounts
from records.verify import verify as verify_archive


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(init)
    app.command()(status)
    app.command()(verify)
    app.command()(reindex)


def init(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Where; by default ./archive.")
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a new archive 新建档案库.

    Without DIR it is ./archive, and its inbox is ./inbox beside it; else its inbox is DIR/inbox.
    """
    named = folder or archive
    root = settings.archive_folder(named)
    place = compose.create(root, inbox_beside=not settings.archive_was_named(named))
    voice = Voice(settings.language(place.settings.language), as_json)
    if as_json:
        voice.emit({"archive": str(place.root), "inbox": str(place.inbox)})
        return
    voice.say(f"Archive made in {place.root}", f"档案库已建于 {place.root}")
    voice.say(
        f"Drop scans into {place.inbox} and run `anjuan watch`.",
        f"请把扫描件放入 {place.inbox}，并运行 `anjuan watch`。",
    )


def status(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Show what is waiting, running, slow and stuck 查看进度."""
    with session(archive, as_json) as now:
        counts = now.archive.journal.counts()
        owner = at_work(now.place.root)
        if as_json:
            now.voice.emit(_status_shape(now, counts, owner))
        else:
            _tell_status(now, counts, owner)


def _status_shape(now: Session, counts: JournalCounts, owner: str | None) -> dict[str, object]:
    documents = now.archive.documents.counts()
    return {
        "archive": str(now.place.root),
        "inbox": str(now.place.inbox),
        "owner": owner,
        "scans": {status.value: counts.by_status.get(status, 0) for status in ScanStatus},
        "pages": {
            "waiting": counts.pages_waiting,
            "running": counts.pages_running,
            "set_aside": counts.pages_set_aside,
        },
        "running": [
            {
                "scan": page.scan,
                "file": page.name,
                "page": page.number,
                "since": page.since.isoformat(),
                "slow": compose.is_slow(page, now.place.settings),
            }
            for page in counts.running
        ],
        "documents": {state.value: documents.get(state, 0) for state in DocumentState},
        "customers": now.archive.customers.count(),
        "index_current": is_current(now.whole),
        "problems": [
            {"file": problem.path, "message": problem.message}
            for problem in now.archive.journal.problems()
        ],
    }


def _tell_status(now: Session, counts: JournalCounts, owner: str | None) -> None:
    voice = now.voice
    voice.say(f"Archive {now.place.root}", f"档案库 {now.place.root}")
    voice.say(f"Inbox {now.place.inbox}", f"收件箱 {now.place.inbox}")
    voice.say(
        f"At work: {owner}" if owner else "Nobody is at work; `anjuan watch` starts.",
        f"正在工作：{owner}" if owner else "无进程在工作；用 `anjuan watch` 启动。",
    )
    rows = [(status.value, counts.by_status.get(status, 0)) for status in ScanStatus]
    voice.table([("scans", "扫描件"), ("count", "数量")], rows, len(rows))
    for page in counts.running:
        slow = compose.is_slow(page, now.place.settings)
        voice.say(
            f"{'slow' if slow else 'reading'}: {page.name} page {page.number} since {page.since}",
            f"{'偏慢' if slow else '识读中'}：{page.name} 第{page.number}页，始于 {page.since}",
        )
    if counts.pages_set_aside:
        voice.say(
            f"{counts.pages_set_aside} pages were set aside; `show SCAN` tells why.",
            f"{counts.pages_set_aside} 页被搁置；`show SCAN` 可查原因。",
        )
    for problem in now.archive.journal.problems():
        voice.say(
            f"Not taken: {problem.path}: {problem.message}",
            f"未能收取：{problem.path}：{problem.message}",
        )
    waiting = now.archive.documents.counts().get(DocumentState.REVIEW, 0)
    voice.say(
        f"{waiting} documents wait for a person (`anjuan review`).",
        f"{waiting} 件文件待人工处理（`anjuan review`）。",
    )
    if not is_current(now.whole):
        voice.say(
            "The index is behind; `anjuan reindex` rebuilds it.",
            "索引落后；可用 `anjuan reindex` 重建。",
        )


def verify(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Check every original against its hash, and the records against themselves 核验."""
    with session(archive, as_json) as now:
        originals = sum(1 for _ in now.whole.vault.scans())
        findings = list(verify_archive(now.whole))
        if as_json:
            for finding in findings:
                now.voice.emit(
                    {
                        "severity": str(finding.severity),
                        "subject": finding.subject,
                        "message": finding.message,
                    }
                )
            now.voice.emit({"originals": originals, "findings": len(findings)})
        else:
            rows = [(f.severity, f.subject, f.message) for f in findings]
            heads = [("severity", "程度"), ("subject", "对象"), ("finding", "结果")]
            now.voice.table(heads, rows, len(rows))
            now.voice.say(f"{originals} originals checked.", f"已核验 {originals} 份原件。")
    if findings:
        raise typer.Exit(ExitCode.DAMAGED)


def reindex(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Rebuild the index from the records alone 重建索引."""
    with session(archive, as_json) as now:
        done = rebuild(
            now.whole,
            progress=lambda count: now.voice.note(f"{count} documents", f"已处理 {count} 件"),
        )
        if as_json:
            now.voice.emit({"documents": done})
        else:
            now.voice.say(f"{done} documents indexed.", f"已索引 {done} 件文件。")
