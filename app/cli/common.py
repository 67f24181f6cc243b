"""Options every command shares, and the archive it works on."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app import compose, settings
from app.compose import Place
from app.console import Voice
from domain.customer import Customer, Remark
from domain.duties import Grade
from domain.errors import NotFound, SettingsError
from domain.ids import CustomerNumber
from domain.secrecy import WITHHELD
from domain.words import remark_text
from ingest.forms.catalogue import Catalogue
from ingest.forms.catalogue import load as load_catalogue
from ingest.learning.learned import with_own_types
from ingest.templates.apply import taught_types
from records.archive import Archive
from records.sight.archive import SeenArchive
from records.sight.rule import Sight

DocumentArgument = Annotated[str, typer.Argument(metavar="DOC", help="The document's id.")]
ArchiveOption = Annotated[
    Path | None,
    typer.Option("--archive", help="Folder of the archive; else ANJUAN_ARCHIVE, else ./archive."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON object per line on stdout, for machines.")
]

UnmaskedOption = Annotated[
    bool, typer.Option("--unmasked", help="Show identity, account and telephone numbers whole.")
]


LimitOption = Annotated[int, typer.Option("--limit", min=1, help="How many to list.")]


def _login(who: str) -> str:
    return who or getpass.getuser()


WhoOption = Annotated[
    str,
    typer.Option("--who", callback=_login, help="Your name; else the login.", show_default=False),
]
"""Whoever says something; a command gets the login's name where none is given."""

ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept for ever.")]


@dataclass(frozen=True)
class Session:
    """One command at work: the archive as its user may see it, its place, and how to answer.

    `whole` is the archive itself, for work that tells nothing of it.
    """

    archive: SeenArchive
    whole: Archive
    place: Place
    voice: Voice
    catalogue: Catalogue

    def type_name(self, key: str) -> str:
        """The type's name in the user's language; a key nobody knows is its own name."""
        if key == WITHHELD:
            return remark_text(Remark.WITHHELD, self.voice.language)
        known = self.catalogue.types.get(key)
        return known.name if known else key

    def customer(self, number: CustomerNumber | None) -> Customer | None:
        """The customer with that number, if there is a number."""
        return self.archive.customers.get(number) if number else None


@contextmanager
def session(archive: Path | None, as_json: bool) -> Iterator[Session]:
    """Open the archive for one command. Raises NotAnArchive and SettingsError."""
    place = compose.place(archive)
    voice = Voice(settings.language(place.settings.language), as_json)
    opened = compose.open_archive(place)
    try:
        taught = taught_types(load_catalogue(), opened.templates.current())
        catalogue = with_own_types(taught, opened.own_types.current())
        seen = SeenArchive(opened, _ceiling(opened, place))
        yield Session(seen, opened, place, voice, catalogue)
        _tell_withheld(seen.sight, voice)
    finally:
        opened.close()


def _ceiling(archive: Archive, place: Place) -> Grade | None:
    """The highest grade that the user may see, by the settings. Raises SettingsError."""
    try:
        return archive.grading.ceiling(place.settings.access.grade)
    except NotFound as error:
        raise SettingsError("access.grade", error.message()) from error


def _tell_withheld(sight: Sight, voice: Voice) -> None:
    """That papers were come upon which the user may not see, and how many; no word of them."""
    if not sight.met or sight.ceiling is None:
        return
    count, ceiling = len(sight.met), sight.ceiling
    if voice.as_json:
        voice.emit({"withheld": count, "ceiling": ceiling.key})
    voice.say(
        f"Withheld: {count} documents whose grade is above yours ({ceiling.name_en}).",
        f"限阅：{count} 件文件的密级高于您的权限（{ceiling.name}）。",
    )
