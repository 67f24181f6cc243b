"""All settings of an archive, read and checked, and what each part of the service is told."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as UnparsedVariable

from app.settings.places import FILE_NAME, NOT_SETTINGS, PREFIX
from app.settings.sections import (
    AccessSection,
    CalendarSection,
    FilingSection,
    JobsSection,
    LanguageChoice,
    LimitsSection,
    ProfileSection,
    ReadingSection,
    ReviewSection,
    Section,
    WatchSection,
)
from domain.errors import SettingsError
from ingest.options import FilingOptions, Limits, ReadingOptions
from records.files.calendar import WorkingDays
from records.profile import DEFAULT, ProfileChoice
from records.rules.walk import served_by


class Settings(BaseSettings):
    """All settings of one archive."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    inbox: Path = Field(
        Path("inbox"), description="Folder to watch, relative to the archive's folder."
    )
    language: LanguageChoice = Field(
        LanguageChoice.AUTO, description="Language of messages: auto, en or zh."
    )
    reading: ReadingSection = ReadingSection()
    limits: LimitsSection = LimitsSection()
    filing: FilingSection = FilingSection()
    profile: ProfileSection = ProfileSection()
    review: ReviewSection = ReviewSection()
    access: AccessSection = AccessSection()
    calendar: CalendarSection = CalendarSection()
    watch: WatchSection = WatchSection()
    jobs: JobsSection = JobsSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose values come as arguments; nothing else."""
        return env_settings, init_settings

    def reading_options(self) -> ReadingOptions:
        """What reading processes are told."""
        return ReadingOptions(
            reader=self.reading.reader,
            second_reader=self.reading.second_reader,
            threads=self.reading.threads,
            dpi=self.reading.dpi,
            passwords=tuple(secret.get_secret_value() for secret in self.reading.passwords),
            limits=Limits(**self.limits.model_dump()),
        )

    def filing_options(self) -> FilingOptions:
        """What the deciding part is told."""
        return FilingOptions(**self.filing.model_dump(), regimes=self._regimes())

    def _regimes(self) -> tuple[str, ...]:
        """The rule books whose forms the office uses; the general profile says nothing of them."""
        return () if self.profile.name == DEFAULT else served_by(self.profile.name)

    def profile_choice(self) -> ProfileChoice:
        """What the records are told."""
        return ProfileChoice(**self.profile.model_dump())

    def working_days(self) -> WorkingDays:
        """What deadlines are told."""
        return WorkingDays(**self.calendar.model_dump())


def load(archive: Path) -> Settings:
    """Settings of the archive in the folder `archive`. Raises SettingsError."""
    _refuse_unknown_variables()
    file = archive / FILE_NAME
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(file), f"not valid TOML: {error}") from error
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(name, _complaint(first)) from error
    except UnparsedVariable:  # what stands in it may be a password, and is not repeated
        detail = 'a list is written as ["one", "two"]'
        raise SettingsError(_lists_set(), detail) from None


def _lists_set() -> str:
    """The variables at work that hold lists."""
    described_now = described()
    names = (
        variable
        for variable, name in variables().items()
        if variable in os.environ and isinstance(described_now[name][0], tuple)
    )
    return ", ".join(names) or PREFIX + "*"


def _complaint(error: ErrorDetails) -> str:
    if "passwords" in error["loc"]:
        return error["msg"]
    if error["type"] == "extra_forbidden":
        return f"there is no such setting (value {error['input']!r})"
    return f"{error['msg']} (value {error['input']!r})"


def _refuse_unknown_variables() -> None:
    known = set(variables())
    for name in os.environ:
        if name.startswith(PREFIX) and name not in NOT_SETTINGS and name not in known:
            raise SettingsError(name, "there is no such setting")


def described() -> dict[str, tuple[object, str]]:
    """Every setting by its dotted name, with its default and what it does."""
    found: dict[str, tuple[object, str]] = {}
    for name, top in Settings.model_fields.items():
        if isinstance(top.default, Section):
            for inner, field in type(top.default).model_fields.items():
                found[f"{name}.{inner}"] = (field.default, field.description or "")
        else:
            found[name] = (top.default, top.description or "")
    return found


def variables() -> dict[str, str]:
    """The environment variable of every setting, with the setting's dotted name."""
    return {PREFIX + name.replace(".", "__").upper(): name for name in described()}
