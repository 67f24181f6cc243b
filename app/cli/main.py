"""Commands gathered, and the one place where errors become exit codes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

import structlog
import typer

from app import logs, settings, shapes
from app.cli import (
    accuracy,
    again,
    catalogue,
    change,
    customers,
    divide,
    export,
    files,
    find,
    findings,
    forms,
    grade,
    keep,
    kinds,
    learning,
    profile,
    record,
    reshelving,
    review,
    setup,
    show,
    work,
)
from app.cli.sections import Sections
from app.console import Voice
from domain.errors import AnjuanError, ExitCode, InternalError, SettingsError

app = typer.Typer(
    name="anjuan",
    cls=Sections,
    help="案卷 Anjuan: drop scans into a folder; get searchable, correctly filed customer files.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    keep,
    work,
    again,
    find,
    show,
    findings,
    review,
    change,
    divide,
    customers,
    record,
    catalogue,
    files,
    grade,
    profile,
    reshelving,
    kinds,
    forms,
    learning,
    accuracy,
    export,
    setup,
):
    module.register(app)


class Interrupted(BaseException):
    """Ctrl-C; a type of its own, because Typer would turn KeyboardInterrupt into exit code 1."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (docs/exit-codes.md)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    voice = Voice(settings.language(), "--json" in given)
    logs.configure(as_json=voice.as_json)
    previous = signal.signal(signal.SIGINT, _interrupt)
    try:
        app(args=given, prog_name="anjuan")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitCode.OK
    except Interrupted:
        voice.note("Stopped. What was taken is safe.", "已停止。已收下的扫描件安全无损。")
        return ExitCode.INTERRUPTED
    except AnjuanError as error:
        return _report(error, _language_of(voice))
    except BrokenPipeError:
        sys.stderr.close()
    except Exception as error:  # noqa: BLE001 - the process boundary; recorded below
        structlog.get_logger().exception("unexpected")
        return _report(InternalError("anjuan", f"{type(error).__name__}: {error}"), voice)
    finally:
        signal.signal(signal.SIGINT, previous)
    return ExitCode.OK


def _interrupt(_number: int, _frame: object) -> None:
    raise Interrupted


def _language_of(voice: Voice) -> Voice:
    """The voice the archive's own settings ask for, if they can be read."""
    try:
        chosen = settings.load(settings.archive_folder(None)).language
    except SettingsError:
        return voice
    return Voice(settings.language(chosen), voice.as_json)


def _report(error: AnjuanError, voice: Voice) -> int:
    if voice.as_json:
        voice.emit(shapes.error(error, voice.language))
    else:
        happened, kept, following = error.parts(voice.language)
        voice.note(f"{happened}\n{kept}\n→ {following}", f"{happened}\n{kept}\n→ {following}")
    return error.exit_code
