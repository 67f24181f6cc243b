"""Write the reference pages of docs/ from the code itself, so that they cannot lie.

`python -m tools.make_docs` writes them; tests/test_docs.py fails when a page is behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from typer import Context
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from app import settings
from app.cli.main import app
from app.cli.sections import in_sections
from domain.errors import AnjuanError, ExitCode, Language
from domain.forms import DocumentType
from domain.outcome import Category
from ingest.forms.catalogue import load as load_catalogue
from tools.markdown import table
from tools.profiles_page import profiles

DOCS = Path(__file__).resolve().parents[1] / "docs"
EXIT_MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: "done",
    ExitCode.INTERNAL: "an error in Anjuan itself",
    ExitCode.USAGE: "the command was asked wrongly",
    ExitCode.BAD_INPUT: "a file cannot be understood",
    ExitCode.NOT_FOUND: "no such document, customer, scan, type or field",
    ExitCode.STALE: "the document changed since the person looked",
    ExitCode.IN_USE: "another process owns the archive",
    ExitCode.STORAGE: "disk full, folder gone, no right to write",
    ExitCode.DAMAGED: "`verify` found damage, or an original is not what it was",
    ExitCode.MISSING_TOOL: "something that must be installed is not",
    ExitCode.SETTINGS: "a setting is unknown or impossible",
    ExitCode.READING: "a page could not be read",
    ExitCode.INCOMPLETE: "done, but some files or rows were not taken; the output says which",
    ExitCode.WITHHELD: "its grade of secrecy is above what `access.grade` lets you see",
    ExitCode.INTERRUPTED: "stopped with Ctrl-C; what was taken is safe",
}


def pages() -> dict[str, str]:
    """The text of every reference page by file name."""
    return {
        "commands.md": commands(),
        "settings.md": settings_page(),
        "errors.md": errors(),
        "exit-codes.md": exit_codes(),
        "document-types.md": document_types(),
        "fields.md": fields(),
        "profiles.md": profiles(),
    }


def commands() -> str:
    """Every command with its arguments and options, in the sections of the programme's help."""
    group = cast(TyperGroup, get_command(app))
    text = "# Commands\n\nEvery command takes `--archive DIR` and `--json`.\n"
    for title, names in in_sections(group.commands):
        text += f"\n## {title}\n" + "".join(_command(name, group) for name in names)
    return text


def _command(name: str, group: TyperGroup) -> str:
    command = group.commands[name]
    usage = command.get_usage(Context(command, info_name=f"anjuan {name}"))
    text = f"\n### anjuan {name}\n\n{(command.help or '').strip()}\n\n"
    text += f"    {' '.join(usage.removeprefix('Usage: ').split())}\n"
    rows = [
        (f"`{_named(parameter)}`", getattr(parameter, "help", "") or "")
        for parameter in command.params
        if parameter.name not in ("archive", "as_json")
    ]
    return text + ("\n" + table(("argument", "what it does"), rows) if rows else "")


def _named(parameter: object) -> str:
    if isinstance(parameter, TyperOption):
        return " ".join(parameter.opts)
    return str(getattr(parameter, "metavar", None) or getattr(parameter, "name", "")).upper()


def settings_page() -> str:
    """Every setting with its default and variable."""
    names = {name: variable for variable, name in settings.variables().items()}
    rows = [
        (f"`{name}`", f"`{names[name]}`", f"`{_plain(default)}`", description)
        for name, (default, description) in settings.described().items()
    ]
    return (
        "# Settings\n\nIn `anjuan.toml` in the archive's folder; `reading.dpi` means "
        "`dpi` in the table `[reading]`.\nA variable wins over the file. "
        "`ANJUAN_ARCHIVE` says where the archive is.\n\n"
        + table(("setting", "variable", "default", "what it does"), rows)
    )


def _plain(default: object) -> str:
    if isinstance(default, bool):
        return str(default).lower()
    if default == {}:
        return "{}"
    return "[]" if default == () else str(getattr(default, "value", default))


def errors() -> str:
    """Every error with its three sentences, and every failure category."""
    text = (
        "# Errors\n\nEach says what happened, what was kept, and what to do next, in English or "
        "Chinese.\n\n"
    )
    rows = [
        (
            f"`{kind.__name__}`",
            str(int(kind.exit_code)),
            " ".join(kind("…", "…").parts(Language.EN)),
            " ".join(kind("…", "…").parts(Language.ZH)),
        )
        for kind in _tree(AnjuanError)
    ]
    text += table(("error", "exit code", "English", "中文"), rows)
    text += "\nA failure in `failures` of `ingest --json` carries one of these categories: "
    return text + ", ".join(f"`{category.value}`" for category in Category) + ".\n"


def _tree(root: type[AnjuanError]) -> Iterator[type[AnjuanError]]:
    """The errors users meet; rooms refine some of them for themselves."""
    if root.__module__.startswith("domain.errors."):
        yield root
    for child in root.__subclasses__():
        yield from _tree(child)


def exit_codes() -> str:
    """Every exit code."""
    rows = [(str(int(code)), code.name.lower(), EXIT_MEANINGS[code]) for code in ExitCode]
    return "# Exit codes\n\nTreat an unknown code as failure.\n\n" + table(
        ("code", "name", "meaning"), rows
    )


def document_types() -> str:
    """Every document type of the catalogue."""
    known = list(load_catalogue().types.values())
    heads = (
        "key",
        "name",
        "English",
        "part",
        "kept as",
        "secrecy",
        "codes",
        "signed and sealed by",
    )
    return (
        f"# Document types\n\n{len(known)} types are known. A part is a place in the filing plan; "
        "papers of P90 are registers\nof the archive and never lie in one customer's file. "
        "How many years a class is kept, and which\ngrade a class of secrecy has, is the "
        "office's own. A number in brackets after the name counts the\nparts (联) of a "
        "multi-part form.\n\n" + table(heads, map(_type_row, known))
    )


def _type_row(known: DocumentType) -> tuple[str, ...]:
    signed = [who.name for who in (*known.signs, *known.sign_row)]
    sealed = [seal.name for seal in (*known.seals, *known.copy_seals)]
    return (
        f"`{known.key}`",
        known.name + (f" ({len(known.copies)})" if known.copies else ""),
        known.name_en,
        known.part.value,
        known.retention.value,
        known.secrecy.value,
        ", ".join((*known.codes, *known.annexes)),
        "、".join(dict.fromkeys((*signed, *sealed))),
    )


def fields() -> str:
    """Every field of the catalogue."""
    rows = [
        (
            f"`{spec.key}`",
            spec.name,
            spec.name_en,
            spec.kind.value,
            "yes" if spec.personal else "",
            "、".join(spec.labels),
        )
        for spec in load_catalogue().fields.values()
    ]
    return f"# Fields\n\n{len(rows)} fields are known. Personal ones are masked in tables.\n\n" + (
        table(("key", "name", "English", "kind", "personal", "labels"), rows)
    )


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
