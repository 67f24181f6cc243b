"""The command that says how often papers are filed wrongly: accuracy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from app import shapes
from app.cli.common import ArchiveOption, JsonOption, Session, session
from domain.filing import Subject
from domain.review import Bound

if TYPE_CHECKING:  # its arithmetic takes a second to load
    from ingest.learning.accuracy import Accuracy, Rate

_NAMES = {Subject.TYPE: ("types", "类型"), Subject.CUSTOMER: ("customers", "客户")}
_HEADS = [
    ("", ""),
    ("wrong", "错误"),
    ("reviewed", "已核对"),
    ("rate", "错误率"),
    ("95 % interval", "95% 区间"),
]


def register(app: typer.Typer) -> None:
    """Add this command to the programme."""
    app.command()(accuracy)


def accuracy(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Say how often the machine was wrong, with intervals, by type and over time 准确率.

    Measured on the documents that persons have looked at; the thresholds follow from it.
    """
    from ingest.learning.accuracy import accuracy as figures_of

    with session(archive, as_json) as now:
        reviews = now.archive.reviews.settled()
        bounds = now.archive.bounds.current()
        filing = now.place.settings.filing_options()
        defaults = {
            Subject.TYPE: filing.type_threshold,
            Subject.CUSTOMER: filing.customer_threshold,
        }
        for subject in Subject:
            figures, bound = figures_of(reviews, subject), bounds.get(subject)
            if as_json:
                now.voice.emit(shapes.accuracy(figures, bound, defaults[subject]))
            else:
                _tell(now, figures, bound, defaults[subject])


def _tell(now: Session, figures: Accuracy, bound: Bound | None, default: float) -> None:
    voice = now.voice
    english, chinese = _NAMES[figures.subject]
    if bound is not None and bound.measured:
        voice.say(
            f"{english}: decided alone from {bound.threshold:.2f}; {bound.errors} of "
            f"{bound.reviewed} reviewed were wrong, with 95 % confidence fewer than "
            f"{bound.upper:.2%} are (at most {bound.most:.2%})",
            f"{chinese}：自 {bound.threshold:.2f} 起自动判定；已核对 {bound.reviewed} 件，错误 "
            f"{bound.errors} 件；95% 置信度下错误率低于 {bound.upper:.2%}"
            f"（上限 {bound.most:.2%}）",
        )
    else:
        held = bound.threshold if bound else default
        voice.say(
            f"{english}: decided alone from {held:.2f}, as set; too few documents are reviewed "
            "to measure it",
            f"{chinese}：自 {held:.2f} 起自动判定（按设置）；已核对文件尚少，未能测定",
        )
    if bound is not None and bound.doubted:
        listed = "、".join(now.type_name(key) for key in bound.doubted)
        voice.say(
            f"a person is always asked about {listed}: too many papers were wrongly taken for it",
            f"一律由人工确定：{listed}；误判为该类型的文件过多",
        )
    drawn = figures.by_lot
    rows = [_row(voice.pick("drawn by lot", "抽查"), drawn)]
    rows += _rows((now.type_name(rate.name), rate) for rate in figures.by_type)
    rows += _rows((rate.name, rate) for rate in figures.by_month)
    voice.table(_HEADS, rows, len(rows))


def _rows(rates: Iterable[tuple[str, Rate]]) -> list[tuple[str, ...]]:
    return [_row(name, rate) for name, rate in rates]


def _row(name: str, rate: Rate) -> tuple[str, ...]:
    share = f"{rate.wrong / rate.reviewed:.2%}" if rate.reviewed else "—"
    between = f"{rate.low:.2%} – {rate.high:.2%}"
    return name, str(rate.wrong), str(rate.reviewed), share, between
