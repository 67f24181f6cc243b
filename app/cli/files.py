"""Commands for what files lack and what is late: missing, overdue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from app import shapes
from app.cli.common import ArchiveOption, JsonOption, LimitOption, session
from domain.duties import Duty
from domain.errors import Language
from domain.files import MissingPaper


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(missing)
    app.command()(overdue)


def missing(
    limit: LimitOption = 100,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List files that lack papers they must have, and since when 缺件.

    Which papers a file must have, the profile says (`profile show`, completeness.documents).
    """
    with session(archive, as_json) as now:
        listed = now.archive.missing_papers.incomplete(limit)
        if as_json:
            now.voice.emit_each(shapes.incomplete_file(one) for one in listed)
            return
        english = now.voice.language is Language.EN
        rows = [
            (
                one.number,
                one.unit,
                one.customer,
                one.name,
                "\n".join(paper.name_en if english else paper.name for paper in one.missing),
                "\n".join(since_day(paper) for paper in one.missing),
            )
            for one in listed
        ]
        heads = [
            ("file", "档案号"),
            ("unit", "单位"),
            ("customer", "客户"),
            ("name", "名称"),
            ("missing", "缺件"),
            ("since", "自"),
        ]
        now.voice.table(heads, rows, now.archive.missing_papers.count())


def since_day(lacking: MissingPaper) -> str:
    """Since when the paper is missing."""
    return f"{lacking.since.astimezone():%Y-%m-%d}"


_DUTIES = {Duty.OPENING: ("file not opened", "未建档"), Duty.FILING: ("not filed", "未归档")}


def overdue(
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="As on this day; else today."),
    ] = None,
    done: Annotated[bool, typer.Option("--done", help="Also what was done, but too late.")] = False,
    limit: LimitOption = 100,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """List papers not filed and files not opened in time 逾期.

    The deadlines are the profile's; `calendar` in the settings says which days are worked.
    """
    with session(archive, as_json) as now:
        today = as_of.date() if as_of else date.today()
        calendar = now.place.settings.working_days()
        found = now.archive.deadlines.overdue(today, calendar, with_done=done)
        if as_json:
            now.voice.emit_each(shapes.overdue(one, today) for one in found[:limit])
            return
        rows = [
            (
                now.voice.pick(*_DUTIES[one.duty]),
                one.subject,
                one.customer or "",
                now.voice.pick(one.name_en, one.name),
                one.since,
                one.due,
                one.done or "",
                one.days(today),
            )
            for one in found[:limit]
        ]
        heads = [
            ("overdue", "逾期"),
            ("what", "对象"),
            ("customer", "客户"),
            ("deadline", "期限"),
            ("since", "起"),
            ("due", "止"),
            ("done", "办结"),
            ("days late", "逾期天数"),
        ]
        now.voice.table(heads, rows, len(found))
