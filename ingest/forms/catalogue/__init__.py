"""The document types and fields the archive knows, as data: `*.toml` beside this module."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from ingest.forms.catalogue.build import build
from ingest.forms.catalogue.catalogue import Catalogue
from ingest.forms.catalogue.schema import CatalogueFile

__all__ = ["FILES", "Catalogue", "build", "load"]

FILES = (
    "parts.toml",
    "fields.toml",
    "principal_types.toml",
    "related_types.toml",
    "further_types.toml",
)
"""The catalogue's files, in the order in which their types are listed."""


@lru_cache(maxsize=1)
def load() -> Catalogue:
    """The catalogue, read once. Raises pydantic's ValidationError when a file is misshapen."""
    folder = files(__name__)
    texts = ((folder / name).read_text(encoding="utf-8") for name in FILES)
    return build(CatalogueFile.model_validate(tomllib.loads(text)) for text in texts)
