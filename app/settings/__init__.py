"""The only reader of the environment and of anjuan.toml.

An archive's settings stand in `anjuan.toml` in its folder; `ANJUAN_*` variables override them,
with two underscores between section and name (`ANJUAN_READING__READER=tesseract`). An unknown or
impossible setting is an error that names it. docs/settings.md lists all of them.
"""

from __future__ import annotations

from app.settings.places import (
    DEFAULT_ARCHIVE,
    FILE_NAME,
    PREFIX,
    archive_folder,
    archive_was_named,
    language,
    write_default,
)
from app.settings.sections import LanguageChoice, Section
from app.settings.whole import Settings, described, load, variables

__all__ = [
    "DEFAULT_ARCHIVE",
    "FILE_NAME",
    "PREFIX",
    "LanguageChoice",
    "Section",
    "Settings",
    "archive_folder",
    "archive_was_named",
    "described",
    "language",
    "load",
    "variables",
    "write_default",
]
