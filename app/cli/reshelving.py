"""The command after a change of profile: reshelve; and what others tell of it."""

from __future__ import annotations

from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import ArchiveOption, JsonOption, LimitOption, Session, WhoOption, session
from app.console import Voice
from domain.errors import UsageError
from domain.reshelving import Preview, Reshelved, ShelvingState
from records.signature import Signature


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(reshelve)


def reshelve(
    do: Annotated[
        bool, typer.Option("--do", help="Do it; else it is only shown what would be done.")
    ] = False,
    past: Annotated[bool, typer.Option("--past", help="List those done before, instead.")] = False,
    reason: Annotated[
        str, typer.Option("--reason", help="Why, with --do; kept in the history for ever.")
    ] = "",
    who: WhoOption = "",
    limit: LimitOption = 100,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put papers where a changed profile wants them, files and numbers included 重新立卷.

    Without --do nothing is written: it is shown which papers would move, which numbers files would
    get, and which files would be empty. Broken off, the same command goes on; to go back, choose
    the former profile again and reshelve: papers find their former files and numbers.
    """
    if past and do:
        raise UsageError("reshelve", "say either --do or --past")
    if do and not reason.strip():
        raise UsageError("reshelve", "--do needs --reason: it is kept in every paper's history")
    with session(archive, as_json) as now:
        if past:
            _tell_past(now, now.archive.reshelving.done(limit))
        elif do:
            _do(now, Signature(who, reason))
        else:
            _tell_preview(now, now.archive.reshelving.preview(), limit)


def tell_state(voice: Voice, state: ShelvingState) -> None:
    """A note where papers lie by a former profile; nothing where all is by the present one."""
    if not state.is_current:
        voice.note(*state_text(state))


def state_text(state: ShelvingState) -> tuple[str, str]:
    """How many papers lie by a former profile, and what to do, in English and Chinese."""
    english = (
        f"{state.placed_formerly} of {state.documents} documents lie, and "
        f"{state.listed_formerly} files are listed, by a former profile. See: anjuan reshelve"
    )
    chinese = (
        f"{state.documents} 件文件中有 {state.placed_formerly} 件、另有 {state.listed_formerly} "
        "卷目录仍按先前的规则方案。查看：anjuan reshelve"
    )
    if state.begun is None:
        return english, chinese
    return (
        f"{english} (no. {state.begun} was broken off)",
        f"{chinese}（第 {state.begun} 次未完成）",
    )


def _do(now: Session, signature: Signature) -> None:
    def progress(done: int, of: int) -> None:
        now.voice.note(f"  {done} of {of} documents", f"  文件 {done}／{of}")

    done = now.archive.reshelving.run(signature, progress)
    compose.catch_up_if_free(now.whole)
    if now.voice.as_json:
        now.voice.emit(shapes.reshelved(done))
        return
    now.voice.say(
        f"No. {done.number}: {done.moved} documents moved, {done.opened} files opened, "
        f"{done.closed} left empty, {done.listed} listed anew.",
        f"第 {done.number} 次：移卷文件 {done.moved} 件，新立 {done.opened} 卷，"
        f"腾空 {done.closed} 卷，重编目录 {done.listed} 卷。",
    )


def _tell_preview(now: Session, found: Preview, limit: int) -> None:
    if now.voice.as_json:
        now.voice.emit(shapes.preview(found))
        return
    if found.state.is_current:
        now.voice.say("Every paper lies by the profile in force.", "所有文件均按现行规则方案立卷。")
        return
    rows = [
        (
            move.left or "—",
            move.to or "—",
            now.voice.pick("new", "新立") if move.opens else "",
            move.unit,
            move.customer or "",
            move.documents,
        )
        for move in found.moves
    ]
    heads = [
        ("from file", "原案卷"),
        ("to file", "新案卷"),
        ("", ""),
        ("unit", "单位"),
        ("customer", "客户"),
        ("documents", "文件数"),
    ]
    now.voice.table(heads, rows[:limit], len(rows))
    now.voice.say(
        f"{found.moving} documents would move, {len(found.opened)} files be opened, "
        f"{found.state.listed_formerly} be listed by other rules, {len(found.emptied)} be left "
        f"empty{_named(found.emptied, limit)}.",
        f"将移卷文件 {found.moving} 件，新立 {len(found.opened)} 卷，按新规则重编目录 "
        f"{found.state.listed_formerly} 卷，腾空 {len(found.emptied)} 卷"
        f"{_named(found.emptied, limit)}。",
    )
    now.voice.say(
        "Nothing was written. To do it: anjuan reshelve --do --reason TEXT",
        "尚未执行。执行：anjuan reshelve --do --reason 原因",
    )


def _named(numbers: tuple[str, ...], limit: int) -> str:
    listed = ", ".join(numbers[:limit])
    more = " …" if len(numbers) > limit else ""
    return f" ({listed}{more})" if listed else ""


def _tell_past(now: Session, done: tuple[Reshelved, ...]) -> None:
    if now.voice.as_json:
        for one in done:
            now.voice.emit(shapes.reshelved(one))
        return
    rows = [
        (
            one.number,
            f"{one.begun_at.astimezone():%Y-%m-%d %H:%M}",
            now.voice.pick("yes", "是") if one.finished_at else now.voice.pick("no", "否"),
            one.profile,
            one.moved,
            one.opened,
            one.closed,
            one.listed,
            one.who,
            one.reason,
        )
        for one in done
    ]
    heads = [
        ("no.", "次"),
        ("at", "时间"),
        ("finished", "完成"),
        ("profile", "规则方案"),
        ("moved", "移卷"),
        ("opened", "新立"),
        ("emptied", "腾空"),
        ("listed", "重编"),
        ("who", "经手人"),
        ("why", "原因"),
    ]
    now.voice.table(heads, rows, len(rows))
