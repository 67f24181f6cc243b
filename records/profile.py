"""A business's own rules: how numbers are made and papers ordered (`profiles/*.toml`)."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from sqlalchemy.orm import Session

from domain.errors import SettingsError
from records.database import now
from records.sequences import next_value

_FOLDER = Path(__file__).parent / "profiles"
_PLACE = re.compile(r"\{(?P<name>[a-z]*)(?::(?P<digits>[1-9]))?\}")


class Order(StrEnum):
    """Which paper of a part comes first, by document date."""

    ASCENDING = "ascending"
    DESCENDING = "descending"


def _checked_pattern(pattern: str) -> str:
    places = [match["name"] for match in _PLACE.finditer(pattern)]
    rest = _PLACE.sub("", pattern)
    if "{" in rest or "}" in rest or set(places) - {"year", "sequence"}:
        raise ValueError("only {year} and {sequence:4} may stand in braces")
    if places.count("sequence") != 1:
        raise ValueError("{sequence:4} must stand in it once")
    if any(char.isspace() for char in rest):
        raise ValueError("a number holds no spaces")
    return pattern


Pattern = Annotated[str, AfterValidator(_checked_pattern)]


class NumberRules(BaseModel):
    """The patterns of the numbers that the archive gives itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    customer: Pattern
    customer_provisional: Pattern
    file: Pattern


class OrderRules(BaseModel):
    """How a file is ordered."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    within_part: Order = Order.ASCENDING


class CardRules(BaseModel):
    """What must be known of a customer; keys joined by | stand for one another."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    company: tuple[str, ...] = ("customer_name",)
    person: tuple[str, ...] = ("person_name",)


class Profile(BaseModel):
    """All rules of one kind of business."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    numbers: NumberRules
    order: OrderRules = OrderRules()
    card: CardRules = CardRules()


def parse_profile(text: str, name: str) -> Profile:
    """Read a profile from TOML. Raises SettingsError that names what is wrong."""
    try:
        return Profile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"profile {name}", error) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"profile {name}, {place}", first["msg"]) from error


@lru_cache(maxsize=8)
def load_profile(name: str = "default") -> Profile:
    """The profile called `name`. Raises SettingsError where there is none."""
    path = _FOLDER / f"{name}.toml"
    if not path.is_file():
        raise SettingsError(f"profile {name}", "there is no such profile")
    return parse_profile(path.read_text(encoding="utf-8"), name)


def next_number(session: Session, kind: str, pattern: str) -> str:
    """The next number of `kind` by `pattern`; gap-free, as `sequences.next_value` is."""
    year = str(now().astimezone().year)
    sequence = f"{kind}:{year}" if "{year}" in pattern else kind
    value = next_value(session, sequence)

    def fill(match: re.Match[str]) -> str:
        if match["name"] == "year":
            return year
        return f"{value:0{match['digits'] or '1'}d}"

    return _PLACE.sub(fill, pattern)
