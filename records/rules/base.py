"""The manner of all sections: frozen, and an unknown name in them is an error."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Rules(BaseModel):
    """A table of a profile."""

    model_config = ConfigDict(frozen=True, extra="forbid")
