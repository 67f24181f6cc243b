"""A business's own rules, as data (`profiles/*.toml`): chosen, stacked, and checked.

A profile says only in what it differs from `default.toml`. Upon it may come a variant (where the
regimes that it serves differ among themselves), overlays (rules that apply to any business, such
as those for personal data), and what the firm itself has set: the later wins, rule by rule.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from domain.errors import SettingsError
from records.database import now
from records.rules.base import Stamped
from records.rules.carried import (
    AccessRules,
    BackupRules,
    ConsentRules,
    CopyingRules,
    CustomerClassRules,
    DestructionRules,
    FixingRules,
    LoanRules,
    SharingRules,
    UpkeepRules,
)
from records.rules.duties import DeadlineRules, GradeRules, RetentionRules
from records.rules.filing import (
    CardRules,
    CatalogueRules,
    CompletenessRules,
    FileRules,
    NumberRules,
    OrderRules,
)
from records.rules.patterns import filled, places
from records.rules.shelving import ListingRules, PlacingRules
from records.sequences import next_value

_FOLDER = Path(__file__).parent / "profiles"
DEFAULT = "default"
_VARIANTS = "variants"


class Profile(Stamped):
    """All rules of one kind of business; `overlay` marks those that stand upon another."""

    title: str = ""
    title_en: str = ""
    overlay: bool = False
    numbers: NumberRules
    file: FileRules = FileRules()
    order: OrderRules = OrderRules()
    catalogue: CatalogueRules = CatalogueRules()
    card: CardRules = CardRules()
    completeness: CompletenessRules = CompletenessRules()
    grade: GradeRules
    retention: RetentionRules
    deadlines: DeadlineRules = DeadlineRules()
    access: AccessRules = AccessRules()
    loan: LoanRules = LoanRules()
    copying: CopyingRules = CopyingRules()
    sharing: SharingRules = SharingRules()
    fixing: FixingRules = FixingRules()
    destruction: DestructionRules = DestructionRules()
    backup: BackupRules = BackupRules()
    upkeep: UpkeepRules = UpkeepRules()
    classes: CustomerClassRules = CustomerClassRules()
    consent: ConsentRules = ConsentRules()

    @cached_property
    def placing(self) -> PlacingRules:
        """The rules by which papers find their files."""
        return PlacingRules(
            unit=self.file.unit,
            keys=self.file.keys,
            year_rule=self.file.year_rule,
            file=self.numbers.file,
            file_without_unit=self.numbers.file_without_unit,
            papers=self.numbers.papers,
        )

    @cached_property
    def listing(self) -> ListingRules:
        """The rules by which files are listed."""
        return ListingRules(
            order=self.order,
            annex_coded=self.catalogue.annex_coded,
            annex_types=self.catalogue.annex_types,
            pages_counted=self.catalogue.pages_counted,
            volume_pages=self.file.volume_pages,
            papers=self.numbers.papers,
        )


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """Which profile an archive works by; `variant` is a regime such as R06, or empty."""

    name: str = DEFAULT
    variant: str = ""
    overlays: tuple[str, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def names() -> tuple[str, ...]:
    """The profiles there are, `default` first."""
    found = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    return (DEFAULT, *(name for name in found if name != DEFAULT))


def variants(name: str) -> tuple[str, ...]:
    """The variants of a profile. Raises SettingsError where there is no such profile."""
    return tuple(_data(name).get(_VARIANTS, {}))


def parse_profile(text: str, name: str) -> Profile:
    """The default rules with those of `text`, TOML. Raises SettingsError saying what is wrong."""
    return _checked([_data(DEFAULT), _parsed(text, name)], name)


def load_profile(name: str | ProfileChoice = DEFAULT) -> Profile:
    """The profile as chosen. Raises SettingsError for a name, variant or rule that cannot be."""
    choice = ProfileChoice(name) if isinstance(name, str) else name
    stacked = [_data(choice.name), *map(_overlay, choice.overlays)]
    layers = [_data(DEFAULT)]
    for layer in stacked:
        layers += [layer, layer.get(_VARIANTS, {}).get(choice.variant, {})]
    offered = [variant for layer in stacked for variant in layer.get(_VARIANTS, {})]
    if choice.variant and choice.variant not in offered:
        detail = f"{choice.name} has no variant {choice.variant}; it has: {', '.join(offered)}"
        raise SettingsError("profile.variant", detail)
    return _checked([*layers, choice.rules], choice.name)


def _overlay(name: str) -> dict[str, Any]:
    data = _data(name)
    if not data.get("overlay"):
        raise SettingsError("profile.overlays", f"{name} is a profile of its own, no overlay")
    return {key: value for key, value in data.items() if not key.startswith(("title", "overlay"))}


@lru_cache(maxsize=32)
def _data(name: str) -> dict[str, Any]:
    if name not in names():
        raise SettingsError(
            f"profile {name}", f"there is no such profile; there are: {', '.join(names())}"
        )
    return _parsed((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"), name)


def _parsed(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"profile {name}", error) from error


def _checked(layers: Iterable[Mapping[str, Any]], name: str) -> Profile:
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _stacked(merged, layer)
    merged.pop(_VARIANTS, None)
    try:
        return Profile.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"profile {name}, {place}", first["msg"]) from error


def _stacked(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Sections are joined rule by rule; a rule is replaced as a whole, be it a table or a list."""
    result = dict(below)
    for section, said in above.items():
        held = result.get(section)
        if isinstance(held, Mapping) and isinstance(said, Mapping):
            result[section] = {**held, **said}
        else:
            result[section] = said
    return result


def next_number(
    session: Session,
    kind: str,
    pattern: str,
    said: Mapping[str, str] | None = None,
    count: Callable[[str], int] | None = None,
) -> str:
    """The next number of `kind` by `pattern`; gap-free, as `sequences.next_value` is.

    `said` fills the places other than date and count. The count is one for each scope: with
    {year} in the pattern it begins anew every year, with {unit} for every unit. `count` stands in
    for the archive's own counts where a number is only foreseen.
    """
    today = now().astimezone()
    known = {"year": f"{today:%Y}", "yy": f"{today:%y}", "month": f"{today:%m}", **(said or {})}
    if "sequence" not in places(pattern):
        return filled(pattern, known)
    scope = [known[name] for name in dict.fromkeys(places(pattern)) if name != "sequence"]
    value = (count or partial(next_value, session))(":".join([kind, *scope])[:80])
    return filled(pattern, known, value)
