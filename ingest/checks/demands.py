"""The words that mark a place for a signature, from all that the catalogue's forms print."""

from __future__ import annotations

from functools import lru_cache

from domain.text import folded
from ingest.checks.signatures import REPRESENTATIVES
from ingest.forms.catalogue import load


@lru_cache(maxsize=1)
def sign_labels() -> frozenset[str]:
    """The labels of everybody who may have to sign, folded."""
    roles = (role for kind in load().types.values() for role in (*kind.signs, *kind.sign_row))
    labels = (label for role in roles for label in role.labels)
    return frozenset(folded(label) for label in (*labels, *REPRESENTATIVES))
