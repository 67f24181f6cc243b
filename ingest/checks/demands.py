"""The words that mark a place for a signature or a seal on any form of the catalogue."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from domain.text import folded
from ingest.checks.signatures import REPRESENTATIVES
from ingest.forms.catalogue import load


@lru_cache(maxsize=1)
def sign_labels() -> frozenset[str]:
    """The labels of everybody who may have to sign or to seal, folded."""
    kinds = load().types.values()
    signs = (role.labels for kind in kinds for role in (*kind.signs, *kind.sign_row))
    seals = (owner.labels for kind in kinds for owner in (*kind.seals, *kind.copy_seals))
    listed = chain.from_iterable((*signs, *seals, REPRESENTATIVES))
    return frozenset(folded(label) for label in listed)
