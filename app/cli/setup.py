"""Commands for newcomers: doctor, demo."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app import compose, settings
from app.cli.common import ArchiveOption, JsonOption
from app.cli.reshelving import state_text
from app.console import Voice
from domain.errors import AnjuanError, ExitCode

if TYPE_CHECKING:
    from app.doctor import Finding


def register(app: typer.Typer) -> None:
    """Add these commands to the programme."""
    app.command()(doctor)
    app.command()(demo)


def doctor(archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Check the installation by really reading a sample with each reader 体检."""
    from app import doctor as physician  # readers and formats: half a second nobody else pays

    voice = Voice(settings.language(), as_json)
    broken = False
    rows = []
    findings = physician.examine(settings.archive_folder(archive), voice.language)
    for finding in chain(findings, _shelving(archive, voice)):
        broken |= finding.health is physician.Health.BROKEN
        if as_json:
            voice.emit(
                {
                    "what": finding.what,
                    "health": finding.health.value,
                    "detail": finding.detail,
                    "remedy": finding.remedy,
                }
            )
        else:
            voice.note(
                f"{finding.what}: {finding.health.value}", f"{finding.what}：{finding.health.value}"
            )
            rows.append((finding.what, finding.health.value, finding.detail, finding.remedy))
    if not as_json:
        heads = [("what", "项目"), ("health", "状况"), ("detail", "详情"), ("remedy", "处理")]
        voice.table(heads, rows, len(rows))
    if broken:
        raise typer.Exit(ExitCode.MISSING_TOOL)


def _shelving(archive: Path | None, voice: Voice) -> Iterator[Finding]:
    """Whether papers lie by another profile than the one in force; nothing without an archive."""
    from app import doctor as physician

    try:
        state = compose.shelving_state(compose.place(archive))
    except AnjuanError as error:
        said, _, remedy = error.parts(voice.language)
        yield physician.Finding("profile", physician.Health.BROKEN, said, remedy)
        return
    if state is None:
        return
    if state.is_current:
        lying = voice.pick(f"{state.documents} documents lie by it", f"{state.documents} 件均依此")
        yield physician.Finding("profile", physician.Health.GOOD, lying)
    else:
        told = voice.pick(*state_text(state))
        yield physician.Finding("profile", physician.Health.DEGRADED, told, "anjuan reshelve")


def demo(as_json: JsonOption = False) -> None:
    """Show the whole way on sample scans, in a throw-away archive 演示."""
    from app import demo as demonstration  # samples and searches: for this command alone

    demonstration.run(Voice(settings.language(), as_json))
