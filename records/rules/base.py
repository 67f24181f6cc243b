"""The manner of all sections: frozen, and an unknown name in them is an error."""

from __future__ import annotations

import hashlib
from functools import cached_property

from pydantic import BaseModel, ConfigDict


class Rules(BaseModel):
    """A table of a profile."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stamped(Rules):
    """Rules that mark what was done by them."""

    @cached_property
    def stamp(self) -> str:
        """The same for the same rules, and only for them: 16 hex digits."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]
