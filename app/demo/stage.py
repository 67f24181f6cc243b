"""The throw-away archive of the demonstration, and the samples it plays with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import compose
from app.compose import Place
from app.console import Voice
from domain.errors import NotFound
from ingest.forms.catalogue import Catalogue
from ingest.forms.catalogue import load as load_catalogue
from records.archive import Archive

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@dataclass(frozen=True)
class Stage:
    """The throw-away archive on which the demonstration plays."""

    place: Place
    archive: Archive
    voice: Voice
    catalogue: Catalogue

    def type_name(self, key: str) -> str:
        known = self.catalogue.types.get(key)
        return known.name if known else key


@contextmanager
def stage(voice: Voice) -> Iterator[Stage]:
    """A new archive, left where it is afterwards, to look at. Raises NotFound without samples."""
    if not SAMPLES.is_dir():
        raise NotFound(SAMPLES, "The sample scans belong to the source folder.")
    root = Path(tempfile.mkdtemp(prefix="anjuan-demo-")) / "archive"
    place = compose.create(root, inbox_beside=False)
    archive = compose.open_archive(place)
    if voice.as_json:
        voice.emit({"step": "init", "archive": str(place.root), "inbox": str(place.inbox)})
    voice.say(f"A throw-away archive: {place.root}", f"临时档案库：{place.root}")
    try:
        yield Stage(place, archive, voice, load_catalogue())
    finally:
        archive.close()
