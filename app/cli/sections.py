"""The commands as people look for them: by what they want to do, not by the alphabet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from typer.core import TyperGroup

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Every day 日常",
        ("watch", "ingest", "status", "search", "show", "export"),
    ),
    (
        "What waits for a person 待人处理",
        (
            "review",
            "answer",
            "confirm",
            "correct",
            "undo",
            "split",
            "join",
            "differences",
            "settle",
            "duplicate",
        ),
    ),
    (
        "Customers 客户",
        (
            "customers",
            "import-customers",
            "names",
            "refer",
            "merge",
            "split-customer",
            "withdraw",
            "reinstate",
            "incomplete",
        ),
    ),
    (
        "Files and rules 案卷与规则",
        (
            "types",
            "catalogue",
            "missing",
            "findings",
            "waive",
            "overdue",
            "grade",
            "profile",
            "reshelve",
        ),
    ),
    (
        "Learning 学习",
        (
            "accuracy",
            "train",
            "models",
            "rollback",
            "teach",
            "templates",
            "unteach",
            "new-type",
            "own-types",
            "drop-type",
        ),
    ),
    (
        "Upkeep 维护",
        ("init", "verify", "reindex", "reread", "doctor", "demo"),
    ),
)
"""Each section's commands, in the order in which they are shown."""

FURTHER = "Further commands 其他"
"""Where a command is shown that no section names."""

_WHOLE = 400
"""More characters than the first sentence of any command: none is cut off."""


class _Formatter(Protocol):
    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class Sections(TyperGroup):
    """The programme's commands under their headings."""

    def format_commands(self, ctx: object, formatter: _Formatter) -> None:  # noqa: ARG002 - theirs
        """Write each section with its commands and what they do."""
        for title, names in in_sections(self.commands):
            rows = [(name, self.commands[name].get_short_help_str(_WHOLE)) for name in names]
            with formatter.section(title):
                formatter.write_dl(rows)


def in_sections(commands: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The commands that there are, by section; those that no section names come last."""
    named = {name for _, names in SECTIONS for name in names}
    further = (FURTHER, tuple(name for name in commands if name not in named))
    for title, names in (*SECTIONS, further):
        held = [name for name in names if name in commands]
        if held:
            yield title, held
