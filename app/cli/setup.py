"""Commands for newcomers: doctor, demo."""

from __future__ import annotations

import typer

from app import settings
from app.cli.common import ArchiveOption, JsonOption
from app.console import Voice
from domain.errors import ExitCode


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
    for finding in physician.examine(settings.archive_folder(archive), voice.language):
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


def demo(as_json: JsonOption = False) -> None:
    """Show the whole way on sample scans, in a throw-away archive 演示."""
    from app import demo as demonstration  # samples and searches: for this command alone

    demonstration.run(Voice(settings.language(), as_json))
