"""Which profile serves which regime, and which rule settles which contradiction (`*.toml`).

Source: domain section 1 (R01 to R75), section 8 (C-01 to C-40), appendix E.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from records.profile import Profile, ProfileChoice
from records.rules.base import Rules

_FOLDER = Path(__file__).parent
_HEADINGS = frozenset({"title", "title_en", "overlay"})


class Regime(Rules):
    """A rule book of the domain: what serves it, or why nothing need to.

    `serves` are profiles as `dealer/R04` (variant) or `default+personal_data` (overlay).
    """

    id: Annotated[str, Field(pattern=r"^R\d\d$")]
    title: str
    mark: Literal["CORE", "RECORDS", "OUT"]
    serves: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    outside: str = ""

    def choices(self) -> Iterator[ProfileChoice]:
        """The profiles that serve it, as they would be chosen."""
        for served in self.serves:
            named, _, variant = served.partition("/")
            name, *overlays = named.split("+")
            yield ProfileChoice(name, variant, tuple(overlays))


class Contradiction(Rules):
    """What regimes disagree upon, and the rules of a profile that decide it."""

    id: Annotated[str, Field(pattern=r"^C-\d\d$")]
    subject: str
    subject_en: str
    rules: tuple[str, ...]
    acted: Literal["yes", "partly", "not yet", "elsewhere", "outside"]
    note: str = ""


@lru_cache(maxsize=1)
def regimes() -> tuple[Regime, ...]:
    """R01 to R75. Raises pydantic's ValidationError when the file is misshapen."""
    return tuple(Regime.model_validate(one) for one in _read("regimes.toml", "regime"))


@lru_cache(maxsize=1)
def contradictions() -> tuple[Contradiction, ...]:
    """C-01 to C-40. Raises pydantic's ValidationError when the file is misshapen."""
    found = _read("contradictions.toml", "contradiction")
    return tuple(Contradiction.model_validate(one) for one in found)


def _read(name: str, table: str) -> Iterable[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((_FOLDER / name).read_text("utf-8"))[table]
    return found


def rules_of(profile: Profile) -> dict[str, Any]:
    """Every rule of the profile by its dotted name, as plain data."""
    data = profile.model_dump(mode="json", exclude_none=True)
    return {
        f"{section}.{name}": value
        for section, held in data.items()
        if section not in _HEADINGS
        for name, value in held.items()
    }


def not_acted_on() -> frozenset[str]:
    """The rules that are carried for duties which the archive does not have yet."""
    return frozenset(
        rule for one in contradictions() if one.acted == "not yet" for rule in one.rules
    )


def served_by(name: str) -> tuple[str, ...]:
    """The regimes that the profile or overlay `name` serves."""
    return tuple(
        regime.id
        for regime in regimes()
        if any(name == choice.name or name in choice.overlays for choice in regime.choices())
    )
