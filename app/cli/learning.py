"""Commands for what is learned from answers: accuracy, models, train, rollback, and own types."""

from __future__ import annotations

from typing import Annotated

import typer

from app import compose, shapes
from app.cli.common import ArchiveOption, JsonOption, ReasonOption, WhoOption, session
from app.cli.naming import new_type
from domain.filing import Subject
from domain.forms import Part
from domain.review import ModelVersion

_HEADS = [
    ("version", "版本"),
    ("trained", "训练时间"),
    ("state", "状态"),
    ("answers", "答复"),
    ("types", "类型"),
    ("right of held back", "留出样本正确"),
    ("version before", "前一版"),
    ("who", "经手人"),
    ("why", "原因"),
]


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(models)
    app.command()(train)
    app.command()(rollback)
    app.command("own-types")(own_types)
    app.command("new-type")(make_type)
    app.command("drop-type")(drop_type)


def models(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the versions of the learned model, newest first 学习模型."""
    with session(archive, as_json) as now:
        listed = now.archive.models.list()
        if as_json:
            now.voice.emit_each(shapes.model(one) for one in listed)
            return
        now.voice.table(_HEADS, [_row(one) for one in listed], len(listed))


def _row(one: ModelVersion) -> tuple[object, ...]:
    return (
        one.number,
        f"{one.trained_at:%Y-%m-%d %H:%M}",
        one.state.value,
        one.examples,
        one.types,
        f"{one.right}/{one.held_back}",
        one.rival,
        one.who,
        one.reason,
    )


def train(
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Learn now from all answers, judge what waits again, measure the thresholds anew 训练."""
    with session(archive, as_json) as now:
        learnt = compose.learning(now.whole, now.place.settings).round(who, anyway=True)
        compose.catch_up_if_free(now.whole)
        if as_json:
            now.voice.emit(shapes.learnt(learnt))
            return
        now.voice.say(
            f"{learnt.filed} waiting documents have their place now; {learnt.suspected} filed ones "
            f"and {learnt.second_looks} answers should be looked at: anjuan review",
            f"待审文件中 {learnt.filed} 件已归档；疑似错归 {learnt.suspected} 件、"
            f"需复核的答复 {learnt.second_looks} 条：anjuan review",
        )
        if learnt.version:
            now.voice.table(_HEADS, [_row(learnt.version)], 1)


def rollback(
    reason: ReasonOption,
    version: Annotated[
        int | None, typer.Argument(metavar="[VERSION]", help="An earlier version; else none.")
    ] = None,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let an earlier version of the learned model judge again, or none 回退模型.

    Answers stay, and papers are compared with them as before.
    """
    with session(archive, as_json) as now:
        back = now.archive.models.put_back(version, who, reason)
        if as_json:
            now.voice.emit(shapes.model(back) if back else {"version": None})
        elif back:
            now.voice.say(f"Version {back.number} judges again.", f"第 {back.number} 版重新启用。")
        else:
            now.voice.say("No trained version judges now.", "现无训练版本启用。")


def own_types(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """List the document types that this archive made for itself 自定类型."""
    with session(archive, as_json) as now:
        listed = now.archive.own_types.current()
        said = [one.said for one in now.archive.reviews.settled() if one.subject is Subject.TYPE]
        if as_json:
            now.voice.emit_each(shapes.own_type(one, said.count(one.key)) for one in listed)
            return
        rows = [(one.key, one.name, one.part.value, said.count(one.key)) for one in listed]
        heads = [("type", "类型"), ("name", "名称"), ("part", "部分"), ("answers", "答复")]
        now.voice.table(heads, rows, len(rows))


def make_type(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Small letters, digits and _.")],
    name: Annotated[str, typer.Option("--name", help="What such a paper is called.")],
    part: Annotated[
        str, typer.Option("--part", help="Part of the file where it belongs.")
    ] = Part.CORRESPONDENCE.value,
    who: WhoOption = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a document type of this archive's own; three to five corrections teach it 新建类型."""
    with session(archive, as_json) as now:
        made = new_type(now, key, name, part, who)
        if as_json:
            now.voice.emit(shapes.own_type(made, 0))
            return
        now.voice.say(
            f"{made.name} is known. Teach it: anjuan correct DOC --type {made.key} --reason TEXT",
            f"已新建 {made.name}。教学：anjuan correct 文件 --type {made.key} --reason 原因",
        )


def drop_type(
    key: Annotated[str, typer.Argument(metavar="KEY", help="Key of a type of this archive.")],
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Use a type of this archive's own no longer; papers that have it keep it 停用类型."""
    with session(archive, as_json) as now:
        now.archive.own_types.take_back(key)
        if as_json:
            now.voice.emit({"type": key, "taken_back": True})
        else:
            now.voice.say(f"{key} is used no longer.", f"{key} 已停用。")
