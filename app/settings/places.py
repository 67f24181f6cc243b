"""Where an archive is, which language its user reads, and the file that a new one begins with."""

from __future__ import annotations

import os
from pathlib import Path

from app.settings.sections import LanguageChoice
from domain.errors import Language

PREFIX = "ANJUAN_"
FILE_NAME = "anjuan.toml"
DEFAULT_ARCHIVE = Path("archive")
NOT_SETTINGS = frozenset(
    {"ANJUAN_ARCHIVE", "ANJUAN_VENV", "ANJUAN_CORPORA", "ANJUAN_SEED", "ANJUAN_TEST_WORKERS"}
)
"""Variables that say where things are, not how the archive behaves."""


def language(choice: LanguageChoice = LanguageChoice.AUTO) -> Language:
    """The language to speak: the setting's, else the system's (LC_ALL, LC_MESSAGES, LANG)."""
    if choice is not LanguageChoice.AUTO:
        return Language(choice.value)
    override = os.environ.get(PREFIX + "LANGUAGE", "")
    if override in ("en", "zh"):
        return Language(override)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


def archive_folder(named: Path | None) -> Path:
    """Where the archive is: as named, else ANJUAN_ARCHIVE, else ./archive."""
    if named is not None:
        return named
    return Path(os.environ.get("ANJUAN_ARCHIVE") or DEFAULT_ARCHIVE)


def archive_was_named(named: Path | None) -> bool:
    """Whether the user said where the archive is."""
    return named is not None or bool(os.environ.get("ANJUAN_ARCHIVE"))


FILE_HEADER = """\
# Settings of this archive. Lines that are left out keep their defaults;
# docs/settings.md explains every one. 本档案库的设置；未写出的项取默认值。
"""


def write_default(archive: Path, inbox: str | None = None) -> None:
    """Write a settings file that says only what differs from the defaults."""
    text = FILE_HEADER
    if inbox is not None:
        text += f'inbox = "{inbox}"\n'
    (archive / FILE_NAME).write_text(text, encoding="utf-8")
