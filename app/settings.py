"""The only reader of the environment and of anjuan.toml.

An archive's settings stand in `anjuan.toml` in its folder; `ANJUAN_*` variables override them,
with two underscores between section and name (`ANJUAN_READING__READER=tesseract`). An unknown or
impossible setting is an error that names it. docs/settings.md lists all of them.
"""

from __future__ import annotations

import os
import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from pydantic_settings import SettingsError as UnparsedVariable

from domain.errors import Language, SettingsError
from ingest.options import FilingOptions, Limits, ReaderName, ReadingOptions
from records.calendar import WorkingDays
from records.profile import DEFAULT, ProfileChoice
from records.rules.walk import served_by

PREFIX = "ANJUAN_"
FILE_NAME = "anjuan.toml"
DEFAULT_ARCHIVE = Path("archive")
NOT_SETTINGS = frozenset(
    {"ANJUAN_ARCHIVE", "ANJUAN_VENV", "ANJUAN_CORPORA", "ANJUAN_SEED", "ANJUAN_TEST_WORKERS"}
)
"""Variables that say where things are, not how the archive behaves."""

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class LanguageChoice(StrEnum):
    """Language of messages; `auto` follows the system."""

    AUTO = "auto"
    EN = "en"
    ZH = "zh"


class Section(BaseModel):
    """A table of the settings file; unknown names in it are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadingSection(Section):
    """How pages are read."""

    reader: ReaderName = Field(
        ReaderName.RAPIDOCR, description="Page reader: rapidocr, or tesseract alone."
    )
    second_reader: bool = Field(
        True, description="Let Tesseract read field values again, as a second opinion."
    )
    threads: Annotated[int, Field(ge=1, le=64)] = Field(
        1, description="Threads of one reading process; one is fastest with several processes."
    )
    dpi: Annotated[int, Field(ge=72, le=600)] = Field(
        200, description="Resolution at which PDF pages are drawn."
    )
    passwords: tuple[SecretStr, ...] = Field(
        (), description="Passwords tried on locked PDFs; they are never shown or logged."
    )


class LimitsSection(Section):
    """Bounds for hostile or damaged files."""

    pixels: Annotated[int, Field(ge=10_000)] = Field(
        200_000_000, description="Pixels of one page after decoding."
    )
    pages: Annotated[int, Field(ge=1)] = Field(2_000, description="Pages of one scan.")
    seconds: Annotated[float, Field(gt=0)] = Field(
        120.0, description="Seconds one page may take in its process."
    )
    megabytes: Annotated[int, Field(ge=256)] = Field(
        4_096, description="Resident memory of one reading process."
    )
    renew_megabytes: Annotated[int, Field(ge=256)] = Field(
        768,
        description="Resident memory after a page from which a fresh reading process takes over.",
    )
    bytes: Annotated[int, Field(ge=1)] = Field(2_000_000_000, description="Size of one file.")


class FilingSection(Section):
    """When the machine may decide alone."""

    type_threshold: Share = Field(
        0.80,
        description="Confidence from which a document type is settled without a person, "
        "until enough documents are reviewed to measure it.",
    )
    customer_threshold: Share = Field(
        0.90,
        description="Confidence from which a customer is settled without a person, "
        "until enough documents are reviewed to measure it.",
    )
    field_threshold: Share = Field(
        0.97, description="Confidence below which a value is marked for review."
    )
    own_names: tuple[str, ...] = Field(
        (), description="The firm's own names: they stand on every paper and prove nothing."
    )
    max_error_customer: Share = Field(
        0.005, description="Highest share of papers filed alone that may lie in a wrong file."
    )
    max_error_type: Share = Field(
        0.01, description="Highest share of papers filed alone that may bear a wrong type."
    )
    check_one_in: Annotated[int, Field(ge=0)] = Field(
        50, description="One in so many papers filed alone is drawn for a check; 0 draws none."
    )
    refer: Literal["propose", "file"] = Field(
        "propose",
        description="A second customer whom a paper names (guarantor, spouse, joint owner): "
        "propose a reference to a person, or make it where the evidence is enough to file by.",
    )


class ProfileSection(Section):
    """By which rules the archive works."""

    name: str = Field(
        "default", description="The profile: `anjuan profile list` names them (docs/profiles.md)."
    )
    variant: str = Field("", description="A regime of that profile whose own rules count, as R06.")
    overlays: tuple[str, ...] = Field(
        (), description="Rules stacked upon the profile, as personal_data."
    )
    rules: dict[str, Any] = Field(
        {}, description="The firm's own rules, as `[profile.rules.order]` in the file; they win."
    )


class ReviewSection(Section):
    """How persons share the work that waits."""

    claim_minutes: Annotated[float, Field(gt=0, le=10_080)] = Field(
        30.0, description="Minutes for which a claimed question is kept for one person."
    )


class AccessSection(Section):
    """Who uses the commands."""

    grade: str = Field(
        "",
        description="Highest grade of secrecy 密级 that commands tell of, or the role of who uses "
        "them: `anjuan profile show` prints both; empty tells of everything.",
    )


class CalendarSection(Section):
    """Which days are worked, for deadlines in working days."""

    country: str = Field(
        "CN", description="Whose public holidays count (ISO 3166); empty: only weekends are off."
    )
    days_off: tuple[date, ...] = Field((), description="Further days off, as 2026-05-04.")
    working_days: tuple[date, ...] = Field((), description="Days worked all the same.")


class WatchSection(Section):
    """How the inbox is watched."""

    settle: Annotated[float, Field(ge=0)] = Field(
        2.0, description="Seconds a file must stand still before it is taken."
    )
    rescan: Annotated[float, Field(gt=0)] = Field(
        30.0, description="Seconds between looks at the whole inbox."
    )
    polling: bool = Field(
        False, description="Poll instead of waiting for system events: for network folders."
    )


class JobsSection(Section):
    """Who reads, and how many at once."""

    workers: Annotated[int, Field(ge=0, le=256)] = Field(
        0, description="Reading processes; 0 means one per core."
    )


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


def language(choice: LanguageChoice = LanguageChoice.AUTO) -> Language:
    """The language to speak: the setting's, else the system's (LC_ALL, LC_MESSAGES, LANG)."""
    if choice is not LanguageChoice.AUTO:
        return Language(choice.value)
    override = os.environ.get(PREFIX + "LANGUAGE", "")
    if override in ("en", "zh"):
        return Language(override)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


def archive_folder(named: Path | None) -> Path:
    """Where the archive is: as named, else ANJUAN_ARCHIVE, else ./archive."""
    if named is not None:
        return named
    return Path(os.environ.get("ANJUAN_ARCHIVE") or DEFAULT_ARCHIVE)


def archive_was_named(named: Path | None) -> bool:
    """Whether the user said where the archive is."""
    return named is not None or bool(os.environ.get("ANJUAN_ARCHIVE"))


FILE_HEADER = """\
# Settings of this archive. Lines that are left out keep their defaults;
# docs/settings.md explains every one. 本档案库的设置；未写出的项取默认值。
"""


def write_default(archive: Path, inbox: str | None = None) -> None:
    """Write a settings file that says only what differs from the defaults."""
    text = FILE_HEADER
    if inbox is not None:
        text += f'inbox = "{inbox}"\n'
    (archive / FILE_NAME).write_text(text, encoding="utf-8")
