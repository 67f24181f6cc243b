"""Options every command shares, and the archive it works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from app import compose, settings
from app.compose import Place
from app.console import Voice
from domain.customer import Customer
from domain.ids import CustomerNumber
from ingest.forms.catalogue import Catalogue
from ingest.forms.catalogue import load as load_catalogue
from ingest.learning.learned import with_own_types
from ingest.templates.apply import taught_types
from records.archive import Archive

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


@dataclass(frozen=True)
class Session:
    """One command at work: the open archive, its place, and how to answer."""

    archive: Archive
    place: Place
    voice: Voice
    catalogue: Catalogue

    def type_name(self, key: str) -> str:
        """The type's name in the user's language; a key nobody knows is its own name."""
        known = self.catalogue.types.get(key)
        return known.name if known else key

    def customer(self, number: CustomerNumber | None) -> Customer | None:
        """The customer with that number, if there is a number."""
        return self.archive.customers.get(number) if number else None


def voice_for(archive: Path | None, as_json: bool) -> Voice:
    """The voice an archive's settings ask for. Raises SettingsError."""
    loaded = settings.load(settings.archive_folder(archive))
    return Voice(settings.language(loaded.language), as_json)


@contextmanager
def session(archive: Path | None, as_json: bool) -> Iterator[Session]:
    """Open the archive for one command. Raises NotAnArchive and SettingsError."""
    place = compose.place(archive)
    voice = Voice(settings.language(place.settings.language), as_json)
    opened = compose.open_archive(place)
    try:
        taught = taught_types(load_catalogue(), opened.templates.current())
        catalogue = with_own_types(taught, opened.own_types.current())
        yield Session(opened, place, voice, catalogue)
    finally:
        opened.close()
